import { eventsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';
import { headRange } from '../schema-places.ts';

const project = (second: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);\n',
  'migrations/002_email.sqlite.sql': second,
});

export default defineRule({
  id: 'migration/create-if-not-exists-drift',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds `CREATE TABLE IF NOT EXISTS` in a migration for a table that an earlier migration has made with fewer columns, where no migration adds the others.',
    why: 'The statement does nothing, without a word: the table keeps its old columns. Statements that name the new ones fail later.',
    sources: ['https://sqlite.org/lang_createtable.html'],
    bad: [project('CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, name TEXT, email TEXT);\n')],
    good: [
      project('ALTER TABLE account ADD COLUMN email TEXT;\n'),
      project('CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, name TEXT);\n'),
      // A later migration adds it.
      {
        ...project('CREATE TABLE IF NOT EXISTS account (id INTEGER PRIMARY KEY, name TEXT, email TEXT);\n'),
        'migrations/003_email.sqlite.sql': 'ALTER TABLE account ADD COLUMN email TEXT;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'The table stays as it is.',
      sql: [
        'CREATE TABLE t (a)',
        'CREATE TABLE IF NOT EXISTS t (a, b)',
        "SELECT name FROM pragma_table_info('t')",
      ],
      expect: [['a']],
    },
  ],
  *checkDatabase(database) {
    for (const event of eventsOf(database, 'shape-kept')) {
      const columns = event.missing.join(', ');
      yield {
        file: event.place.file,
        range: headRange(event.place),
        message: `${event.table} exists already: this does nothing, and ${columns} is not added.`,
        help: 'Add what is missing with ALTER TABLE … ADD COLUMN.',
      };
    }
  },
});
