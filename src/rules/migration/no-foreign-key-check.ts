import type { LogicalDatabase } from '../../project/databases.ts';
import { upStatements } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { foreignKeysWithin, isWrapped } from '../../rehearsal/foreign-keys.ts';
import { readPragma } from '../../sql/pragma.ts';
import type { Statement } from '../../sql/statement.ts';
import { rebuildPlace, rebuildsOf } from '../rebuilds.ts';
import { defineRule } from '../rule.ts';
import { sameName } from '../schema-places.ts';

const init =
  'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n';
const rebuild =
  'CREATE TABLE author_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nINSERT INTO author_new SELECT id, name FROM author WHERE name IS NOT NULL;\nDROP TABLE author;\nALTER TABLE author_new RENAME TO author;\n';
const project = (check: string): Record<string, string> => ({
  'migrations/001_init.sqlite.sql': init,
  'migrations/002_rebuild.sqlite.sql': `PRAGMA foreign_keys = OFF;\nBEGIN;\n${rebuild}${check}COMMIT;\nPRAGMA foreign_keys = ON;\n`,
});

export default defineRule({
  id: 'migration/no-foreign-key-check',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds a migration that rebuilds a table with foreign keys switched off, and does not ask afterwards whether all of them still hold.',
    why: 'Switching foreign keys on again checks nothing: rows that refer to nothing stay, and show up when something reads them. `PRAGMA foreign_key_check` is the tenth of the twelve steps that SQLite gives for a rebuild.',
    sources: [
      'https://sqlite.org/lang_altertable.html#otheralter',
      'https://sqlite.org/pragma.html#pragma_foreign_key_check',
    ],
    bad: [project('')],
    good: [
      project('PRAGMA foreign_key_check;\n'),
      // D1 runs it in a transaction, in which the pragma switches nothing off.
      {
        'wrangler.toml':
          'name = "app"\n[[d1_databases]]\nbinding = "DB"\ndatabase_name = "app"\ndatabase_id = "1"\n',
        'migrations/0001_init.sql': init,
        'migrations/0002_rebuild.sql': `PRAGMA defer_foreign_keys = ON;\nPRAGMA foreign_keys = OFF;\n${rebuild}PRAGMA foreign_keys = ON;\n`,
      },
      // The runner checks.
      {
        ...project(''),
        'migrate.py': 'def check(db):\n    return db.execute("PRAGMA foreign_key_check").fetchall()\n',
      },
      // Nothing refers to the table, and it refers to nothing.
      {
        'migrations/001_init.sqlite.sql': 'CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);\n',
        'migrations/002_rebuild.sqlite.sql':
          "PRAGMA foreign_keys = OFF;\nCREATE TABLE note_new (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\nINSERT INTO note_new SELECT id, coalesce(body, '') FROM note;\nDROP TABLE note;\nALTER TABLE note_new RENAME TO note;\nPRAGMA foreign_keys = ON;\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'Switching foreign keys on does not check what is there.',
      sql: [
        'PRAGMA foreign_keys = OFF',
        init,
        'INSERT INTO book (author_id) VALUES (7)',
        'PRAGMA foreign_keys = ON',
        'SELECT count(*) FROM book',
      ],
      expect: [[1]],
    },
    {
      claim: 'The check tells them.',
      sql: [
        'PRAGMA foreign_keys = OFF',
        init,
        'INSERT INTO book (author_id) VALUES (7)',
        'SELECT "table", parent FROM pragma_foreign_key_check',
      ],
      expect: [['book', 'author']],
    },
  ],
  *checkDatabase(database, project) {
    // What runs the migrations may check behind each of them.
    if (project.sources.some(checks)) return;
    const seen = new Set<string>();
    for (const rebuild of rebuildsOf(database, project)) {
      const { source, table, drop, rename, before, after } = rebuild;
      const { statements } = source.document;
      const concerns =
        after.table.foreignKeys.length > 0 ||
        before.table.foreignKeys.length > 0 ||
        [...(database.timeline?.tables.values() ?? [])].some((other) =>
          other.table.foreignKeys.some(({ parent }) => sameName(parent, table)),
        );
      if (!concerns || seen.has(source.path) || !isOff(source, drop, database, project)) continue;
      if (statements.some((one) => nameOfPragma(one) === 'foreign_key_check')) continue;
      seen.add(source.path);
      yield {
        ...rebuildPlace(rebuild),
        message: `${table} is rebuilt with foreign keys off, and nothing checks them afterwards. Switching them on again checks no row.`,
        help: 'Run PRAGMA foreign_key_check behind the rebuild, and give up the migration if it returns a row.',
        fixes: [
          {
            title: 'Add PRAGMA foreign_key_check',
            safe: false,
            edits: [
              {
                range: { start: rename.end, end: rename.end },
                text: `${rename.text.endsWith(';') ? '' : ';'}\nPRAGMA foreign_key_check${rename.text.endsWith(';') ? ';' : ''}`,
              },
            ],
          },
        ],
      };
    }
  },
});

/** True for a file that is no migration and names the check. */
const checks = remember(
  ({ kind, text }: SourceFile): boolean => kind !== 'sql' && /foreign_key_check/i.test(text),
);

function nameOfPragma({ tree }: Statement): string | undefined {
  return tree && readPragma(tree)?.name;
}

/** True where the file has switched foreign keys off in front of a statement. In a transaction it can't. */
function isOff(source: SourceFile, target: Statement, database: LogicalDatabase, project: Project): boolean {
  const wrapped = isWrapped(source, target, database, project) ?? false;
  return foreignKeysWithin(upStatements(source), target, wrapped) === false;
}
