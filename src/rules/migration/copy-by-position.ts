import { copiedValues, rebuildsOf, valuesOf } from '../rebuilds.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const init = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT, email TEXT);\n';
const project = (create: string, copy: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': `${create}\n${copy}\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n`,
});
const swapped = 'CREATE TABLE account_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT);';
const same = 'CREATE TABLE account_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT);';

export default defineRule({
  id: 'migration/copy-by-position',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds the copy of a rebuilt table (`INSERT INTO new SELECT * FROM old`) whose columns do not stand where the new table has them.',
    why: 'Without a list of columns SQLite goes by position: what was the name becomes the email, without an error. Where the numbers differ, the statement fails.',
    sources: ['https://sqlite.org/lang_insert.html', 'https://sqlite.org/lang_altertable.html#otheralter'],
    bad: [
      project(swapped, 'INSERT INTO account_new SELECT * FROM account;'),
      project(
        'CREATE TABLE account_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);',
        'INSERT INTO account_new SELECT * FROM account;',
      ),
    ],
    good: [
      project(same, 'INSERT INTO account_new SELECT * FROM account;'),
      project(swapped, 'INSERT INTO account_new (id, name, email) SELECT id, name, email FROM account;'),
      // Another name for the same column.
      project(
        'CREATE TABLE account_new (id INTEGER PRIMARY KEY, name TEXT, mail TEXT NOT NULL);',
        'INSERT INTO account_new SELECT * FROM account;',
      ),
    ],
  },
  proofs: [
    {
      claim: 'Values go by position, whatever the columns are called.',
      sql: [
        init,
        "INSERT INTO account VALUES (1, 'Ann', 'ann@example.org')",
        'CREATE TABLE account_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, name TEXT)',
        'INSERT INTO account_new SELECT * FROM account',
        'SELECT name FROM account_new',
      ],
      expect: [['ann@example.org']],
    },
  ],
  *checkDatabase(database, project) {
    for (const rebuild of rebuildsOf(database, project)) {
      const { table, before, after, source } = rebuild;
      for (const copy of rebuild.copies) {
        const values = copiedValues(copy, rebuild);
        const place = { file: source.path, range: copy.statement.rangeOf(copy.insert.tblName) };
        const help = 'Name the columns on both sides: INSERT INTO new (a, b) SELECT a, b FROM old.';
        if (!values) {
          const given = valuesOf(copy.select, before).length;
          const wanted =
            copy.columns?.length ?? after.table.columns.filter(({ generated }) => !generated).length;
          yield {
            ...place,
            message: `The copy of ${table} gives ${given} values for ${wanted} columns. SQLite refuses the statement.`,
            help,
          };
          continue;
        }
        const wrong = values.find(
          ({ column, from, byStar }) =>
            from !== undefined &&
            (byStar || !copy.columns) &&
            !sameName(column, from) &&
            after.table.columns.some(({ name }) => sameName(name, from)) &&
            before.table.columns.some(({ name }) => sameName(name, column)),
        );
        if (!wrong) continue;
        yield {
          ...place,
          message: `The copy of ${table} puts ${wrong.from} into ${wrong.column}. Values go by position, and the new table has its columns in another order.`,
          help,
        };
      }
    }
  },
});
