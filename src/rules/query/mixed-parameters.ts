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
    what: 'Finds `?` in a statement whose other parameters are numbered or named.',
    why: 'A plain ? gets the number after the largest one so far. Which value it is given depends on what stands before it, and changes when a parameter is added there.',
    sources: ['https://sqlite.org/lang_expr.html#varparam'],
    bad: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE state = ?2 AND owner = ?;\n' },
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = :title WHERE id = ?;\n' },
    ],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE state = ?1 AND owner = ?2;\n' },
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = :title WHERE id = :id;\n' },
      { 'queries/task.sqlite.sql': 'UPDATE task SET title = ? WHERE id = ?;\n' },
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
    const parameters = [...nodesOf(treeOf(input), 'VariableExpr')].map(({ node }) => node);
    const written = parameters.map((node) => syntax.textOf(node));
    const other = written.find((text) => text !== '?');
    const plain = parameters[written.indexOf('?')];
    if (!plain || other === undefined) return;
    yield {
      range: syntax.rangeOf(plain),
      message: `This ? stands beside ${other}: its number depends on what is written before it.`,
      help: 'Number all parameters, or name all, or none.',
    };
  },
});
