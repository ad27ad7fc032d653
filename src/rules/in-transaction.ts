import type { SqlFile } from '../project/project.ts';
import type { Statement } from '../sql/statement.ts';
import { TransactionState } from '../sql/transactions.ts';

/** A statement of a script that runs while a transaction is open. */
export interface StatementInTransaction {
  readonly statement: Statement;
  /** The migration tool that opens the transaction; undefined where the script itself does. */
  readonly tool: string | undefined;
}

/** The statements that run in a transaction, in their order: behind BEGIN or SAVEPOINT, or wrapped by a migration tool. */
export function* statementsInTransactions({ source }: SqlFile): Iterable<StatementInTransaction> {
  const state = new TransactionState();
  for (const statement of source.document.statements) {
    state.enter(statement);
    const wrapping = statement.section?.inTransaction ? statement.section.tool : undefined;
    if (state.isOpen || wrapping !== undefined)
      yield { statement, tool: state.isOpen ? undefined : wrapping };
    state.follow(statement);
  }
}

/** What to do where a migration tool opens the transaction, as an imperative. */
export function withoutTransaction(tool: string, rest: string): string {
  return `${markers[tool] ?? 'Run this migration without the surrounding transaction'}${rest}`;
}

const markers: Readonly<Record<string, string>> = {
  goose: 'Put `-- +goose NO TRANSACTION` at the top of the file',
  dbmate: 'Write `-- migrate:up transaction:false`',
  'sql-migrate': 'Write `-- +migrate Up notransaction`',
};
