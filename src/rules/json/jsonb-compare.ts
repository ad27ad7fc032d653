import { unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, functionName, isEquality, makesJsonb, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload BLOB NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'json/jsonb-compare',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema', 'plans'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds what `jsonb()` and the like give compared with text.',
    why: 'JSONB is a BLOB in SQLite, and a BLOB never equals text: `=` is never true and `<>` always, without an error.',
    sources: ['https://sqlite.org/jsonb.html', 'https://sqlite.org/datatype3.html#comparison_expressions'],
    bad: [project("SELECT id FROM event WHERE id = ? AND jsonb(payload) = '{}';\n")],
    good: [
      project("SELECT id FROM event WHERE id = ? AND json(payload) = '{}';\n"),
      project("SELECT id FROM event WHERE id = ? AND jsonb(payload) = jsonb('{}');\n"),
      // A string comes out as it is.
      project("SELECT id FROM event WHERE id = ? AND jsonb_extract(payload, '$.kind') = 'login';\n"),
    ],
  },
  proofs: [
    {
      claim: 'JSONB never equals text.',
      sql: [
        `SELECT jsonb('{"a":1}') = '{"a":1}', json('{"a":1}') = '{"a":1}', jsonb_extract('{"a":"x"}', '$.a') = 'x'`,
      ],
      expect: [[0, 1, 1]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    for (const { node } of nodesOf(query?.tree, 'BinaryExpr')) {
      if (!isEquality(node.op)) continue;
      const sides = [unwrap(node.left), unwrap(node.right)];
      const blob = sides.find(makesJsonb);
      if (blob?.type !== 'FunctionCallExpr' || !sides.some(({ type }) => type === 'StringLiteral')) continue;
      const name = functionName(blob);
      yield {
        range: input.syntax.rangeOf(node),
        message: `${name}() gives a BLOB, which never equals text.`,
        help: `Use ${name.replace(/^jsonb/, 'json')}(), or put the other side into jsonb() as well.`,
      };
    }
  },
});
