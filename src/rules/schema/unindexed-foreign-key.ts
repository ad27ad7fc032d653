import { plainName } from '../../advice/advise.ts';
import { isSmall } from '../../advice/small-tables.ts';
import { foreignKeysAtStart } from '../../rehearsal/foreign-keys.ts';
import { addIndexHelp } from '../index-help.ts';
import { defineRule } from '../rule.ts';
import { knownTables } from '../schema-columns.ts';
import { foreignKeyPlace, indexFix } from '../schema-places.ts';

export default defineRule({
  id: 'schema/unindexed-foreign-key',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['schema', 'plans', 'connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds foreign keys whose child columns no index leads to. It reports what the sqlite3 shell reports under `.lint fkey-indexes`.',
    why: 'Whenever a row of the parent is deleted, or its key is changed, SQLite looks for rows that refer to it. Without an index it reads the whole child table for each of them; joins from parent to child do the same.',
    sources: [
      'https://sqlite.org/foreignkeys.html#fk_indexes',
      'https://sqlite.org/cli.html#index_recommendations_sqlite_expert_',
    ],
    bad: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id));\n',
      },
    ],
    good: [
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n',
      },
      // The unique constraint's own index starts with the column.
      {
        'schema.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (author_id INTEGER NOT NULL REFERENCES author (id), title TEXT NOT NULL, UNIQUE (author_id, title));\n',
      },
      // An index of a later migration counts, and so does a partial one that leaves out NULLs only.
      {
        'migrations/001_init.sqlite.sql':
          'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\n',
        'migrations/002_index.sqlite.sql':
          'CREATE INDEX book_author ON book (author_id) WHERE author_id IS NOT NULL;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Without an index the children of a row are found by reading their whole table.',
      sql: ['CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER)', 'SELECT 1 FROM c WHERE p = ?'],
      plan: ['SCAN c'],
    },
    {
      claim: 'A partial index that leaves out only NULLs leads to them.',
      sql: [
        'CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER)',
        'CREATE INDEX i ON c (p) WHERE p IS NOT NULL',
        'SELECT 1 FROM c WHERE p = ?',
      ],
      plan: ['SEARCH c USING COVERING INDEX i (p=?)'],
    },
  ],
  *checkDatabase(database, project) {
    const isOff = foreignKeysAtStart(database, project) === false;
    for (const state of knownTables(database)) {
      if (isSmall(state.table.name, project.rows)) continue;
      for (const key of state.table.foreignKeys) {
        if (key.indexed !== false) continue;
        const table = state.table.name;
        const columns = key.columns.map(plainName).join(', ');
        const place = foreignKeyPlace(state, key.columns);
        const index = `CREATE INDEX idx_${table.replace(/\W+/g, '_')}_${key.columns.join('_').replace(/\W+/g, '_')} ON ${plainName(table)} (${columns});`;
        const named = `${table} (${key.columns.join(', ')})`;
        const [lack, read] = key.partlyIndexed
          ? [`An index leads to a part of ${named} only`, 'all rows that have this part in common']
          : [`No index leads to ${named}`, `all of ${table}`];
        yield {
          file: place.file,
          range: place.range,
          message: `${lack}, which refers to ${key.parent}. ${
            isOff
              ? `A join from ${key.parent} reads ${read}; with foreign keys on, deleting a row of ${key.parent} does too.`
              : `Deleting a row of ${key.parent} reads ${read}.`
          }`,
          help: addIndexHelp(database, table, key.columns, index),
          fixes: indexFix(database, state, index),
        };
      }
    }
  },
});
