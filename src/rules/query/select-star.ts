import type { OneSelect, Select, Stmt } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE photo (id INTEGER PRIMARY KEY, title TEXT NOT NULL, image BLOB NOT NULL);\n',
);

export default defineRule({
  id: 'query/select-star',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `SELECT *` from a table in queries of an application.',
    why: 'It reads columns that nobody asked for, among them long texts and blobs on pages of their own; an index covers it only if it has all columns; and what the program gets changes with each migration.',
    sources: ['https://sqlite.org/lang_select.html', 'https://sqlite.org/queryplanner.html#covering_indexes'],
    bad: [project('SELECT * FROM photo WHERE id = ?;\n')],
    good: [
      project('SELECT id, title FROM photo WHERE id = ?;\n'),
      project('SELECT EXISTS (SELECT * FROM photo WHERE id = ?);\n'),
      // The columns are named inside.
      project('WITH short AS (SELECT id, title FROM photo) SELECT * FROM short;\n'),
    ],
  },
  proofs: [
    {
      claim: 'An index covers the columns that it has.',
      sql: [
        'CREATE TABLE t (a, b)',
        'CREATE INDEX t_a ON t (a)',
        'SELECT a FROM t WHERE a = 1 UNION ALL SELECT b FROM t WHERE a = 1',
      ],
      plan: [
        'COMPOUND QUERY',
        'LEFT-MOST SUBQUERY',
        'SEARCH t USING COVERING INDEX t_a (a=?)',
        'UNION ALL',
        'SEARCH t USING INDEX t_a (a=?)',
      ],
    },
    {
      claim: 'A column that is added later is among the results.',
      sql: [
        'CREATE TABLE t (a)',
        'INSERT INTO t VALUES (1)',
        "ALTER TABLE t ADD COLUMN b DEFAULT 'new'",
        'SELECT * FROM t',
      ],
      expect: [[1, 'new']],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    if (!query) return;
    for (const core of resultsOf(query.tree)) {
      if (core.type !== 'SelectFrom') continue;
      const sources = query.names.scopes.get(core)?.sources ?? [];
      for (const column of core.columns) {
        if (column.type === 'ExprResultColumn') continue;
        const source = sources.find(
          ({ name, state }) =>
            state && (column.type === 'StarResultColumn' || name === column.table.text.toLowerCase()),
        );
        if (!source?.state) continue;
        yield {
          range: input.syntax.rangeOf(column),
          message: `This reads all columns of ${source.state.table.name}, those of later migrations as well.`,
          help: 'Name the columns that are used.',
        };
        return;
      }
    }
  },
});

/** The SELECTs whose rows leave the statement. */
function resultsOf(tree: Stmt): OneSelect[] {
  const all = ({ select, compounds }: Select): OneSelect[] => [
    select,
    ...(compounds ?? []).map((compound) => compound.select),
  ];
  if (tree.type === 'SelectStmt') return all(tree.body);
  return tree.type === 'InsertStmt' && tree.body.type === 'SelectInsertBody' ? all(tree.body.select) : [];
}
