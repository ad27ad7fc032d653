import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'transaction/exclusive',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds transactions that begin EXCLUSIVE.',
    why: 'In WAL mode EXCLUSIVE is the same as IMMEDIATE. In rollback mode it also keeps readers out from its start on; IMMEDIATE does so only while it commits.',
    sources: ['https://sqlite.org/lang_transaction.html#deferred_immediate_and_exclusive_transactions'],
    bad: ['BEGIN EXCLUSIVE;\nUPDATE t SET a = 1;\nCOMMIT;\n'],
    good: ['BEGIN IMMEDIATE;\nUPDATE t SET a = 1;\nCOMMIT;\n'],
  },
  proofs: [
    {
      claim: 'In WAL mode BEGIN EXCLUSIVE leaves readers alone.',
      connections: [
        {
          on: 'a',
          sql: 'PRAGMA journal_mode = WAL; CREATE TABLE t (n INTEGER); BEGIN EXCLUSIVE; INSERT INTO t VALUES (1)',
        },
        { on: 'b', sql: 'SELECT count(*) FROM t', expect: [[0]] },
      ],
    },
    {
      claim: 'In rollback mode it keeps them out.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (n INTEGER); BEGIN EXCLUSIVE' },
        { on: 'b', sql: 'SELECT count(*) FROM t', error: 'database is locked' },
      ],
    },
  ],
  *checkFile({ source }) {
    for (const { tree, text, start } of source.document.statements) {
      const mode = tree?.type === 'BeginStmt' ? /^(begin\s+)exclusive/i.exec(text) : undefined;
      if (!mode) continue;
      const range = { start: start + (mode[1]?.length ?? 0), end: start + mode[0].length };
      yield {
        ...problem,
        range,
        fixes: [{ title: 'Begin IMMEDIATE', safe: false, edits: [{ range, text: 'IMMEDIATE' }] }],
      };
    }
  },
  *checkProgram({ transactions }) {
    for (const { site } of transactions)
      if (site.begin === 'exclusive') yield { ...problem, range: site.range };
  },
});

const problem = {
  message:
    'BEGIN EXCLUSIVE is no more than IMMEDIATE in WAL mode. In rollback mode it keeps readers out for the whole transaction.',
  help: 'Begin it IMMEDIATE, unless readers are to be kept out.',
};
