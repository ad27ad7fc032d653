import { isWritableFile } from '../../project/connections/connection.ts';
import { nodeProgram } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/pragma-order',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections that switch the database to WAL before they set their busy timeout, where nothing else switches it earlier.',
    why: 'The switch needs the database for itself. When two processes start at the same time, or one of them still reads, the switch fails at once with “database is locked”: the timeout that would have made it wait comes a line too late. It shows on the first start and after each restore, as the order does not matter once the file is in WAL mode.',
    sources: ['https://sqlite.org/wal.html#activating_and_configuring_wal_mode'],
    bad: [
      nodeProgram(
        "const db = new DatabaseSync('app.db');\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000');\n",
      ),
    ],
    good: [
      nodeProgram(
        "const db = new DatabaseSync('app.db');\ndb.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL');\n",
      ),
      // The constructor has set one by then.
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 10000');\n",
      ),
      // A migration switches it.
      {
        ...nodeProgram(
          "const db = new DatabaseSync('app.db');\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000');\n",
        ),
        'migrations/001_wal.sql': 'PRAGMA journal_mode = WAL;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Beside a reader the switch fails at once.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN; SELECT * FROM t' },
        { on: 'b', sql: 'PRAGMA journal_mode = WAL', error: 'database is locked', withinMs: 100 },
      ],
    },
    {
      claim: 'With a timeout it waits until the reader has ended.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN; SELECT * FROM t' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000' },
        { on: 'b', sql: 'PRAGMA journal_mode = WAL', expect: [['wal']], waits: true },
        { on: 'a', sql: 'COMMIT' },
      ],
    },
  ],
  *checkConnection(connection) {
    const { site, defaults, keptJournalMode } = connection;
    if (!isWritableFile(connection) || site.opaque !== undefined || keptJournalMode) return;
    const before = site.settings.findIndex(
      ({ pragma, value }) => pragma === 'journal_mode' && value?.toLowerCase() === 'wal',
    );
    const wal = site.settings[before];
    const later = site.settings.slice(before + 1).find(({ pragma }) => pragma === 'busy_timeout');
    if (!wal || !later || !(Number(later.value) > 0)) return;
    if (site.settings.slice(0, before).some(({ pragma }) => pragma === 'busy_timeout')) return;
    if (!defaults.busy_timeout.known || defaults.busy_timeout.value !== '0') return;
    yield {
      range: wal.range,
      message: `${wal.written} comes before ${later.written}. Where another process has the database open, the switch to WAL fails at once instead of waiting.`,
      help: 'Set the busy timeout first.',
      fixes: pragmaFix(connection, 'busy_timeout'),
    };
  },
});
