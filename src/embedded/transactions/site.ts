import type { BeginMode } from '../../facts/drivers/driver.ts';
import type { Range } from '../../text/range.ts';

/** What a statement does to the database. `other`: it neither reads nor writes rows: a pragma, a savepoint. */
export type StatementKind = 'read' | 'write' | 'other';

/** A statement that is run within a transaction. */
export interface TransactionStatement {
  readonly kind: StatementKind;
  /** The call that runs it. */
  readonly range: Range;
  readonly inLoop: boolean;
  /** How the program writes it, shortened to a line: `tx.QueryRow`, `user.save`. */
  readonly written: string;
}

/** A read that is surely the first thing that a transaction asks of the database, and a write that may follow it. */
export interface Upgrade {
  readonly read: TransactionStatement;
  readonly write: TransactionStatement;
}

/** Something slow that is no work of the database, done while the write lock is held. */
export interface OutsideWork {
  readonly range: Range;
  /** As written: `fetch`, `time.Sleep`. */
  readonly written: string;
  readonly kind: 'network' | 'sleep' | 'process';
}

/** A place where a program opens a transaction. */
export interface TransactionSite {
  /** What opens it: the call, or the statement of SQL. */
  readonly range: Range;
  /** `driver`: the program leaves it to the driver or the connection; undefined where it is computed at run time. */
  readonly begin: BeginMode | 'driver' | undefined;
  /** What opens it: `sql`: BEGIN itself; `api`: a method of the driver, or of the library `api`. */
  readonly by: 'sql' | 'api';
  /** The library whose method opens it, where that is sure: `django`, `rails`, `gorm`, `dotnet`. */
  readonly library: string | undefined;
  /** In the order of the text. */
  readonly statements: readonly TransactionStatement[];
  readonly upgrade: Upgrade | undefined;
  /** In the order of the text; only what surely happens between a write (or a BEGIN that locks) and the end. */
  readonly outside: readonly OutsideWork[];
  /** True where every statement that is run in it is among `statements`. */
  readonly complete: boolean;
  /** Where `IMMEDIATE` is written to begin at once with the lock; undefined where the place has no simple form for it. */
  readonly fix?: { readonly range: Range; readonly text: string } | undefined;
}

/** A BEGIN that is run while one is surely open. */
export interface NestedBegin {
  readonly range: Range;
  /** Where the open one begins. */
  readonly outer: Range;
  readonly what: 'BEGIN' | 'VACUUM';
}

/** A write that a loop runs as a transaction of its own each time. */
export interface LoopWrite {
  readonly range: Range;
  readonly written: string;
}

/** A value that a program puts into the text of SQL where it could bind it. */
export interface FilledValue {
  /** The expression with its delimiters, in the host file. */
  readonly range: Range;
  /** The expression, shortened to a line. */
  readonly written: string;
  /**
   * Where it stands in the SQL. `quoted`: within quotes of a text; `value`: where an expression may stand;
   * `path`: the file of ATTACH or VACUUM INTO; `name`: where a table or a column is named.
   */
  readonly place: 'quoted' | 'value' | 'path' | 'name';
  /** What it surely is: data of a request, or a text that the function is called with. */
  readonly origin: 'request' | 'parameter';
}

/** A pragma that is set while a transaction is surely open. */
export interface PragmaInTransaction {
  /** The statement, or the call of a method for pragmas. */
  readonly range: Range;
  /** In lower case. */
  readonly pragma: string;
  readonly value: string | undefined;
  /** What opened it, as the program calls it: `BEGIN`, `tx`, `db.transaction()`; `batch()` for a batch of libSQL or D1. */
  readonly opened: string;
}

/** A call that lets SQL load native code. */
export interface ExtensionLoading {
  readonly range: Range;
  readonly written: string;
}

/** What one program does in transactions, and what it puts into SQL. */
export interface ProgramFacts {
  readonly transactions: readonly TransactionSite[];
  readonly nested: readonly NestedBegin[];
  readonly loopWrites: readonly LoopWrite[];
  readonly pragmas: readonly PragmaInTransaction[];
  readonly filled: readonly FilledValue[];
  readonly extensions: readonly ExtensionLoading[];
}
