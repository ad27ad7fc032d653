import type { Node, Tree } from '@vscode/tree-sitter-wasm';
import type { Range } from '../text/range.ts';
import { literalOf } from './javascript.ts';

/** A place where a program opens a database with `node:sqlite`, as far as its text tells. */
export interface ConnectionSite {
  /** The `new DatabaseSync(…)` expression. */
  readonly range: Range;
  /** The database's path when it is written out. */
  readonly path: string | undefined;
  /** The options that are written out; undefined when some are not. */
  readonly options: ReadonlyMap<string, string | number | boolean> | undefined;
  /** How the program calls the connection: `db`, `this.#db`. */
  readonly variable: string | undefined;
  /** SQL that is run on the connection in this file. */
  readonly statements: readonly { readonly sql: string; readonly range: Range }[];
  /** Why other code may configure the connection beyond what is seen here. */
  readonly opaque: string | undefined;
  /** Where a statement can follow the one that opens the connection, with that line's indentation. */
  readonly insertion: { readonly offset: number; readonly indent: string } | undefined;
}

/** What a script with `node:sqlite` says of its connections. */
export interface NodeSqliteFacts {
  readonly sites: readonly ConnectionSite[];
  /** All string literals and names of properties: what may set further pragmas. */
  readonly words: readonly string[];
}

/** Reads the connections of a JavaScript or TypeScript file. */
export function readNodeSqlite(tree: Tree, text: string): NodeSqliteFacts {
  const root = tree.rootNode;
  const imports = readImports(root);
  const words = root
    .descendantsOfType(['string', 'template_string', 'property_identifier', 'shorthand_property_identifier'])
    .flatMap((node) => (node ? [node.text] : []));
  const sites: ConnectionSite[] = [];
  for (const node of root.descendantsOfType('new_expression')) {
    if (!node || !isDatabaseSync(node.childForFieldName('constructor'), imports)) continue;
    sites.push(readSite(node, root, imports, text));
  }
  return { sites, words };
}

interface Imports {
  /** Local names of DatabaseSync. */
  readonly classes: ReadonlySet<string>;
  /** Local names of the whole module. */
  readonly modules: ReadonlySet<string>;
  /** Names that come from installed packages. */
  readonly foreign: ReadonlyMap<string, string>;
}

function readImports(root: Node): Imports {
  const classes = new Set<string>();
  const modules = new Set<string>();
  const foreign = new Map<string, string>();
  const add = (source: string, imported: string | undefined, local: string): void => {
    if (source === 'node:sqlite') {
      if (imported === 'DatabaseSync') classes.add(local);
      else if (imported === undefined || imported === 'default') modules.add(local);
    } else if (!source.startsWith('.') && !source.startsWith('node:')) {
      foreign.set(local, source);
    }
  };
  for (const statement of root.descendantsOfType('import_statement')) {
    const source = literalOf(statement?.childForFieldName('source'));
    if (!statement || typeof source !== 'string') continue;
    for (const specifier of statement.descendantsOfType('import_specifier')) {
      const name = specifier?.childForFieldName('name')?.text;
      if (name) add(source, name, specifier?.childForFieldName('alias')?.text ?? name);
    }
    for (const clause of statement.namedChildren) {
      for (const child of clause?.type === 'import_clause' ? clause.namedChildren : []) {
        if (child?.type === 'identifier') add(source, 'default', child.text);
        if (child?.type === 'namespace_import') add(source, undefined, child.namedChildren[0]?.text ?? '');
      }
    }
  }
  for (const declarator of root.descendantsOfType('variable_declarator')) {
    const call = declarator?.childForFieldName('value');
    if (call?.type !== 'call_expression' || call.childForFieldName('function')?.text !== 'require') continue;
    const source = literalOf(call.childForFieldName('arguments')?.namedChildren[0]);
    const name = declarator?.childForFieldName('name');
    if (typeof source !== 'string' || !name) continue;
    if (name.type === 'identifier') add(source, undefined, name.text);
    for (const property of name.type === 'object_pattern' ? name.namedChildren : []) {
      if (property?.type === 'shorthand_property_identifier_pattern')
        add(source, property.text, property.text);
      if (property?.type === 'pair_pattern') {
        add(source, property.childForFieldName('key')?.text, property.childForFieldName('value')?.text ?? '');
      }
    }
  }
  return { classes, modules, foreign };
}

function isDatabaseSync(callee: Node | null, imports: Imports): boolean {
  if (callee?.type === 'identifier') return imports.classes.has(callee.text);
  if (callee?.type !== 'member_expression') return false;
  return (
    callee.childForFieldName('property')?.text === 'DatabaseSync' &&
    imports.modules.has(callee.childForFieldName('object')?.text ?? '')
  );
}

function readSite(node: Node, root: Node, imports: Imports, text: string): ConnectionSite {
  const [path, options] =
    node.childForFieldName('arguments')?.namedChildren.filter((child) => child?.type !== 'comment') ?? [];
  const literal = literalOf(path);
  const holder = holderOf(node);
  const variable = holder?.name;
  const uses =
    variable === undefined
      ? { statements: [], opaque: 'it is not kept in a variable' }
      : usesOf(variable, root, imports);
  return {
    range: { start: node.startIndex, end: node.endIndex },
    path: typeof literal === 'string' ? literal : undefined,
    options: options ? readOptions(options) : new Map(),
    variable,
    ...uses,
    insertion: holder?.statement ? insertionBehind(holder.statement, text) : undefined,
  };
}

/** The variable or field that the value of an expression is kept in. */
function holderOf(node: Node): { name: string; statement: Node | undefined } | undefined {
  let value = node;
  let parent = node.parent;
  while (parent && /^(?:parenthesized|as|satisfies|non_null)_expression$/.test(parent.type)) {
    value = parent;
    parent = parent.parent;
  }
  if (parent?.type === 'variable_declarator' && parent.childForFieldName('name')?.type === 'identifier') {
    const declaration = parent.parent;
    const outer = declaration?.parent?.type === 'export_statement' ? declaration.parent : declaration;
    return { name: parent.childForFieldName('name')?.text ?? '', statement: outer ?? undefined };
  }
  if (parent?.type === 'assignment_expression' && parent.childForFieldName('right')?.id === value.id) {
    const statement = parent.parent?.type === 'expression_statement' ? parent.parent : undefined;
    return { name: parent.childForFieldName('left')?.text ?? '', statement };
  }
  if (parent?.type === 'public_field_definition' || parent?.type === 'field_definition') {
    const name = (parent.childForFieldName('name') ?? parent.childForFieldName('property'))?.text;
    return name === undefined ? undefined : { name: `this.${name}`, statement: undefined };
  }
  return undefined;
}

function usesOf(
  variable: string,
  root: Node,
  imports: Imports,
): Pick<ConnectionSite, 'statements' | 'opaque'> {
  const statements: { sql: string; range: Range }[] = [];
  let opaque: string | undefined;
  for (const call of root.descendantsOfType(['call_expression', 'new_expression'])) {
    const callee = call?.childForFieldName('function') ?? call?.childForFieldName('constructor');
    const args = call?.childForFieldName('arguments');
    if (!callee || !args) continue;
    if (callee.type === 'member_expression' && callee.childForFieldName('object')?.text === variable) {
      const method = callee.childForFieldName('property')?.text;
      if (method !== 'exec' && method !== 'prepare') continue;
      const argument = args.namedChildren[0];
      const sql = literalOf(argument);
      if (typeof sql === 'string' && argument) {
        statements.push({ sql, range: { start: argument.startIndex, end: argument.endIndex } });
      } else if (argument && setsPragmaByName(argument.text)) {
        opaque ??= 'a pragma whose name is put together at run time is set on it';
      }
    } else {
      const source = imports.foreign.get(callee.text.split(/[.(<]/, 1)[0] ?? '');
      const handed = args.descendantsOfType([
        'identifier',
        'shorthand_property_identifier',
        'member_expression',
      ]);
      if (source !== undefined && handed.some((argument) => argument?.text === variable)) {
        opaque ??= `it is handed to ${callee.text}() of the package ${source}`;
      }
    }
  }
  return { statements, opaque };
}

/**
 * True for SQL in which the name of a pragma is filled in. SQL that is built or read otherwise can set a pragma too,
 * but then its name stands somewhere in the project, and the project is searched for it.
 */
function setsPragmaByName(expression: string): boolean {
  return /\bpragma\s+(?:\w+\.)?\$\{|\bpragma\s*['"`]\s*\+/i.test(expression);
}

function readOptions(node: Node): ReadonlyMap<string, string | number | boolean> | undefined {
  let object = node;
  while (/^(?:as|satisfies|parenthesized)_expression$/.test(object.type) && object.namedChildren[0])
    object = object.namedChildren[0];
  if (object.type !== 'object') return undefined;
  const options = new Map<string, string | number | boolean>();
  for (const pair of object.namedChildren) {
    if (pair?.type === 'comment') continue;
    const value = literalOf(pair?.childForFieldName('value'));
    const key = pair?.childForFieldName('key')?.text.replace(/^['"]|['"]$/g, '');
    if (pair?.type !== 'pair' || key === undefined || value === undefined) return undefined;
    options.set(key, value);
  }
  return options;
}

function insertionBehind(statement: Node, text: string): { offset: number; indent: string } {
  const lineStart = text.lastIndexOf('\n', statement.startIndex - 1) + 1;
  return { offset: statement.endIndex, indent: /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '' };
}
