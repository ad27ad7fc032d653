import { placeOf } from '../../sql/text-expressions.ts';
import type { Reach } from '../classify.ts';
import type { Code, Unit } from '../code.ts';
import { callbackOf, endOf, type Opening } from './opening.ts';

/** Transactions of PDO, Laravel and Doctrine. */
export function php(code: Code): Opening[] {
  const isLaravel = /\bIlluminate\\/.test(code.file.text);
  return code.units.flatMap((unit): Opening[] => {
    const method = unit.names.at(-1) ?? '';
    const common = { range: placeOf(unit.node), begin: 'driver', by: 'api' } as const;
    const reach: Reach = { handle: undefined, receiver: undefined, orm: isLaravel ? 'laravel' : undefined };
    const callback = callbackOf(unit);
    if (/^(?:transaction|transactional|wrapInTransaction)$/.test(method) && callback)
      return [
        {
          ...common,
          library: isLaravel ? 'laravel' : undefined,
          body: placeOf(callback.node),
          bodyNode: callback.node,
          reach,
        },
      ];
    const around = code.functionOf(unit.node) ?? code.file.root;
    if (!/^(?:beginTransaction|startTransaction)$/.test(method)) return [];
    const ends = (end: Unit): boolean =>
      /^(?:commit|closeTransaction|endTransaction)$/.test(end.names.at(-1) ?? '');
    return [
      {
        ...common,
        library: isLaravel ? 'laravel' : 'pdo',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach,
      },
    ];
  });
}
