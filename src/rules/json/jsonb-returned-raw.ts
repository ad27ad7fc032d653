import { unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, functionName, makesJsonb } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload BLOB NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'json/jsonb-returned-raw',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds queries that return what `jsonb()`, `jsonb_set()` and the like give.',
    why: 'SQLite’s JSONB is a form for the inside of the database: a BLOB that nothing but SQLite’s own functions reads. It is not the JSONB of Postgres, which comes out as text.',
    sources: ['https://sqlite.org/json1.html#jsonb', 'https://sqlite.org/jsonb.html'],
    bad: [project("SELECT id, jsonb_set(payload, '$.seen', 1) FROM event WHERE id = ?;\n")],
    good: [
      project("SELECT id, json_set(payload, '$.seen', 1) FROM event WHERE id = ?;\n"),
      project("SELECT json(jsonb_set(payload, '$.seen', 1)) FROM event WHERE id = ?;\n"),
      // It stays in the database.
      project("UPDATE event SET payload = jsonb_set(payload, '$.seen', 1) WHERE id = ?;\n"),
      project('INSERT INTO event (payload) SELECT jsonb(payload) FROM event WHERE id = ?;\n'),
    ],
  },
  proofs: [
    {
      claim: 'The result is a BLOB.',
      sql: [`SELECT typeof(jsonb('{"a":1}')), typeof(json('{"a":1}')), hex(jsonb('{"a":1}'))`],
      expect: [['blob', 'text', '4C17611331']],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    if (query?.tree.type !== 'SelectStmt' || query.tree.body.select.type !== 'SelectFrom') return;
    for (const column of query.tree.body.select.columns) {
      const expr = column.type === 'ExprResultColumn' ? unwrap(column.expr) : undefined;
      if (expr?.type !== 'FunctionCallExpr' || !makesJsonb(expr)) continue;
      const name = functionName(expr);
      const range = input.syntax.rangeOf(expr);
      const at = input.syntax.rangeOf(expr.name);
      const text = name.replace(/^jsonb/, 'json');
      yield {
        range,
        message: `${name}() gives a BLOB that only SQLite reads. The program gets its bytes instead of JSON.`,
        help: `Use ${text}(), which gives text.`,
        fixes: [{ title: `Change to ${text}()`, safe: false, edits: [{ range: at, text }] }],
      };
    }
  },
});
