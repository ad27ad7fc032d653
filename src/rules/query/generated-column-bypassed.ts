import { withSchema } from '../examples.ts';
import { obstaclesOf, rewriteFixes } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  "CREATE TABLE event (\n  id INTEGER PRIMARY KEY,\n  payload TEXT NOT NULL,\n  kind TEXT NOT NULL,\n  user_id AS (payload ->> '$.user'),\n  kind_lower AS (lower(kind))\n);\nCREATE INDEX event_user ON event (user_id);\nCREATE INDEX event_kind ON event (kind_lower);\n";
const project = withSchema(schema);

export default defineRule({
  id: 'query/generated-column-bypassed',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds queries that compute what a generated column with an index has: a value out of JSON, a text in lower case.',
    why: 'The index belongs to the column. SQLite does not see that an expression is that of the column, even if it is the same to the letter, and reads every row.',
    sources: ['https://sqlite.org/gencol.html', 'https://sqlite.org/expridx.html'],
    bad: [
      project("SELECT id FROM event WHERE json_extract(payload, '$.user') = ?;\n"),
      project('SELECT id FROM event WHERE lower(kind) = ?;\n'),
    ],
    good: [
      project('SELECT id FROM event WHERE user_id = ?;\n'),
      project("SELECT payload ->> '$.user' FROM event WHERE id = ?;\n"),
    ],
  },
  proofs: [
    {
      claim: 'The expression is not looked up.',
      sql: [schema, "SELECT id FROM event WHERE json_extract(payload, '$.user') = ?"],
      plan: ['SCAN event'],
    },
    {
      claim: 'The column is.',
      sql: [schema, 'SELECT id FROM event WHERE user_id = ?'],
      plan: ['SEARCH event USING INDEX event_user (user_id=?)'],
    },
    {
      claim: 'With a type the column may compare otherwise: a number is text there.',
      sql: [
        "CREATE TABLE t (doc, a TEXT AS (doc ->> '$.a'))",
        `INSERT INTO t (doc) VALUES ('{"a":7}')`,
        "SELECT a = '7', (doc ->> '$.a') = '7' FROM t",
      ],
      expect: [[1, 0]],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle } of obstaclesOf(input, 'generated-column')) {
      const { table, range, rewrite } = obstacle;
      if (!rewrite) continue;
      const name = rewrite.edits[0]?.text;
      yield {
        range,
        message: `The column ${name} of ${table} has this value and an index. Written out, it is computed for every row.`,
        help: `Use ${name}${rewrite.safe ? '' : ', whose declared type may compare numbers and text otherwise'}.`,
        fixes: rewriteFixes(obstacle),
      };
    }
  },
});
