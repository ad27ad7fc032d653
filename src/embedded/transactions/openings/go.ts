import { placeOf } from '../../sql/text-expressions.ts';
import { type Code, nameThatKeeps, type Unit } from '../code.ts';
import { callbackOf, direct, endOf, type Opening } from './opening.ts';

/** Transactions of database/sql and of what wraps it: `db.BeginTx(…)`, and functions that are handed one. */
export function go(code: Code): Opening[] {
  return code.units.flatMap((unit): Opening[] => {
    const method = unit.names.at(-1) ?? '';
    const args = unit.calls.at(-1)?.args ?? [];
    const around = code.functionOf(unit.node);
    if (/^(?:Begin|BeginTx|Beginx|BeginTxx|MustBegin)$/.test(method) && around) {
      const handle = nameThatKeeps(unit.node);
      if (handle === undefined || handle === '_') return [];
      const options = args.at(-1)?.text ?? '';
      // The drivers of SQLite begin as ever for a level; ncruces alone takes the lock for LevelSerializable.
      const isPlain =
        args.length < 2 ||
        options === 'nil' ||
        /TxOptions\{\s*(?:Isolation:\s*sql\.Level(?:Serializable|Default),?\s*|ReadOnly:\s*false,?\s*)*\}$/.test(
          options,
        );
      const ends = (end: Unit): boolean =>
        end.names.join('.') === `${handle}.Commit` ||
        (end.names[0] === handle && end.names.at(-1) === 'Commit');
      return [
        {
          range: placeOf(unit.node),
          begin: isPlain ? 'driver' : undefined,
          by: 'api',
          library: /Serializable/.test(options) ? 'database/sql serializable' : 'database/sql',
          body: { start: unit.node.endIndex, end: endOf(code, around, unit, ends) },
          bodyNode: around,
          reach: direct(handle),
        },
      ];
    }
    const callback = callbackOf(unit);
    const parameters = callback?.node.childForFieldName('parameters')?.text ?? '';
    const handle = /(\w+)\s+\*?(?:sql\.Tx|sqlx\.Tx|gorm\.DB|bun\.Tx)\b/.exec(parameters)?.[1];
    if (!callback || handle === undefined) return [];
    const isTransaction =
      /^(?:Transaction|RunInTx|WithTx|withTx|InTx|inTx|WithTransaction|withTransaction|InTransaction|Tx|ExecTx|execTx)$/.test(
        method,
      );
    if (!isTransaction) return [];
    return [
      {
        range: { start: unit.node.startIndex, end: callback.node.startIndex },
        begin: /\bsql\.TxOptions\{[^}]|ReadOnly/.test(unit.node.text) ? undefined : 'driver',
        by: 'api',
        library: /gorm/.test(parameters) ? 'gorm' : 'database/sql',
        body: placeOf(callback.node),
        bodyNode: callback.node,
        reach: direct(handle),
      },
    ];
  });
}
