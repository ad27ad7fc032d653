import { defineRule } from '../rule.ts';
import { columnPlace } from '../schema-places.ts';

export default defineRule({
  id: 'schema/default-violates-check',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds defaults that the column’s own CHECK refuses, or the type of a STRICT table.',
    why: 'SQLite compares the two only when a row is inserted: every INSERT that leaves the column out fails.',
    sources: [
      'https://sqlite.org/lang_createtable.html#the_default_clause',
      'https://sqlite.org/lang_createtable.html#ckconst',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('queued', 'done')));\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, tries INTEGER NOT NULL DEFAULT 'none') STRICT;\n",
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'done')));\n",
      },
      // INTEGER PRIMARY KEY is numbered by SQLite.
      {
        'schema.sqlite.sql':
          'CREATE TABLE job (id INTEGER PRIMARY KEY DEFAULT 0 CHECK (id > 0), state TEXT);\n',
      },
      // NULL passes every CHECK.
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT DEFAULT NULL CHECK (state IN ('queued', 'done')));\n",
      },
      {
        'schema.sqlite.sql':
          "CREATE TABLE job (id INTEGER PRIMARY KEY, tries INTEGER NOT NULL DEFAULT '0') STRICT;\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'The row that takes the default is refused.',
      sql: [
        "CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT DEFAULT 'new' CHECK (state IN ('queued', 'done')))",
        'INSERT INTO job (id) VALUES (1)',
      ],
      error: "CHECK constraint failed: state IN ('queued', 'done')",
    },
  ],
  *checkDatabase({ timeline }) {
    for (const { kind, table, name, message } of timeline?.faults ?? []) {
      const state = timeline?.tables.get(table.toLowerCase());
      if (kind !== 'default' || !state || state.uncertain !== undefined) continue;
      const column = state.table.columns.find((one) => one.name === name);
      const place = columnPlace(state, name);
      const why = message.startsWith('CHECK')
        ? 'its CHECK does not allow it'
        : 'the table is STRICT and its type is another';
      yield {
        ...place,
        message: `The default of ${table}.${name} is refused: ${why}. An INSERT without ${name} fails (DEFAULT ${column?.defaultValue}).`,
        help: `Give ${name} a default that is allowed, or allow the default.`,
      };
    }
  },
});
