import type { Linter } from '../src/lint/linter.ts';
import type { FileStatus } from './protocol.ts';

/** What a document is taken for, for the editor's status item. */
export function fileStatus(linter: Linter, path: string): FileStatus {
  const { project } = linter;
  const source = project.schemaSource;
  const schema =
    source.kind === 'none'
      ? `unknown: ${source.reason}`
      : source.kind === 'schema'
        ? source.file.path
        : `${source.files.length} migrations in ${source.folder || 'the root'}`;
  const file = project.sqlFiles.get(path);
  if (file) {
    const { verdict, source: text } = file;
    const reason = text.apart === undefined ? verdict.reason : `${verdict.reason}; not judged: ${text.apart}`;
    return { judged: file.judged, dialect: verdict.dialect, reason, schema };
  }
  const connections = project.connections.filter((connection) => connection.file.path === path).length;
  return {
    judged: connections > 0,
    dialect: connections > 0 ? 'sqlite' : 'unknown',
    reason: connections > 0 ? 'it opens a connection to SQLite' : 'it is not part of a project of SQLite',
    schema,
  };
}
