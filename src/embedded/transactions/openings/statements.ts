import { placeOf } from '../../sql/text-expressions.ts';
import type { Code, Unit } from '../code.ts';
import { beginOfSql, endsTransaction } from '../statement-kind.ts';
import { endOf, type Opening } from './opening.ts';

/** BEGIN as a statement of its own, up to the last COMMIT or ROLLBACK of the function. */
export function byStatement(code: Code): Opening[] {
  if (!/['"`\s]begin\b[^'"`\n]{0,40}['"`;]/i.test(code.file.text)) return [];
  const begins = code.units.flatMap((unit): Opening[] => {
    const names = unit.calls.some(({ args }) =>
      args.some(({ text }) => text.length < 80 && /begin/i.test(text)),
    );
    const sql = names ? code.sqlOfUnit(unit) : undefined;
    const begin = sql === undefined ? undefined : beginOfSql(sql);
    if (!begin || unit.names.some((name) => /^(?:prepare|begin_with$)/i.test(name))) return [];
    const around = code.functionOf(unit.node) ?? code.file.root;
    const receiver = unit.names.slice(0, -1).join('.');
    return [
      {
        range: placeOf(unit.node),
        begin,
        by: 'sql',
        library: undefined,
        body: { start: unit.node.endIndex, end: endOf(code, around, unit, isEnd(code)) },
        bodyNode: around,
        reach: { handle: undefined, receiver: receiver === '' ? undefined : receiver, orm: undefined },
        fix: fixOfBegin(unit, begin, sql ?? ''),
      },
    ];
  });
  return begins;
}

/** Where BEGIN stands in a plain literal, IMMEDIATE is put behind it. */
function fixOfBegin(unit: Unit, begin: string, sql: string): Opening['fix'] {
  if (begin !== 'deferred' || /deferred/i.test(sql)) return undefined;
  const found = /(['"`]\s*)begin(?=\s*(?:;|transaction|['"`]))/i.exec(unit.node.text);
  if (!found) return undefined;
  const at = unit.node.startIndex + found.index + found[0].length;
  return { range: { start: at, end: at }, text: /begin$/.test(found[0]) ? ' immediate' : ' IMMEDIATE' };
}

const isEnd =
  (code: Code) =>
  (unit: Unit): boolean => {
    const sql = code.sqlOfUnit(unit);
    return (sql !== undefined && endsTransaction(sql)) || /^(?:commit|Commit)$/.test(unit.names.at(-1) ?? '');
  };
