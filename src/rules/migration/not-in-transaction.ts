import type { Section, Statement } from '../../sql/statement.ts';
import { TransactionState } from '../../sql/transactions.ts';
import { defineRule } from '../rule.ts';
import { isWrite } from '../script-transactions.ts';

const init = '-- +goose Up\nCREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL);\n';
const project = (second: string): Record<string, string> => ({
  'migrations/sqlite/00001_init.sql': init,
  'migrations/sqlite/00002_change.sql': second,
});
const changes = 'ALTER TABLE book ADD COLUMN title TEXT;\nCREATE INDEX book_title ON book (title);\n';

export default defineRule({
  id: 'migration/not-in-transaction',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds a migration that tells its tool to open no transaction, opens none itself, and makes several changes.',
    why: 'When the second statement fails, or the process is stopped between them, the first one stays. The tool runs the file again from the start, and now the first statement fails: somebody has to mend the database by hand. SQLite takes back changes of the schema like any others, but for VACUUM and some pragmas.',
    sources: [
      'https://sqlite.org/lang_transaction.html',
      'https://pressly.github.io/goose/documentation/annotations/',
      'https://docs.rs/sqlx/latest/sqlx/macro.migrate.html',
    ],
    bad: [project(`-- +goose NO TRANSACTION\n-- +goose Up\n${changes}`)],
    good: [
      project(`-- +goose Up\n${changes}`),
      // It opens one itself, behind what can't stand in one.
      project(
        `-- +goose NO TRANSACTION\n-- +goose Up\nPRAGMA foreign_keys = OFF;\nBEGIN;\n${changes}COMMIT;\nPRAGMA foreign_keys = ON;\n`,
      ),
      // One change is there or not.
      project('-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\nALTER TABLE book ADD COLUMN title TEXT;\n'),
      // It can be run again.
      project(
        '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE INDEX IF NOT EXISTS a ON book (isbn);\nCREATE TABLE IF NOT EXISTS author (id INTEGER PRIMARY KEY);\n',
      ),
      // What is left of it goes with the connection.
      project(
        '-- +goose NO TRANSACTION\n-- +goose Up\nCREATE TEMP TABLE kept AS SELECT id FROM book;\nALTER TABLE book ADD COLUMN title TEXT;\n',
      ),
    ],
  },
  proofs: [
    {
      claim: 'Changes of the schema are taken back.',
      sql: [
        'CREATE TABLE t (a)',
        'BEGIN',
        'ALTER TABLE t ADD COLUMN b',
        'CREATE INDEX i ON t (b)',
        'ROLLBACK',
        'SELECT count(*) FROM sqlite_schema',
      ],
      expect: [[1]],
    },
  ],
  *checkFile({ source, backwards, role, database }) {
    if (backwards || role !== 'migration') return;
    const bySqlx = database?.tool === 'sqlx' && /^\s*--\s*no-transaction\b/.test(source.text);
    const state = new TransactionState();
    let first: Statement | undefined;
    for (const statement of source.document.statements) {
      state.enter(statement);
      const { section } = statement;
      const isOpen = state.isOpen;
      state.follow(statement);
      if (isOpen || section?.direction === 'down' || !(bySqlx || opensNone(section))) continue;
      if (!isWrite(statement)) continue;
      if (first) {
        yield {
          range: statement.range,
          message: 'If this fails, what stands before it stays: the migration runs without a transaction.',
          help: 'Put BEGIN and COMMIT around the changes, and leave outside only what can’t stand in a transaction.',
        };
        return;
      }
      if (!isRepeatable(statement)) first = statement;
    }
  },
});

/** True where the tool would open a transaction, and is told not to. */
function opensNone(section: Section | undefined): boolean {
  return section?.inTransaction === false && /^(?:goose|dbmate|sql-migrate)$/.test(section.tool);
}

/** True for a statement that may be run a second time. */
function isRepeatable({ tree, text }: Statement): boolean {
  switch (tree?.type) {
    case 'CreateTableStmt':
    case 'CreateViewStmt':
    case 'CreateTriggerStmt':
      // What is temporary goes with the connection.
      return tree.ifNotExists || tree.temporary;
    case 'CreateIndexStmt':
      return tree.ifNotExists;
    case 'DropTableStmt':
    case 'DropIndexStmt':
    case 'DropViewStmt':
    case 'DropTriggerStmt':
      return tree.ifExists;
    case 'InsertStmt':
      return /^\s*(?:INSERT\s+OR\s+(?:IGNORE|REPLACE)|REPLACE)\b|\bON\s+CONFLICT\b/i.test(text);
    case 'UpdateStmt':
    case 'DeleteStmt':
      return true;
    default:
      return false;
  }
}
