import { lineOf } from '../../project/lines.ts';
import { defineRule } from '../rule.ts';

const program = (body: string): Record<string, string> => ({
  'db.js': `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\nexport async function order(id) {\n${body}}\n`,
});

const verbs = {
  network: 'waits for the network',
  sleep: 'sleeps',
  process: 'waits for another program',
} as const;

export default defineRule({
  id: 'transaction/await-inside',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds transactions that wait for the network, for another program or for a while after they have taken the write lock.',
    why: 'SQLite has one writer at a time. As long as the transaction waits, nobody else can write: a slow answer of another server becomes “database is locked” in every request. With one connection for the whole process it is worse: what other requests run meanwhile lands in this very transaction.',
    sources: ['https://sqlite.org/lang_transaction.html', 'https://sqlite.org/isolation.html'],
    bad: [
      program(
        "  db.exec('BEGIN IMMEDIATE');\n  await fetch(`https://pay.example/${id}`);\n  db.prepare('UPDATE orders SET paid = 1 WHERE id = ?').run(id);\n  db.exec('COMMIT');\n",
      ),
    ],
    good: [
      program(
        "  await fetch(`https://pay.example/${id}`);\n  db.exec('BEGIN IMMEDIATE');\n  db.prepare('UPDATE orders SET paid = 1 WHERE id = ?').run(id);\n  db.exec('COMMIT');\n",
      ),
      // No lock is held before the first write.
      program(
        "  db.exec('BEGIN');\n  await fetch(`https://pay.example/${id}`);\n  db.prepare('UPDATE orders SET paid = 1 WHERE id = ?').run(id);\n  db.exec('COMMIT');\n",
      ),
      program(
        "  db.exec('BEGIN IMMEDIATE');\n  db.prepare('UPDATE orders SET paid = 1 WHERE id = ?').run(id);\n  db.exec('COMMIT');\n  await fetch(`https://pay.example/${id}`);\n",
      ),
    ],
  },
  proofs: [
    {
      claim: 'As long as a transaction that has written is open, another connection waits to write.',
      connections: [
        {
          on: 'a',
          sql: 'PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t VALUES (1)',
        },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000' },
        { on: 'b', sql: 'INSERT INTO t VALUES (2)', waits: true },
        { on: 'a', sql: 'COMMIT' },
      ],
    },
  ],
  *checkProgram({ source, transactions }) {
    for (const { site } of transactions) {
      const [first] = site.outside;
      if (!first) continue;
      yield {
        range: first.range,
        message: `${first.written}() ${verbs[first.kind]} while the transaction holds the write lock. It begins in line ${lineOf(source, site.range.start)}, and nobody else can write until it ends.`,
        help: 'Do it before the transaction begins or after it has ended, and keep only the statements inside.',
      };
    }
  },
});
