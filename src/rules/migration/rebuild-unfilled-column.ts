import { eventPlace, refusalsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const project = (copy: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\n',
  'migrations/002_email.sqlite.sql': `CREATE TABLE account_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL);\n${copy}DROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n`,
});

export default defineRule({
  id: 'migration/rebuild-unfilled-column',
  severity: 'error',
  preset: 'strict',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that rebuild a table with a new column that is NOT NULL and has no default, and copy the rows without a value for it.',
    why: 'The copy fails with the first row. On an empty database there is nothing to copy, and every test passes.',
    sources: ['https://sqlite.org/lang_altertable.html#otheralter'],
    bad: [project('INSERT INTO account_new (id, name) SELECT id, name FROM account;\n')],
    good: [
      project("INSERT INTO account_new (id, name, email) SELECT id, name, '' FROM account;\n"),
      {
        'migrations/001_init.sqlite.sql': 'CREATE TABLE account (id INTEGER PRIMARY KEY);\n',
        'migrations/002_email.sqlite.sql':
          "CREATE TABLE account_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL DEFAULT '');\nINSERT INTO account_new (id) SELECT id FROM account;\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'A row without a value for such a column is refused.',
      sql: ['CREATE TABLE t (a TEXT, b TEXT NOT NULL)', "INSERT INTO t (a) SELECT 'x'"],
      error: 'NOT NULL constraint failed: t.b',
    },
  ],
  *checkDatabase(database) {
    for (const event of refusalsOf(database, 'null-values')) {
      if (!event.always) continue;
      const what = event.columns.join(', ');
      yield {
        ...eventPlace(event),
        message: `This fails with the first row: nothing fills ${what}, which is NOT NULL. It passes on an empty table only.`,
        help: `Add ${what} to the columns of the INSERT with a value for the rows, or give it a default.`,
      };
    }
  },
});
