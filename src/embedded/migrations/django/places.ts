import type { Range } from '../../../text/range.ts';
import { type Bound, placeOf, rangeOf } from '../python/values.ts';

/** Where an argument is written: `db_index=True` with its keyword, or the value alone. */
export function placeOfArgument(value: Bound): Range {
  const { node } = value;
  return node.parent?.type === 'keyword_argument' && node.startPosition.row === node.endPosition.row
    ? rangeOf(node.parent)
    : placeOf(node);
}
