import { sqlitePath } from '../../sql/foreign-functions.ts';
import { unwrap } from '../../sql/tree.ts';
import { withSchema } from '../examples.ts';
import { compiledQuery, nodesOf } from '../query-trees.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'json/postgres-path',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree', 'schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: "Finds a path in the form of Postgres, `'{user,name}'`, behind `->` or `->>`.",
    why: 'SQLite takes what does not start with `$` for the name of a key. No document has a key of that name, so that the result is NULL, without an error.',
    sources: ['https://sqlite.org/json1.html#the_and_operators'],
    bad: [project("SELECT payload ->> '{user,name}' FROM event;\n")],
    good: [
      project("SELECT payload ->> '$.user.name', payload -> 'user' ->> 'name' FROM event;\n"),
      project("SELECT payload ->> 'user.name' FROM event;\n"),
    ],
  },
  proofs: [
    {
      claim: 'It is taken for the name of a key.',
      sql: [`SELECT '{"a":{"b":1}}' ->> '{a,b}', '{"a":{"b":1}}' ->> '$.a.b', '{"{a,b}":2}' ->> '{a,b}'`],
      expect: [[null, 1, 2]],
    },
  ],
  *checkStatement(input) {
    const query = compiledQuery(input);
    for (const { node } of nodesOf(query?.tree, 'BinaryExpr')) {
      if (node.op !== 'ArrowRight' && node.op !== 'ArrowRightShift') continue;
      const path = unwrap(node.right);
      if (path.type !== 'StringLiteral' || !/^\{.*\}$/.test(path.value)) continue;
      const converted = sqlitePath(path.value);
      if (converted === undefined) continue;
      const text = `'${converted}'`;
      const range = input.syntax.rangeOf(path);
      yield {
        range,
        message: `SQLite takes '${path.value}' for the name of one key, so that this is NULL. It is a path in Postgres.`,
        help: `Write ${text}.`,
        fixes: [{ title: `Change to ${text}`, safe: false, edits: [{ range, text }] }],
      };
    }
  },
});
