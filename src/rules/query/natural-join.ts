import { joinKind } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE author (author_id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (book_id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL);\nCREATE INDEX book_author ON book (author_id);\n',
);

export default defineRule({
  id: 'query/natural-join',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds NATURAL JOIN.',
    why: 'It compares all columns that both tables have, whatever they are by now: a migration that gives both a created_at changes what the query finds, and one that renames a column leaves a join of everything with everything.',
    sources: ['https://sqlite.org/lang_select.html#fromclause'],
    bad: [project('SELECT name FROM author NATURAL JOIN book WHERE book_id = ?;\n')],
    good: [
      project('SELECT name FROM author JOIN book USING (author_id) WHERE book_id = ?;\n'),
      // It is asked once.
      {
        'sqlite/migrations/001_init.sql':
          'CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (id INTEGER PRIMARY KEY);\nINSERT INTO a (id) SELECT id FROM a NATURAL JOIN b;\n',
      },
      project('SELECT name FROM author JOIN book ON book.author_id = author.author_id WHERE book_id = ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'A column that both tables get changes what is found.',
      sql: [
        'CREATE TABLE a (id, x)',
        'CREATE TABLE b (id, y)',
        'INSERT INTO a VALUES (1, 1)',
        'INSERT INTO b VALUES (1, 2)',
        "ALTER TABLE a ADD COLUMN note DEFAULT 'a'",
        "ALTER TABLE b ADD COLUMN note DEFAULT 'b'",
        'SELECT x, y FROM a NATURAL JOIN b',
      ],
      expect: [],
    },
    {
      claim: 'Without a common column, each row meets each.',
      sql: [
        'CREATE TABLE a (x)',
        'CREATE TABLE b (y)',
        'INSERT INTO a VALUES (1), (2)',
        'INSERT INTO b VALUES (3), (4)',
        'SELECT count(*) FROM a NATURAL JOIN b',
      ],
      expect: [[4]],
    },
  ],
  *checkStatement(input) {
    const { syntax, role } = input;
    const names = compiledQuery(input)?.names;
    const tree = treeOf(input);
    // What a migration asks once, later columns don't change.
    if (role !== 'query' && tree?.type !== 'CreateViewStmt' && tree?.type !== 'CreateTriggerStmt') return;
    for (const { node, parent } of nodesOf(tree, 'JoinedSelectTable')) {
      if (!joinKind(node).natural) continue;
      const range = syntax.rangeOf(node.operator);
      const sources = [...(names?.scopes ?? [])].find(([{ from }]) => from === parent)?.[1].sources;
      const shared = commonColumns(sources?.map(({ columns }) => columns));
      const plain = syntax.textOf(node.operator).replace(/\bNATURAL\s+/i, '');
      const end = syntax.rangeOf(node.table).end;
      const what = shared ? (shared.length > 0 ? shared.join(', ') : 'no column at all') : undefined;
      yield {
        range,
        message: what
          ? `NATURAL JOIN compares ${what} today, and whatever both tables get later.`
          : 'NATURAL JOIN compares whatever columns both tables have by now.',
        help: shared?.length
          ? `Name the columns: USING (${shared.join(', ')}).`
          : 'Name the columns by ON or USING.',
        ...(shared?.length && {
          fixes: [
            {
              title: 'Name the columns by USING',
              safe: false,
              edits: [
                { range, text: plain },
                { range: { start: end, end }, text: ` USING (${shared.join(', ')})` },
              ],
            },
          ],
        }),
      };
    }
  },
});

/** The columns that two tables share; undefined for more tables, and where one is not known. */
function commonColumns(
  columns: readonly (readonly string[] | undefined)[] | undefined,
): readonly string[] | undefined {
  const [left, right, ...more] = columns ?? [];
  return left && right && more.length === 0 ? left.filter((name) => right.includes(name)) : undefined;
}
