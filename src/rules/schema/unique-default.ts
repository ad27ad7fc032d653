import type { Column, Table } from '../../engine/catalog.ts';
import { checksOf } from '../../engine/definition.ts';
import { conjuncts, type Expr, unwrap } from '../../sql/tree.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { columnPlace, sameName } from '../schema-places.ts';

export default defineRule({
  id: 'schema/unique-default',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds unique columns with a default that is the same for every row.',
    why: 'The first row that leaves the column out gets the default, and the second one is refused. Without a default it would be NULL, of which there may be many.',
    sources: ['https://sqlite.org/lang_createtable.html#unique_constraints'],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, "phone (mobile" TEXT NOT NULL DEFAULT \'\' UNIQUE);\n',
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE account (id INTEGER PRIMARY KEY, phone TEXT NOT NULL DEFAULT '' UNIQUE);\n",
      },
    ],
    good: [
      { 'schema.sqlite.sql': 'CREATE TABLE account (id INTEGER PRIMARY KEY, phone TEXT UNIQUE);\n' },
      {
        'schema.sqlite.sql':
          "CREATE TABLE account (id INTEGER PRIMARY KEY, phone TEXT NOT NULL DEFAULT '');\nCREATE UNIQUE INDEX account_phone ON account (phone) WHERE phone <> '';\n",
      },
      // Another value each time.
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, token TEXT NOT NULL DEFAULT (hex(randomblob(16))) UNIQUE);\n',
      },
      // A table of one row.
      {
        'schema.sqlite.sql':
          'CREATE TABLE state (id INTEGER PRIMARY KEY, one INTEGER NOT NULL DEFAULT 1 UNIQUE CHECK (one = 1));\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The second row is refused.',
      sql: [
        "CREATE TABLE account (id INTEGER PRIMARY KEY, phone TEXT NOT NULL DEFAULT '' UNIQUE)",
        'INSERT INTO account (id) VALUES (1)',
        'INSERT INTO account (id) VALUES (2)',
      ],
      error: 'UNIQUE constraint failed: account.phone',
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const column of state.table.columns) {
        // What a script computes has a stand-in here.
        if (!state.columns.get(column.name.toLowerCase())?.statement || !isTaken(column, state.table))
          continue;
        yield {
          ...columnPlace(state, column.name),
          message: `${state.table.name}.${column.name} is unique and has one default: ${column.defaultValue}. The second row that leaves it out is refused.`,
          help: 'Leave out the default, or make the unique index partial: WHERE it is another value.',
        };
      }
    }
  },
});

/** True for a unique column whose default is a literal that more than one row could take. */
function isTaken({ name, defaultValue }: Column, table: Table): boolean {
  if (defaultValue === null || !/^(?:'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?|TRUE|FALSE)$/i.test(defaultValue))
    return false;
  // A CHECK that allows one value makes a table of one row.
  if (checksOf(table).some(({ expr }) => conjuncts(expr).some((one) => fixes(one, name)))) return false;
  return table.indexes.some(
    ({ unique, where, columns }) =>
      unique && where === undefined && columns.length === 1 && sameName(columns[0]?.name ?? '', name),
  );
}

/** True for a condition that names the values of a column: `one = 1`, `one IN (1)`. */
function fixes(expr: Expr, name: string): boolean {
  const inner = unwrap(expr);
  const side =
    inner.type === 'InListExpr'
      ? inner.lhs
      : inner.type === 'BinaryExpr' && (inner.op === 'Equals' || inner.op === 'Is')
        ? inner.left
        : undefined;
  return side?.type === 'Id' && sameName(side.name, name);
}
