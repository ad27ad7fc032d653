import { rowidAlias } from '../../engine/rowid.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { conflictKeys, type KnownInsert, knownInsert } from '../replaced-rows.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE label (name TEXT NOT NULL PRIMARY KEY, color TEXT NOT NULL);\nCREATE TABLE seen (url TEXT PRIMARY KEY NOT NULL);\n',
);

export default defineRule({
  id: 'query/insert-or-ignore',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds INSERT OR IGNORE with parameters for columns that are NOT NULL.',
    why: 'It is there for rows that exist already, but it ignores every other violation as well: a NULL by mistake, a CHECK that fails. The row is not stored, and no error tells.',
    sources: ['https://sqlite.org/lang_conflict.html', 'https://sqlite.org/lang_upsert.html'],
    bad: [project('INSERT OR IGNORE INTO label (name, color) VALUES (?, ?);\n')],
    good: [
      project('INSERT INTO label (name, color) VALUES (?, ?) ON CONFLICT DO NOTHING;\n'),
      project("INSERT OR IGNORE INTO label (name, color) VALUES ('new', 'red');\n"),
    ],
  },
  proofs: [
    {
      claim: 'A NULL is ignored with its row.',
      sql: ['CREATE TABLE t (a NOT NULL)', 'INSERT OR IGNORE INTO t VALUES (NULL)', 'SELECT count(*) FROM t'],
      expect: [[0]],
    },
    {
      claim: 'DO NOTHING is for keys only.',
      sql: ['CREATE TABLE t (a NOT NULL)', 'INSERT INTO t VALUES (NULL) ON CONFLICT DO NOTHING'],
      error: 'NOT NULL constraint failed: t.a',
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    const insert = query && knownInsert(query.tree, query.schema);
    // Without a key it is not for duplicates at all (query/conflict-without-key).
    if (insert?.tree.orConflict !== 'Ignore' || conflictKeys(insert).length === 0) return;
    const column = unsureNotNull(insert);
    const word = /\bOR\s+IGNORE\s+/i.exec(input.syntax.text);
    if (column === undefined || !word) return;
    const { body } = insert.tree;
    const end = body.type === 'SelectInsertBody' ? input.syntax.rangeOf(body.select).end : undefined;
    const edits =
      end === undefined || (body.type === 'SelectInsertBody' && body.upsert)
        ? []
        : [
            { range: { start: word.index, end: word.index + word[0].length }, text: '' },
            { range: { start: end, end }, text: ' ON CONFLICT DO NOTHING' },
          ];
    yield {
      range: { start: word.index, end: word.index + word[0].trimEnd().length },
      message: `OR IGNORE also drops rows whose ${column} is NULL, without an error.`,
      help: 'Use ON CONFLICT DO NOTHING, which ignores only rows that exist.',
      fixes: edits.length > 0 ? [{ title: 'Change to ON CONFLICT DO NOTHING', safe: false, edits }] : [],
    };
  },
});

/** A NOT NULL column that is given something else than a literal in a row of VALUES. */
function unsureNotNull({ tree, table, columns }: KnownInsert): string | undefined {
  if (tree.body.type !== 'SelectInsertBody' || tree.body.select.select.type !== 'SelectValues')
    return undefined;
  const rows = tree.body.select.select.values;
  // An INTEGER PRIMARY KEY takes NULL for the next number.
  const alias = rowidAlias(table);
  return table.columns.find((column) => {
    const position = columns.indexOf(column.name.toLowerCase());
    if (!column.notNull || position < 0 || column === alias) return false;
    return rows.some(({ values }) => values[position]?.type === 'VariableExpr');
  })?.name;
}
