import { rebuildPlace, rebuildsOf } from '../rebuilds.ts';
import { defineRule } from '../rule.ts';

const init = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT, email TEXT);\n';
const rebuild = (columns: string): string =>
  `CREATE TABLE account_new (id INTEGER PRIMARY KEY, ${columns});\nINSERT INTO account_new SELECT id, coalesce(name, ''), coalesce(email, '') FROM account;\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n`;
const first = rebuild('name TEXT NOT NULL, email TEXT');
const second = rebuild('name TEXT NOT NULL, email TEXT NOT NULL');

export default defineRule({
  id: 'migration/multiple-rebuilds',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds a migration that rebuilds one table twice.',
    why: 'Each rebuild writes every row and every index again while other writers wait. One that makes all changes takes half the time.',
    sources: ['https://sqlite.org/lang_altertable.html#otheralter'],
    bad: [{ 'migrations/001_init.sqlite.sql': init, 'migrations/002_rebuild.sqlite.sql': first + second }],
    good: [
      { 'migrations/001_init.sqlite.sql': init, 'migrations/002_rebuild.sqlite.sql': second },
      {
        'migrations/001_init.sqlite.sql': init,
        'migrations/002_rebuild.sqlite.sql': first,
        'migrations/003_rebuild.sqlite.sql': second,
      },
    ],
  },
  *checkDatabase(database, project) {
    const seen = new Set<string>();
    for (const rebuild of rebuildsOf(database, project)) {
      const { source, table, drop } = rebuild;
      const key = `${source.path} ${drop.section?.direction} ${table.toLowerCase()}`;
      if (seen.has(key)) {
        yield {
          ...rebuildPlace(rebuild),
          message: `This migration rebuilds ${table} a second time. Each time all of its rows are written again.`,
          help: 'Make all changes in one rebuild.',
        };
      }
      seen.add(key);
    }
  },
});
