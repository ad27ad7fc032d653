import { literalValue, nodesOf, treeOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'query/offset-pagination',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds pages of a list that are read by LIMIT and OFFSET.',
    why: 'All rows before the page are read and thrown away, so that each page takes longer than the one before; and a row that is added or deleted meanwhile shifts all pages.',
    sources: [
      'https://sqlite.org/lang_select.html#limitoffset',
      'https://sqlite.org/rowvalue.html#scrolling_window_queries',
    ],
    bad: [{ 'queries/task.sqlite.sql': 'SELECT id, title FROM task ORDER BY id LIMIT ? OFFSET ?;\n' }],
    good: [
      { 'queries/task.sqlite.sql': 'SELECT id, title FROM task WHERE id > ? ORDER BY id LIMIT 50;\n' },
      // The row where the next part starts.
      { 'queries/task.sqlite.sql': 'SELECT id FROM task ORDER BY id LIMIT 1 OFFSET ?;\n' },
    ],
  },
  proofs: [
    {
      claim: 'The row before the page is read: it is no JSON, and fails the query.',
      sql: [
        'CREATE TABLE t (a)',
        "INSERT INTO t VALUES ('{'), ('{}')",
        "SELECT a FROM t WHERE json_type(a) = 'object' LIMIT 1 OFFSET 1",
      ],
      error: 'malformed JSON',
    },
    {
      claim: 'The second page repeats a row of the first, for one was added meanwhile.',
      sql: [
        'CREATE TABLE t (a INTEGER PRIMARY KEY)',
        'INSERT INTO t VALUES (2), (3), (4)',
        'CREATE TEMP TABLE pages AS SELECT a FROM t ORDER BY a LIMIT 1 OFFSET 0',
        'INSERT INTO t VALUES (1)',
        'INSERT INTO pages SELECT * FROM (SELECT a FROM t ORDER BY a LIMIT 1 OFFSET 1)',
        'SELECT a FROM pages',
      ],
      expect: [[2], [2]],
    },
  ],
  *checkStatement(input) {
    const { syntax, role } = input;
    if (role !== 'query') return;
    for (const { node } of nodesOf(treeOf(input), 'Limit')) {
      if (node.offset?.type !== 'VariableExpr' || literalValue(node.expr) === 1) continue;
      yield {
        range: syntax.rangeOf(node),
        message: 'OFFSET reads all rows before the page, and throws them away.',
        help: 'Remember the last row of the page, and go on behind it: WHERE (at, id) > (?, ?) ORDER BY at, id LIMIT ….',
      };
    }
  },
});
