import { d1Modules, d1Pragmas } from '../../facts/d1/sql.ts';
import { d1MigrationOf } from '../../project/d1/use.ts';
import { readPragma } from '../../sql/pragma.ts';
import type { Statement } from '../../sql/statement.ts';
import { d1Migration } from '../d1-examples.ts';
import { defineRule } from '../rule.ts';

const table = 'CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\n';

export default defineRule({
  id: 'd1/unsupported-statement',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds statements in migrations for D1 that D1 refuses: most pragmas, VACUUM, ATTACH, temporary tables, R*Trees, tables whose name starts with `_cf_`.',
    why: 'The migration fails with “not authorized”. Pragmas about the file and the journal have no meaning there: Cloudflare keeps the file.',
    sources: ['https://developers.cloudflare.com/d1/sql-api/sql-statements/#compatible-pragma-statements'],
    bad: [
      d1Migration(`PRAGMA journal_mode = WAL;\n${table}`),
      d1Migration(`${table}PRAGMA user_version = 1;\n`),
      d1Migration(`${table}VACUUM;\n`),
      d1Migration(`CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;\n${table}`),
    ],
    good: [
      d1Migration(`PRAGMA defer_foreign_keys = ON;\n${table}PRAGMA optimize;\n`),
      d1Migration(`${table}CREATE VIRTUAL TABLE visit_text USING fts5 (body);\n`),
      // Another program’s database.
      {
        'wrangler.toml': 'name = "app"\n',
        'migrations/0001_init.sqlite.sql': `PRAGMA user_version = 1;\n${table}`,
      },
    ],
  },
  *checkFile(file, project) {
    if (!d1MigrationOf(file, project)) return;
    for (const statement of file.source.document.statements) {
      const what = refused(statement);
      if (what === undefined) continue;
      yield {
        range: statement.range,
        message: `D1 refuses ${what}, and the migration fails.`,
        help: 'Leave it out: what it is about is Cloudflare’s to settle, or D1 does not have it.',
      };
    }
  },
});

/** What D1 refuses of a statement; undefined for one that it runs. */
function refused({ tree }: Statement): string | undefined {
  switch (tree?.type) {
    case 'PragmaStmt': {
      const name = readPragma(tree)?.name ?? '';
      return d1Pragmas.has(name) ? undefined : `PRAGMA ${name}`;
    }
    case 'VacuumStmt':
      return 'VACUUM';
    case 'AttachStmt':
      return 'ATTACH';
    case 'DetachStmt':
      return 'DETACH';
    case 'CreateVirtualTableStmt': {
      const module = tree.moduleName.text;
      return d1Modules.has(module.toLowerCase()) ? undefined : `virtual tables of ${module}`;
    }
    case 'CreateTableStmt':
    case 'CreateViewStmt':
    case 'CreateTriggerStmt': {
      const what = { CreateTableStmt: 'tables', CreateViewStmt: 'views', CreateTriggerStmt: 'triggers' };
      if (tree.temporary) return `temporary ${what[tree.type]}`;
      if (tree.type === 'CreateTableStmt' && /^_cf_/i.test(tree.tblName.objName.text))
        return `the name ${tree.tblName.objName.text}`;
      return undefined;
    }
    default:
      return undefined;
  }
}
