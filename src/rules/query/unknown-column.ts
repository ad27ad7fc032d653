import type { Column } from '../../engine/catalog.ts';
import { isRowidName } from '../../engine/rowid.ts';
import { tablesNamedBy } from '../../project/queries.ts';
import { resolveNames } from '../../schema/resolve-names.ts';
import type { SchemaState } from '../../schema/timeline.ts';
import type { AstNode, Stmt } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';
import { refusedStatement } from '../sure-schema.ts';

const project = withSchema(
  'CREATE TABLE payment (id INTEGER PRIMARY KEY, wallet_id TEXT NOT NULL, memo TEXT);\nCREATE INDEX payment_wallet ON payment (wallet_id);\n',
);

export default defineRule({
  id: 'query/unknown-column',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds queries that name a column which no table of theirs has, where migrations or a schema file say for sure what columns there are.',
    why: 'SQLite refuses the statement each time it is run. Most often a migration has renamed or dropped the column, and a query that is seldom run was left behind.',
    sources: ['https://sqlite.org/lang_select.html', 'https://sqlite.org/lang_insert.html'],
    bad: [
      project('DELETE FROM payment WHERE id = ? AND wallet = ?;\n'),
      project('UPDATE payment SET note = ? WHERE id = ?;\n'),
      project('INSERT INTO payment (wallet, memo) VALUES (?, ?);\n'),
      {
        'sqlite/migrations/001_init.sql': 'CREATE TABLE payment (id INTEGER PRIMARY KEY, wallet TEXT);\n',
        'sqlite/migrations/002_rename.sql': 'ALTER TABLE payment RENAME COLUMN wallet TO wallet_id;\n',
        'sqlite/queries/payment.sql': 'SELECT p.id FROM payment AS p WHERE p.wallet = ?;\n',
      },
    ],
    good: [
      project('DELETE FROM payment WHERE id = ? AND wallet_id = ?;\n'),
      project('SELECT rowid, memo FROM payment WHERE wallet_id = ?;\n'),
      // A program adds it.
      {
        ...project('SELECT note FROM payment WHERE id = ?;\n'),
        'db/upgrade.py': 'db.execute("ALTER TABLE payment ADD COLUMN note TEXT")\n',
      },
      // Another program's database, in which the table is another one.
      project('SELECT id, command, started FROM payment WHERE command IS NOT NULL;\n'),
      // What the table is, is not known.
      project('SELECT wallet FROM invoice WHERE id = ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'SQLite refuses the statement, whatever the table holds.',
      sql: ['CREATE TABLE t (a)', 'DELETE FROM t WHERE b = 1'],
      error: 'no such column: b',
    },
    {
      claim: 'So it does where rows are added.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t (b) VALUES (1)'],
      error: 'table t has no column named b',
    },
  ],
  *checkStatement(input) {
    const refused = refusedStatement(input);
    const written = refused && missingIn(refused.error);
    const column = written?.replace(/^.*\./, '');
    if (!refused || !written || !column || refused.isNamedElsewhere(column)) return;
    const schema = input.database?.timeline?.tables as SchemaState;
    const unknown = unknownNames(refused.tree, schema);
    const node = unknown.get(column.toLowerCase());
    // Several are those of another table of the name, in a database of someone else. Without any it is a trigger's or a view's.
    if (!node || unknown.size > 1) return;
    const tables = [...tablesNamedBy(refused)].flatMap((name) => schema.get(name)?.table ?? []);
    const [table] = tables;
    yield {
      range: input.syntax.rangeOf(node),
      message:
        tables.length === 1 && table
          ? `${table.name} has no column ${column}: SQLite refuses this statement.`
          : `No table here has a column ${column}: SQLite refuses this statement.`,
      help: `Name a column that there is: ${nearest(
        column,
        tables.flatMap(({ columns }) => columns),
      )}.`,
    };
  },
});

/** The column that SQLite misses, as the statement names it. */
function missingIn(error: string): string | undefined {
  return /^no such column: ([\w.$]+)/.exec(error)?.[1] ?? /has no column named (\S+)$/.exec(error)?.[1];
}

/** The names that no table, alias or result of the statement has, in lower case, each where it is first written. */
function unknownNames(tree: Stmt, schema: SchemaState): Map<string, AstNode> {
  const { references } = resolveNames(tree, schema);
  const aliases = [...nodesOf(tree, 'AsAs', 'ElidedAs')].map(({ node }) => node.name.text.toLowerCase());
  const unknown = new Map<string, AstNode>();
  const add = (name: string, node: AstNode): void => {
    if (!unknown.has(name.toLowerCase())) unknown.set(name.toLowerCase(), node);
  };
  for (const { node, parent } of nodesOf(tree, 'Id', 'QualifiedExpr')) {
    const isFunction = parent && 'name' in parent && parent.name === node;
    const name = node.type === 'Id' ? node.name : node.column.text;
    if (!isFunction && !references.has(node) && !aliases.includes(name.toLowerCase())) add(name, node);
  }
  if (tree.type !== 'InsertStmt' && tree.type !== 'UpdateStmt') return unknown;
  const target = schema.get(tree.tblName.objName.text.toLowerCase())?.table;
  const written = [
    ...((tree.type === 'InsertStmt' && tree.columns) || []),
    ...[...nodesOf(tree, 'SetAssignment')].flatMap(({ node }) => node.colNames),
  ];
  for (const name of written)
    if (!target?.columns.some((column) => sameName(column.name, name.text)) && !isRowidName(name.text))
      add(name.text, name);
  return unknown;
}

/** Some columns, those first that look like a name. */
function nearest(name: string, columns: readonly Column[]): string {
  const isLike = (one: string): boolean => {
    const [a, b] = [one, name].map((text) => text.toLowerCase().replaceAll('_', '')) as [string, string];
    return a.includes(b) || b.includes(a);
  };
  const names = [...new Set(columns.map((column) => column.name))];
  const sorted = [...names.filter(isLike), ...names.filter((one) => !isLike(one))];
  return `${sorted.slice(0, 6).join(', ')}${sorted.length > 6 ? ', …' : ''}`;
}
