import { withSchema } from '../examples.ts';
import { findsOnlyStates } from '../fixed-conditions.ts';
import { addition, missingIndexes } from '../missing-index.ts';
import { asksForRowid, slowReading } from '../plan-sources.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, title TEXT NOT NULL);\n';
const query = 'SELECT name, (SELECT count(*) FROM book WHERE author_id = author.id) FROM author;\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/correlated-scan',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds subqueries that depend on the row of the query around them and read a whole table for it. An index that leads them to their rows is proposed, and proven by planning again.',
    why: 'The table is read once for each row around it: a thousand rows here and a thousand there make a million. It grows with both.',
    sources: ['https://sqlite.org/eqp.html#subqueries'],
    bad: [project(query)],
    good: [
      project(query, 'CREATE INDEX book_author ON book (author_id);\n'),
      // It depends on no row around it, so that it is run once.
      project('SELECT name, (SELECT count(*) FROM book) FROM author;\n'),
    ],
  },
  proofs: [
    {
      claim: 'The table is read again for each row.',
      sql: [schema, query],
      plan: ['SCAN author', 'CORRELATED SCALAR SUBQUERY 1', 'SCAN book'],
    },
    {
      claim: 'With an index it is searched.',
      sql: [schema, 'CREATE INDEX i ON book (author_id)', query],
      plan: [
        'SCAN author',
        'CORRELATED SCALAR SUBQUERY 1',
        'SEARCH book USING COVERING INDEX i (author_id=?)',
      ],
    },
  ],
  *checkStatement(input) {
    const { syntax, advice, database } = input;
    const tables = database?.timeline?.tables;
    for (const missing of missingIndexes(input)) {
      const { index, state, range } = missing;
      if (!tables || index.use !== 'search' || index.json) continue;
      if (slowReading(advice?.before, syntax, index.table) !== 'repeated') continue;
      if (asksForRowid(syntax, state.table) || findsOnlyStates(index, input, state, tables)) continue;
      yield {
        range,
        message: `All of ${index.table} is read again for each row of the query around it. With an index on (${index.terms.join(', ')}) SQLite would search it.`,
        ...addition(missing, input),
      };
    }
  },
});
