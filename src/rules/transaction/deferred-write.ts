import { lineOf } from '../../project/lines.ts';
import type { ProgramTransaction } from '../../project/program-code.ts';
import { defineRule } from '../rule.ts';
import { upgradesOf } from '../script-transactions.ts';

const worker =
  "import { DatabaseSync } from 'node:sqlite';\nexport const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n";
const two = (body: string): Record<string, string> => ({
  'server.js': `${worker}export function take() {\n${body}}\n`,
  'worker.js': worker,
});

export default defineRule({
  id: 'transaction/deferred-write',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds transactions that begin deferred, read first and write later, on a database to which other connections write as well.',
    why: 'A deferred transaction that has read is on a snapshot. When it wants to write and another connection has written meanwhile, SQLite refuses at once with SQLITE_BUSY (SQLITE_BUSY_SNAPSHOT in WAL mode): waiting could not help, so the busy timeout is not used. Begun IMMEDIATE, the transaction takes the write lock at its start, and waits for it as long as the timeout says.',
    sources: [
      'https://sqlite.org/lang_transaction.html#deferred_immediate_and_exclusive_transactions',
      'https://sqlite.org/rescode.html#busy_snapshot',
    ],
    bad: [
      two(
        "  db.exec('BEGIN');\n  const job = db.prepare('SELECT id FROM job WHERE done = 0').get();\n  db.prepare('UPDATE job SET done = 1 WHERE id = ?').run(job.id);\n  db.exec('COMMIT');\n",
      ),
      'BEGIN;\nSELECT id FROM job WHERE done = 0;\nUPDATE job SET done = 1 WHERE id = 7;\nCOMMIT;\n',
    ],
    good: [
      two(
        "  db.exec('BEGIN IMMEDIATE');\n  const job = db.prepare('SELECT id FROM job WHERE done = 0').get();\n  db.prepare('UPDATE job SET done = 1 WHERE id = ?').run(job.id);\n  db.exec('COMMIT');\n",
      ),
      // The first statement takes the lock, and waits for it.
      two(
        "  db.exec('BEGIN');\n  db.prepare('UPDATE job SET tries = tries + 1').run();\n  const job = db.prepare('SELECT id FROM job').get();\n  db.prepare('DELETE FROM job WHERE id = ?').run(job.id);\n  db.exec('COMMIT');\n",
      ),
      // One connection alone is never refused.
      {
        'server.js': `${worker}export function take() {\n  db.exec('BEGIN');\n  const job = db.prepare('SELECT id FROM job').get();\n  db.prepare('DELETE FROM job WHERE id = ?').run(job.id);\n  db.exec('COMMIT');\n}\n`,
      },
      'BEGIN;\nSELECT id FROM job;\nCOMMIT;\nUPDATE job SET done = 1;\n',
    ],
  },
  proofs: [
    {
      claim:
        'In WAL mode a transaction that has read is refused at once when another connection has written since, whatever the timeout.',
      connections: [
        { on: 'a', sql: 'PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER)' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000' },
        { on: 'a', sql: 'BEGIN; SELECT count(*) FROM t' },
        { on: 'b', sql: 'INSERT INTO t VALUES (1)' },
        { on: 'a', sql: 'INSERT INTO t VALUES (2)', error: 'database is locked', withinMs: 1000 },
      ],
    },
    {
      claim: 'In rollback mode, of two that have read and want to write, one is refused at once.',
      connections: [
        { on: 'a', sql: 'PRAGMA busy_timeout = 5000; CREATE TABLE t (n INTEGER)' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000' },
        { on: 'a', sql: 'BEGIN; SELECT count(*) FROM t' },
        { on: 'b', sql: 'BEGIN; SELECT count(*) FROM t' },
        { on: 'a', sql: 'INSERT INTO t VALUES (1)' },
        { on: 'b', sql: 'INSERT INTO t VALUES (2)', error: 'database is locked', withinMs: 1000 },
      ],
    },
    {
      claim:
        'A deferred transaction whose first statement writes waits for the lock as long as the timeout says.',
      connections: [
        { on: 'a', sql: 'PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); BEGIN IMMEDIATE' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000; BEGIN' },
        { on: 'b', sql: 'INSERT INTO t VALUES (1)', waits: true },
        { on: 'a', sql: 'COMMIT' },
      ],
    },
    {
      claim: 'BEGIN IMMEDIATE waits for the lock.',
      connections: [
        { on: 'a', sql: 'PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); BEGIN IMMEDIATE' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE', waits: true },
        { on: 'a', sql: 'INSERT INTO t VALUES (1); COMMIT' },
        { on: 'c', sql: 'SELECT n FROM t', expect: [[1]] },
      ],
    },
  ],
  *checkFile({ source, role }) {
    if (role === 'schema') return;
    for (const { begin, read, write } of upgradesOf(source.document.statements)) {
      yield {
        range: begin.range,
        message: `This transaction begins deferred, reads first and writes later (line ${lineOf(source, write.start)}). Where another connection has written since it read (line ${lineOf(source, read.start)}), SQLite refuses the write at once with SQLITE_BUSY, whatever the busy timeout.`,
        help: 'Write BEGIN IMMEDIATE, which takes the write lock at the start and waits for it.',
        fixes: [
          {
            title: 'Begin the transaction IMMEDIATE',
            safe: false,
            edits: [
              {
                range: {
                  start: begin.start,
                  end: begin.start + (/^begin(?:\s+deferred)?/i.exec(begin.text)?.[0].length ?? 0),
                },
                text: 'BEGIN IMMEDIATE',
              },
            ],
          },
        ],
      };
    }
  },
  *checkProgram({ source, transactions }) {
    for (const transaction of transactions) {
      const { site, begin, others } = transaction;
      const { upgrade, fix } = site;
      if (!upgrade || !begin.known || begin.value !== 'deferred' || !others.known) continue;
      yield {
        range: site.range,
        message: `This transaction begins deferred, reads first and writes later (line ${lineOf(source, upgrade.write.range.start)}). Where ${others.value} has written since it read (line ${lineOf(source, upgrade.read.range.start)}), SQLite refuses the write at once with SQLITE_BUSY, whatever the busy timeout. It begins so by ${begin.source}.`,
        help: adviceFor(transaction),
        ...(fix && {
          fixes: [{ title: 'Begin the transaction IMMEDIATE', safe: false, edits: [fix] }],
        }),
      };
    }
  },
});

const advice: Readonly<Record<string, string>> = {
  'database/sql':
    'Open the database with _txlock=immediate, so that every transaction takes the write lock at its start and waits for it.',
  gorm: 'Open the database with _txlock=immediate, so that every transaction takes the write lock at its start and waits for it.',
  rusqlite:
    'Begin it with transaction_with_behavior(TransactionBehavior::Immediate), which waits for the write lock.',
  sqlx: 'Begin it with begin_with("BEGIN IMMEDIATE"), which waits for the write lock.',
  diesel: 'Use immediate_transaction(), which waits for the write lock at the start.',
  django: 'Set "transaction_mode": "IMMEDIATE" in the OPTIONS of the database (Django 5.1 and later).',
  peewee: "Use atomic('IMMEDIATE'), which waits for the write lock at the start.",
  rails: 'Upgrade to Rails 8, or set default_transaction_mode: IMMEDIATE in config/database.yml.',
  laravel: "Set 'transaction_mode' => 'IMMEDIATE' in config/database.php (needs PHP 8.4).",
  pdo: "Begin it with exec('BEGIN IMMEDIATE') in place of beginTransaction(), and end it with exec('COMMIT').",
  jdbc: 'Set transaction_mode=IMMEDIATE in the URL or the properties of the connection.',
  sequelize: 'Begin it with type: Sequelize.Transaction.TYPES.IMMEDIATE.',
  dotnet: 'Leave out `deferred: true`: then it begins IMMEDIATE.',
};

function adviceFor({ site }: ProgramTransaction): string {
  return (
    (site.library === undefined || site.by === 'sql'
      ? undefined
      : advice[site.library.split(' ')[0] ?? '']) ??
    'Begin it IMMEDIATE, so that it takes the write lock at the start and waits for it.'
  );
}
