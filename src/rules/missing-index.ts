import type { ProposedIndex } from '../advice/advice.ts';
import { holdsOneRow } from '../schema/single-row.ts';
import type { TableState } from '../schema/timeline.ts';
import type { StatementSyntax } from '../sql/statement.ts';
import { walk } from '../sql/tree.ts';
import type { Range } from '../text/range.ts';
import { addProposedHelp } from './index-help.ts';
import { isToldElsewhere } from './obstacles.ts';
import type { Problem, StatementInput } from './rule.ts';
import { indexFix, sameName } from './schema-places.ts';

/** An index that would serve a query, with the table that it is for. */
export interface MissingIndex {
  readonly index: ProposedIndex;
  readonly state: TableState;
  /** The first place where the query names the table. */
  readonly range: Range;
}

/** The indexes that would serve a query; none for a table of one row, nor where a more precise rule says what is wrong. */
export function missingIndexes({ syntax, advice, database }: StatementInput): MissingIndex[] {
  return (advice?.indexes ?? []).flatMap((index) => {
    const state = database?.timeline?.tables.get(index.table.toLowerCase());
    const range = tableRange(syntax, index.table);
    if (!advice || !state || !range || holdsOneRow(state) || isToldElsewhere(advice, index.table)) return [];
    return [{ index, state, range }];
  });
}

/** What to do about an index that is missing. */
export function addition(
  { index, state }: MissingIndex,
  { database }: StatementInput,
): Pick<Problem, 'help' | 'fixes'> {
  return { help: addProposedHelp(database, [index]), fixes: indexFix(database, state, index.sql) };
}

function tableRange(syntax: StatementSyntax, table: string): Range | undefined {
  let found: Range | undefined;
  if (!syntax.tree) return undefined;
  walk(syntax.tree, (node) => {
    if (found === undefined && node.type === 'QualifiedName' && sameName(node.objName.text, table)) {
      found = syntax.rangeOf(node.objName);
    }
    return undefined;
  });
  return found;
}
