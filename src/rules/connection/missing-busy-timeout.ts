import { isAlone } from '../../project/connections/alone.ts';
import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { replicationOf } from '../../project/litestream/replicated.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { goProgram, nodeProgram } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

const triesAgain = remember(
  ({ kind, text }: SourceFile): boolean =>
    (kind === 'script' || kind === 'text') &&
    /SQLITE_BUSY|busy_?handler|retr(?:y|ies)_?(?:sqlite|busy|locked)/i.test(text),
);

export default defineRule({
  id: 'connection/missing-busy-timeout',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections whose effective `busy_timeout` is 0: neither the driver, its options nor a pragma sets one.',
    why: 'SQLite has one writer at a time. Without a timeout the second one gets SQLITE_BUSY (“database is locked”) at once, in place of the few milliseconds of waiting that nearly every collision would take.',
    sources: ['https://sqlite.org/pragma.html#pragma_busy_timeout', 'https://nodejs.org/api/sqlite.html'],
    bad: [
      nodeProgram("const db = new DatabaseSync('app.db');\ndb.exec('PRAGMA journal_mode = WAL');\n"),
      // A pool of one, but Litestream beside it.
      {
        ...goProgram(
          'modernc',
          '1.54.0',
          'db, err := sql.Open("sqlite", "/data/app.db?_pragma=journal_mode(WAL)")\nif err != nil {\n\treturn nil, err\n}\ndb.SetMaxOpenConns(1)\nreturn db, nil',
        ),
        'litestream.yml': 'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n',
      },
    ],
    good: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
      nodeProgram(
        "const db = new DatabaseSync('app.db');\ndb.exec(`PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000;`);\n",
      ),
      // The program waits by itself.
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 0 });\ndb.exec('PRAGMA journal_mode = WAL');\nexport const isLocked = ({ errcode }) => errcode === SQLITE_BUSY;\n",
      ),
      // Options that are built at run time may hold a timeout.
      nodeProgram("const db = new DatabaseSync('app.db', options);\ndb.exec('PRAGMA journal_mode = WAL');\n"),
      nodeProgram("const db = new DatabaseSync(':memory:');\n"),
      // A pool of one is its own only writer.
      goProgram(
        'modernc',
        '1.54.0',
        'db, err := sql.Open("sqlite", "app.db?_pragma=journal_mode(WAL)")\nif err != nil {\n\treturn nil, err\n}\ndb.SetMaxOpenConns(1)\nreturn db, nil',
      ),
      {
        'db.js':
          "import { DatabaseSync } from 'node:sqlite';\nimport { configure } from './configure.js';\nexport const db = configure(new DatabaseSync('app.db'));\n",
        'configure.js':
          "export function configure(db) {\n  db.exec('PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL');\n  return db;\n}\n",
      },
    ],
  },
  proofs: [
    { claim: 'The default is 0.', sql: ['PRAGMA busy_timeout'], expect: [[0]] },
    {
      claim: 'Without a timeout the second writer fails at once.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN IMMEDIATE' },
        { on: 'b', sql: 'INSERT INTO t VALUES (1)', error: 'database is locked', withinMs: 100 },
      ],
    },
    {
      claim: 'With one it waits, and goes on when the first has committed.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN IMMEDIATE' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000' },
        { on: 'b', sql: 'INSERT INTO t VALUES (1)', waits: true, withinMs: 4000 },
        { on: 'a', sql: 'COMMIT' },
      ],
    },
  ],
  *checkConnection(connection, project) {
    if (!isWritableFile(connection) || effective(connection, 'busy_timeout') !== '0') return;
    const replication = replicationOf(connection, project);
    // Litestream is another writer, beside the only connection too.
    if (!replication && isAlone(connection, project)) return;
    // Who sets 0 may try again by other means.
    if (connection.pragmas.busy_timeout.by === 'program' && project.sources.some(triesAgain)) return;
    yield {
      range: connection.site.range,
      message: `busy_timeout is 0 here (${sourceOf(connection, 'busy_timeout')}). ${
        replication
          ? `Whenever Litestream locks the database (${replication.file.path}), a write fails with “database is locked” at once instead of waiting.`
          : 'A second writer gets “database is locked” at once instead of waiting.'
      }`,
      help: `Set a busy timeout of 5000 ms before anything else is run. ${connection.driver.advice}.`,
      fixes: pragmaFix(connection, 'busy_timeout'),
    };
  },
});
