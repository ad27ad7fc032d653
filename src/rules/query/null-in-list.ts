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
    why: '`NOT IN` with a NULL in its list is never true, so the query finds nothing. `IN` finds no NULL by it; and in a CHECK no value is refused by it, for it is NULL instead of false.',
    sources: [
      'https://sqlite.org/lang_expr.html#in_op',
      'https://sqlite.org/lang_createtable.html#check_constraints',
    ],
    bad: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state NOT IN ('done', NULL);\n" },
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state IN ('open', NULL);\n" },
    ],
    good: [
      {
        'queries/task.sqlite.sql': "SELECT id FROM task WHERE state IS NULL OR state IN ('open', 'done');\n",
      },
      { 'queries/task.sqlite.sql': "SELECT id FROM task WHERE state NOT IN ('NULL');\n" },
      // A CHECK refuses what is in the list, and NULL makes no difference.
      {
        'schema.sqlite.sql':
          "CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT CHECK (state NOT IN ('none', NULL)));\n",
      },
    ],
  },
  proofs: [
    { claim: 'NOT IN is never true.', sql: ["SELECT 1 WHERE 'open' NOT IN ('done', NULL)"], expect: [] },
    { claim: 'IN does not find NULL.', sql: ['SELECT 1 WHERE NULL IN (1, NULL)'], expect: [] },
    {
      claim: 'The CHECK accepts any value.',
      sql: [
        "CREATE TABLE t (a CHECK (a IN ('open', NULL)))",
        "INSERT INTO t VALUES ('anything')",
        'SELECT a FROM t',
      ],
      expect: [['anything']],
    },
    {
      claim: 'With NOT IN it refuses what is in the list.',
      sql: ["CREATE TABLE t (a CHECK (a NOT IN ('none', NULL)))", "INSERT INTO t VALUES ('none')"],
      error: "CHECK constraint failed: a NOT IN ('none', NULL)",
    },
    {
      claim: 'Without NULL in its list a CHECK lets NULL pass as well.',
      sql: ["CREATE TABLE t (a CHECK (a IN ('open')))", 'INSERT INTO t VALUES (NULL)', 'SELECT a FROM t'],
      expect: [[null]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    const tree = treeOf(input);
    for (const { node } of nodesOf(tree, 'InListExpr')) {
      const found = node.rhs?.find((item) => unwrap(item).type === 'NullLiteral');
      if (!found) continue;
      const left = syntax.textOf(node.lhs);
      const isCheck = tree?.type === 'CreateTableStmt' || tree?.type === 'AlterTableStmt';
      if (isCheck && node.not) continue;
      yield {
        range: syntax.rangeOf(found),
        message: isCheck
          ? 'With NULL in its list IN is never false, so that a CHECK refuses no value by it.'
          : node.not
            ? 'With NULL in its list NOT IN is never true: nothing is found.'
            : `NULL in a list is never found: IN is not true where ${left} is NULL.`,
        help: isCheck
          ? 'Take NULL out of the list: a CHECK lets NULL pass anyhow.'
          : `Take NULL out of the list, and add ${left} IS ${node.not ? 'NOT ' : ''}NULL ${node.not ? 'with AND' : 'with OR'} where that is meant.`,
      };
    }
  },
});
