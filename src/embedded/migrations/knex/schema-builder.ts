import type { Node } from '@vscode/tree-sitter-wasm';
import { literalOf } from '../../javascript.ts';
import type { Named, SchemaOperation } from '../operations.ts';
import { rawSqlOperations } from '../raw-sql.ts';
import type { TableBuilder } from './builders.ts';
import { compileTable } from './compile-table.ts';
import { newTable } from './table-builder.ts';
import {
  type Argument,
  type Pending,
  rangeOf,
  spanOf,
  stringOf,
  unknownValue,
  type Value,
} from './values.ts';

/** The steps of a chain on `knex.schema`; other methods of the chain change nothing. */
export const schemaMethods: ReadonlySet<string> = new Set(
  (
    'createTable createTableIfNotExists createTableLike table alterTable dropTable dropTableIfExists renameTable hasTable ' +
    'hasColumn raw createView createViewOrReplace createMaterializedView dropView dropViewIfExists view alterView renameView ' +
    'withSchema createSchema createSchemaIfNotExists dropSchema dropSchemaIfExists createExtension ' +
    'createExtensionIfNotExists dropExtension dropExtensionIfExists'
  ).split(' '),
);

/**
 * One step on `knex.schema`: what it does when somebody waits for it. `describe` runs the callback on the table, and
 * returns false where there is none that can be read.
 */
export function callSchema(
  method: string,
  first: Argument | undefined,
  args: readonly Argument[],
  node: Node,
  describe: (builder: TableBuilder) => boolean,
): Pending {
  const range = spanOf(node);
  const opaque = (reason: string, tables?: readonly string[]): Pending =>
    step([{ range, kind: 'opaque', reason, ...(tables ? { tables } : {}) }]);
  if (method === 'raw') return { ...rawCall(args, node), schema: true };
  const name = stringOf(first?.value);
  if (name === undefined || !first) return opaque(`${method}() is called with a computed name`);
  const table: Named = { text: name, range: rangeOf(first.node) };
  const second = stringOf(args[1]?.value);

  switch (method) {
    case 'createTable':
    case 'createTableIfNotExists':
    case 'table':
    case 'alterTable': {
      const builder = newTable(method.startsWith('create') ? 'create' : 'alter', table);
      // Knex takes `schema.table` apart and makes an index that SQLite refuses.
      if (name.includes('.')) return opaque('a table of a named schema', [name.slice(name.indexOf('.') + 1)]);
      if (!describe(builder)) return opaque('the table is described elsewhere', [name]);
      return step(compileTable(builder, range, method === 'createTableIfNotExists'));
    }
    case 'dropTable':
      return step([{ range, kind: 'drop-table', table: name }]);
    case 'dropTableIfExists':
      return step([{ range, kind: 'drop-table', table: name, ifExists: true }]);
    case 'renameTable':
      if (second === undefined || !args[1]) return opaque('it renames a table to a computed name', [name]);
      return step([
        {
          range,
          kind: 'rename-table',
          table: name,
          to: { text: second, range: rangeOf(args[1].node) },
        },
      ]);
    case 'hasTable':
      return step([], { kind: 'test', condition: { kind: 'table', table: name, exists: true } });
    case 'hasColumn':
      return step(
        [],
        second === undefined
          ? unknownValue
          : { kind: 'test', condition: { kind: 'column', table: name, column: second, exists: true } },
      );
    case 'withSchema':
      return opaque('tables of a named schema');
    default:
      return opaque(`${method}() is not followed`, [name]);
  }
}

/** `knex.raw(sql, bindings)`. */
export function rawCall(args: readonly Argument[], node: Node): Pending {
  const [first, bindings] = args;
  const range = spanOf(node);
  const text = stringOf(first?.value);
  const sql = text !== undefined && bindings ? bound(text, bindings.value) : text;
  if (sql === undefined || !first) {
    const operations = rawSqlOperations({ prefix: text ?? openingOf(first?.node) }, range);
    return step(operations, unknownValue, false);
  }
  const isLiteral = first.node.type === 'string' || first.node.type === 'template_string';
  const verbatim = isLiteral && sql === first.node.text.slice(1, -1);
  const operations = rawSqlOperations({ text: sql, range: rangeOf(first.node), verbatim }, range);
  return { ...step(operations, unknownValue, false), raw: sql };
}

/** The words with which computed SQL begins, up to what is computed. */
function openingOf(node: Node | undefined): string {
  if (node?.type === 'template_string') return node.text.slice(1).split('${', 1)[0] ?? '';
  const left = node?.type === 'binary_expression' ? node.childForFieldName('left') : undefined;
  return left?.type === 'binary_expression' ? openingOf(left) : String(literalOf(left) ?? '');
}

/** SQL with its `?` and `??` filled in, where they are constants: https://knexjs.org/guide/raw.html. */
function bound(sql: string, bindings: Value): string | undefined {
  const values =
    bindings.kind === 'list' ? [...bindings.items] : bindings.kind === 'constant' ? [bindings] : undefined;
  if (!values) return undefined;
  let complete = true;
  const filled = sql.replace(/\\\?|\?\??/g, (mark) => {
    if (mark.startsWith('\\')) return '?';
    const value = values.shift();
    if (value?.kind !== 'constant' || value.value === undefined) {
      complete = false;
      return mark;
    }
    if (mark === '??') {
      return String(value.value)
        .split('.')
        .map((part) => `"${part.replaceAll('"', '""')}"`)
        .join('.');
    }
    if (value.value === null) return 'NULL';
    return typeof value.value === 'string'
      ? `'${value.value.replaceAll("'", "''")}'`
      : String(Number(value.value));
  });
  return complete ? filled : undefined;
}

function step(operations: SchemaOperation[], result: Value = unknownValue, schema = true): Pending {
  return { kind: 'pending', operations, result, schema, done: false };
}
