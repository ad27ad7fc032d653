import { placeOf } from '../../sql/text-expressions.ts';
import { type Code, nameThatKeeps, type Unit } from '../code.ts';
import { callbackOf, direct, endOf, functionTypes, type Opening } from './opening.ts';

/** Transactions of rusqlite, SQLx and Diesel, by the methods that begin them. */
export function rust(code: Code): Opening[] {
  const isSqlx = /\bsqlx\b/.test(code.file.text);
  return code.units.flatMap((unit): Opening[] => {
    const at = unit.names.findIndex((name) =>
      /^(?:transaction|unchecked_transaction|transaction_with_behavior|immediate_transaction|exclusive_transaction|begin|begin_with)$/.test(
        name,
      ),
    );
    const method = unit.names[at];
    if (at < 1 || method === undefined) return [];
    const call = unit.calls.find(({ name }) => name === method);
    const first = call?.args[0];
    const callback = callbackOf(unit);
    const begin = rustMode(method, first?.text);
    const range = placeOf(unit.node);
    if (callback) {
      const [handle] = callback.parameters;
      if (handle === undefined) return [];
      return [
        {
          range,
          begin,
          by: 'api',
          library: 'diesel',
          body: placeOf(callback.node),
          bodyNode: callback.node,
          reach: direct(handle),
        },
      ];
    }
    if (method === 'begin' && !isSqlx && !/sea_orm/.test(code.file.text)) return [];
    const handle = nameThatKeeps(unit.node);
    const around = code.functionOf(unit.node, code.grammar.declared);
    if (handle === undefined || !around || call?.args.some((arg) => functionTypes.test(arg.type))) return [];
    const ends = (end: Unit): boolean => end.names[0] === handle && end.names.at(-1) === 'commit';
    return [
      {
        range,
        begin,
        by: 'api',
        library: method.startsWith('begin') ? 'sqlx' : 'rusqlite',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach: direct(handle),
        fix:
          method === 'transaction' && call?.args.length === 0 && /rusqlite/.test(code.file.text)
            ? fixOfRust(unit)
            : undefined,
      },
    ];
  });
}

function fixOfRust(unit: Unit): Opening['fix'] {
  const found = /\.transaction\(\s*\)/.exec(unit.node.text);
  if (!found) return undefined;
  const start = unit.node.startIndex + found.index;
  return {
    range: { start, end: start + found[0].length },
    text: '.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)',
  };
}

function rustMode(method: string, argument: string | undefined): Opening['begin'] {
  if (method === 'immediate_transaction') return 'immediate';
  if (method === 'exclusive_transaction') return 'exclusive';
  if (method === 'transaction_with_behavior' || method === 'begin_with') {
    const mode = /\b(deferred|immediate|exclusive)\b/i.exec(argument ?? '')?.[1];
    return mode?.toLowerCase() as 'deferred' | undefined;
  }
  return 'driver';
}
