import { placeOf } from '../../sql/text-expressions.ts';
import { type Code, nameThatKeeps, type Unit } from '../code.ts';
import { endOf, type Opening } from './opening.ts';

/** Transactions that begin with `BeginTransaction`, of ADO.NET and Entity Framework Core. */
export function cSharp(code: Code): Opening[] {
  return code.units.flatMap((unit): Opening[] => {
    const method = unit.names.at(-1) ?? '';
    const around = code.functionOf(unit.node, code.grammar.declared);
    if (!/^BeginTransaction(?:Async)?$/.test(method) || !around) return [];
    const isDeferred = /\bdeferred\s*:\s*true\b/.test(unit.node.text);
    const handle = nameThatKeeps(unit.node);
    const ends = ({ names }: Unit): boolean =>
      /^Commit(?:Async)?$/.test(names.at(-1) ?? '') && (handle === undefined || names[0] === handle);
    return [
      {
        range: placeOf(unit.node),
        begin: isDeferred ? 'deferred' : /\bdeferred\s*:/.test(unit.node.text) ? undefined : 'driver',
        by: 'api',
        library: 'dotnet',
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
        bodyNode: around,
        reach: { handle: undefined, receiver: undefined, orm: undefined },
      },
    ];
  });
}
