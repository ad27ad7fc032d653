import type { Node } from '@vscode/tree-sitter-wasm';
import type { ConnectionSite } from '../site.ts';
import { databaseAt } from '../written.ts';
import type { PythonModule } from './module.ts';

/** The database that a path leads to: a text, a path of pathlib (`BASE_DIR / "db.sqlite3"`) or what computes one. */
export function databaseOf(
  node: Node | undefined,
  module: PythonModule,
): Pick<ConnectionSite, 'database' | 'storage'> {
  const value = node && module.resolved(node);
  const found = databaseAt(value, module.file);
  if (value?.type !== 'binary_operator' || found.database.kind !== 'unknown') return found;
  // Nothing but a path is divided by a text.
  const isJoined =
    value.childForFieldName('operator')?.text === '/' && value.childForFieldName('right')?.type === 'string';
  return isJoined
    ? { ...found, database: { kind: 'path', written: value.text.replace(/\s+/g, ' ') } }
    : found;
}
