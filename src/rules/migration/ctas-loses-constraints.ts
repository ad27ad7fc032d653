import { eventsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';
import { headRange } from '../schema-places.ts';

const init = 'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, role TEXT);\n';
const project = (migration: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': migration,
});

export default defineRule({
  id: 'migration/ctas-loses-constraints',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table with `CREATE TABLE … AS SELECT`.',
    why: 'It takes over the names and values of columns, and nothing else: the new table has no primary key, no NOT NULL, UNIQUE, CHECK, DEFAULT or foreign key. New rows get NULL as their id.',
    sources: ['https://sqlite.org/lang_createtable.html#create_table_as_select_statements'],
    bad: [
      project(
        'CREATE TABLE account_new AS SELECT id, email FROM account;\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n',
      ),
    ],
    good: [
      project(
        'CREATE TABLE account_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\nINSERT INTO account_new SELECT id, email FROM account;\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n',
      ),
      // The copy only keeps the rows meanwhile.
      project(
        'CREATE TEMPORARY TABLE kept AS SELECT id, email FROM account;\nDROP TABLE account;\nCREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\nINSERT INTO account SELECT id, email FROM kept;\nDROP TABLE kept;\n',
      ),
      // Another table beside it.
      project('CREATE TABLE account_backup AS SELECT * FROM account;\n'),
    ],
  },
  proofs: [
    {
      claim: 'A table that is made from a SELECT has no primary key and no NOT NULL.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL)',
        'CREATE TABLE u AS SELECT * FROM t',
        'SELECT "notnull", pk FROM pragma_table_info(\'u\')',
      ],
      expect: [
        [0, 0],
        [0, 0],
      ],
    },
  ],
  *checkDatabase(database) {
    for (const event of eventsOf(database, 'constraints-lost')) {
      yield {
        file: event.place.file,
        range: headRange(event.place),
        message: `CREATE TABLE AS leaves ${event.table} without ${event.constraints.join(', ')}. It takes over names and values only.`,
        help: 'Write CREATE TABLE with all columns and constraints, and copy the rows with INSERT … SELECT.',
      };
    }
  },
});
