import type { ForeignKey, Table } from '../../engine/catalog.ts';
import { collationOf } from '../../engine/definition.ts';
import { rowidAlias } from '../../engine/rowid.ts';
import { defineRule } from '../rule.ts';
import { knownTables, listed } from '../schema-columns.ts';
import { foreignKeyPlace, sameName } from '../schema-places.ts';

const author = 'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n';
const book = (references: string): string =>
  `CREATE TABLE book (id INTEGER PRIMARY KEY, author TEXT NOT NULL REFERENCES author ${references});\nCREATE INDEX book_author ON book (author);\n`;

export default defineRule({
  id: 'schema/foreign-key-mismatch',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds foreign keys to columns that are neither the primary key of the parent nor unique, to columns or a number of columns that it does not have, and to views.',
    why: 'SQLite looks at the parent only when rows are written. Where foreign keys are enforced, every INSERT into the child and every DELETE from the parent fails with “foreign key mismatch”; where they are not, the reference is never checked.',
    sources: ['https://sqlite.org/foreignkeys.html#fk_indexes'],
    bad: [
      { 'schema.sqlite.sql': `${author}${book('(name)')}` },
      { 'schema.sqlite.sql': `${author}${book('(surname)')}` },
      // Not all names are in the index.
      {
        'schema.sqlite.sql': `${author}CREATE UNIQUE INDEX author_name ON author (name) WHERE name <> '';\n${book('(name)')}`,
      },
    ],
    good: [
      {
        'schema.sqlite.sql': `${author}CREATE UNIQUE INDEX author_name ON author (name);\n${book('(name)')}`,
      },
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author TEXT NOT NULL REFERENCES author);\nCREATE INDEX book_author ON book (author);\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The tables are made, and a row of the child is refused.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)',
        'CREATE TABLE book (author TEXT REFERENCES author (name))',
        'INSERT INTO book VALUES (NULL)',
      ],
      error: 'foreign key mismatch - "book" referencing "author"',
    },
    {
      claim: 'So is deleting from the parent.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)',
        'CREATE TABLE book (author TEXT REFERENCES author (name))',
        'DELETE FROM author',
      ],
      error: 'foreign key mismatch - "book" referencing "author"',
    },
    {
      claim: 'A unique index with another collation than the column’s does not count.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT)',
        'CREATE UNIQUE INDEX author_name ON author (name COLLATE NOCASE)',
        'CREATE TABLE book (author TEXT REFERENCES author (name))',
        'DELETE FROM author',
      ],
      error: 'foreign key mismatch - "book" referencing "author"',
    },
  ],
  *checkDatabase(database) {
    const { timeline } = database;
    for (const state of knownTables(database)) {
      for (const key of state.table.foreignKeys) {
        const parent = timeline?.tables.get(key.parent.toLowerCase());
        if (!parent || parent.uncertain !== undefined) continue;
        // A program may add columns in ways that are not followed.
        const isOpen = database.tool === 'program' && missingColumn(key, parent.table) !== undefined;
        const reason = isOpen ? undefined : mismatch(key, parent.table);
        if (reason === undefined) continue;
        const { name } = state.table;
        const place = foreignKeyPlace(state, key.columns);
        yield {
          ...place,
          message: `The foreign key ${name}.${key.columns.join(', ')} can’t work: ${reason}. Where foreign keys are enforced, writing to ${name} and deleting from ${key.parent} fails with “foreign key mismatch”.`,
          help: `Refer to the primary key of ${key.parent}, or to columns with a UNIQUE constraint or a unique index over just them.`,
        };
      }
    }
  },
});

/** Why SQLite does not accept a parent for a key, by the rules of its sqlite3FkLocateIndex(). */
function mismatch(key: ForeignKey, parent: Table): string | undefined {
  const { columns, parentColumns } = key;
  if (parent.kind === 'view') return `${parent.name} is a view`;
  if (parent.kind !== 'table') return undefined;
  const primary = parent.columns.filter(({ primaryKey }) => primaryKey > 0).map(({ name }) => name);
  if (!parentColumns) {
    if (primary.length === 0) return `${parent.name} has no primary key`;
    if (primary.length === columns.length) return undefined;
    return `the primary key of ${parent.name} is ${listed(primary)}`;
  }
  const missing = missingColumn(key, parent);
  if (missing !== undefined) return `${parent.name} has no column ${missing}`;
  const areSame = (names: readonly string[]): boolean =>
    names.length === parentColumns.length &&
    parentColumns.every((wanted) => names.some((name) => sameName(name, wanted)));
  if ((parent.withoutRowid || rowidAlias(parent)) && areSame(primary)) return undefined;
  const serves = parent.indexes.some(
    ({ unique, where, columns: own }) =>
      unique &&
      where === undefined &&
      areSame(own.map(({ name }) => name)) &&
      own.every(({ name, collation }) => sameName(collation, collationOf(parent, name))),
  );
  if (serves) return undefined;
  const what = parentColumns.length === 1 ? 'is' : 'are together';
  return `${listed(parentColumns)} of ${parent.name} ${what} neither the primary key nor unique`;
}

/** The column that a key refers to and the parent does not have. */
function missingColumn({ parentColumns }: ForeignKey, parent: Table): string | undefined {
  return parentColumns?.find((wanted) => !parent.columns.some(({ name }) => sameName(name, wanted)));
}
