import { hasAggregate, literalValue, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/limit-on-aggregate',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds LIMIT or OFFSET on a query whose only row is an aggregate.',
    why: 'LIMIT counts rows of the result, of which there is one: everything is read and counted all the same. Any OFFSET but 0 leaves no row at all.',
    sources: ['https://sqlite.org/lang_select.html#limitoffset'],
    bad: [
      { 'queries/task.sqlite.sql': 'SELECT count(*) FROM task WHERE state = ? LIMIT 100;\n' },
      { 'queries/task.sqlite.sql': 'SELECT max(due) FROM task LIMIT 1 OFFSET ?;\n' },
    ],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT count(*) FROM (SELECT 1 FROM task LIMIT 100);\n' },
      { 'queries/task.sqlite.sql': 'SELECT count(*) FROM task LIMIT 1;\n' },
      {
        'queries/task.sqlite.sql':
          'SELECT state, count(*) FROM task GROUP BY state ORDER BY state LIMIT 100;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'All rows are counted.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (1), (2), (3)', 'SELECT count(*) FROM t LIMIT 2'],
      expect: [[3]],
    },
    {
      claim: 'With an OFFSET there is no row.',
      sql: ['CREATE TABLE t (a)', 'SELECT count(*) FROM t LIMIT 1 OFFSET 1'],
      expect: [],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'Select')) {
      const { select: core, compounds, limit } = node;
      if (!limit || compounds || core.type !== 'SelectFrom' || core.groupBy || core.having) continue;
      if (!core.columns.some((column) => column.type === 'ExprResultColumn' && hasAggregate(column.expr)))
        continue;
      const most = literalValue(limit.expr);
      const offset = limit.offset && literalValue(limit.offset);
      const skips = limit.offset !== undefined && offset !== 0;
      // One row at most is what there is; none is a way to ask for the columns.
      if (!skips && (most === 0 || most === 1 || most === -1)) continue;
      yield {
        range: syntax.rangeOf(limit),
        message: skips
          ? 'The aggregate gives one row, so that any OFFSET but 0 leaves none.'
          : 'The aggregate gives one row: this LIMIT does not limit what is read and counted.',
        help: 'Put the LIMIT into a subquery: SELECT count(*) FROM (SELECT 1 FROM … LIMIT …). Or leave it out.',
      };
    }
  },
});
