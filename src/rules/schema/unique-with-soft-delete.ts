import type { Index, Table } from '../../engine/catalog.ts';
import { defineRule } from '../rule.ts';
import { knownTables, listed } from '../schema-columns.ts';
import { columnPlace, indexPlace, sameName } from '../schema-places.ts';

const marks = /^(?:deleted|archived|removed|disabled|revoked|canceled|cancelled)_?(?:at|on|date|time)$/i;

export default defineRule({
  id: 'schema/unique-with-soft-delete',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds unique constraints and indexes over columns of which one marks deleted rows by a time, and is NULL in the others: `UNIQUE (email, deleted_at)`.',
    why: 'NULLs are distinct to a unique index. Rows that are not deleted have NULL there, so any number of them may have the same values in the other columns: what the constraint is for is not enforced.',
    sources: [
      'https://sqlite.org/lang_createtable.html#unique_constraints',
      'https://sqlite.org/partialindex.html#unique_partial_indexes',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL, deleted_at TEXT, UNIQUE (email, deleted_at));\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL, deleted_at TEXT);\nCREATE UNIQUE INDEX account_email ON account (email) WHERE deleted_at IS NULL;\n',
      },
      // No row has NULL there.
      {
        'schema.sqlite.sql':
          'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL, deleted_at INTEGER NOT NULL DEFAULT 0, UNIQUE (email, deleted_at));\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Two live rows with one address are accepted.',
      sql: [
        'CREATE TABLE account (email TEXT, deleted_at TEXT, UNIQUE (email, deleted_at))',
        "INSERT INTO account VALUES ('a@b', NULL), ('a@b', NULL)",
        'SELECT count(*) FROM account',
      ],
      expect: [[2]],
    },
    {
      claim: 'A partial index refuses the second.',
      sql: [
        'CREATE TABLE account (email TEXT, deleted_at TEXT)',
        'CREATE UNIQUE INDEX i ON account (email) WHERE deleted_at IS NULL',
        "INSERT INTO account VALUES ('a@b', NULL), ('a@b', NULL)",
      ],
      error: 'UNIQUE constraint failed: account.email',
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { table } = state;
      for (const index of table.indexes) {
        const mark = softDelete(index, table);
        if (mark === undefined) continue;
        const others = index.columns.map(({ name }) => name).filter((name) => !sameName(name, mark));
        if (isUnique(others, table)) continue;
        const place =
          index.origin === 'create' ? indexPlace(state, index.name) : columnPlace(state, others[0] as string);
        if (!place) continue;
        yield {
          file: place.file,
          range: place.range,
          message: `${table.name} may have any number of live rows with the same ${listed(others)}. The unique index also holds ${mark}, which is NULL in them, and NULLs are never equal.`,
          help: `CREATE UNIQUE INDEX … ON ${table.name} (${others.join(', ')}) WHERE ${mark} IS NULL;`,
        };
      }
    }
  },
});

function softDelete({ unique, where, columns, origin }: Index, table: Table): string | undefined {
  if (!unique || where !== undefined || columns.length < 2 || origin === 'primary-key') return undefined;
  if (columns.some(({ expression }) => expression)) return undefined;
  return columns.find(({ name }) => {
    const column = table.columns.find((one) => sameName(one.name, name));
    return marks.test(name) && column && !column.notNull && column.defaultValue === null;
  })?.name;
}

/** True where another key of the table keeps the columns apart already. */
function isUnique(names: readonly string[], table: Table): boolean {
  const holds = (key: readonly string[]): boolean =>
    key.length > 0 && key.every((name) => names.some((other) => sameName(other, name)));
  return (
    holds(table.columns.filter(({ primaryKey }) => primaryKey > 0).map(({ name }) => name)) ||
    table.indexes.some(({ unique, columns }) => unique && holds(columns.map(({ name }) => name)))
  );
}
