import { placeOf } from '../sql/text-expressions.ts';
import type { Code, Unit } from './code.ts';
import type { Opening } from './openings/opening.ts';
import type { LoopWrite } from './site.ts';
import { kindOfSql } from './statement-kind.ts';

/**
 * Writes in loops that are run on a handle which is surely in no transaction: a pool, on which each statement is one of
 * its own, or a connection that is committed within the loop.
 */
export function loopWrites(code: Code, openings: readonly Opening[]): LoopWrite[] {
  const { text } = code.file;
  if (code.language === 'go' && !/\*sqlx?\.DB\b/.test(text)) return [];
  if (code.language === 'rust' && !/\bsqlx\b[\s\S]*pool\)/.test(text)) return [];
  if (code.language === 'python' && !/\.commit\(/.test(text)) return [];
  if (code.language === 'go') return onPool(code, openings, (unit) => isGoPool(unit, code));
  if (code.language === 'rust') return onPool(code, openings, isSqlxPool);
  if (code.language === 'python') return committed(code);
  return [];
}

function onPool(code: Code, openings: readonly Opening[], isPool: (unit: Unit) => boolean): LoopWrite[] {
  return code.units.flatMap((unit): LoopWrite[] => {
    const around = code.functionOf(unit.node, code.grammar.declared);
    if (!around || !code.isInLoop(unit.node, around) || !isPool(unit)) return [];
    const sql = code.sqlOfUnit(unit);
    if (
      sql === undefined ||
      kindOfSql(sql) !== 'write' ||
      !/^\W*(?:insert|update|delete|replace)\b/i.test(sql)
    )
      return [];
    if (openings.some(({ body }) => body.start < around.endIndex && around.startIndex < body.end)) return [];
    // A loop that waits is a worker that lives as long as the program: each round is a job of its own.
    return isWorker(unit, code) ? [] : [{ range: placeOf(unit.node), written: unit.names.join('.') }];
  });
}

/** `db.Exec(…)` where `db` is declared as a pool in the file. */
function isGoPool({ names }: Unit, code: Code): boolean {
  const [method, handle] = [names.at(-1) ?? '', names.at(-2) ?? ''];
  if (!/^(?:Exec|ExecContext|MustExec)$/.test(method) || !/^\w+$/.test(handle)) return false;
  return (
    new RegExp(`\\b${handle}\\s+\\*(?:sql|sqlx)\\.DB\\b`).test(code.file.text) &&
    !new RegExp(`\\b${handle}\\s+(?:\\*sql\\.Tx|\\w*(?:Execer|Querier|DBTX|interface))`).test(code.file.text)
  );
}

/** `sqlx::query(…).execute(&pool)`. */
function isSqlxPool({ names, calls }: Unit): boolean {
  const last = calls.at(-1);
  return (
    names[0] === 'sqlx' &&
    last?.name === 'execute' &&
    /^&(?:self\.)?(?:\w+\.)?(?:pool|db_pool|sqlite_pool)$/.test(last.args[0]?.text ?? '')
  );
}

/** `conn.execute("INSERT …")` and `conn.commit()` in the same round. */
function committed(code: Code): LoopWrite[] {
  return code.units.flatMap((unit): LoopWrite[] => {
    const sql = code.sqlOfUnit(unit);
    if (
      sql === undefined ||
      !/^\W*(?:insert|update|delete|replace)\b/i.test(sql) ||
      kindOfSql(sql) !== 'write'
    )
      return [];
    let around = unit.node.parent;
    while (around && !/^(?:for_statement|while_statement|function_definition)$/.test(around.type))
      around = around.parent;
    if (around?.type !== 'for_statement') return [];
    const body = around.childForFieldName('body');
    const commits = code.units.some(
      ({ node, names }) =>
        names.at(-1) === 'commit' &&
        node.startIndex > unit.node.endIndex &&
        node.parent?.parent?.id === body?.id,
    );
    const isDirect = unit.node.parent?.parent?.id === body?.id;
    if (!commits || !isDirect || isWorker(unit, code)) return [];
    return [{ range: placeOf(unit.node), written: unit.names.join('.') }];
  });
}

function isWorker({ node }: Unit, code: Code): boolean {
  // Each migration of a list is committed by itself.
  if (/migrat/i.test(code.file.path)) return true;
  let around = node.parent;
  while (around && !code.grammar.loops.has(around.type)) around = around.parent;
  if (!around) return true;
  // An endless loop, a channel, and a loop that stops, waits or asks others in each round.
  return /^for\s*\{|^loop\b|^while\s+(?:True|true|1)\b|<-|\bselect\s*\{|\.recv\(|\b(?:sleep|Sleep)\(|range\s+\w*(?:[cC]h|[qQ]ueue)\b|http\.|\bfetch|requests\.|await\s+(?!sqlx)/.test(
    around.text,
  );
}
