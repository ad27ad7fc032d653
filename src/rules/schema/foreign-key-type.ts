import { isKnownTable } from '../../schema/known-table.ts';
import { affinityOf, isNumeric } from '../../sql/affinity.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { foreignKeyPlace, sameName } from '../schema-places.ts';

const author = 'CREATE TABLE author (id INTEGER PRIMARY KEY);\n';

export default defineRule({
  id: 'schema/foreign-key-type',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds foreign keys between a column of text and a column of numbers.',
    why: 'To compare the two, SQLite turns the text into a number for each row. A join can’t use the index on the column of text, and reads the whole table; and an INTEGER column makes 1 of the key ‘01’, which the parent does not have.',
    sources: [
      'https://sqlite.org/datatype3.html#type_conversions_prior_to_comparison',
      'https://sqlite.org/foreignkeys.html',
    ],
    bad: [
      {
        'schema.sqlite.sql': `${author}CREATE TABLE book (id INTEGER PRIMARY KEY, author_id TEXT NOT NULL REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n`,
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${author}CREATE TABLE book (id INTEGER PRIMARY KEY, author_id BIGINT NOT NULL REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n`,
      },
      // Without a type nothing is converted.
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id TEXT NOT NULL PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id NOT NULL REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The index on a column of text is of no use for finding the children of a number.',
      sql: [
        'CREATE TABLE author (id INTEGER PRIMARY KEY)',
        'CREATE TABLE book (author_id TEXT)',
        'CREATE INDEX book_author ON book (author_id)',
        'SELECT * FROM author JOIN book ON book.author_id = author.id WHERE author.id = 1',
      ],
      plan: ['SEARCH author USING INTEGER PRIMARY KEY (rowid=?)', 'SCAN book'],
    },
    {
      claim: 'Nor is the index of a key of text for finding the parent of a number.',
      sql: [
        'CREATE TABLE author (id TEXT NOT NULL PRIMARY KEY)',
        'CREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER)',
        'SELECT * FROM book JOIN author ON author.id = book.author_id WHERE book.id = 1',
      ],
      plan: ['SEARCH book USING INTEGER PRIMARY KEY (rowid=?)', 'SCAN author'],
    },
    {
      claim: 'A key with a leading zero is not found in a parent of text.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id TEXT NOT NULL PRIMARY KEY)',
        'CREATE TABLE book (author_id INTEGER REFERENCES author)',
        "INSERT INTO author VALUES ('01')",
        "INSERT INTO book VALUES ('01')",
      ],
      error: 'FOREIGN KEY constraint failed',
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const key of state.table.foreignKeys) {
        const parent = database.timeline?.tables.get(key.parent.toLowerCase());
        if (!isKnownTable(parent)) continue;
        const parentColumns =
          key.parentColumns ??
          parent.table.columns
            .filter(({ primaryKey }) => primaryKey > 0)
            .sort((a, b) => a.primaryKey - b.primaryKey)
            .map(({ name }) => name);
        for (const [at, name] of key.columns.entries()) {
          const own = state.table.columns.find((column) => sameName(column.name, name));
          const other = parent.table.columns.find((column) => sameName(column.name, parentColumns[at] ?? ''));
          if (!own || !other || !areApart(own.type, other.type)) continue;
          // What type a framework gives a column may depend on a model that is elsewhere.
          if (!state.columns.get(own.name.toLowerCase())?.statement) continue;
          if (!parent.columns.get(other.name.toLowerCase())?.statement) continue;
          yield {
            ...foreignKeyPlace(state, key.columns),
            message: `${state.table.name}.${own.name} is ${own.type}, and refers to ${parent.table.name}.${other.name}, which is ${other.type}. They are compared as numbers, for which the index on the text is of no use.`,
            help: `Declare both alike: ${own.name} ${other.type}.`,
          };
        }
      }
    }
  },
});

/** True for a type of text and a type of numbers. */
function areApart(a: string, b: string): boolean {
  const [one, two] = [affinityOf(a), affinityOf(b)];
  return (one === 'TEXT' && isNumeric(two) && isPlain(b)) || (two === 'TEXT' && isNumeric(one) && isPlain(a));
}

/** A type that is meant for numbers: UUID and the like have their affinity by accident. */
function isPlain(type: string): boolean {
  return /INT|REAL|FLOA|DOUB|NUMERIC|DECIMAL/i.test(type);
}
