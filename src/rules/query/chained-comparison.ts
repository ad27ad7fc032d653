import type { Expr } from '../../sql/tree.ts';
import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/chained-comparison',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds chains of comparisons: `1 < level < 10`.',
    why: 'SQLite compares the truth of the first comparison, 0 or 1, with the last value. `1 < level < 10` is true of every level.',
    sources: ['https://sqlite.org/lang_expr.html#operators_and_parse_affecting_attributes'],
    bad: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE 1 < level < 10;\n' },
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE ?1 <= due <= ?2;\n' },
    ],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE 1 < level AND level < 10;\n' },
      // The truth of a comparison is meant.
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE (due < ?1) = ?2;\n' },
    ],
  },
  proofs: [
    {
      claim: '5 is not below 3, 50 and 0 are not between 1 and 10, and yet:',
      sql: ['SELECT 1 < 5 < 3, 1 < 50 < 10, 1 < 0 < 10'],
      expect: [[1, 1, 1]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'BinaryExpr')) {
      if (!isOrder(node) || !isOrder(node.left)) continue;
      yield {
        range: syntax.rangeOf(node),
        message: `${syntax.textOf(node.left)} is 0 or 1 here, and that is compared with ${syntax.textOf(node.right)}.`,
        help: 'Join two comparisons by AND, or use BETWEEN.',
      };
    }
  },
});

function isOrder(expr: Expr): expr is Extract<Expr, { type: 'BinaryExpr' }> {
  return expr.type === 'BinaryExpr' && /^(?:Less|Greater)/.test(expr.op);
}
