import type { ForeignKey, Table } from '../../engine/catalog.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { foreignKeyPlace, sameName } from '../schema-places.ts';

const example = (column: string): string =>
  `CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER ${column});\nCREATE INDEX book_author ON book (author_id);\n`;

export default defineRule({
  id: 'schema/foreign-key-action-fails',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds foreign keys whose ON DELETE or ON UPDATE action sets a column to NULL that is declared NOT NULL.',
    why: 'The two contradict each other: a row of the parent that has children can never be deleted. The error says “NOT NULL constraint failed” and names the child.',
    sources: ['https://sqlite.org/foreignkeys.html#fk_actions'],
    bad: [
      { 'schema.sqlite.sql': example('NOT NULL REFERENCES author (id) ON DELETE SET NULL') },
      { 'schema.sqlite.sql': example('NOT NULL REFERENCES author (id) ON DELETE SET DEFAULT') },
    ],
    good: [
      { 'schema.sqlite.sql': example('REFERENCES author (id) ON DELETE SET NULL') },
      { 'schema.sqlite.sql': example('NOT NULL DEFAULT 0 REFERENCES author (id) ON DELETE SET DEFAULT') },
      { 'schema.sqlite.sql': example('NOT NULL REFERENCES author (id) ON DELETE CASCADE') },
    ],
  },
  proofs: [
    {
      claim: 'The parent can’t be deleted.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY)',
        'CREATE TABLE book (author_id INTEGER NOT NULL REFERENCES author ON DELETE SET NULL)',
        'INSERT INTO author VALUES (1)',
        'INSERT INTO book VALUES (1)',
        'DELETE FROM author',
      ],
      error: 'NOT NULL constraint failed: book.author_id',
    },
    {
      claim: 'Without a default, SET DEFAULT is SET NULL.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY)',
        'CREATE TABLE book (author_id INTEGER NOT NULL REFERENCES author ON DELETE SET DEFAULT)',
        'INSERT INTO author VALUES (1)',
        'INSERT INTO book VALUES (1)',
        'DELETE FROM author',
      ],
      error: 'NOT NULL constraint failed: book.author_id',
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { table } = state;
      for (const key of table.foreignKeys) {
        const failing = (['onDelete', 'onUpdate'] as const).find((event) =>
          nullsRefused(key[event], key, table),
        );
        if (!failing) continue;
        const column = nullsRefused(key[failing], key, table);
        const action = `${failing === 'onDelete' ? 'ON DELETE' : 'ON UPDATE'} ${key[failing]}`;
        yield {
          ...foreignKeyPlace(state, key.columns),
          message: `${action} can’t be carried out: ${table.name}.${column} is NOT NULL. A row of ${key.parent} that ${table.name} refers to can’t be ${failing === 'onDelete' ? 'deleted' : 'given another key'}.`,
          help: `Allow NULL in ${column}, or choose another action: CASCADE, RESTRICT.`,
        };
      }
    }
  },
});

/** The column that an action would set to NULL and can't. */
function nullsRefused(action: string, { columns }: ForeignKey, table: Table): string | undefined {
  const isDefault = action === 'SET DEFAULT';
  if (!isDefault && action !== 'SET NULL') return undefined;
  return columns.find((name) => {
    const column = table.columns.find((one) => sameName(one.name, name));
    if (!column?.notNull) return false;
    return !isDefault || column.defaultValue === null || /^null$/i.test(column.defaultValue);
  });
}
