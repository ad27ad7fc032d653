import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import type { Reach } from '../classify.ts';
import type { Code, Unit } from '../code.ts';
import type { TransactionSite } from '../site.ts';
import { beginOfSql } from '../statement-kind.ts';

/** Where a transaction begins and how far it reaches. */
export interface Opening extends Pick<TransactionSite, 'range' | 'begin' | 'by' | 'library' | 'fix'> {
  /** Where the statements of the transaction stand. */
  readonly body: Range;
  readonly bodyNode: Node;
  readonly reach: Reach;
}

/** The start of the last call of a function that ends what another has begun; the function's end where there is none. */
export function endOf(code: Code, around: Node, begin: Unit, ends: (unit: Unit) => boolean): number {
  const behind = code.unitsWithin({ start: begin.node.endIndex, end: around.endIndex });
  const again = behind.find((unit) => beginsAgain(unit, begin, code));
  const limit = again?.node.startIndex ?? around.endIndex;
  const commits = behind.filter(
    (unit) =>
      unit.node.startIndex < limit &&
      ends(unit) &&
      !/rollback/i.test(unit.node.text) &&
      code.mayFollow(begin.node, unit.node),
  );
  return commits.at(-1)?.node.startIndex ?? limit;
}

/** True for a call that begins another transaction in the same way. */
function beginsAgain(unit: Unit, begin: Unit, code: Code): boolean {
  if (unit.names.join('.') !== begin.names.join('.')) return false;
  const sql = code.sqlOfUnit(begin);
  if (sql === undefined) return unit.calls.at(-1)?.args[0]?.text === begin.calls.at(-1)?.args[0]?.text;
  const other = code.sqlOfUnit(unit);
  return other !== undefined && beginOfSql(other) !== undefined;
}

/** The reach of a transaction that is open on a handle: all that is run on it. */
export const direct = (handle: string | undefined): Reach => ({
  handle,
  receiver: undefined,
  orm: undefined,
});

/** Types of nodes that are functions without a name. */
export const functionTypes =
  /^(?:arrow_function|function_expression|func_literal|closure_expression|lambda_expression|anonymous_function|anonymous_function_creation_expression|anonymous_method_expression|lambda)$/;

/** The function that a call is handed, with the name of its first parameter. */
export function callbackOf(
  unit: Unit,
): { readonly node: Node; readonly parameters: readonly string[] } | undefined {
  for (const { args } of unit.calls) {
    for (const argument of args) {
      if (!functionTypes.test(argument.type)) continue;
      const list = argument.childForFieldName('parameters') ?? argument.childForFieldName('parameter');
      const parameters =
        list?.type === 'identifier'
          ? [list.text]
          : (list?.namedChildren ?? []).flatMap((one) => {
              const name = one?.childForFieldName('pattern') ?? one?.childForFieldName('name') ?? one;
              return name ? [name.text.replace(/^\$|^(?:&\s*)?mut\s+/, '').split(/[:\s]/, 1)[0] ?? ''] : [];
            });
      return { node: argument, parameters };
    }
  }
  return undefined;
}
