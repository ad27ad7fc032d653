import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { isServer } from '../../project/purpose.ts';
import { nodeServer } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/missing-journal-size-limit',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections of servers to a database in WAL mode that have no `journal_size_limit`.',
    why: 'The WAL grows while a long reader or a large transaction keeps it from being reset, and is never cut back afterwards: one bad night leaves a file of gigabytes beside the database for good. With a limit the file is cut to that size at the next reset.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_journal_size_limit',
      'https://sqlite.org/wal.html#avoiding_excessively_large_wal_files',
    ],
    bad: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');\n",
      ),
    ],
    good: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864');\n",
      ),
      // Outside of WAL the journal is deleted with each commit.
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = TRUNCATE');\n",
      ),
    ],
  },
  proofs: [{ claim: 'The default is no limit.', sql: ['PRAGMA journal_size_limit'], expect: [[-1]] }],
  *checkConnection(connection, project) {
    if (!isWritableFile(connection) || effective(connection, 'journal_mode') !== 'wal') return;
    const { by } = connection.pragmas.journal_size_limit;
    if (effective(connection, 'journal_size_limit') !== '-1' || by === 'program' || !isServer(project))
      return;
    yield {
      range: connection.site.range,
      message: `The WAL of ${named(connection.database)} is never cut back: journal_size_limit is -1 (${sourceOf(connection, 'journal_size_limit')}).`,
      help: `Set journal_size_limit = 67108864 (64 MiB). ${connection.driver.advice}.`,
      fixes: pragmaFix(connection, 'journal_size_limit'),
    };
  },
});

/** A name that leaves room for the rest of the sentence. */
function named(database: string): string {
  return database.length > 30 ? 'this database' : database;
}
