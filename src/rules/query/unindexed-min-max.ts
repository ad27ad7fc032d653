import { withSchema } from '../examples.ts';
import { addition, missingIndexes } from '../missing-index.ts';
import { asksForRowid, hasCondition, slowReading } from '../plan-sources.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE reading (id INTEGER PRIMARY KEY, taken_at INTEGER NOT NULL, value REAL NOT NULL);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/unindexed-min-max',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds `min()` and `max()` of a column without an index. With one, the answer is its first or last entry.',
    why: 'Its plan says SEARCH, and still reads every row: nothing narrows it down. As the table grows the query slows down, though it returns a single value.',
    sources: ['https://sqlite.org/optoverview.html#the_min_max_optimization'],
    bad: [project('SELECT max(taken_at) FROM reading;\n')],
    good: [
      project('SELECT max(taken_at) FROM reading;\n', 'CREATE INDEX reading_taken ON reading (taken_at);\n'),
      project('SELECT max(id) FROM reading;\n'),
      // From the last row back, until one fits.
      project('SELECT max(id) FROM reading WHERE value = 1;\n'),
      // Both at once read the whole table, with an index or without.
      project('SELECT min(taken_at), max(taken_at) FROM reading;\n'),
    ],
  },
  proofs: [
    {
      claim: 'Without an index the plan names nothing that it searches by.',
      sql: [schema, 'SELECT max(taken_at) FROM reading'],
      plan: ['SEARCH reading'],
    },
    {
      claim: 'With one it does.',
      sql: [schema, 'CREATE INDEX i ON reading (taken_at)', 'SELECT max(taken_at) FROM reading'],
      plan: ['SEARCH reading USING COVERING INDEX i'],
    },
  ],
  *checkStatement(input) {
    const { syntax, advice } = input;
    for (const missing of missingIndexes(input)) {
      const { index, state, range } = missing;
      if (index.json || slowReading(advice?.before, syntax, index.table) !== 'extreme') continue;
      if (hasCondition(syntax) || asksForRowid(syntax, state.table)) continue;
      yield {
        range,
        message: `All of ${index.table} is read for one value. With an index on (${index.terms.join(', ')}) it would be the first or the last entry.`,
        ...addition(missing, input),
      };
    }
  },
});
