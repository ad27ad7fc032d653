import { columnName, eventPlace, refusalsOf } from '../rehearsal-events.ts';
import { defineRule } from '../rule.ts';

const table = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);\n';
const project = (second: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': table,
  'migrations/002_column.sqlite.sql': second,
});

export default defineRule({
  id: 'migration/add-nonconstant-default',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['rehearsal'],
  fix: 'none',
  docs: {
    what: 'Finds `ALTER TABLE … ADD COLUMN … DEFAULT CURRENT_TIMESTAMP`, or with an expression in parentheses as its default, where the migrations are run on a table with rows.',
    why: 'SQLite accepts it on an empty table and refuses it as soon as the table has a row, which would have to be written for it. It passes every test that migrates a fresh database, and fails in production.',
    sources: ['https://sqlite.org/lang_altertable.html#alter_table_add_column'],
    bad: [
      project('ALTER TABLE account ADD COLUMN created_at TEXT DEFAULT CURRENT_TIMESTAMP;\n'),
      project(
        "ALTER TABLE account ADD COLUMN created_at INTEGER NOT NULL DEFAULT (strftime('%s', 'now'));\n",
      ),
    ],
    good: [
      project(
        'ALTER TABLE account ADD COLUMN created_at TEXT;\nUPDATE account SET created_at = CURRENT_TIMESTAMP;\n',
      ),
      // In parentheses, and constant all the same.
      project('ALTER TABLE account ADD COLUMN quota INTEGER DEFAULT (-1);\n'),
      // The migration has made the table itself: it has no rows.
      project(
        'CREATE TABLE invoice (id INTEGER PRIMARY KEY);\nALTER TABLE invoice ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP;\n',
      ),
      // The rows go first.
      project('DELETE FROM account;\nALTER TABLE account ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP;\n'),
    ],
  },
  proofs: [
    {
      claim: 'On an empty table it passes.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY)',
        'ALTER TABLE t ADD COLUMN a TEXT DEFAULT CURRENT_TIMESTAMP',
        "SELECT count(*) FROM pragma_table_info('t')",
      ],
      expect: [[2]],
    },
    {
      claim: 'On a table with a row it fails.',
      sql: [
        'CREATE TABLE t (id INTEGER PRIMARY KEY)',
        'INSERT INTO t VALUES (1)',
        'ALTER TABLE t ADD COLUMN a TEXT DEFAULT CURRENT_TIMESTAMP',
      ],
      error: 'Cannot add a column with non-constant default',
    },
  ],
  *checkDatabase(database) {
    for (const event of refusalsOf(database, 'non-constant-default')) {
      yield {
        ...eventPlace(event),
        message: `Adding ${columnName(event)} fails once the table has a row: its default is not constant.`,
        help: 'Add it without a default and fill it with UPDATE; or rebuild the table, where new rows need the default.',
      };
    }
  },
});
