import { withSchema } from '../examples.ts';
import { isServedByIndex, obstaclesOf, rewriteFixes, servedBy } from '../obstacles.ts';
import { defineRule } from '../rule.ts';

const schema =
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE INDEX author_name ON author (name);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL, title TEXT NOT NULL);\nCREATE INDEX book_author ON book (author_id);\nCREATE INDEX book_title ON book (title);\n';
const project = withSchema(schema);
const join = 'FROM book JOIN author ON author.id = book.author_id WHERE';

export default defineRule({
  id: 'query/or-across-tables',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema', 'plans'],
  inPrograms: true,
  fix: 'safe',
  docs: {
    what: 'Finds `OR` of conditions on two tables, where one of them has an index that its own condition alone would use.',
    why: 'SQLite can look up the parts of an OR one by one where all are about one table. Over two, it reads one of them from end to end. A UNION of two queries is searched twice instead.',
    sources: ['https://sqlite.org/optoverview.html#or_optimizations'],
    bad: [
      project(`SELECT book.id ${join} author.name = :name OR book.title = :name;\n`),
      project(`SELECT DISTINCT book.title ${join} author.name = :name OR book.title = :name;\n`),
    ],
    good: [
      project(`SELECT book.id ${join} book.title = ? OR book.author_id = ?;\n`),
      project(`SELECT book.id ${join} book.title = ? AND (author.name = ? OR book.author_id = ?);\n`),
    ],
  },
  proofs: [
    {
      claim: 'Over two tables, one is read as a whole.',
      sql: [schema, `SELECT book.title ${join} author.name = 'x' OR book.title = 'x'`],
      plan: ['SCAN book', 'SEARCH author USING INTEGER PRIMARY KEY (rowid=?)'],
    },
    {
      claim: 'With one of the conditions alone it is searched.',
      sql: [schema, `SELECT book.title ${join} book.title = 'x'`],
      plan: [
        'SEARCH book USING INDEX book_title (title=?)',
        'SEARCH author USING INTEGER PRIMARY KEY (rowid=?)',
      ],
    },
  ],
  *checkStatement(input) {
    for (const { obstacle } of obstaclesOf(input, 'or-across-tables')) {
      const { table, range, rewrite } = obstacle;
      if (isServedByIndex(input, table)) continue;
      yield {
        range,
        message: `OR over two tables keeps SQLite from using ${servedBy(obstacle)}. All of ${table} is read.`,
        help: rewrite
          ? 'Make it a UNION of two queries.'
          : 'Make it two queries with a UNION, which gives each row once, or UNION ALL with the first condition excluded from the second query.',
        fixes: rewriteFixes(obstacle),
      };
    }
  },
});
