import { skeletonOf } from '../../sql/skeleton.ts';
import { copiedValues, type Rebuild, rebuildPlace, rebuildsOf } from '../rebuilds.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const init = 'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT);\n';
const project = (name: string, copy = 'SELECT id, name FROM account'): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': `CREATE TABLE account_new (\n  id INTEGER PRIMARY KEY,\n  ${name}\n);\nINSERT INTO account_new (id, name) ${copy};\nDROP TABLE account;\nALTER TABLE account_new RENAME TO account;\n`,
});

export default defineRule({
  id: 'migration/rebuild-needless',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'none',
  docs: {
    what: 'Finds a rebuild of a table that makes it as it was and copies every row as it is.',
    why: 'All rows and indexes are written again while everybody else waits, for nothing; and what a rebuild can lose (indexes, triggers, rows of other tables) is put at risk.',
    sources: ['https://sqlite.org/lang_altertable.html#otheralter'],
    bad: [project('name TEXT')],
    good: [
      project('name TEXT NOT NULL'),
      project("name TEXT DEFAULT 'nobody'"),
      // The rows change.
      project('name TEXT', 'SELECT id, trim(name) FROM account'),
    ],
  },
  *checkDatabase(database, project) {
    for (const rebuild of rebuildsOf(database, project)) {
      if (!isTheSame(rebuild) || !rebuild.copies.every((copy) => copiesAll(copy, rebuild))) continue;
      yield {
        ...rebuildPlace(rebuild),
        message: `${rebuild.table} is rebuilt as it was. Every row is written again, and nothing has changed.`,
        help: 'Leave the rebuild out of a migration that has not run anywhere yet.',
      };
    }
  },
});

/** True where the statements that make both tables differ in the name and in blanks only. */
function isTheSame({ before, after }: Rebuild): boolean {
  return bodyOf(before.table.sql) === bodyOf(after.table.sql);
}

function bodyOf(sql: string): string {
  const body = sql.slice(sql.indexOf('('));
  // What is quoted counts as it is written; a comment does not.
  return `${skeletonOf(body)} ${(body.match(/'[^']*'|"[^"]*"|`[^`]*`/g) ?? []).join()}`
    .replace(/\s+/g, ' ')
    .replace(/ ?([(),]) ?/g, '$1')
    .toLowerCase();
}

function copiesAll(copy: Rebuild['copies'][number], rebuild: Rebuild): boolean {
  const { select } = copy.select;
  if (select.type !== 'SelectFrom' || select.whereClause || select.groupBy || copy.select.limit) return false;
  const values = copiedValues(copy, rebuild) ?? [];
  return (
    values.length === rebuild.before.table.columns.length &&
    values.every(({ column, from }) => from !== undefined && sameName(column, from))
  );
}
