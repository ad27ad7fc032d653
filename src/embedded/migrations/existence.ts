import type { Range } from '../../text/range.ts';

/** Whether the database has something, as a value of a script. */
export interface Existence {
  readonly kind: 'existence';
  /** True where the database has it; undefined where several such questions are mixed. */
  readonly positive: boolean | undefined;
  readonly range: Range;
}

/**
 * The value of `left && right` or `left || right`: what one side settles is settled. Undefined where neither settles it.
 * @param truthOf the language's truth of a value; undefined where it isn't known
 */
export function combineTruths<Value extends { readonly kind: string }>(
  left: Value | Existence,
  right: Value | Existence,
  and: boolean,
  truthOf: (value: Value | Existence) => boolean | undefined,
  range: Range,
): Value | Existence | undefined {
  const known = truthOf(left);
  if (known !== undefined) return known === and ? right : left;
  const other = truthOf(right);
  if (other !== undefined && other !== and) return right;
  if (!isExistence(left) || !(isExistence(right) || other !== undefined)) return undefined;
  const same = !isExistence(right) || left.positive === right.positive;
  return { kind: 'existence', positive: same ? left.positive : undefined, range };
}

function isExistence(value: { readonly kind: string }): value is Existence {
  return value.kind === 'existence';
}
