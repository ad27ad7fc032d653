import type { Linter } from '../src/lint/linter.ts';
import { describeDatabase } from '../src/project/databases.ts';
import type { FileStatus } from './protocol.ts';

/** What a document is taken for, for the editor's status item. */
export function fileStatus(linter: Linter, path: string): FileStatus {
  const { project } = linter;
  const file = project.sqlFiles.get(path);
  const own =
    file?.database ?? project.databases.find(({ files }) => files.some((other) => other.path === path));
  const schema = own
    ? describeDatabase(own)
    : `unknown: ${file?.databaseReason ?? 'the file belongs to no database'}`;
  if (file) {
    const { verdict, source: text } = file;
    const reason = text.apart === undefined ? verdict.reason : `${verdict.reason}; not judged: ${text.apart}`;
    return { judged: file.judged, dialect: verdict.dialect, reason, schema };
  }
  if (own) return { judged: true, dialect: 'sqlite', reason: own.verdict.reason, schema };
  const connections = project.connections.filter((connection) => connection.file.path === path).length;
  return {
    judged: connections > 0,
    dialect: connections > 0 ? 'sqlite' : 'unknown',
    reason: connections > 0 ? 'it opens a connection to SQLite' : 'it is not part of a project of SQLite',
    schema,
  };
}
