import { withSchema } from '../examples.ts';
import { isServedByIndex, obstaclesOf, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE ticket (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL, state TEXT NOT NULL);\nCREATE INDEX ticket_owner ON ticket (owner_id);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/optional-filter',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'none',
  docs: {
    what: 'Finds filters that a parameter switches off, `(:owner IS NULL OR owner_id = :owner)` or `owner_id = ifnull(:owner, owner_id)`, on a column with an index.',
    why: 'A plan has to do for all values of the parameters. Since NULL asks for all rows, all rows are read for the other values as well, and the index is never used.',
    sources: ['https://sqlite.org/optoverview.html#or_optimizations'],
    bad: [
      project('SELECT id FROM ticket WHERE (:owner IS NULL OR owner_id = :owner);\n'),
      project('SELECT id FROM ticket WHERE owner_id = ifnull(:owner, owner_id);\n'),
    ],
    good: [
      project('SELECT id FROM ticket WHERE owner_id = :owner;\n'),
      // The other filter leads to the rows.
      project('SELECT id FROM ticket WHERE owner_id = :owner AND (:state IS NULL OR state = :state);\n'),
    ],
  },
  proofs: [
    {
      claim: 'The index is not used.',
      sql: [schema, 'SELECT state FROM ticket WHERE (:owner IS NULL OR owner_id = :owner)'],
      plan: ['SCAN ticket'],
    },
    {
      claim: 'Nor with ifnull().',
      sql: [schema, 'SELECT state FROM ticket WHERE owner_id = ifnull(:owner, owner_id)'],
      plan: ['SCAN ticket'],
    },
    {
      claim: 'Without the switch it is.',
      sql: [schema, 'SELECT state FROM ticket WHERE owner_id = :owner'],
      plan: ['SEARCH ticket USING INDEX ticket_owner (owner_id=?)'],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle } of obstaclesOf(input, 'optional-filter')) {
      const { table, range } = obstacle;
      if (isServedByIndex(input, table)) continue;
      yield {
        range,
        message: `A filter that can be switched off keeps SQLite from using ${servedBy(obstacle)}. All of ${table} is read, for each value.`,
        help: 'Write the query without the filter where it is off, and with it alone where it is on.',
      };
    }
  },
});
