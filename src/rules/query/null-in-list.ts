import { unwrap } from '../../sql/tree.ts';
import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/null-in-list',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds NULL in the list of IN or NOT IN.',
    why: '`NOT IN` with a NULL in its list is never true, so the query finds nothing. `IN` finds no NULL by it. (schema/check-never-fails reports such a list in a CHECK.)',
    sources: ['https://sqlite.org/lang_expr.html#in_op'],
    bad: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state NOT IN ('done', NULL);\n" },
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state IN ('open', NULL);\n" },
    ],
    good: [
      {
        'queries/task.sqlite.sql': "SELECT id FROM task WHERE state IS NULL OR state IN ('open', 'done');\n",
      },
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state NOT IN ('NULL');\n" },
      // In a CHECK nothing is looked for.
      {
        'schema.sqlite.sql':
          "CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT CHECK (state NOT IN ('none', NULL)));\n",
      },
    ],
  },
  proofs: [
    { claim: 'NOT IN is never true.', sql: ["SELECT 1 WHERE 'open' NOT IN ('done', NULL)"], expect: [] },
    { claim: 'IN does not find NULL.', sql: ['SELECT 1 WHERE NULL IN (1, NULL)'], expect: [] },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const tree = treeOf(input);
    // In a CHECK nothing is looked for: schema/check-never-fails says what NULL does there.
    if (tree?.type === 'CreateTableStmt' || tree?.type === 'AlterTableStmt') return;
    for (const { node } of nodesOf(tree, 'InListExpr')) {
      const found = node.rhs?.find((item) => unwrap(item).type === 'NullLiteral');
      if (!found) continue;
      const left = syntax.textOf(node.lhs);
      yield {
        range: syntax.rangeOf(found),
        message: node.not
          ? 'With NULL in its list NOT IN is never true: nothing is found.'
          : `NULL in a list is never found: IN is not true where ${left} is NULL.`,
        help: `Take NULL out of the list, and add ${left} IS ${node.not ? 'NOT ' : ''}NULL ${node.not ? 'with AND' : 'with OR'} where that is meant.`,
      };
    }
  },
});
