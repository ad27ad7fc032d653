import type { Node } from '@vscode/tree-sitter-wasm';
import { nodesOf } from '../../sql/text-expressions.ts';

/** What a file of Go imports. */
export interface Imports {
  /** Import paths, those that are imported for their effects among them. */
  readonly paths: ReadonlySet<string>;
  /** The import path of a package by the name that the file has for it. */
  pathOf(name: string): string | undefined;
}

/** The packages that a file imports, by the names that it gives them. */
export function readImports(root: Node): Imports {
  const paths = new Set<string>();
  const names = new Map<string, string>();
  for (const spec of nodesOf(root, ['import_spec'])) {
    const path = spec.childForFieldName('path')?.text.slice(1, -1);
    if (path === undefined) continue;
    paths.add(path);
    const name = spec.childForFieldName('name')?.text ?? packageNameOf(path);
    if (name !== '_' && name !== '.') names.set(name, path);
  }
  return { paths, pathOf: (name) => names.get(name) };
}

/** The name that a package most likely has: `sqlite3` of `github.com/mattn/go-sqlite3`, `migrate` of `…/migrate/v4`. */
function packageNameOf(path: string): string {
  const segments = path.split('/');
  const last = segments.at(-1) ?? '';
  const name = /^v\d+$/.test(last) ? (segments.at(-2) ?? last) : last;
  return name.replace(/^go-/, '').replace(/(?:[.-]v\d+|\.go)$/, '');
}

/** The function that a call names, with the import path of its package: `{ path: 'database/sql', name: 'Open' }`. */
export function calledFunction(
  call: Node,
  imports: Imports,
): { readonly path: string; readonly name: string } | undefined {
  const callee = call.childForFieldName('function');
  if (callee?.type !== 'selector_expression') return undefined;
  const operand = callee.childForFieldName('operand');
  const path = operand?.type === 'identifier' ? imports.pathOf(operand.text) : undefined;
  const name = callee.childForFieldName('field')?.text;
  return path === undefined || name === undefined ? undefined : { path, name };
}

/** The package and the name of a type or a value of another package: `sqlite3.SQLiteDriver`. */
export function importedName(
  node: Node | null | undefined,
  imports: Imports,
): { readonly path: string; readonly name: string } | undefined {
  const [, qualifier, name] = /^&?\*?(\w+)\.(\w+)$/.exec(node?.text ?? '') ?? [];
  const path = qualifier === undefined ? undefined : imports.pathOf(qualifier);
  return path === undefined || name === undefined ? undefined : { path, name };
}
