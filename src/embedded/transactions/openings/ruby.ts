import { beginModeOf } from '../../../facts/drivers/driver.ts';
import { placeOf } from '../../sql/text-expressions.ts';
import type { Code } from '../code.ts';
import type { Opening } from './opening.ts';

/** Blocks that `transaction` is given: of Active Record, Sequel and the sqlite3 gem. */
export function ruby(code: Code): Opening[] {
  const isRails = !/require ['"](?:sqlite3|sequel)['"]/.test(code.file.text);
  return code.units.flatMap((unit): Opening[] => {
    const block = unit.node.childForFieldName('block');
    if (unit.names.at(-1) !== 'transaction' || !block) return [];
    const [argument] = unit.calls.at(-1)?.args ?? [];
    const mode = beginModeOf(/^:(\w+)$/.exec(argument?.text ?? '')?.[1]);
    if (argument && mode === undefined && !isRails) return [];
    return [
      {
        range: { start: unit.node.startIndex, end: block.startIndex },
        begin: mode ?? 'driver',
        by: 'api',
        library: isRails ? 'rails' : undefined,
        body: placeOf(block),
        bodyNode: block,
        reach: { handle: undefined, receiver: undefined, orm: isRails ? 'rails' : undefined },
      },
    ];
  });
}
