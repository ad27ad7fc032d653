import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/python.ts';
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
  if (!value || found.database.kind !== 'unknown' || !isPath(value)) return found;
  return { ...found, database: { kind: 'path', written: value.text.replace(/\s+/g, ' ') } };
}

/** True for `folder / "app.db"`, and for what makes a text or another path of one. */
function isPath(node: Node): boolean {
  const value = unwrapped(node);
  if (value.type === 'call') {
    const callee = value.childForFieldName('function');
    const object = callee?.childForFieldName('object');
    const method = callee?.childForFieldName('attribute')?.text ?? '';
    if (object && /^(?:resolve|absolute|expanduser|as_posix)$/.test(method)) return isPath(object);
    const [first] = /^(?:str|(?:os\.)?fspath|Path)$/.test(callee?.text ?? '')
      ? childrenOf(value.childForFieldName('arguments'))
      : [];
    return first !== undefined && isPath(first);
  }
  // Nothing but a path is divided by a text.
  return (
    value.type === 'binary_operator' &&
    value.childForFieldName('operator')?.text === '/' &&
    value.childForFieldName('right')?.type === 'string'
  );
}
