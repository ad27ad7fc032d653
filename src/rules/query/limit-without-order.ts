import type { Names } from '../../schema/scopes.ts';
import { type Select, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, hasAggregate, literalValue, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const project = withSchema(
  'CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT NOT NULL, title TEXT NOT NULL);\nCREATE INDEX task_state ON task (state);\n',
);

export default defineRule({
  id: 'query/limit-without-order',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds pages of rows, LIMIT with OFFSET, without ORDER BY.',
    why: 'Without ORDER BY the order of rows is whatever the plan gives: it changes with another index, ANALYZE or another version of SQLite. Two pages of two plans show rows twice, and others never.',
    sources: ['https://sqlite.org/lang_select.html#the_order_by_clause'],
    bad: [
      project('SELECT id, title FROM task WHERE state = :state LIMIT 50 OFFSET :start;\n'),
      project('SELECT id, title FROM task LIMIT ?, 20;\n'),
    ],
    good: [
      project('SELECT id, title FROM task WHERE state = :state ORDER BY id LIMIT 50 OFFSET :start;\n'),
      // Any rows will do.
      project('SELECT id FROM task WHERE state = :state LIMIT 50;\n'),
      // Whether there are more than so many.
      project('SELECT 1 FROM task WHERE state = :state LIMIT 1 OFFSET 100;\n'),
      project('SELECT id, title FROM (SELECT id, title FROM task ORDER BY title) LIMIT 50 OFFSET :start;\n'),
    ],
  },
  proofs: [
    {
      claim: 'An index changes which rows a page holds.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)',
        'INSERT INTO t VALUES (1, 9, 0), (2, 8, 0), (3, 7, 0)',
        'CREATE INDEX t_a ON t (a)',
        'SELECT id FROM t WHERE a > 0 LIMIT 1 OFFSET 0',
      ],
      expect: [[3]],
    },
    {
      claim: 'Without it, the page is another one.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)',
        'INSERT INTO t VALUES (1, 9, 0), (2, 8, 0), (3, 7, 0)',
        'SELECT id FROM t WHERE a > 0 LIMIT 1 OFFSET 0',
      ],
      expect: [[1]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    for (const { node, parent } of nodesOf(query?.tree, 'Select')) {
      const { limit } = node;
      // What is asked of a subquery is often only how many rows it has.
      if (!query || !limit?.offset || parent?.type !== 'SelectStmt' || !isUnordered(node, query.names))
        continue;
      if (literalValue(limit.expr) === 1 || literalValue(limit.offset) !== undefined) continue;
      yield {
        range: input.syntax.rangeOf(limit),
        message: 'Without ORDER BY it is left open which rows a page holds.',
        help: 'Add ORDER BY with a unique key at its end, so that each row is on one page.',
      };
    }
  },
});

/** True where nothing gives the rows an order, and there may be several. */
function isUnordered({ select: core, compounds, orderBy }: Select, { scopes }: Names): boolean {
  if (orderBy || compounds || core.type !== 'SelectFrom' || core.groupBy) return false;
  const isOfTables = scopes.get(core)?.sources.every(({ state }) => state !== undefined);
  // One row, or a value that says no more than that there is one.
  return (
    isOfTables === true &&
    core.from?.select !== undefined &&
    core.distinctness !== 'Distinct' &&
    core.columns.every(
      (column) =>
        column.type !== 'ExprResultColumn' ||
        (!hasAggregate(column.expr) && !/Literal$/.test(unwrap(column.expr).type)),
    )
  );
}
