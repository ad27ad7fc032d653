import { lineOf } from '../../project/lines.ts';
import { TransactionState } from '../../sql/transactions.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'transaction/nested-begin',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds BEGIN where a transaction is open: behind another BEGIN, or in a migration that its tool wraps in a transaction.',
    why: 'SQLite has no transactions within transactions: the second BEGIN fails. What is meant is a savepoint, or no BEGIN at all.',
    sources: ['https://sqlite.org/lang_transaction.html', 'https://sqlite.org/lang_savepoint.html'],
    bad: [
      'BEGIN;\nUPDATE t SET a = 1;\nBEGIN;\nUPDATE t SET b = 1;\nCOMMIT;\nCOMMIT;\n',
      {
        'migrations/0001_fill.sqlite.sql':
          '-- +goose Up\nBEGIN;\nUPDATE t SET a = 1;\nCOMMIT;\n\n-- +goose Down\nSELECT 1;\n',
      },
    ],
    good: [
      'BEGIN;\nUPDATE t SET a = 1;\nSAVEPOINT b;\nUPDATE t SET b = 1;\nRELEASE b;\nCOMMIT;\n',
      'BEGIN;\nUPDATE t SET a = 1;\nCOMMIT;\nBEGIN;\nUPDATE t SET b = 1;\nCOMMIT;\n',
      {
        'migrations/0001_fill.sqlite.sql':
          '-- +goose NO TRANSACTION\n-- +goose Up\nBEGIN;\nUPDATE t SET a = 1;\nCOMMIT;\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'A second BEGIN fails.',
      sql: ['BEGIN', 'BEGIN'],
      error: 'cannot start a transaction within a transaction',
    },
  ],
  *checkFile({ source }) {
    const state = new TransactionState();
    for (const statement of source.document.statements) {
      state.enter(statement);
      const { tree, section } = statement;
      const wrapped = section?.inTransaction ? section.tool : undefined;
      if (tree?.type === 'BeginStmt' && (state.isOpen || wrapped)) {
        yield {
          range: statement.range,
          message: state.isOpen
            ? 'BEGIN fails here: a transaction is open already. SQLite has none within another.'
            : `BEGIN fails here: ${wrapped} has opened a transaction around this section.`,
          help: wrapped
            ? 'Leave BEGIN and COMMIT out, or tell the tool to open no transaction for this file.'
            : 'Use SAVEPOINT and RELEASE for the inner part, or commit before.',
        };
      }
      state.follow(statement);
    }
  },
  *checkProgram({ source, facts }) {
    for (const { range, outer, what } of facts.nested) {
      if (what !== 'BEGIN') continue;
      yield {
        range,
        message: `BEGIN fails here: the transaction of line ${lineOf(source, outer.start)} is still open. SQLite has none within another.`,
        help: 'Use SAVEPOINT and RELEASE for the inner part, or commit before.',
      };
    }
  },
});
