import type { Statement } from '../sql/statement.ts';
import type { Range } from '../text/range.ts';

/** Where something of a schema is written. */
export interface Place {
  readonly file: string;
  /** The whole statement, or the call of a script. */
  readonly range: Range;
  /** The statement, where SQL stands in the file as it is run. */
  readonly statement?: Statement | undefined;
  /** Where a script names what it makes: `table`, `column <name>`, `index <name>`, `key <columns>`, in lower case. */
  readonly names?: ReadonlyMap<string, Named> | undefined;
}

export interface Named {
  readonly range: Range;
  /** True when the tool makes it without being asked to. */
  readonly implied?: boolean | undefined;
  /** True for an index that may be there or not. */
  readonly perhaps?: boolean | undefined;
  /** True for an index whose name the tool makes in a way that is not known: it goes by another name here. */
  readonly unnamed?: boolean | undefined;
}

/** The place of a statement in its file. */
export function statementPlace(file: string, statement: Statement): Place {
  return { file, range: statement.range, statement };
}
