import { type Expr, unwrap } from '../../sql/tree.ts';
import { isLiteral, nodesOf, operandsOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/set-with-and',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds assignments of an UPDATE that are joined by AND: `SET a = 1 AND b = 2`.',
    why: 'That is one assignment, of the condition `1 AND b = 2`: the first column gets 0 or 1, the second stays as it is.',
    sources: ['https://sqlite.org/lang_update.html'],
    bad: [{ 'queries/task.sqlite.sql': 'UPDATE task SET title = ? AND state = ? WHERE id = ?;\n' }],
    good: [
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = ?, state = ? WHERE id = ?;\n' },
      // Computed truth.
      {
        'queries/task.sqlite.sql':
          "UPDATE task SET overdue = (state = 'open' AND level = 2) WHERE id = ?;\nUPDATE task SET overdue = due < ? AND level = 2 WHERE id = ?;\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'The first column gets the truth of the condition, the second nothing.',
      sql: [
        'CREATE TABLE t (a, b)',
        "INSERT INTO t VALUES ('x', 'y')",
        "UPDATE t SET a = 'new' AND b = 'other'",
        'SELECT a, b FROM t',
      ],
      expect: [[0, 'y']],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'SetAssignment')) {
      const parts = operandsOf('And', node.expr);
      const [first, ...others] = parts;
      if (!first || others.length === 0 || !isValue(first) || !others.every(isAssignment)) continue;
      const column = node.colNames[0]?.text ?? '';
      const edits = others.map((other, index) => {
        const start = syntax.rangeOf(parts[index] as Expr).end;
        return { range: { start, end: syntax.rangeOf(other).start }, text: ', ' };
      });
      yield {
        range: syntax.rangeOf(node.expr),
        message: `This assigns one truth value to ${column}, and nothing to the other columns.`,
        help: 'Separate assignments by commas.',
        fixes: [{ title: 'Put commas between the assignments', safe: false, edits }],
      };
    }
  },
});

function isValue(expr: Expr): boolean {
  return expr.type === 'VariableExpr' || isLiteral(expr);
}

function isAssignment(expr: Expr): boolean {
  return (
    expr.type === 'BinaryExpr' &&
    expr.op === 'Equals' &&
    expr.left.type === 'Id' &&
    isValue(unwrap(expr.right))
  );
}
