import { rowidAlias } from '../../engine/rowid.ts';
import { defineRule } from '../rule.ts';
import { integerKeyBeside, knownTables } from '../schema-columns.ts';
import { columnPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/nullable-primary-key',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds primary keys whose columns can be NULL: every primary key but `INTEGER PRIMARY KEY`, unless NOT NULL is written, or the table is STRICT or WITHOUT ROWID.',
    why: 'By an old mistake that SQLite keeps for compatibility, PRIMARY KEY alone does not forbid NULL, and any number of rows may have it. Such rows can’t be found or deleted by their key.',
    sources: [
      'https://sqlite.org/lang_createtable.html#the_primary_key',
      'https://sqlite.org/quirks.html#primary_keys_can_sometimes_contain_nulls',
    ],
    bad: [{ 'schema.sqlite.sql': 'CREATE TABLE session (id TEXT PRIMARY KEY, started INTEGER NOT NULL);\n' }],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE session (id TEXT PRIMARY KEY NOT NULL, started INTEGER NOT NULL);\n',
      },
      { 'schema.sqlite.sql': 'CREATE TABLE session (id INTEGER PRIMARY KEY, started INTEGER NOT NULL);\n' },
      {
        'schema.sqlite.sql':
          'CREATE TABLE session (id TEXT PRIMARY KEY, started INTEGER NOT NULL) WITHOUT ROWID;\n',
      },
      {
        'schema.sqlite.sql': 'CREATE TABLE session (id TEXT PRIMARY KEY, started INTEGER NOT NULL) STRICT;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Two rows with NULL as their primary key are accepted.',
      sql: [
        'CREATE TABLE t (id TEXT PRIMARY KEY)',
        'INSERT INTO t VALUES (NULL), (NULL)',
        'SELECT count(*) FROM t WHERE id IS NULL',
      ],
      expect: [[2]],
    },
    {
      claim:
        'INT PRIMARY KEY is not INTEGER PRIMARY KEY: it is not numbered, and a row without it gets NULL.',
      sql: [
        'CREATE TABLE t (id INT PRIMARY KEY, name TEXT)',
        "INSERT INTO t (name) VALUES ('a'), ('b')",
        'SELECT id FROM t',
      ],
      expect: [[null], [null]],
    },
    {
      claim: 'A STRICT table refuses them.',
      sql: ['CREATE TABLE t (id TEXT PRIMARY KEY) STRICT', 'INSERT INTO t VALUES (NULL)'],
      error: 'NOT NULL constraint failed: t.id',
    },
  ],
  *checkDatabase(database) {
    for (const state of knownTables(database)) {
      const { table } = state;
      if (table.withoutRowid || table.strict) continue;
      const nullable = table.columns.filter(({ primaryKey, notNull }) => primaryKey > 0 && !notNull);
      if (nullable.length === 0 || rowidAlias(table)) continue;
      const names = nullable.map(({ name }) => name);
      const place = columnPlace(state, names[0] as string);
      yield {
        file: place.file,
        range: place.range,
        message: `${table.name}.${names.join(', ')} is a primary key and can be NULL. SQLite accepts any number of such rows.`,
        help: integerKeyBeside(table)
          ? `Declare ${names[0]} INTEGER PRIMARY KEY, which SQLite numbers, or NOT NULL (an existing table has to be rebuilt for it).`
          : `Declare ${names.join(', ')} NOT NULL (an existing table has to be rebuilt for it).`,
      };
    }
  },
});
