import { literalValue, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/between-reversed',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds BETWEEN whose first value is the larger one.',
    why: '`x BETWEEN a AND b` means `a <= x AND x <= b`: with the larger value first it is false for every value, and with NOT true.',
    sources: ['https://sqlite.org/lang_expr.html#between'],
    bad: [{ 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE level BETWEEN 9 AND 1;\n' }],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE level BETWEEN 1 AND 9;\n' },
      // As numbers in text they would be the other way round.
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE level BETWEEN '9' AND '10';\n" },
      // In a column of numbers the first is a number, and every text is above it.
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE level BETWEEN '9' AND '10 km';\n" },
    ],
  },
  proofs: [
    {
      claim: 'It is false for a value between them, and with NOT true.',
      sql: ['SELECT 5 BETWEEN 9 AND 1, 5 NOT BETWEEN 9 AND 1'],
      expect: [[0, 1]],
    },
    {
      claim: 'As text the larger one comes first here, but a column of numbers converts what it can.',
      sql: [
        'CREATE TABLE t (a INTEGER)',
        'INSERT INTO t VALUES (12)',
        "SELECT a BETWEEN '9' AND '10 km', '9' > '10 km' FROM t",
      ],
      expect: [[1, 1]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'BetweenExpr')) {
      const [from, to] = [literalValue(node.start), literalValue(node.end)];
      if (from === undefined || to === undefined || typeof from !== typeof to || !isAbove(from, to)) continue;
      const [start, end] = [syntax.rangeOf(node.start), syntax.rangeOf(node.end)];
      const texts = [syntax.textOf(node.start), syntax.textOf(node.end)] as const;
      yield {
        range: { start: start.start, end: end.end },
        message: `${texts[0]} is above ${texts[1]}, so this BETWEEN ${node.not ? 'leaves out no value' : 'finds nothing'}.`,
        help: 'Put the smaller value first.',
        fixes: [
          {
            title: 'Swap the values',
            safe: false,
            edits: [
              { range: start, text: texts[1] },
              { range: end, text: texts[0] },
            ],
          },
        ],
      };
    }
  },
});

/** True where one value is above the other in whatever way text is compared. */
function isAbove(from: number | string, to: number | string): boolean {
  if (typeof from === 'number' || typeof to === 'number') return Number(from) > Number(to);
  // What a column of numbers can convert may be compared as a number, or as text.
  const mayBeNumber = [from, to].some((text) => !Number.isNaN(Number(text)));
  return from > to && from.toLowerCase() > to.toLowerCase() && !mayBeNumber;
}
