import type { Range } from '../../text/range.ts';
import type { SchemaOperation } from './operations.ts';
import { isAboutRows } from './raw-sql.ts';

/** The operations that were found so far. */
export class OperationList {
  #found: SchemaOperation[] = [];
  #lenient = false;
  #doubtful = false;

  /** True within what may happen or not. */
  get doubtful(): boolean {
    return this.#doubtful;
  }

  /** True for what happens only where it can. */
  get lenient(): boolean {
    return this.#lenient;
  }

  get found(): readonly SchemaOperation[] {
    return this.#found;
  }

  add(operation: SchemaOperation): void {
    this.#found.push(this.#lenient ? whereItCan(operation) : operation);
  }

  addAll(operations: readonly SchemaOperation[]): void {
    for (const operation of operations) this.add(operation);
  }

  /** Adds one operation for those that may happen or not; none for none. */
  addOpaque(operations: readonly SchemaOperation[], range: Range, reason: string): void {
    const tables = touchedTables(operations);
    if (tables?.length !== 0) this.add({ kind: 'opaque', range, reason, tables });
  }

  /** The operations that are found meanwhile, which are not added. */
  capture(follow: () => unknown, doubtful: boolean): SchemaOperation[] {
    const [before, doubtfulBefore] = [this.#found, this.#doubtful];
    this.#found = [];
    this.#doubtful ||= doubtful;
    follow();
    const found = this.#found;
    this.#found = before;
    this.#doubtful = doubtfulBefore;
    return found;
  }

  /** What is added meanwhile happens only where it can: after a question whether the database has something. */
  leniently<Result>(follow: () => Result): Result {
    const before = this.#lenient;
    this.#lenient = true;
    const result = follow();
    this.#lenient = before;
    return result;
  }
}

/** An operation in the form that allows for its having been done before, where it has one. */
export function whereItCan(operation: SchemaOperation): SchemaOperation {
  switch (operation.kind) {
    case 'create-table':
    case 'add-column':
    case 'add-index':
      return { ...operation, ifNotExists: true };
    case 'drop-table':
    case 'drop-column':
    case 'drop-index':
      return { ...operation, ifExists: true };
    default:
      return operation;
  }
}

/** The tables that operations touch; undefined where that isn't known of one. */
export function touchedTables(operations: readonly SchemaOperation[]): readonly string[] | undefined {
  const touched = operations.map(tablesOf);
  const known = touched.filter((tables) => tables !== undefined);
  return known.length === touched.length ? [...new Set(known.flat())] : undefined;
}

function tablesOf(operation: SchemaOperation): readonly string[] | undefined {
  switch (operation.kind) {
    case 'create-table':
      return [operation.table.text];
    case 'rename-table':
    case 'set-table-name':
      return [operation.table, operation.to.text];
    case 'sql':
      return isAboutRows(operation.sql) ? [] : undefined;
    case 'opaque':
      return operation.tables;
    default:
      return operation.table === undefined ? undefined : [operation.table];
  }
}
