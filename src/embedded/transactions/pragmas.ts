import type { Node } from '@vscode/tree-sitter-wasm';
import { readSqlDocument } from '../../sql/document.ts';
import { readPragma } from '../../sql/pragma.ts';
import { TransactionState } from '../../sql/transactions.ts';
import { type EmbeddedSql, hostRange } from '../sql/embedded-sql.ts';
import { placeOf } from '../sql/text-expressions.ts';
import type { Code, Unit } from './code.ts';
import type { Opening } from './openings/opening.ts';
import type { PragmaInTransaction } from './site.ts';
import { beginOfSql } from './statement-kind.ts';

/** A pragma that a call sets. */
interface PragmaRun extends Pick<PragmaInTransaction, 'range' | 'pragma' | 'value'> {
  /** The call that runs it; undefined where its text stands by itself. */
  readonly unit: Unit | undefined;
  /** What the text that it stands in has done with a transaction before, or who runs that text in one. */
  readonly before: 'begun' | 'ended' | 'rusqlite_migration' | undefined;
}

/** True for a text in which a pragma may be run on the handle of a transaction that another file opens. */
export function mayRunPragmas(text: string): boolean {
  return /\bpragma\b/i.test(text) && /\bTx\b|\bTransaction\b|\.batch\(|\bM::up\(|\bbegin\b/i.test(text);
}

/** The pragmas that are surely run while a transaction is open. */
export function pragmasInTransactions(code: Code, openings: readonly Opening[]): PragmaInTransaction[] {
  const runs = [...code.file.sql.flatMap((sql) => runsOfSql(sql, code)), ...runsOfMethods(code)];
  if (runs.length === 0) return [];
  const behind = unitsBehindBegin(code);
  return runs.flatMap((run): PragmaInTransaction[] => {
    if (run.before === 'ended') return [];
    const { unit, range, pragma, value } = run;
    if (run.before === 'rusqlite_migration') return [{ range, pragma, value, opened: run.before }];
    const opened =
      run.before === 'begun' || (unit && behind.has(unit))
        ? 'BEGIN'
        : unit && openedAround(unit, code, openings);
    return opened === undefined ? [] : [{ range, pragma, value, opened }];
  });
}

function runsOfSql(sql: EmbeddedSql, code: Code): PragmaRun[] {
  if (!/\bpragma\b/i.test(sql.text) || sql.holes.length > 0) return [];
  const unit = unitAround(sql, code);
  // Macros such as vec! have no calls in the tree. https://docs.rs/rusqlite_migration/latest/rusqlite_migration/struct.M.html
  const isMigration =
    /\brusqlite_migration\b/.test(code.file.text) &&
    /\bM::up(?:_with_hook)?\(\s*$/.test(code.file.text.slice(0, sql.range.start));
  const state = new TransactionState();
  let hasEnded = false;
  return readSqlDocument(sql.text, code.file.cache).statements.flatMap((statement): PragmaRun[] => {
    const { tree, start, end } = statement;
    const wasOpen = state.isOpen;
    state.follow(statement);
    if (tree?.type === 'CommitStmt' || tree?.type === 'RollbackStmt') hasEnded ||= !wasOpen;
    const pragma = tree && readPragma(tree);
    if (pragma?.value === undefined) return [];
    const before = wasOpen ? 'begun' : hasEnded ? 'ended' : isMigration ? 'rusqlite_migration' : undefined;
    return [
      { range: hostRange(sql, { start, end }), pragma: pragma.name, value: pragma.value, unit, before },
    ];
  });
}

/** The innermost call of a method that a text is handed to: `db.run(...)` of a tagged template in it. */
function unitAround({ range }: EmbeddedSql, { units }: Code): Unit | undefined {
  return units.find(
    ({ node, names }) => names.length > 1 && node.startIndex <= range.start && range.end <= node.endIndex,
  );
}

/** `db.pragma('foreign_keys = OFF')` (https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md). */
function runsOfMethods(code: Code): PragmaRun[] {
  if (!code.grammar.functions.has('arrow_function')) return [];
  return code.units.flatMap((unit): PragmaRun[] => {
    if (unit.names.at(-1) !== 'pragma') return [];
    const written = unit.calls.at(-1)?.args[0];
    const pieces = written && code.file.texts.textOf(written);
    const [piece] = pieces ?? [];
    if (pieces?.length !== 1 || !piece || 'hole' in piece) return [];
    const [, pragma, value] = /^\s*(\w+)\s*=\s*['"]?(\w+)['"]?\s*;?\s*$/.exec(piece.text) ?? [];
    if (pragma === undefined) return [];
    return [{ range: placeOf(unit.node), pragma: pragma.toLowerCase(), value, unit, before: undefined }];
  });
}

/** The calls that stand in one list of statements with a BEGIN before them, and nothing that ends it between. */
function unitsBehindBegin(code: Code): Set<Unit> {
  const behind = new Set<Unit>();
  const open = new Set<string>();
  for (const unit of code.units) {
    const method = unit.names.at(-1) ?? '';
    // That of Python commits first: https://docs.python.org/3/library/sqlite3.html#sqlite3.Cursor.executescript
    if (/^(?:commit|rollback|executescript|close|end_?transaction)$/i.test(method)) {
      open.clear();
      continue;
    }
    const list = listOf(unit.node, code);
    const key = `${list?.id ?? 0} ${unit.names.slice(0, -1).join('.')}`;
    if (open.has(key) && list) behind.add(unit);
    if (!/begin|commit|rollback|\bend\b/i.test(unit.calls.at(-1)?.args[0]?.text ?? '')) continue;
    const sql = code.sqlOfUnit(unit);
    if (sql === undefined) continue;
    // Whatever may end it, ends it: `INSERT …; COMMIT` in one text.
    if (/\b(?:commit|rollback|end)\b/i.test(sql)) open.clear();
    else if (beginOfSql(sql) && list) open.add(key);
  }
  return behind;
}

/** The block that a statement stands in, where it is run whenever the block is. */
export function listOf(node: Node, code: Code): Node | undefined {
  for (let around = node.parent; around; around = around.parent) {
    if (code.grammar.blocks.has(around.type) || around.type === 'module' || around.type === 'program')
      return around;
    const isConditional = /if|switch|case|match|catch|except|ternary/.test(around.type);
    if (isConditional || code.grammar.functions.has(around.type)) return undefined;
  }
  return undefined;
}

/** What opens the transaction that a call is run in, as the program calls it; undefined where none is surely open. */
function openedAround(unit: Unit, code: Code, openings: readonly Opening[]): string | undefined {
  switch (code.language) {
    case 'go':
      return openedByHandle(unit, code, openings) ?? typedHandle(unit, code, /^\*?(?:sql|sqlx|bun)\.Tx\b/);
    case 'rust':
      return (
        openedByHandle(unit, code, openings) ??
        typedHandle(unit, code, /^&\s*(?:'\w+\s+)?(?:mut\s+)?(?:\w+::)*Transaction\b/)
      );
    case 'javascript':
    case 'typescript':
    case 'tsx':
      return (
        openedByHandle(unit, code, openings) ?? openedByCallback(unit, code, openings) ?? batchOf(unit, code)
      );
    default:
      return undefined;
  }
}

/** What is run on the handle of a transaction: `tx.Exec`, `sqlx::query(sql).execute(&mut *tx)`. */
function openedByHandle(unit: Unit, code: Code, openings: readonly Opening[]): string | undefined {
  const handle = handleOf(unit, code);
  const { startIndex, endIndex } = unit.node;
  const found = openings.find(
    ({ by, body, reach }) =>
      by === 'api' &&
      handle !== undefined &&
      reach.handle === handle &&
      body.start <= startIndex &&
      endIndex <= body.end,
  );
  return found && handle;
}

function handleOf({ names, calls }: Unit, { language }: Code): string | undefined {
  const [root] = names;
  if (language !== 'rust') return root;
  const handed = /^(?:&mut\s*)?\**\s*(\w+)$/.exec(calls.at(-1)?.args[0]?.text ?? '')?.[1];
  return /^(?:sqlx|diesel|sql_query|query)$/.test(root ?? '') ? handed : root;
}

/** What is run on a parameter with the type of a transaction. */
function typedHandle(unit: Unit, code: Code, type: RegExp): string | undefined {
  const handle = handleOf(unit, code);
  if (handle === undefined || !/^\w+$/.test(handle)) return undefined;
  for (let around = code.functionOf(unit.node); around; around = code.functionOf(around)) {
    const parameters = around.childForFieldName('parameters')?.text ?? '';
    const declared = new RegExp(`[(,|\\s](?:mut\\s+)?${handle}\\s*:?\\s*([^,)|]+)`).exec(parameters)?.[1];
    if (declared !== undefined) return type.test(declared.trim()) ? handle : undefined;
  }
  return undefined;
}

/**
 * better-sqlite3 and Bun begin before the function that they are handed, and run it at once: what it runs on the database
 * itself is in the transaction.
 */
function openedByCallback(unit: Unit, code: Code, openings: readonly Opening[]): string | undefined {
  const around = code.functionOf(unit.node);
  const found = openings.find(({ by, bodyNode }) => by === 'api' && around?.id === bodyNode.id);
  const { receiver = '', handle } = found?.reach ?? {};
  if (!found || receiver === '' || handle !== undefined || /^async\b/.test(found.bodyNode.text))
    return undefined;
  const isOnIt = unit.names.slice(0, receiver.split('.').length).join('.') === receiver;
  return isOnIt && !code.unitsWithin(found.body).some((one) => mayEnd(one, code))
    ? `${receiver}.transaction()`
    : undefined;
}

function mayEnd(unit: Unit, code: Code): boolean {
  return (
    /^(?:commit|rollback)$/i.test(unit.names.at(-1) ?? '') ||
    /\b(?:commit|rollback)\b|(?:^|;)\s*end\b/i.test(code.sqlOfUnit(unit) ?? '')
  );
}

/** The batches of libSQL and D1 are transactions: https://docs.turso.tech/sdk/ts/reference#batch-transactions */
function batchOf(unit: Unit, code: Code): string | undefined {
  const outer = code.units.find(
    ({ node, names, calls }) =>
      names.at(-1) === 'batch' &&
      calls.at(-1)?.args[0]?.type === 'array' &&
      node.startIndex <= unit.node.startIndex &&
      unit.node.endIndex <= node.endIndex,
  );
  return outer && 'batch()';
}
