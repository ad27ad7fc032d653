import { withSchema } from '../examples.ts';
import { addition, missingIndexes } from '../missing-index.ts';
import { defineRule } from '../rule.ts';

const schema = 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'json/unindexed-path',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds queries that look for a value inside JSON, with `->>`, `->` or `json_extract()`, and read the whole table for it.',
    why: 'SQLite parses the JSON of every row. It has no index over whole documents as Postgres has with GIN; an index on the very expression of the query does the same for one path.',
    sources: ['https://sqlite.org/expridx.html', 'https://sqlite.org/json1.html'],
    bad: [project("SELECT id FROM event WHERE payload ->> '$.user' = ?;\n")],
    good: [
      project(
        "SELECT id FROM event WHERE payload ->> '$.user' = ?;\n",
        "CREATE INDEX event_user ON event (payload ->> '$.user');\n",
      ),
      project("SELECT payload ->> '$.user' FROM event WHERE id = ?;\n"),
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
      claim: 'An index on the expression itself does.',
      sql: [
        schema,
        "CREATE INDEX i ON event (payload ->> '$.user')",
        "SELECT id FROM event WHERE payload ->> '$.user' = ?",
      ],
      plan: ['SEARCH event USING COVERING INDEX i (<expr>=?)'],
    },
  ],
  *checkStatement(input) {
    for (const missing of missingIndexes(input)) {
      const { index, range } = missing;
      if (!index.json) continue;
      yield {
        range,
        message: `This query parses the JSON of every row of ${index.table}. With an index on ${index.terms.join(', ')} SQLite would search it.`,
        ...addition(missing, input),
      };
    }
  },
});
