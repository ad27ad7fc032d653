import { type Expr, unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE post (id INTEGER PRIMARY KEY, tags TEXT NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'json/array-contains-like',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree', 'schema', 'plans'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds searches in a list in JSON by its text: `tags LIKE \'%"red"%\'`.',
    why: 'LIKE takes upper and lower case for the same, `_` for any character, and finds the text in the names of keys too; what JSON writes with an escape it does not find. No index serves it, nor any other search in a list: a table with a row for each element does.',
    sources: ['https://sqlite.org/json1.html#jeach', 'https://sqlite.org/lang_expr.html#like'],
    bad: [
      project('SELECT id FROM post WHERE tags LIKE \'%"red"%\';\n'),
      project("SELECT id FROM post WHERE tags LIKE '%\"' || ? || '\"%';\n"),
    ],
    good: [
      project('SELECT id FROM post WHERE EXISTS (SELECT 1 FROM json_each(post.tags) WHERE value = ?);\n'),
      project("SELECT id FROM post WHERE tags LIKE '%red%';\n"),
    ],
  },
  proofs: [
    {
      claim: 'LIKE finds what is not there, and not what is.',
      sql: [
        'CREATE TABLE t (tags)',
        `INSERT INTO t VALUES ('["Red"]'), ('{"red":0}'), ('["r\\u0065d"]')`,
        `SELECT tags LIKE '%"red"%', EXISTS (SELECT 1 FROM json_each(tags) WHERE value = 'red') FROM t`,
      ],
      expect: [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
    },
    {
      claim: 'It takes _ for any character.',
      sql: [`SELECT '["a-b"]' LIKE '%"a_b"%'`],
      expect: [[1]],
    },
    {
      claim: 'No index serves it.',
      sql: [
        schema,
        'CREATE INDEX i ON post (tags COLLATE NOCASE)',
        `SELECT * FROM post WHERE tags LIKE '%"red"%'`,
      ],
      plan: ['SCAN post'],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    for (const { node } of nodesOf(query?.tree, 'LikeExpr')) {
      if (node.op !== 'Like' || !isQuoted(unwrap(node.rhs))) continue;
      const list = input.syntax.textOf(node.lhs);
      yield {
        range: input.syntax.rangeOf(node),
        message: `LIKE finds more and less in ${list} than a list in JSON has. It knows nothing of keys, escapes and case, and no index serves it.`,
        help: `Ask for the element: EXISTS (SELECT 1 FROM json_each(${list}) WHERE value = …); or keep the list in a table of its own.`,
      };
    }
  },
});

/** `'%"red"%'`, `'%"' || ? || '"%'` */
function isQuoted(expr: Expr): boolean {
  if (expr.type === 'StringLiteral') return /^%"[^"%:]+"%$/.test(expr.value);
  if (expr.type !== 'BinaryExpr' || expr.op !== 'Concat') return false;
  const last = unwrap(expr.right);
  let first: Expr = expr;
  while (first.type === 'BinaryExpr' && first.op === 'Concat') first = unwrap(first.left);
  return (
    first.type === 'StringLiteral' &&
    first.value === '%"' &&
    last.type === 'StringLiteral' &&
    last.value === '"%'
  );
}
