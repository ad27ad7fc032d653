import { obstaclesOf, rewriteFixes } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  "CREATE TABLE event (\n  id INTEGER PRIMARY KEY,\n  payload TEXT NOT NULL,\n  user_id AS (payload ->> '$.user')\n);\nCREATE INDEX event_user ON event (user_id);\n";
const project = (query: string): Record<string, string> => ({
  'schema.sqlite.sql': schema,
  'queries/event.sqlite.sql': query,
});

export default defineRule({
  id: 'json/generated-column-bypassed',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds queries that take a value out of JSON although a generated column with an index has it.',
    why: 'The index belongs to the column. A query that writes the expression out, or writes it in another way, does not use it: the JSON of every row is parsed.',
    sources: ['https://sqlite.org/gencol.html', 'https://sqlite.org/expridx.html'],
    bad: [project("SELECT id FROM event WHERE json_extract(payload, '$.user') = ?;\n")],
    good: [
      project('SELECT id FROM event WHERE user_id = ?;\n'),
      project("SELECT payload ->> '$.user' FROM event WHERE id = ?;\n"),
    ],
  },
  proofs: [
    {
      claim: 'The expression in other words is not looked up.',
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
        message: `The column ${name} of ${table} has this value and an index. Written out, the JSON of every row is parsed.`,
        help: `Use ${name}${rewrite.safe ? '' : ', whose declared type may compare numbers and text otherwise'}.`,
        fixes: rewriteFixes(obstacle),
      };
    }
  },
});
