import type { Statement } from '../../sql/statement.ts';
import { TransactionState } from '../../sql/transactions.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'transaction/unclosed',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds scripts that BEGIN a transaction and end without COMMIT or ROLLBACK.',
    why: 'When the connection closes, SQLite rolls an open transaction back: the script runs without an error, and nothing of it is there afterwards.',
    sources: ['https://sqlite.org/lang_transaction.html'],
    bad: ['BEGIN;\nINSERT INTO t VALUES (1);\n'],
    good: [
      'BEGIN;\nINSERT INTO t VALUES (1);\nCOMMIT;\n',
      'BEGIN;\nINSERT INTO t VALUES (1);\nEND;\n',
      // The tool that runs the file has begun a transaction, and ends one.
      'COMMIT;\nPRAGMA foreign_keys = OFF;\nBEGIN;\nUPDATE t SET a = 1;\n',
      // The part in which the transaction ends is read from another file.
      'BEGIN;\nINSERT INTO t VALUES (1);\n.read rest.sql\n',
    ],
  },
  proofs: [
    {
      claim: 'What was not committed is gone when the connection closes.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (n INTEGER); BEGIN; INSERT INTO t VALUES (1)' },
        { on: 'b', sql: 'SELECT count(*) FROM t', expect: [[0]] },
      ],
    },
  ],
  *checkFile({ source }) {
    const { statements } = source.document;
    // What a tool or a template puts in, and what the parser lost, may end the transaction.
    if (
      source.templated ||
      /^\s*[.\\]\w|\{\{|<%|\$\{/m.test(source.text) ||
      statements.some(({ tree }) => !tree)
    )
      return;
    // A COMMIT in front of all ends the transaction of the tool that runs the file; the last BEGIN is for that tool.
    const first = statements.find(({ tree }) => tree?.type === 'BeginStmt' || tree?.type === 'CommitStmt');
    if (first?.tree?.type === 'CommitStmt') return;
    const state = new TransactionState();
    let begin: Statement | undefined;
    for (const statement of statements) {
      const before = statement.section?.direction !== begin?.section?.direction ? begin : undefined;
      if (before && state.isOpen) yield problem(before);
      if (before) begin = undefined;
      state.enter(statement);
      if (statement.tree?.type === 'BeginStmt') begin ??= statement;
      state.follow(statement);
      if (!state.isOpen) begin = undefined;
    }
    if (begin) yield problem(begin);
  },
});

function problem({ range }: Statement) {
  return {
    range,
    message:
      'Nothing ends the transaction that begins here. When the connection closes, all of it is rolled back.',
    help: 'Write COMMIT behind the last statement.',
  };
}
