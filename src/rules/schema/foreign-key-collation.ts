import { collationOf } from '../../engine/definition.ts';
import { isKnownTable } from '../../schema/known-table.ts';
import { affinityOf } from '../../sql/affinity.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { foreignKeyPlace, sameName } from '../schema-places.ts';

const author = 'CREATE TABLE author (name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY);\n';

export default defineRule({
  id: 'schema/foreign-key-collation',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds foreign keys between columns of text with different collations.',
    why: 'The foreign key compares as the parent does, a join as the column on its left does. With NOCASE on one side only, rows that the key accepts are found by `parent = child` and not by `child = parent`.',
    sources: ['https://sqlite.org/foreignkeys.html#fk_basics', 'https://sqlite.org/datatype3.html#collation'],
    bad: [
      {
        'schema.sqlite.sql': `${author}CREATE TABLE book (id INTEGER PRIMARY KEY, author TEXT NOT NULL REFERENCES author (name));\nCREATE INDEX book_author ON book (author);\n`,
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${author}CREATE TABLE book (id INTEGER PRIMARY KEY, author TEXT NOT NULL COLLATE NOCASE REFERENCES author (name));\nCREATE INDEX book_author ON book (author);\n`,
      },
    ],
  },
  proofs: [
    {
      claim: 'The foreign key accepts the row, and of two joins only one finds it.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (name TEXT NOT NULL COLLATE NOCASE PRIMARY KEY)',
        'CREATE TABLE book (author TEXT REFERENCES author (name))',
        "INSERT INTO author VALUES ('Austen')",
        "INSERT INTO book VALUES ('austen')",
        'SELECT (SELECT count(*) FROM book JOIN author ON author.name = book.author), (SELECT count(*) FROM book JOIN author ON book.author = author.name)',
      ],
      expect: [[1, 0]],
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      for (const key of state.table.foreignKeys) {
        const parent = database.timeline?.tables.get(key.parent.toLowerCase());
        const [name, ...more] = key.columns;
        if (!isKnownTable(parent) || name === undefined || more.length > 0) continue;
        const wanted = key.parentColumns?.[0];
        const other = parent.table.columns.find((column) =>
          wanted === undefined ? column.primaryKey === 1 : sameName(column.name, wanted),
        );
        const own = state.table.columns.find((column) => sameName(column.name, name));
        if (!own || !other || affinityOf(own.type) !== 'TEXT' || affinityOf(other.type) !== 'TEXT') continue;
        const [child, above] = [collationOf(state.table, own.name), collationOf(parent.table, other.name)];
        if (child === above) continue;
        yield {
          ...foreignKeyPlace(state, key.columns),
          message: `${state.table.name}.${own.name} compares by ${child}, and ${parent.table.name}.${other.name} by ${above}. What a join finds depends on which of the two stands on its left.`,
          help: `Declare both alike: ${own.name} COLLATE ${above}.`,
        };
      }
    }
  },
});
