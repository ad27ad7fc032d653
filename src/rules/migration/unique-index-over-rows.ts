import { eventPlace, refusalsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const project = (second: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': 'CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT NOT NULL);\n',
  'migrations/002_unique.sqlite.sql': second,
});

export default defineRule({
  id: 'migration/unique-index-over-rows',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds migrations that make columns of an existing table unique, and nothing in them removes duplicates before.',
    why: 'The statement fails as soon as two rows have the same values, which no test on an empty database shows. It is found by running the migration on rows with duplicates, as far as the schema before it allows them. Whether production has any, only its data can tell.',
    sources: ['https://sqlite.org/lang_createindex.html#unique_indexes'],
    bad: [
      project('CREATE UNIQUE INDEX account_email ON account (email);\n'),
      project(
        'CREATE TABLE account_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE);\nINSERT INTO account_new SELECT id, email FROM account;\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n',
      ),
    ],
    good: [
      project(
        'DELETE FROM account WHERE id NOT IN (SELECT min(id) FROM account GROUP BY email);\nCREATE UNIQUE INDEX account_email ON account (email);\n',
      ),
      project('CREATE UNIQUE INDEX account_both ON account (id, email);\n'),
      // The table is new.
      project(
        'CREATE TABLE invoice (id INTEGER PRIMARY KEY, number TEXT);\nCREATE UNIQUE INDEX invoice_number ON invoice (number);\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'It fails on duplicates.',
      sql: [
        'CREATE TABLE t (a TEXT)',
        "INSERT INTO t VALUES ('x'), ('x')",
        'CREATE UNIQUE INDEX t_a ON t (a)',
      ],
      error: 'UNIQUE constraint failed: t.a',
    },
  ],
  *checkDatabase(database) {
    for (const event of refusalsOf(database, 'duplicates')) {
      const what = event.columns.length > 0 ? event.columns.join(', ') : 'its columns';
      yield {
        ...eventPlace(event),
        message: `This fails where rows of ${event.table} have the same ${what}. SQLite then says: ${event.message}.`,
        help: 'Merge or delete duplicates in the same migration, before this statement; or check the data of production for some.',
      };
    }
  },
});
