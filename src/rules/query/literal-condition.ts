import { type Expr, unwrap } from '../../sql/tree.ts';
import { literalValue, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/literal-condition',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: "Finds a value that stands where a condition is expected: `state = 'open' OR 'new'`.",
    why: 'The value is not compared with anything: a number other than 0 is true for every row, and a text that starts with no number is false for every row.',
    sources: ['https://sqlite.org/lang_expr.html#boolean_expressions'],
    bad: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state = 'open' OR 'new';\n" },
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE level = 1 OR 2;\n' },
    ],
    good: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state = 'open' OR state = 'new';\n" },
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE 1 AND (level = 1 OR TRUE);\n' },
    ],
  },
  proofs: [
    {
      claim: 'A text is false, a number true, whatever the row holds.',
      sql: ["SELECT (9 = 1 OR 'new') AS text, (9 = 1 OR 2) AS number"],
      expect: [[0, 1]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'BinaryExpr')) {
      if (node.op !== 'And' && node.op !== 'Or') continue;
      for (const side of [node.left, node.right]) {
        const value = meantOtherwise(side);
        if (value === undefined) continue;
        const written = syntax.textOf(side);
        const isTrue =
          typeof value === 'number' || Number.parseFloat(value) > 0 || Number.parseFloat(value) < 0;
        yield {
          range: syntax.rangeOf(side),
          message: `${written} alone is ${isTrue ? 'true' : 'false'} for every row: it is not compared with anything.`,
          help: `Repeat the comparison, or use IN: column IN (…, ${written}).`,
        };
      }
    }
  },
});

/** The value of a literal that is no way to write true or false. */
function meantOtherwise(expr: Expr): number | string | undefined {
  const value = literalValue(unwrap(expr));
  return value === 0 || value === 1 || value === -1 ? undefined : value;
}
