import type { PragmaInTransaction } from '../embedded/transactions/site.ts';
import { wrappingTool } from '../project/migration-transactions.ts';
import type { ProgramCode } from '../project/program-code.ts';
import type { Project } from '../project/project.ts';
import type { SqlFile } from '../project/sql-files.ts';
import type { Statement } from '../sql/statement.ts';
import { TransactionState } from '../sql/transactions.ts';
import { nameOf } from '../text/paths.ts';

/** A statement of a script that runs while a transaction is open. */
export interface StatementInTransaction {
  readonly statement: Statement;
  /** The migration tool that opened the transaction; undefined where the script itself did. */
  readonly tool: string | undefined;
}

/** The statements that run in a transaction, in their order: behind BEGIN or SAVEPOINT, or wrapped by a migration tool. */
export function* statementsInTransactions(file: SqlFile, project: Project): Iterable<StatementInTransaction> {
  const state = new TransactionState();
  const wholeFile = wrappingTool(file, project);
  /** True once the script has ended the transaction of the tool, as some do to get out of it. */
  let hasEnded = false;
  let direction: string | undefined;
  for (const statement of file.source.document.statements) {
    const { section, tree } = statement;
    state.enter(statement);
    if (section?.direction !== direction) hasEnded = false;
    direction = section?.direction;
    const tool = section ? (section.inTransaction ? section.tool : undefined) : wholeFile;
    if (state.isOpen || (tool !== undefined && !hasEnded))
      yield { statement, tool: state.isOpen ? undefined : tool };
    const endsTransaction =
      tree?.type === 'CommitStmt' || (tree?.type === 'RollbackStmt' && !tree.savepointName);
    if (endsTransaction && !state.isOpen) hasEnded = true;
    state.follow(statement);
  }
}

/** The pragmas that a program sets in transactions. A batch is one where the client is that of libSQL. */
export function pragmasInTransactions(
  { facts }: ProgramCode,
  { sources }: Project,
): readonly PragmaInTransaction[] {
  if (facts.pragmas.length === 0) return [];
  const hasBatches = sources.some(
    ({ path, text }) => nameOf(path) === 'package.json' && text.includes('"@libsql/client"'),
  );
  return facts.pragmas.filter(({ opened }) => opened !== 'batch()' || hasBatches);
}

/** What opened the transaction of a program, as the start of a clause. */
export function describeOpening({ opened }: PragmaInTransaction): string {
  if (opened === 'BEGIN') return 'BEGIN has opened one';
  if (opened === 'rusqlite_migration') return 'rusqlite_migration opens one';
  return /\)$/.test(opened) ? `${opened} opens one` : `${opened} is the handle of one`;
}

/** What to do where a migration tool opens the transaction, as an imperative. */
export function withoutTransaction(tool: string, rest: string): string {
  const marker = markers[tool];
  return marker === undefined
    ? `Run it in the program, outside of the migrations: ${tool} has no way to leave the transaction out`
    : `${marker}${rest}`;
}

const markers: Readonly<Record<string, string>> = {
  goose: 'Put `-- +goose NO TRANSACTION` at the top of the file',
  dbmate: 'Write `-- migrate:up transaction:false`',
  'sql-migrate': 'Write `-- +migrate Up notransaction`',
  Diesel: 'Write `run_in_transaction = false` into a metadata.toml beside it',
  'golang-migrate': 'Give the driver NoTxWrap (x-no-tx-wrap=true in its URL), which holds for all files',
  SQLx: 'Put `-- no-transaction` at the top of the file (where SQLx for SQLite knows it), or COMMIT first',
};
