import type { Node } from '@vscode/tree-sitter-wasm';
import { literalOf } from '../../javascript.ts';
import type { Nodes } from './nodes.ts';

/** What a file imports, by the local name. */
export interface Imports {
  readonly names: ReadonlyMap<string, Import>;
}

/** What a name of a file stands for: a module, or something of it. */
export interface Import {
  /** The module as written: `node:sqlite`, `./db.js`. */
  readonly module: string;
  /** The name that the module exports; `default`; undefined for the whole module. */
  readonly name: string | undefined;
}

/** The imports of a file, those by `require` among them. */
export function readImports(nodes: Nodes): Imports {
  const names = new Map<string, Import>();
  const add = (module: unknown, name: string | undefined, local: string | undefined): void => {
    if (typeof module === 'string' && local !== undefined) names.set(local, { module, name });
  };
  for (const statement of nodes.of('import_statement')) {
    const module = literalOf(statement?.childForFieldName('source'));
    for (const specifier of statement?.descendantsOfType('import_specifier') ?? []) {
      const name = specifier?.childForFieldName('name')?.text;
      add(module, name, specifier?.childForFieldName('alias')?.text ?? name);
    }
    for (const clause of statement?.namedChildren ?? []) {
      // TypeScript: import sqlite = require('sqlite3').
      if (clause?.type === 'import_require_clause') {
        const local = clause.namedChildren[0]?.text;
        add(literalOf(clause.childForFieldName('source')), undefined, local);
      }
      for (const child of clause?.type === 'import_clause' ? clause.namedChildren : []) {
        if (child?.type === 'identifier') add(module, 'default', child.text);
        if (child?.type === 'namespace_import') add(module, undefined, child.namedChildren[0]?.text);
      }
    }
  }
  for (const declarator of nodes.of('variable_declarator', 'assignment_expression')) {
    const value = declarator?.childForFieldName('value') ?? declarator?.childForFieldName('right');
    const name = declarator?.childForFieldName('name') ?? declarator?.childForFieldName('left');
    for (const [pattern, its] of value && name ? importsOfAll(name, value) : []) addPattern(pattern, its);
    const required = requiredModule(value ?? null);
    if (required && name) addPattern(name, required);
  }
  for (const call of nodes.of('call_expression')) {
    const imported = importThen(call);
    if (imported) addPattern(imported.parameter, imported.its);
  }
  for (const [name, its] of importsKept(nodes, { names })) if (its && !names.has(name)) names.set(name, its);
  return { names };

  function addPattern(name: Node, required: Import): void {
    if (name.type === 'identifier') add(required.module, required.name, name.text);
    for (const property of name.type === 'object_pattern' ? name.namedChildren : []) {
      if (property?.type === 'shorthand_property_identifier_pattern')
        add(required.module, property.text, property.text);
      if (property?.type === 'pair_pattern') {
        const key = property.childForFieldName('key')?.text;
        add(required.module, key, property.childForFieldName('value')?.text);
      }
    }
  }
}

/** `import('sqlite3').then((sqlite3) => …)`: the parameter stands for the module. */
function importThen(call: Node): { readonly parameter: Node; readonly its: Import } | undefined {
  const callee = call.childForFieldName('function');
  if (callee?.childForFieldName('property')?.text !== 'then') return undefined;
  const its = requiredModule(callee.childForFieldName('object'));
  const then = call.childForFieldName('arguments')?.namedChildren[0];
  const [first] = then?.childForFieldName('parameters')?.namedChildren ?? [];
  const parameter = then?.childForFieldName('parameter') ?? first?.childForFieldName('pattern') ?? first;
  return its && parameter ? { parameter, its } : undefined;
}

/** What is kept of a module: `const Database = sqlite3.Database`, `this.Database = sqlite3.default.Database`. */
function importsKept(nodes: Nodes, imports: Imports): Map<string, Import | undefined> {
  const kept = new Map<string, Import | undefined>();
  for (const node of nodes.of('variable_declarator', 'assignment_expression')) {
    const name = node.childForFieldName('name') ?? node.childForFieldName('left');
    const value = node.childForFieldName('value') ?? node.childForFieldName('right');
    if (!name || !/^(?:this\.#?)?[\w$]+$/.test(name.text)) continue;
    const its = value?.type === 'member_expression' ? importedAs(value, imports) : undefined;
    // One that is given something else, too, may stand for that.
    const isSame = !kept.has(name.text) || kept.get(name.text)?.module === its?.module;
    if (value) kept.set(name.text, isSame ? its : undefined);
  }
  return kept;
}

/** `const [{ default: Database }, { drizzle }] = await Promise.all([import('better-sqlite3'), import('drizzle-orm')])`. */
function importsOfAll(pattern: Node, value: Node): [Node, Import][] {
  if (pattern.type !== 'array_pattern') return [];
  const list = value.descendantsOfType('array')[0];
  if (!list || !/^(?:await\s+)?Promise\.all\b/.test(value.text)) return [];
  return pattern.namedChildren.flatMap((name, at): [Node, Import][] => {
    const required = requiredModule(list.namedChildren[at] ?? null);
    return name && required ? [[name, required]] : [];
  });
}

/** `require('sqlite3')`, `require('sqlite3').verbose()`, `require('node:sqlite').DatabaseSync`, `await import('x')`. */
function requiredModule(value: Node | null): Import | undefined {
  let node = value;
  let name: string | undefined;
  for (;;) {
    if (node?.type === 'await_expression' || node?.type === 'parenthesized_expression') {
      node = node.namedChildren[0] ?? null;
      continue;
    }
    if (node?.type === 'member_expression') {
      name = node.childForFieldName('property')?.text;
      node = node.childForFieldName('object');
      continue;
    }
    if (node?.type !== 'call_expression') return undefined;
    const callee = node.childForFieldName('function');
    if (callee?.text === 'require' || callee?.type === 'import') {
      const module = literalOf(node.childForFieldName('arguments')?.namedChildren[0]);
      return typeof module === 'string' ? { module, name } : undefined;
    }
    // `require('sqlite3').verbose()` is the module itself.
    if (callee?.type !== 'member_expression' || callee.childForFieldName('property')?.text !== 'verbose')
      return undefined;
    node = callee.childForFieldName('object');
  }
}

/**
 * What an expression refers to, when that is imported: `{ module, name }` of `DatabaseSync`, `sqlite.DatabaseSync` or
 * `sqlite3.verbose().Database`.
 */
export function importedAs(callee: Node | null, { names }: Imports): Import | undefined {
  if (callee?.type === 'identifier') return names.get(callee.text);
  // require('better-sqlite3')('app.db'), new (require('sqlite3').Database)('app.db')
  if (callee && /^\(?require\(/.test(callee.text)) return requiredModule(callee);
  if (callee?.type !== 'member_expression') return undefined;
  const kept = names.get(callee.text);
  if (kept) return kept;
  const object = callee.childForFieldName('object')?.text.replace(/(?:\.default)?(?:\.verbose\(\))?$/, '');
  const whole = names.get(object ?? '');
  const property = callee.childForFieldName('property')?.text;
  if (!whole || (whole.name !== undefined && whole.name !== 'default')) return undefined;
  return { module: whole.module, name: property };
}
