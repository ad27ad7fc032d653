import { withSchema } from '../examples.ts';
import { obstaclesOf, rewriteFixes, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);\n';
const project = (query: string, index: string): Record<string, string> =>
  withSchema(schema)(query, `CREATE INDEX event_user ON event (${index});\n`);

export default defineRule({
  id: 'json/index-spelling',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: "Finds queries for a value inside JSON that has an index, written in another way: `->>` where the index has `json_extract()`, `'user'` where it has `'$.user'`.",
    why: 'SQLite compares the expressions of indexes as they are written, not by what they mean. The index is kept up to date with each write and never used; the JSON of every row is parsed instead.',
    sources: ['https://sqlite.org/expridx.html', 'https://sqlite.org/json1.html#the_and_operators'],
    bad: [
      project("SELECT id FROM event WHERE payload ->> '$.user' = ?;\n", "json_extract(payload, '$.user')"),
      project("SELECT id FROM event AS e WHERE e.payload ->> 'user' = ?;\n", "payload ->> '$.user'"),
    ],
    good: [
      project("SELECT id FROM event WHERE payload ->> '$.user' = ?;\n", "payload ->> '$.user'"),
      // Blanks and the table's name make no difference.
      project(
        "SELECT id FROM event AS e WHERE json_extract(e.payload,'$.user') = ?;\n",
        "json_extract(payload, '$.user')",
      ),
      // Another value: the JSON of a string has quotes around it.
      project("SELECT payload -> '$.user' FROM event WHERE id = ?;\n", "payload ->> '$.user'"),
    ],
  },
  proofs: [
    {
      claim: 'An index on json_extract() does not serve ->>.',
      sql: [
        schema,
        "CREATE INDEX i ON event (json_extract(payload, '$.user'))",
        "SELECT id FROM event WHERE payload ->> '$.user' = ?",
      ],
      plan: ['SCAN event'],
    },
    {
      claim: 'Both give the same value.',
      sql: [
        'CREATE TABLE t (doc)',
        `INSERT INTO t VALUES ('{"a":"x"}'), ('{"a":7}'), ('{"a":{"b":1}}'), ('{"a":null}'), ('{}'), (NULL)`,
        "SELECT count(*) FROM t WHERE (doc ->> '$.a') IS NOT json_extract(doc, '$.a')",
      ],
      expect: [[0]],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle } of obstaclesOf(input, 'expression-spelling')) {
      const { table, range, rewrite } = obstacle;
      if (!rewrite) continue;
      yield {
        range,
        message: `This is not spelt as in ${servedBy(obstacle)}, so that SQLite can't use it. The JSON of every row of ${table} is parsed.`,
        help: `Write it as the index does: ${rewrite.edits[0]?.text}`,
        fixes: rewriteFixes(obstacle),
      };
    }
  },
});
