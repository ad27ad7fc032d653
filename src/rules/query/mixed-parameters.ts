import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/mixed-parameters',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds `?` beside named parameters, and beside numbered ones where a number is left out or used twice.',
    why: 'A plain ? gets the number after the largest one so far. Which value it is given depends on what stands before it, and changes when a parameter is added there.',
    sources: ['https://sqlite.org/lang_expr.html#varparam'],
    bad: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE state = ?2 AND owner = ?;\n' },
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = ?, state = ?1 WHERE id = ?;\n' },
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = :title WHERE id = ?;\n' },
    ],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE state = ?1 AND owner = ?2;\n' },
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = :title WHERE id = :id;\n' },
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = ? WHERE id = ?;\n' },
      // The plain ones go on where the numbers end.
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = ifnull(?1, ?1) WHERE id = ?;\n' },
    ],
  },
  proofs: [
    {
      claim: 'Behind ?32766 there is no number left for a plain one.',
      sql: ['SELECT ?32766, ?'],
      error: 'too many SQL variables',
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const parameters = [...nodesOf(treeOf(input), 'VariableExpr')].map(({ node }) => ({
      node,
      text: syntax.textOf(node),
    }));
    const plain = parameters.find(({ text }) => text === '?');
    const named = parameters.find(({ text }) => /^[:@$]/.test(text));
    if (!plain || parameters.every(({ text }) => text === '?')) return;
    const problem = named
      ? `it stands beside ${named.text}, which takes a number as well`
      : odd(parameters.map(({ text }) => text));
    if (!problem) return;
    yield {
      range: syntax.rangeOf(plain.node),
      message: `Which value this ? gets is hard to see: ${problem}.`,
      help: 'Number all parameters, or name all, or none.',
    };
  },
});

/** What is odd about plain parameters among numbered ones. Those that go on where the numbers end are not. */
function odd(parameters: readonly string[]): string | undefined {
  const numbers = new Set<number>();
  const ofPlain = new Set<number>();
  for (const text of parameters) {
    const number = text === '?' ? Math.max(0, ...numbers) + 1 : Number(text.slice(1));
    if (text === '?') ofPlain.add(number);
    else if (ofPlain.has(number)) return `${text} is the same one`;
    numbers.add(number);
  }
  const unused = [...numbers].map((_, index) => index + 1).find((number) => !numbers.has(number));
  return unused === undefined ? undefined : `no parameter has number ${unused}`;
}
