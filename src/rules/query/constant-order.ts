import { type AstNode, type Expr, unwrap } from '../../sql/tree.ts';
import { nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/constant-order',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds ORDER BY and GROUP BY on a string or a parameter.',
    why: 'A parameter is bound to a value, never to a column’s name. A constant is the same for all rows: alone it gives them no order, or puts all into one group; beside other terms it changes nothing.',
    sources: ['https://sqlite.org/lang_select.html#the_order_by_clause'],
    bad: [
      { 'queries/task.sqlite.sql': "SELECT id FROM task ORDER BY 'title';\n" },
      { 'queries/task.sqlite.sql': 'SELECT id FROM task ORDER BY ? DESC;\n' },
      { 'queries/task.sqlite.sql': "SELECT state, count(*) FROM task GROUP BY 'state';\n" },
    ],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task ORDER BY "title";\n' },
      // The second result.
      { 'queries/task.sqlite.sql': 'SELECT id, title FROM task ORDER BY 2;\n' },
      {
        'queries/task.sqlite.sql':
          "SELECT id FROM task ORDER BY CASE WHEN ?1 = 'title' THEN title ELSE id END;\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'A string sorts nothing.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (2), (1)', "SELECT a FROM t ORDER BY 'a'"],
      expect: [[2], [1]],
    },
    {
      claim: 'Beside another term it changes nothing.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (2), (1)', "SELECT a FROM t ORDER BY 'a', a"],
      expect: [[1], [2]],
    },
    {
      claim: 'A parameter is a value, whatever it is bound to.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (2), (1)', 'SELECT a FROM t ORDER BY ?'],
      expect: [[2], [1]],
    },
    {
      claim: 'A string makes one group.',
      sql: ['CREATE TABLE t (a)', 'INSERT INTO t VALUES (2), (1)', "SELECT count(*) FROM t GROUP BY 'a'"],
      expect: [[2]],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { term, clause, isAlone } of terms(treeOf(input))) {
      const expr = withoutCollation(term);
      if (expr.type !== 'StringLiteral' && expr.type !== 'VariableExpr') continue;
      const what = expr.type === 'StringLiteral' ? `the string ${syntax.textOf(expr)}` : `a parameter`;
      const alone = clause === 'GROUP BY' ? 'all rows fall into one group' : 'the rows come in no order';
      const effect = isAlone ? alone : 'the other terms alone count';
      yield {
        range: syntax.rangeOf(expr),
        message: `${clause} ${what} is by a constant, so ${effect}.`,
        help:
          expr.type === 'StringLiteral'
            ? 'Write the column’s name without single quotes.'
            : 'Choose the column with CASE, or put a name from a fixed list into the text.',
      };
    }
  },
});

function* terms(tree: AstNode | undefined): Generator<{ term: Expr; clause: string; isAlone: boolean }> {
  for (const { node } of nodesOf(tree, 'Select', 'SelectFrom', 'UpdateStmt', 'DeleteStmt')) {
    if (node.type === 'SelectFrom') {
      const { groupBy = [] } = node;
      for (const term of groupBy) yield { term, clause: 'GROUP BY', isAlone: groupBy.length === 1 };
    } else {
      const { orderBy = [] } = node;
      for (const { expr } of orderBy) yield { term: expr, clause: 'ORDER BY', isAlone: orderBy.length === 1 };
    }
  }
}

function withoutCollation(expr: Expr): Expr {
  const inner = unwrap(expr);
  return inner.type === 'CollateExpr' ? withoutCollation(inner.expr) : inner;
}
