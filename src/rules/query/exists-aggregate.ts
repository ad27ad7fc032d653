import { hasAggregate, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/exists-aggregate',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `EXISTS (SELECT count(*) …)`.',
    why: 'An aggregate without GROUP BY gives one row, whatever it finds: EXISTS is always true, NOT EXISTS always false.',
    sources: ['https://sqlite.org/lang_expr.html#exists_op', 'https://sqlite.org/lang_select.html#resultset'],
    bad: [
      {
        'queries/task.sqlite.sql':
          'SELECT id FROM project WHERE NOT EXISTS (SELECT count(*) FROM task WHERE task.project_id = project.id);\n',
      },
    ],
    good: [
      {
        'queries/task.sqlite.sql':
          'SELECT id FROM project WHERE NOT EXISTS (SELECT 1 FROM task WHERE task.project_id = project.id);\n',
      },
      {
        'queries/task.sqlite.sql':
          'SELECT id FROM project WHERE EXISTS (SELECT count(*) FROM task WHERE task.project_id = project.id HAVING count(*) > 2);\n',
      },
      {
        'queries/task.sqlite.sql':
          'SELECT id FROM project WHERE EXISTS (SELECT max(due) FROM task WHERE task.project_id = project.id GROUP BY state);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'It is true of an empty table.',
      sql: ['CREATE TABLE t (a)', 'SELECT EXISTS (SELECT count(*) FROM t), EXISTS (SELECT 1 FROM t)'],
      expect: [[1, 0]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'ExistsExpr')) {
      const { select: core, compounds, limit } = node.select;
      if (compounds || limit || core.type !== 'SelectFrom' || core.groupBy || core.having) continue;
      if (!core.columns.some((column) => column.type === 'ExprResultColumn' && hasAggregate(column.expr)))
        continue;
      yield {
        range: syntax.rangeOf(node),
        message: 'An aggregate always gives one row, so this EXISTS is always true.',
        help: 'Write SELECT 1 in place of the aggregate.',
      };
    }
  },
});
