import type { PragmaInTransaction } from '../../embedded/transactions/site.ts';
import { readPragma } from '../../sql/pragma.ts';
import type { Statement } from '../../sql/statement.ts';
import {
  describeOpening,
  pragmasInTransactions,
  statementsInTransactions,
  withoutTransaction,
} from '../in-transaction.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'pragma/in-transaction',
  severity: 'error',
  preset: 'all',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds what does not work while a transaction is open: `PRAGMA journal_mode = WAL`, `PRAGMA synchronous` and `VACUUM`, behind BEGIN or SAVEPOINT, on the handle of a transaction in a program, or in a migration that its tool wraps in one.',
    why: 'VACUUM and synchronous fail, and the migration with them. The switch to WAL fails too, as the first statement; behind one that has written it is ignored without an error, and the database stays out of WAL mode.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_journal_mode',
      'https://sqlite.org/lang_vacuum.html',
      'https://sqlite.org/src/file/src/pragma.c',
    ],
    bad: [
      'BEGIN;\nPRAGMA journal_mode = WAL;\nCOMMIT;',
      'SAVEPOINT a;\nPRAGMA synchronous = NORMAL;\nRELEASE a;',
      { 'migrations/sqlite/0002_shrink.sql': '-- +goose Up\nVACUUM;\n\n-- +goose Down\nSELECT 1;\n' },
    ],
    good: [
      'PRAGMA journal_mode = WAL;\nPRAGMA synchronous = NORMAL;\nBEGIN;\nCOMMIT;\nVACUUM;',
      // It only asks for the value.
      'BEGIN;\nPRAGMA journal_mode;\nPRAGMA synchronous;\nCOMMIT;',
      // These do work there: they take effect with the next VACUUM.
      'BEGIN;\nPRAGMA page_size = 8192;\nPRAGMA auto_vacuum = INCREMENTAL;\nCOMMIT;',
      { 'migrations/sqlite/0002_shrink.sql': '-- +goose NO TRANSACTION\n-- +goose Up\nVACUUM;\n' },
    ],
  },
  proofs: [
    {
      claim: 'synchronous cannot be set.',
      sql: ['BEGIN', 'PRAGMA synchronous = NORMAL'],
      error: 'Safety level may not be changed inside a transaction',
    },
    {
      claim: 'VACUUM cannot run.',
      sql: ['BEGIN', 'VACUUM'],
      error: 'cannot VACUUM from within a transaction',
    },
    {
      claim: 'The switch to WAL cannot be made.',
      connections: [
        { on: 'a', sql: 'BEGIN' },
        {
          on: 'a',
          sql: 'PRAGMA journal_mode = WAL',
          error: 'cannot change into wal mode from within a transaction',
        },
      ],
    },
    {
      claim: 'Behind a statement that has written, the switch to WAL is ignored without an error.',
      connections: [
        { on: 'a', sql: 'BEGIN; CREATE TABLE t (x)' },
        { on: 'a', sql: 'PRAGMA journal_mode = WAL', expect: [['delete']] },
      ],
    },
    {
      claim: 'page_size can be changed there.',
      connections: [
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN; PRAGMA page_size = 8192; COMMIT; VACUUM' },
        { on: 'a', sql: 'PRAGMA page_size', expect: [[8192]] },
      ],
    },
  ],
  *checkFile(file, project) {
    for (const { statement, tool } of statementsInTransactions(file, project)) {
      const refused = refusedInTransaction(statement);
      if (refused === undefined) continue;
      yield {
        range: statement.range,
        message: `${refused}.${tool === undefined ? '' : ` ${tool} opens one around this migration.`}`,
        help:
          tool === undefined
            ? 'Move it before the BEGIN or behind the COMMIT.'
            : withoutTransaction(tool, ', in a file of its own.'),
      };
    }
  },
  *checkProgram(program, project) {
    for (const one of pragmasInTransactions(program, project)) {
      const refused = refusedPragma(one);
      if (refused === undefined) continue;
      yield {
        range: one.range,
        message: `${refused}. Here ${describeOpening(one)}.`,
        help: 'Run it on the connection before the transaction begins.',
      };
    }
  },
});

/** What happens to a statement in a transaction, as the start of a sentence; undefined for what may stand there. */
function refusedInTransaction({ tree }: Statement): string | undefined {
  if (tree?.type === 'VacuumStmt') return 'VACUUM fails within a transaction';
  const pragma = tree && readPragma(tree);
  return pragma && refusedPragma({ pragma: pragma.name, value: pragma.value });
}

function refusedPragma({ pragma, value }: Pick<PragmaInTransaction, 'pragma' | 'value'>): string | undefined {
  if (value === undefined) return undefined;
  if (pragma === 'synchronous') return 'PRAGMA synchronous fails within a transaction';
  if (pragma === 'journal_mode' && value.toLowerCase() === 'wal')
    return 'In a transaction PRAGMA journal_mode = WAL fails or is ignored';
  return undefined;
}
