import { readPragma } from '../../sql/pragma.ts';
import { TransactionState } from '../../sql/transactions.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'pragma/foreign-keys-in-transaction',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds `PRAGMA foreign_keys` where a transaction is open: behind BEGIN or SAVEPOINT, or in a migration that its tool wraps in a transaction.',
    why: 'Within a transaction the pragma does nothing, without an error. A migration that means to rebuild a table with foreign keys off runs with them on: dropping the old table then deletes or clears the rows that refer to it.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_foreign_keys',
      'https://sqlite.org/lang_altertable.html#otheralter',
    ],
    bad: [
      'BEGIN;\nPRAGMA foreign_keys = OFF;\nCOMMIT;',
      {
        'migrations/0001_rebuild.sql':
          '-- +goose Up\nPRAGMA foreign_keys = OFF;\n\n-- +goose Down\nSELECT 1;\n',
      },
    ],
    good: [
      'PRAGMA foreign_keys = OFF;\nBEGIN;\nCOMMIT;\nPRAGMA foreign_keys = ON;',
      {
        'migrations/0001_rebuild.sql': '-- +goose NO TRANSACTION\n-- +goose Up\nPRAGMA foreign_keys = OFF;\n',
      },
      'BEGIN;\nPRAGMA foreign_keys;\nPRAGMA defer_foreign_keys = ON;\nCOMMIT;',
    ],
  },
  proofs: [
    {
      claim: 'Within a transaction the pragma changes nothing.',
      sql: ['PRAGMA foreign_keys = ON', 'BEGIN', 'PRAGMA foreign_keys = OFF', 'PRAGMA foreign_keys'],
      expect: [[1]],
    },
    {
      claim: 'Nor does it within a savepoint.',
      sql: ['PRAGMA foreign_keys = ON', 'SAVEPOINT a', 'PRAGMA foreign_keys = OFF', 'PRAGMA foreign_keys'],
      expect: [[1]],
    },
  ],
  *checkFile({ source }) {
    const state = new TransactionState();
    for (const statement of source.document.statements) {
      state.enter(statement);
      const { tree } = statement;
      const wrapped = statement.section?.inTransaction ? statement.section.tool : undefined;
      const pragma = tree && readPragma(tree);
      if (pragma?.name === 'foreign_keys' && pragma.value !== undefined && (state.isOpen || wrapped)) {
        yield {
          range: statement.range,
          message: `PRAGMA foreign_keys does nothing within a transaction${wrapped && !state.isOpen ? `, and ${wrapped} opens one` : ''}.`,
          help: wrapped
            ? (noTransaction[wrapped] ?? 'Run this migration without the surrounding transaction.')
            : 'Move it before the BEGIN, and switch the foreign keys on again behind the COMMIT.',
        };
      }
      state.follow(statement);
    }
  },
});

const noTransaction: Record<string, string> = {
  goose:
    'Put `-- +goose NO TRANSACTION` at the top of the file, and BEGIN and COMMIT around the rebuild itself.',
  dbmate: 'Write `-- migrate:up transaction:false`, and BEGIN and COMMIT around the rebuild itself.',
  'sql-migrate': 'Write `-- +migrate Up notransaction`, and BEGIN and COMMIT around the rebuild itself.',
};
