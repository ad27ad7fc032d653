import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { goProgram, nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const script = (pragmas: string): Record<string, string> =>
  nodeProgram(`const db = new DatabaseSync('app.db', { timeout: 5000 });\n${pragmas}`);

export default defineRule({
  id: 'connection/synchronous-normal-without-wal',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds connections with `synchronous = NORMAL` in a journal mode that is not WAL.',
    why: 'NORMAL is safe in WAL mode only. In the rollback modes SQLite then syncs less often than its journal needs, and a power loss at the wrong moment can corrupt the database.',
    sources: ['https://sqlite.org/pragma.html#pragma_synchronous'],
    bad: [
      script("db.exec('PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = NORMAL');\n"),
      // The driver sets NORMAL by itself.
      goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", "app.db?_journal_mode=TRUNCATE")'),
    ],
    good: [
      script("db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');\n"),
      script("db.exec('PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL');\n"),
      // In memory there is nothing to lose.
      {
        'db.js':
          "import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync(':memory:');\ndb.exec('PRAGMA synchronous = NORMAL');\n",
      },
    ],
  },
  *checkConnection(connection) {
    if (!isWritableFile(connection) || effective(connection, 'synchronous') !== 'normal') return;
    const mode = effective(connection, 'journal_mode');
    if (mode !== 'delete' && mode !== 'truncate' && mode !== 'persist') return;
    const normal =
      connection.pragmas.synchronous.by === 'driver'
        ? `${connection.driver.name} sets synchronous to NORMAL`
        : 'synchronous is NORMAL';
    yield {
      range: connection.site.range,
      message: `${normal}, and the journal mode is ${mode.toUpperCase()}, not WAL. A power loss can corrupt the database (synchronous: ${sourceOf(connection, 'synchronous')}; journal mode: ${sourceOf(connection, 'journal_mode')}).`,
      help: `Switch the database to WAL, or set synchronous = FULL. ${connection.driver.advice}.`,
    };
  },
});
