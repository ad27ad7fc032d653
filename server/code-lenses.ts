import type { CodeLens } from 'vscode-languageserver';
import type { Linter } from '../src/lint/linter.ts';
import { explainQueryCommand, runQueryCommand } from './protocol.ts';

const queries = new Set(['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']);

/** "Run" and "Explain" above each query of a file of queries; migrations have none, they are not for running twice. */
export function codeLenses(linter: Linter, path: string, uri: string): CodeLens[] {
  const file = linter.project.sqlFiles.get(path);
  if (!file?.judged || file.role !== 'query') return [];
  const { document, lines } = file.source;
  return document.statements
    .filter(({ tree }) => tree !== undefined && queries.has(tree.type))
    .flatMap(({ start, end }) => {
      const range = { start: lines.positionAt(start), end: lines.positionAt(end) };
      const lens = (title: string, command: string): CodeLens => ({
        range: { start: range.start, end: range.start },
        command: { title, command, arguments: [uri, range] },
      });
      return [lens('$(play) Run', runQueryCommand), lens('Explain', explainQueryCommand)];
    });
}
