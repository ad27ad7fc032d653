import { unwrap } from '../../sql/tree.ts';
import { isComparison, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule, type Fix } from '../rule.ts';

export default defineRule({
  id: 'query/eq-null',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds comparisons with NULL by `=`, `<>`, `<` or LIKE.',
    why: 'Such a comparison is NULL for every row, which counts as false: the query finds nothing, and no error says so.',
    sources: ['https://sqlite.org/nulls.html', 'https://sqlite.org/lang_expr.html#isisnot'],
    bad: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE done_at = NULL;\n' },
      { 'queries/task.sqlite.sql': 'DELETE FROM task WHERE done_at <> (NULL);\n' },
    ],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE done_at IS NULL;\n' },
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE done_at IS NOT NULL;\n' },
      { 'queries/task.sqlite.sql': 'SELECT id FROM task WHERE title REGEXP NULL;\n' },
      // An assignment.
      { 'queries/task.sqlite.sql': 'UPDATE task SET done_at = NULL WHERE id = ?;\n' },
    ],
  },
  proofs: [
    {
      claim: 'Neither = nor <> NULL is true, not even for NULL.',
      sql: [
        'CREATE TABLE t (a)',
        'INSERT INTO t VALUES (1), (NULL)',
        'SELECT a FROM t WHERE a = NULL OR a <> NULL OR a LIKE NULL',
      ],
      expect: [],
    },
  ],
  *checkStatement(input) {
    const { syntax } = input;
    for (const { node } of nodesOf(treeOf(input), 'BinaryExpr', 'LikeExpr')) {
      if (node.type === 'BinaryExpr' && (!isComparison(node.op) || node.op === 'Is' || node.op === 'IsNot'))
        continue;
      // What MATCH and REGEXP give is up to a function of the program.
      if (node.type === 'LikeExpr' && node.op !== 'Like' && node.op !== 'Glob') continue;
      const [left, right] = node.type === 'BinaryExpr' ? [node.left, node.right] : [node.lhs, node.rhs];
      const isNull = [left, right].map((side) => unwrap(side).type === 'NullLiteral');
      if (isNull[0] === isNull[1]) continue;
      const other = syntax.textOf(isNull[0] ? right : left);
      const range = syntax.rangeOf(node);
      const negated =
        node.type === 'BinaryExpr'
          ? node.op === 'NotEquals'
            ? true
            : node.op === 'Equals'
              ? false
              : undefined
          : node.not;
      const text = `${other} IS ${negated ? 'NOT ' : ''}NULL`;
      const fixes: Fix[] =
        negated === undefined ? [] : [{ title: `Change to ${text}`, safe: false, edits: [{ range, text }] }];
      yield {
        range,
        message: 'A comparison with NULL is never true, not even where the value is NULL.',
        help: `Write ${other} IS NULL or ${other} IS NOT NULL.`,
        fixes,
      };
    }
  },
});
