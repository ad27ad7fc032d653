import { withSchema } from '../examples.ts';
import { obstaclesOf, rewriteFixes, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE note (id INTEGER PRIMARY KEY, topic TEXT NOT NULL, body TEXT NOT NULL, archived INTEGER NOT NULL DEFAULT 0);\nCREATE INDEX note_topic ON note (topic) WHERE archived = 0;\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/partial-index-unused',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds queries that ask for the rows of a partial index in other words than the index does: `NOT archived` where the index says `archived = 0`.',
    why: 'SQLite uses a partial index only where it sees that all rows in question are in it, and what it sees is simple: the same term, written the same way. The index is kept up to date and never used.',
    sources: ['https://sqlite.org/partialindex.html#queries_using_partial_indexes'],
    bad: [project('SELECT body FROM note WHERE topic = ? AND NOT archived;\n')],
    good: [
      project('SELECT body FROM note WHERE topic = ? AND archived = 0;\n'),
      // A parameter that is bound to 0 says it: SQLite plans the query again then.
      project(
        'SELECT body FROM note WHERE topic = ? AND archived = ?;\n',
        'CREATE INDEX t ON note (topic);\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'In other words the index is not used.',
      sql: [schema, 'SELECT body FROM note WHERE topic = ? AND NOT archived'],
      plan: ['SCAN note'],
    },
    {
      claim: 'In its own it is.',
      sql: [schema, 'SELECT body FROM note WHERE topic = ? AND archived = 0'],
      plan: ['SEARCH note USING INDEX note_topic (topic=?)'],
    },
    {
      claim: 'The difference: text that is no number counts as false.',
      sql: ["SELECT NOT 'no', 'no' = 0"],
      expect: [[1, 0]],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle } of obstaclesOf(input, 'partial-index')) {
      const { rewrite, range, table } = obstacle;
      if (!rewrite) continue;
      yield {
        range,
        message: `SQLite does not see that ${servedBy(obstacle)} has the rows in question. It reads all of ${table}, because the index says it in other words.`,
        help: `Write ${rewrite.edits[0]?.text}, as the index does.`,
        fixes: rewriteFixes(obstacle),
      };
    }
  },
});
