import { placeOf } from '../../sql/text-expressions.ts';
import type { Code, Unit } from '../code.ts';
import { endOf, type Opening } from './opening.ts';

/** Transactions of JDBC, from `setAutoCommit(false)` to the last `commit()`. */
export function java(code: Code): Opening[] {
  return code.units.flatMap((unit): Opening[] => {
    const around = code.functionOf(unit.node, code.grammar.declared);
    if (unit.names.at(-1) !== 'setAutoCommit' || unit.calls.at(-1)?.args[0]?.text !== 'false' || !around)
      return [];
    const ends = (end: Unit): boolean => end.names.at(-1) === 'commit';
    return [
      {
        range: placeOf(unit.node),
        begin: 'driver',
        by: 'api',
        library: 'jdbc',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach: { handle: undefined, receiver: unit.names.slice(0, -1).join('.'), orm: undefined },
      },
    ];
  });
}
