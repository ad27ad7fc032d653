import { withSchema } from '../examples.ts';
import { addition, missingIndexes } from '../missing-index.ts';
import { slowReading } from '../plan-sources.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE INDEX author_name ON author (name);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, title TEXT NOT NULL);\n';
const query =
  'SELECT name FROM author WHERE EXISTS (SELECT 1 FROM book WHERE author_id = author.id AND title > ?);\n';
const project = withSchema(schema);

export default defineRule({
  id: 'query/automatic-index',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'unsafe',
  docs: {
    what: 'Finds joins for which SQLite builds an index of a table each time the query runs, because the table has none on the columns that are joined. An index that makes that needless is proposed, and proven by planning again.',
    why: 'Building the index reads and sorts the whole table, and it is thrown away when the query ends: every run pays for it, and nothing in the result shows it.',
    sources: ['https://sqlite.org/optoverview.html#autoindex'],
    bad: [project(query)],
    good: [
      project(query, 'CREATE INDEX book_author ON book (author_id, title);\n'),
      // Both tables are read as a whole.
      project('SELECT name, title FROM author JOIN book ON book.author_id = author.id;\n'),
    ],
  },
  proofs: [
    {
      claim: 'SQLite builds an index for one run of the query.',
      sql: [schema, query],
      plan: [
        'SCAN author',
        'BLOOM FILTER ON book (author_id=?)',
        'SEARCH book EXISTS USING AUTOMATIC PARTIAL COVERING INDEX (author_id=?)',
      ],
    },
  ],
  *checkStatement(input) {
    const { syntax, advice } = input;
    for (const missing of missingIndexes(input)) {
      const { index, range } = missing;
      if (slowReading(advice?.before, syntax, index.table) !== 'automatic-index') continue;
      if (slowReading(advice?.after, syntax, index.table) === 'automatic-index') continue;
      yield {
        range,
        message: `SQLite builds an index of ${index.table} each time this query runs. With one on (${index.terms.join(', ')}) it would search that.`,
        ...addition(missing, input),
      };
    }
  },
});
