import { isAlone } from '../../project/connections/alone.ts';
import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { isDesktop } from '../../project/purpose.ts';
import { nodeProgram } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

/** What a collision of short transactions on a busy machine may take, in milliseconds. */
const enoughMs = 1000;

export default defineRule({
  id: 'connection/busy-timeout-too-low',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections whose effective `busy_timeout` is below a second, without being 0.',
    why: 'A writer waits for the one before it, and for all that are ahead of it in the queue. One slow disk sync, a checkpoint or a longer transaction takes more than some hundred milliseconds, and the writer fails with “database is locked” where a little patience would have done. The wait costs nothing where there is no collision.',
    sources: ['https://sqlite.org/pragma.html#pragma_busy_timeout'],
    bad: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 100 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
      nodeProgram(
        "const db = new DatabaseSync('app.db');\ndb.exec('PRAGMA busy_timeout = 500; PRAGMA journal_mode = WAL');\n",
      ),
      {
        'config/database.yml':
          'production:\n  adapter: sqlite3\n  database: storage/production.sqlite3\n  timeout: 100\n',
        Gemfile: 'gem "rails"\ngem "sqlite3"\n',
        'Gemfile.lock': 'GEM\n  specs:\n    activerecord (8.0.2)\n    rails (8.0.2)\n    sqlite3 (2.7.0)\n',
      },
    ],
    good: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
      // The later one holds.
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 100 });\ndb.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL');\n",
      ),
      // In an application with one user nobody waits long, and its window must not freeze.
      {
        ...nodeProgram(
          "const db = new DatabaseSync('app.db', { timeout: 100 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
        ),
        'package.json': '{ "devDependencies": { "electron": "39.2.0" } }\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A writer that has waited for its timeout fails.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN IMMEDIATE' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 300' },
        { on: 'b', sql: 'INSERT INTO t VALUES (1)', error: 'database is locked', afterMs: 250 },
      ],
    },
  ],
  *checkConnection(connection, project) {
    const timeout = Number(effective(connection, 'busy_timeout') ?? 0);
    if (!(timeout > 0 && timeout < enoughMs) || !isWritableFile(connection) || isDesktop(project)) return;
    if (isAlone(connection, project)) return;
    yield {
      range: connection.site.range,
      message: `A writer gives up after ${timeout} ms here (${sourceOf(connection, 'busy_timeout')}). A slow commit, a checkpoint or a few writers ahead of it take longer, and it fails with “database is locked”.`,
      help: `Set a busy timeout of 5000 ms. ${connection.driver.advice}.`,
      fixes: connection.pragmas.busy_timeout.setting ? [] : pragmaFix(connection, 'busy_timeout'),
    };
  },
});
