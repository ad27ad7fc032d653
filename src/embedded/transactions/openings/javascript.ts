import { placeOf } from '../../sql/text-expressions.ts';
import { type Code, nameThatKeeps, type Unit } from '../code.ts';
import { callbackOf, direct, type Opening } from './opening.ts';

const handleNames =
  /^(?:tx|trx|txn|t|trans|transaction|db|conn|connection|c|client|manager|em|entityManager|transactionalEntityManager|transactionalEntityManager|transactionManager|sql|knex|k|database|_tx)$/;

/** Transactions that run a function: `db.transaction(…)`, Prisma’s `$transaction`, and their like. */
export function javaScript(code: Code): Opening[] {
  const { text } = code.file;
  return code.units.flatMap((unit): Opening[] => {
    const at = unit.names.findIndex((name) => /^\$?transaction$/i.test(name));
    const callback = at < 1 ? undefined : callbackOf(unit);
    if (!callback) return [];
    const [first] = callback.parameters;
    const behind = unit.names.slice(at + 1);
    const isBuilder = behind.includes('execute');
    const isPrisma = unit.names[at] === '$transaction';
    const handle = first !== undefined && handleNames.test(first) && !/^\{/.test(first) ? first : undefined;
    const options = unit.calls
      .flatMap(({ args }) => args)
      .filter(({ type }) => type === 'object')
      .map((node) => node.text)
      .join();
    const receiver = unit.names.slice(0, at).join('.');
    return [
      {
        range: placeOf(unit.node),
        begin: beginOfJavaScript(code, unit, behind, options),
        by: 'api',
        library: isPrisma
          ? 'prisma'
          : isBuilder
            ? 'kysely'
            : /\bSequelize\b|sequelize/.test(text)
              ? 'sequelize'
              : undefined,
        body: placeOf(callback.node),
        bodyNode: callback.node,
        reach: handle === undefined ? { handle: undefined, receiver, orm: undefined } : direct(handle),
      },
    ];
  });
}

function beginOfJavaScript(
  code: Code,
  unit: Unit,
  behind: readonly string[],
  options: string,
): Opening['begin'] {
  const mode = /^(?:deferred|immediate|exclusive)$/;
  const called = behind.find((name) => mode.test(name));
  if (called !== undefined) return called as 'deferred';
  const option = /\b(?:behavior|type|mode)\s*:\s*(?:['"]|[\w.]*TYPES\.)(deferred|immediate|exclusive)/i.exec(
    options,
  )?.[1];
  if (option !== undefined) return option.toLowerCase() as 'deferred';
  if (/\b(?:behavior|type|isolationLevel|mode)\b|\.\.\./.test(options)) return undefined;
  // `db.transaction(fn)()` runs it at once.
  if (unit.calls.filter(({ name }) => name === 'transaction').length > 1) return 'driver';
  // better-sqlite3 and Bun make a function of it, which is run in the mode that it is called with.
  const name = nameThatKeeps(unit.node);
  const kept = name !== undefined && !/await/.test(unit.node.parent?.type ?? '');
  if (kept && new RegExp(`\\b${name}\\.(?:immediate|exclusive|deferred)\\b`).test(code.file.text))
    return undefined;
  const isReturned = /^(?:return_statement|arrow_function)$/.test(unit.node.parent?.type ?? '');
  const isPlain = /^(?:async|await)/.test(unit.node.parent?.text ?? '') || behind.length > 0;
  return isReturned && !isPlain && !/await|async/.test(unit.node.text.slice(0, 200)) ? undefined : 'driver';
}
