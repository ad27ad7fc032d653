import type { Node } from '@vscode/tree-sitter-wasm';
import { dottedName } from '../../migrations/python/values.ts';

/** What a file imports. */
export interface Imports {
  /** Local name → what it stands for, with its module: `create_engine` → `sqlalchemy.create_engine`. */
  readonly names: ReadonlyMap<string, string>;
  /** The modules of `from module import *`. */
  readonly wildcards: readonly string[];
}

/** The imports of a file, those within functions and branches among them. */
export function readImports(root: Node): Imports {
  const names = new Map<string, string>();
  const wildcards: string[] = [];
  for (const statement of root.descendantsOfType(['import_statement', 'import_from_statement'])) {
    if (!statement) continue;
    const module = statement.childForFieldName('module_name')?.text;
    if (module !== undefined && statement.namedChildren.some((child) => child?.type === 'wildcard_import')) {
      wildcards.push(module);
    }
    for (const imported of statement.childrenForFieldName('name')) {
      const name = (imported?.childForFieldName('name') ?? imported)?.text;
      const alias = imported?.childForFieldName('alias')?.text;
      if (name === undefined) continue;
      if (module !== undefined) names.set(alias ?? name, `${module}.${name}`);
      // `import a.b` binds `a`.
      else if (alias === undefined) names.set(name.split('.')[0] ?? name, name.split('.')[0] ?? name);
      else names.set(alias, name);
    }
  }
  return { names, wildcards };
}

/**
 * What an expression refers to where it is imported: `sqlite3.connect` for `connect`, `sqlite3.connect` and `db.connect`,
 * however the file calls it; undefined for everything else. What a wildcard may bring has every module of one.
 */
export function importedAs(expression: Node | null | undefined, imports: Imports): readonly string[] {
  const dotted = dottedName(expression);
  if (dotted === undefined) return [];
  const [first = '', ...rest] = dotted.split('.');
  const target = imports.names.get(first);
  if (target !== undefined) return [[target, ...rest].join('.')];
  return imports.wildcards.map((module) => `${module}.${dotted}`);
}

/** True when an expression refers to something imported whose whole name matches. */
export function refersTo(expression: Node | null | undefined, imports: Imports, pattern: RegExp): boolean {
  return importedAs(expression, imports).some((name) => pattern.test(name));
}
