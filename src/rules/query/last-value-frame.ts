import type { AstNode, Over, Window } from '../../sql/tree.ts';
import { functionName, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

export default defineRule({
  id: 'query/last-value-frame',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `last_value()` and `nth_value()` over an ordered window without a frame.',
    why: 'By default the frame ends at the current row: last_value() is the value of the row itself or of its equals, not of the last one of the window.',
    sources: ['https://sqlite.org/windowfunctions.html#frame_specifications'],
    bad: [
      {
        'queries/task.sqlite.sql':
          'SELECT id, last_value(title) OVER (PARTITION BY project_id ORDER BY due) FROM task;\n',
      },
    ],
    good: [
      {
        'queries/task.sqlite.sql':
          'SELECT id, last_value(title) OVER (PARTITION BY project_id ORDER BY due ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM task;\n',
      },
      {
        'queries/task.sqlite.sql':
          'SELECT id, first_value(title) OVER (PARTITION BY project_id ORDER BY due DESC) FROM task;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The last value is that of the row itself.',
      sql: [
        'CREATE TABLE t (a)',
        'INSERT INTO t VALUES (1), (2), (3)',
        'SELECT last_value(a) OVER (ORDER BY a) FROM t',
      ],
      expect: [[1], [2], [3]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const tree = treeOf(input);
    for (const { node } of nodesOf(tree, 'FunctionCallExpr')) {
      const name = functionName(node);
      const over = node.filterOver?.overClause;
      if ((name !== 'last_value' && name !== 'nth_value') || !over) continue;
      const window = windowOf(over, tree);
      if (!window?.orderBy || window.frameClause || window.base) continue;
      yield {
        range: syntax.rangeOf(node),
        message: `Without a frame ${name}() looks no further than the current row and its equals.`,
        help: 'Add ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING, or use first_value() over the reverse order.',
      };
    }
  },
});

function windowOf(over: Over, tree: AstNode | undefined): Window | undefined {
  if (over.type === 'WindowOver') return over.window;
  const named = [...nodesOf(tree, 'WindowDef')].filter(({ node }) =>
    sameName(node.name.text, over.name.text),
  );
  return named.length === 1 ? named[0]?.node.window : undefined;
}
