import { TransactionState } from '../../sql/transactions.ts';
import { defineRule } from '../rule.ts';
import { isWrite } from '../script-transactions.ts';

const program = (body: string): Record<string, string> => ({
  'db.js': `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\nexport function read() {\n${body}}\n`,
});

export default defineRule({
  id: 'transaction/immediate-read-only',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds transactions that begin IMMEDIATE or EXCLUSIVE and only read.',
    why: 'They take the one write lock without need: writers wait for them, and they wait for writers. In WAL mode a plain BEGIN reads a consistent snapshot beside any writer.',
    sources: ['https://sqlite.org/lang_transaction.html', 'https://sqlite.org/isolation.html'],
    bad: [
      program(
        "  db.exec('BEGIN IMMEDIATE');\n  const a = db.prepare('SELECT a FROM t').all();\n  db.exec('COMMIT');\n  return a;\n",
      ),
    ],
    good: [
      program(
        "  db.exec('BEGIN');\n  const a = db.prepare('SELECT a FROM t').all();\n  db.exec('COMMIT');\n  return a;\n",
      ),
      program(
        "  db.exec('BEGIN IMMEDIATE');\n  const a = db.prepare('SELECT a FROM t').all();\n  change(db, a);\n  db.exec('COMMIT');\n",
      ),
    ],
  },
  *checkFile({ source }) {
    const state = new TransactionState();
    let begin: (typeof source.document.statements)[number] | undefined;
    let reads = 0;
    for (const statement of source.document.statements) {
      state.enter(statement);
      const { tree } = statement;
      if (tree?.type === 'BeginStmt') {
        begin = /^begin\s+(?:immediate|exclusive)/i.test(statement.text) ? statement : undefined;
        reads = 0;
      } else if (tree?.type === 'CommitStmt' && begin && reads > 0) {
        yield problem(begin.range);
        begin = undefined;
      } else if (tree?.type === 'SelectStmt') reads++;
      else if (isWrite(statement) || tree?.type !== 'PragmaStmt') begin = undefined;
      state.follow(statement);
    }
  },
  *checkProgram({ transactions }) {
    for (const { site } of transactions) {
      const locks = site.begin === 'immediate' || site.begin === 'exclusive';
      if (!locks || !site.complete || site.statements.length === 0) continue;
      if (site.statements.every(({ kind }) => kind === 'read')) yield problem(site.range);
    }
  },
});

function problem(range: { readonly start: number; readonly end: number }) {
  return {
    range,
    message:
      'This transaction takes the write lock at its start, and only reads. Writers wait for it, and it waits for them.',
    help: 'Begin it with a plain BEGIN, which reads a consistent snapshot without the lock.',
  };
}
