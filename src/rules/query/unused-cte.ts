import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/unused-cte',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds a WITH part that the query does not use.',
    why: 'It is left over, or another table is read than was meant. SQLite does not even look whether it could be run.',
    sources: ['https://sqlite.org/lang_with.html'],
    bad: [
      {
        'queries/task.sqlite.sql':
          "WITH open_task AS (SELECT id, title FROM task WHERE state = 'open') SELECT id, title FROM task;\n",
      },
    ],
    good: [
      {
        'queries/task.sqlite.sql':
          "WITH open_task AS (SELECT id, title FROM task WHERE state = 'open') SELECT id, title FROM open_task;\n",
      },
      {
        'queries/task.sqlite.sql':
          'WITH a AS (SELECT id FROM task), b AS (SELECT id FROM a) DELETE FROM task WHERE id IN b;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'What is not used may name a table that does not exist.',
      sql: ['WITH gone AS (SELECT a FROM nosuch) SELECT 1'],
      expect: [[1]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const tree = treeOf(input);
    for (const { node } of nodesOf(tree, 'CommonTableExpr')) {
      const name = node.tblName.text.toLowerCase();
      const own = new Set([...nodesOf(node, 'QualifiedName')].map((found) => found.node));
      const isUsed = [...nodesOf(tree, 'QualifiedName')].some(
        (found) =>
          !found.node.dbName && found.node.objName.text.toLowerCase() === name && !own.has(found.node),
      );
      if (isUsed) continue;
      yield {
        range: syntax.rangeOf(node.tblName),
        message: `${node.tblName.text} is not used by the query.`,
        help: 'Take it out, or read from it.',
      };
    }
  },
});
