import { unwrap } from '../../sql/tree.ts';
import { functionName, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/order-by-random',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `ORDER BY random()` with a LIMIT.',
    why: 'To choose a few rows, all that fit the conditions are read, given a number and sorted.',
    sources: ['https://sqlite.org/lang_corefunc.html#random'],
    bad: [{ 'queries/task.sqlite.sql': 'SELECT id, title FROM task ORDER BY random() LIMIT 1;\n' }],
    good: [
      {
        'queries/task.sqlite.sql':
          'SELECT id, title FROM task WHERE id >= (SELECT abs(random()) % (max(id) + 1) FROM task) ORDER BY id LIMIT 1;\n',
      },
      // All rows are asked for.
      { 'queries/task.sqlite.sql': 'SELECT id, title FROM task ORDER BY random();\n' },
    ],
  },
  proofs: [
    {
      claim: 'The whole table is read and sorted.',
      sql: ['CREATE TABLE t (a)', 'SELECT a FROM t ORDER BY random() LIMIT 1'],
      plan: ['SCAN t', 'USE TEMP B-TREE FOR ORDER BY'],
    },
  ],
  *checkStatement(input) {
    const { syntax, role } = input;
    if (role !== 'query') return;
    for (const { node } of nodesOf(treeOf(input), 'Select')) {
      const first = node.orderBy?.[0] && unwrap(node.orderBy[0].expr);
      if (!node.limit || first?.type !== 'FunctionCallExpr' || functionName(first) !== 'random') continue;
      yield {
        range: syntax.rangeOf(first),
        message: 'To choose a few rows at random, all that fit are read and sorted.',
        help: 'Choose a random key first: WHERE id >= (SELECT abs(random()) % (max(id) + 1) FROM …) ORDER BY id LIMIT 1.',
      };
    }
  },
});
