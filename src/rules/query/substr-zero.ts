import { functionName, literalValue, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/substr-zero',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds `substr(text, 0, n)`.',
    why: 'The first character is number 1. From 0 on, the result is one character short.',
    sources: ['https://sqlite.org/lang_corefunc.html#substr'],
    bad: [{ 'queries/task.sqlite.sql': 'SELECT substr(title, 0, 20) FROM task;\n' }],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT substr(title, 1, 20) FROM task;\n' },
      // All of it, as from 1 on.
      { 'queries/task.sqlite.sql': 'SELECT substr(title, 0) FROM task;\n' },
      { 'queries/task.sqlite.sql': 'SELECT substr(title, -3, 3) FROM task;\n' },
    ],
  },
  proofs: [
    { claim: 'Three are asked for, two come.', sql: ["SELECT substr('abcdef', 0, 3)"], expect: [['ab']] },
    {
      claim: 'Without a length it is all of the text.',
      sql: ["SELECT substr('abcdef', 0)"],
      expect: [['abcdef']],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'FunctionCallExpr')) {
      const name = functionName(node);
      const [, start, length] = node.args ?? [];
      if ((name !== 'substr' && name !== 'substring') || !start || !length) continue;
      if (literalValue(start) !== 0) continue;
      // What is short by one on purpose: `substr(path, 0, instr(path, '/'))`.
      if (literalValue(length) === undefined) continue;
      const range = syntax.rangeOf(start);
      yield {
        range,
        message: `${name}() counts from 1: from 0 on, the result is one character shorter than asked for.`,
        help: 'Start at 1; where the result is as it should be, with a length of one less.',
        fixes: [{ title: 'Start at 1', safe: false, edits: [{ range, text: '1' }] }],
      };
    }
  },
});
