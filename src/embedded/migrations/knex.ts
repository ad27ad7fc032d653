import type { Node } from '@vscode/tree-sitter-wasm';
import { Interpreter } from './knex/interpreter.ts';
import { Scope, type Value } from './knex/values.ts';
import type { MigrationScript } from './operations.ts';

/** Tools whose migrations have an `up` and a `schema`, too. */
const otherTools = /\b(?:kysely|queryInterface|queryRunner|typeorm|sequelize|BaseSchema|MigrationBuilder)\b/i;

/** Functions that undo or empty what others make. */
const undoing =
  /^(?:down|drop|rollback|revert|undo|teardown|tear_down|reset|clear|clean|destroy|delete|remove)/i;

/** True for a script that can be a migration of Knex, or one that builds a schema with it. */
export function mayBeKnexMigration(path: string, text: string): boolean {
  if (!/\.[cm]?[jt]s$/.test(path) || /\.d\.[cm]?ts$/.test(path) || otherTools.test(text)) return false;
  return /knex/i.test(text)
    ? /\bup\b|\bcreateTable/.test(text)
    : /(?:^|\/)[^/]*migrat[^/]*\/(?:[^/]+\/)*[^/]+$/i.test(path) &&
        /\bup\b/.test(text) &&
        /\.(?:schema|raw)\b/.test(text);
}

/** A longer file is a bundle, and following what it does would take longer than anybody waits. */
const maxLength = 300_000;

/**
 * Reads a migration of Knex as it works on SQLite (checked with Knex 3.3.0): https://knexjs.org/guide/migrations.html.
 * A file with no `up` that exports functions which create tables with `knex.schema` is read as their sequence.
 * Undefined for other files.
 */
export function readKnex(root: Node, text: string, path: string): MigrationScript | undefined {
  if (!mayBeKnexMigration(path, text) || text.length > maxLength) return undefined;
  // What the file does when it is loaded is no part of the migration.
  const loader = new Interpreter();
  const scope = new Scope();
  loader.load(root, scope);
  const { named, whole } = exportsOf(root, scope, loader);
  const up = named.get('up');
  if (up) {
    const interpreter = new Interpreter();
    runExported(interpreter, up.value, up.node);
    return isKnex(interpreter, text) ? script(interpreter) : undefined;
  }
  // The exports of a migration that a helper of another file makes.
  if (whole && /(?:^|\/)(?:\w+[-_])?migrations?\//i.test(path) && /knex/i.test(text)) {
    const range = { start: whole.startIndex, end: whole.endIndex };
    return {
      tool: 'knex',
      whole: false,
      operations: [{ kind: 'opaque', reason: 'the migration is made by a function of another file', range }],
    };
  }
  return readSetup(named, root);
}

interface Exported {
  readonly value: Value;
  readonly node: Node;
}

function script({ operations }: Interpreter): MigrationScript {
  return { tool: 'knex', whole: false, operations };
}

function isKnex({ sawBuilder }: Interpreter, text: string): boolean {
  return sawBuilder || /knex/i.test(text);
}

function runExported(interpreter: Interpreter, value: Value, node: Node): void {
  if (value.kind === 'function') {
    interpreter.settle(interpreter.call(value, [{ value: { kind: 'knex' }, node }]));
    return;
  }
  const range = { start: node.startIndex, end: node.endIndex };
  interpreter.emit([
    { kind: 'opaque', reason: 'the migration is made by a function of another file', range },
  ]);
}

/** Exported functions that build a schema and stand in no migration. What one of them calls is its part. */
function readSetup(named: ReadonlyMap<string, Exported>, root: Node): MigrationScript | undefined {
  const candidates = [...named].filter(
    ([name, { value }]) => value.kind === 'function' && !undoing.test(name),
  );
  const called = new Set(
    root.descendantsOfType('call_expression').map((call) => call?.childForFieldName('function')?.text),
  );
  const found = new Interpreter();
  let creates = false;
  for (const [name, { value, node }] of candidates) {
    if (called.has(name) && candidates.length > 1) continue;
    const own = new Interpreter();
    runExported(own, value, node);
    if (!own.operations.some(({ kind }) => kind === 'create-table')) continue;
    creates = true;
    found.emit(own.operations);
  }
  return creates ? script(found) : undefined;
}

/** What a module exports by name; `whole` when that is the result of a call. */
function exportsOf(
  root: Node,
  scope: Scope,
  interpreter: Interpreter,
): { named: Map<string, Exported>; whole: Node | undefined } {
  const named = new Map<string, Exported>();
  let whole: Node | undefined;
  const add = (name: string, node: Node | null | undefined): void => {
    if (node) named.set(name, { value: interpreter.evaluate(node, scope), node });
  };
  const addAll = (node: Node | null | undefined): void => {
    if (!node) return;
    if (node.type === 'call_expression') {
      whole = node;
      return;
    }
    const value = interpreter.evaluate(node, scope);
    if (value.kind === 'object')
      for (const [name, own] of value.properties) named.set(name, { value: own, node });
    else if (value.kind === 'function') named.set('default', { value, node });
  };
  for (const child of root.namedChildren) {
    const expression = child?.type === 'expression_statement' ? child.namedChildren[0] : undefined;
    if (expression?.type === 'assignment_expression') {
      const left = expression.childForFieldName('left')?.text ?? '';
      const right = expression.childForFieldName('right');
      const name = /^(?:module\.)?exports\.(\w+)$/.exec(left)?.[1];
      if (name !== undefined) add(name, right);
      else if (left === 'module.exports' || left === 'exports') addAll(right);
    }
    if (child?.type !== 'export_statement') continue;
    const declaration = child.childForFieldName('declaration');
    const isDefault = child.children.some((part) => part?.type === 'default');
    if (isDefault) addAll(declaration ?? child.childForFieldName('value'));
    else if (declaration?.type === 'function_declaration' || declaration?.type === 'class_declaration') {
      const name = declaration.childForFieldName('name');
      if (name && declaration.type === 'function_declaration') add(name.text, declaration);
      else addAll(declaration);
    } else if (declaration) {
      for (const declarator of declaration.namedChildren) {
        const name = declarator?.childForFieldName('name');
        if (name?.type === 'identifier') add(name.text, name);
      }
    } else {
      for (const clause of child.namedChildren) {
        if (clause?.type === 'object') addAll(clause);
        for (const specifier of clause?.type === 'export_clause' ? clause.namedChildren : []) {
          const name = specifier?.childForFieldName('name');
          if (name) add((specifier?.childForFieldName('alias') ?? name).text, name);
        }
      }
    }
  }
  return { named, whole };
}
