import { lineOf } from '../../project/lines.ts';
import { TransactionState } from '../../sql/transactions.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'transaction/vacuum-inside',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds VACUUM where a transaction is open: behind BEGIN or SAVEPOINT, or in a migration that its tool wraps in a transaction.',
    why: 'VACUUM fails within a transaction, and the migration with it.',
    sources: ['https://sqlite.org/lang_vacuum.html'],
    bad: [
      'BEGIN;\nDELETE FROM t;\nVACUUM;\nCOMMIT;\n',
      { 'migrations/0001_shrink.sqlite.sql': '-- +goose Up\nVACUUM;\n\n-- +goose Down\nSELECT 1;\n' },
    ],
    good: [
      'BEGIN;\nDELETE FROM t WHERE a = 1;\nCOMMIT;\nVACUUM;\n',
      { 'migrations/0001_shrink.sqlite.sql': '-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n' },
    ],
  },
  proofs: [
    {
      claim: 'VACUUM fails within a transaction.',
      sql: ['BEGIN', 'VACUUM'],
      error: 'cannot VACUUM from within a transaction',
    },
  ],
  *checkFile({ source }) {
    const state = new TransactionState();
    for (const statement of source.document.statements) {
      state.enter(statement);
      const wrapped = statement.section?.inTransaction ? statement.section.tool : undefined;
      if (statement.tree?.type === 'VacuumStmt' && (state.isOpen || wrapped)) {
        yield {
          range: statement.range,
          message: `VACUUM fails within a transaction${wrapped && !state.isOpen ? `, and ${wrapped} opens one` : ''}.`,
          help: 'Run it behind the COMMIT, or without the transaction that the tool opens.',
        };
      }
      state.follow(statement);
    }
  },
  *checkProgram({ source, facts }) {
    for (const { range, outer, what } of facts.nested) {
      if (what !== 'VACUUM') continue;
      yield {
        range,
        message: `VACUUM fails within a transaction: that of line ${lineOf(source, outer.start)} is still open.`,
        help: 'Run it behind the COMMIT.',
      };
    }
  },
});
