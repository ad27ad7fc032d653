import { unwrap } from '../../sql/tree.ts';
import { functionName, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/minutes-for-month',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds formats of strftime() with `%M` beside a year or a day, or `%m` beside an hour or a second.',
    why: '`%M` is the minute and `%m` the month. The result looks like a date, and is none.',
    sources: ['https://sqlite.org/lang_datefunc.html'],
    bad: [
      { 'queries/task.sqlite.sql': "SELECT strftime('%Y-%M-%d', due) FROM task;\n" },
      { 'queries/task.sqlite.sql': "SELECT strftime('%H:%m', due) FROM task;\n" },
    ],
    good: [
      { 'queries/task.sqlite.sql': "SELECT strftime('%Y-%m-%d %H:%M', due) FROM task;\n" },
      { 'queries/task.sqlite.sql': "SELECT strftime('%d.%m. %H:%M:%S', due) FROM task;\n" },
      {
        'queries/task.sqlite.sql': "SELECT strftime('%H%M-%d', due), strftime('%m-%d %M', due) FROM task;\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'The month is 34, for that is the minute.',
      sql: ["SELECT strftime('%Y-%M-%d', '2026-05-01 12:34:00')"],
      expect: [['2026-34-01']],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'FunctionCallExpr')) {
      const format = node.args?.[0] && unwrap(node.args[0]);
      if (functionName(node) !== 'strftime' || format?.type !== 'StringLiteral') continue;
      const right = format.value
        .replace(/(%[YGdej][-./ ]?)%M(?!:)/g, '$1%m')
        .replace(/(?<!:|%[HIkl].?)%M([-./] ?%[YGdej])/g, '%m$1')
        .replace(/(%[HIkl]:?)%m/g, '$1%M')
        .replace(/%m(:%[Sf])/g, '%M$1');
      // What has both already is not mixed up: `%m-%d %M`.
      if (right === format.value || /%m.*%m|%M.*%M/s.test(right)) continue;
      const range = syntax.rangeOf(format);
      const text = syntax.text.slice(range.start, range.end);
      const fixed = `'${right.replaceAll("'", "''")}'`;
      yield {
        range,
        message: `In ${text} minute and month are mixed up: %M is the minute, %m the month.`,
        help: `Write ${fixed}.`,
        fixes: [{ title: `Change to ${fixed}`, safe: false, edits: [{ range, text: fixed }] }],
      };
    }
  },
});
