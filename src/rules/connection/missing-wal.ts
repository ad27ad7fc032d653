import { isAlone } from '../../project/connections/alone.ts';
import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { isDesktop } from '../../project/purpose.ts';
import { nodeProgram } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/missing-wal',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections to a database file that nothing switches to WAL: no pragma in the project, no replication tool, not the header of the file itself.',
    why: 'In the rollback modes a writer has to wait until no reader is left, and readers wait for the writer. In WAL mode readers and the writer do not block each other, and a commit costs fewer syncs.',
    sources: ['https://sqlite.org/wal.html'],
    bad: [nodeProgram("const db = new DatabaseSync('app.db', { timeout: 5000 });\n")],
    good: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
      // WAL is kept in the file: one migration that sets it serves all connections.
      {
        ...nodeProgram("const db = new DatabaseSync('app.db', { timeout: 5000 });\n"),
        'migrations/001_wal.sql': 'PRAGMA journal_mode = WAL;\n',
      },
      // The window of an application is its only user.
      {
        ...nodeProgram("const db = new DatabaseSync('app.db', { timeout: 5000 });\n"),
        'package.json': '{ "devDependencies": { "electron": "39.2.0" } }\n',
      },
      // A path from the environment may lead anywhere.
      nodeProgram('const db = new DatabaseSync(process.env.DATABASE, { timeout: 5000 });\n'),
      nodeProgram("const db = new DatabaseSync('app.db', { readOnly: true });\n"),
      {
        'test/db.test.js':
          "import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('scratch.db');\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'In a rollback mode a reader keeps a writer from committing.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x)' },
        { on: 'b', sql: 'BEGIN; SELECT * FROM t' },
        { on: 'a', sql: 'INSERT INTO t VALUES (1)', error: 'database is locked' },
      ],
    },
    {
      claim: 'There a writer that is about to commit keeps readers out.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)' },
        { on: 'b', sql: 'SELECT * FROM t', error: 'database is locked' },
      ],
    },
    {
      claim: 'In WAL mode neither waits for the other.',
      connections: [
        { on: 'a', sql: 'PRAGMA journal_mode = WAL', expect: [['wal']] },
        { on: 'a', sql: 'CREATE TABLE t (x)' },
        { on: 'b', sql: 'BEGIN; SELECT * FROM t' },
        { on: 'a', sql: 'INSERT INTO t VALUES (1)' },
        { on: 'b', sql: 'SELECT * FROM t', expect: [] },
        { on: 'a', sql: 'BEGIN EXCLUSIVE; INSERT INTO t VALUES (2)' },
        { on: 'b', sql: 'COMMIT; SELECT * FROM t' },
      ],
    },
  ],
  *checkConnection(connection, project) {
    const { by } = connection.pragmas.journal_mode;
    // Other modes were chosen by somebody; this rule is about what nobody chose.
    if (!isWritableFile(connection) || !connection.isOwn || by === 'program') return;
    if (effective(connection, 'journal_mode') !== 'delete') return;
    // An application for one user has one connection at a time.
    if (isDesktop(project)) return;
    // So has a pool of one.
    if (isAlone(connection, project)) return;
    // A connection that keeps its lock has no readers beside it.
    if (effective(connection, 'locking_mode') === 'exclusive') return;
    yield {
      range: connection.site.range,
      message: `Nothing switches ${connection.database} to WAL. Its readers and its writer block each other (${sourceOf(connection, 'journal_mode')}).`,
      help: `Run PRAGMA journal_mode = WAL once on a local disk; the file keeps it. (Not on a network file system.) ${connection.driver.advice}.`,
      fixes: pragmaFix(connection, 'journal_mode'),
    };
  },
});
