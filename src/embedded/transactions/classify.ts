import type { Node } from '@vscode/tree-sitter-wasm';
import type { Code, Unit } from './code.ts';
import type { StatementKind } from './site.ts';
import { kindOfSql } from './statement-kind.ts';

/** How the code of a transaction reaches the database. */
export interface Reach {
  /**
   * The names that only what is run in the transaction goes through: `tx` of `tx, err := db.Begin()`; undefined where
   * everything that is run on the connection is in the transaction.
   */
  readonly handle: string | undefined;
  /** The connection that the transaction is opened on, as the program calls it. */
  readonly receiver: string | undefined;
  /** True where the methods of an ORM are known by their names alone: those of Django and Rails. */
  readonly orm: 'django' | 'rails' | 'laravel' | 'gorm' | undefined;
}

/** `opaque`: it may do anything to the database; `none`: it does nothing to it. */
export type Effect = StatementKind | 'opaque' | 'none';

const names = (list: string): ReadonlySet<string> => new Set(list.split(' '));

/** Methods of query builders and ORMs on the handle of a transaction. */
const writing = names(
  'insert insertInto updateTable deleteFrom replaceInto del update delete create createMany updateMany deleteMany insertMany truncate remove save destroy softDelete Create CreateInBatches Save Update Updates UpdateColumn UpdateColumns Delete NewInsert NewUpdate NewDelete insert_into replace_into NamedExec NamedExecContext execute_batch executeUpdate executemany executescript ExecuteNonQuery insertOrIgnore insertGetId increment decrement',
);
const reading = names(
  'select selectFrom selectDistinct findFirst findMany findUnique findFirstOrThrow findUniqueOrThrow findOne findOneBy findOneOrFail findOneByOrFail findBy findByPk findAll find count First Last Take Find Count Pluck NewSelect query_row query_map first pluck exists',
);
/** Methods that read and then write, or the other way round. */
const mixed =
  /^(?:FirstOrCreate|FirstOrInit|findOrCreate|firstOrCreate|updateOrCreate|upsert|get_or_create|update_or_create|find_or_create_by!?|transaction|Transaction|begin|Begin)$/;
/** What ends or names a transaction, or only compiles a statement. */
const managing =
  /^(?:[cC]ommit|[rR]ollback|[pP]repare\w*|savepoint|close|Close|Error|WithContext|Session|Model|drop|finish|setAutoCommit|inTransaction|Dispose|quote|lastInsertId|toString|isActive|Debug|Preload)$/;
/** How prepared statements are run. */
const running =
  /^(?:run|all|get|iterate|each|exec|execute\w*|Exec\w*|Query\w*|query\w*|insert|step|fetch\w*|finalize|addBatch|Get|Select|MustExec|values|bind)$/;

/** Calls that have nothing to do with a database, in any of the languages. */
const harmlessRoots =
  /^(?:console|logger?|logging|log|slog|Math|Date|JSON|Object|Array|String|Number|Boolean|Buffer|BigInt|parseInt|parseFloat|Map|Set|Error|\w+Error|\w+Exception|RangeError|crypto|randomUUID|uuid\w*|nanoid|ulid|path|len|str|int|float|bool|list|dict|tuple|set|sorted|range|enumerate|zip|print|isinstance|getattr|datetime|timezone|time|json|os|re|fmt|errors|strings|strconv|context|sort|Time|Rails|SecureRandom|raise|puts|defer|Some|Ok|Err|None|vec|format|println|debug|info|warn|error|trace|bail|anyhow|ensure|now|count|implode|explode|array_\w+|str_\w+|is_\w+|sprintf|in_array|json_encode|json_decode|Carbon|append|make|new|min|max|abs|sum|any|all|hasattr|super|Symbol|Promise|_)$/;

const harmlessMethods =
  /^(?:push|pop|append|extend|join|split|map|filter|forEach|some|every|slice|splice|trim\w*|toLowerCase|toUpperCase|toISOString|getTime|toString|valueOf|includes|indexOf|has|keys|values|entries|items|format|strip|lower|upper|replace|isoformat|into_iter|iter|collect|to_string|to_owned|as_str|clone|unwrap\w*|ok_or\w*|map_err|len|is_empty|is_some|is_none|sort\w*|concat|debug|info|warn|warning|error|Error|Info|Debug|Warn|Errorf|Sprintf|add|each|blank|present|to_s|to_i|freeze|isEmpty|size|length|startsWith|endsWith|encode|decode|next|getInt|getLong|getString|getBoolean|fetch|fetchColumn|fetchAll|fetchOne|fetchone|fetchall|bindValue|bindParam|setString|setInt|setLong|createStatement|rowCount)$/;

/** What one chain of calls does in a transaction. */
export function effectOf(unit: Unit, code: Code, reach: Reach): Effect {
  const { handle, receiver, orm } = reach;
  const [root = '', ...rest] = unit.names;
  const last = unit.names.at(-1) ?? '';
  const onHandle = handle !== undefined && mentions(unit, handle);
  if (handle !== undefined && !onHandle) {
    const prepared = preparedBy(unit, code);
    return prepared?.on === handle ? prepared.kind : 'none';
  }
  const sql = code.sqlOfUnit(unit);
  if (sql !== undefined && !harmlessRoots.test(root)) {
    const isOnlyPrepared = rest.some((name) => /^prepare/i.test(name)) && !running.test(last);
    return isOnlyPrepared ? 'none' : (kindOfSql(sql) ?? 'opaque');
  }
  const prepared = preparedBy(unit, code);
  if (prepared) return prepared.kind;
  if (rest.some((name) => mixed.test(name))) return 'opaque';
  if (orm === 'django' || orm === 'rails' || orm === 'laravel') {
    const effect = ormEffect(unit, orm);
    if (effect) return effect;
  } else if (onHandle && root === handle) {
    if (unit.names.some((name) => writing.has(name))) return 'write';
    if (unit.names.some((name) => reading.has(name))) return 'read';
  } else if (onHandle && code.language === 'rust') {
    const effect = rustEffect(unit, handle);
    if (effect) return effect;
  }
  if (managing.test(last)) return 'none';
  if (handle === undefined && receiver !== undefined && root !== receiver.split('.')[0]) {
    if (isHarmless(unit)) return 'none';
  } else if (handle === undefined && isHarmless(unit)) return 'none';
  return 'opaque';
}

function isHarmless({ names: [root = '', ...rest] }: Unit): boolean {
  const last = rest.at(-1);
  return harmlessRoots.test(root) || (last !== undefined && harmlessMethods.test(last));
}

function preparedBy({ names: chain }: Unit, code: Code): ReturnType<Code['preparedAs']> {
  const [name, method] = chain.slice(-2);
  return name !== undefined && method !== undefined && running.test(method)
    ? code.preparedAs(name)
    : undefined;
}

/** True for a chain that starts with a name or hands it on. */
export function mentions(unit: Unit, handle: string): boolean {
  if (unit.names[0] === handle || unit.names.slice(0, 2).join('.') === handle) return true;
  const word = new RegExp(`(?<![\\w.])${handle.replace(/[.$]/g, '\\$&')}(?![\\w(])`);
  return unit.calls.some(({ args }) => args.some((arg) => !isFunction(arg) && word.test(arg.text)));
}

const isFunction = ({ type }: Node): boolean =>
  /function|lambda|closure|func_literal|^block$|do_block/.test(type);

/** `diesel::update(t).set(x).execute(conn)`, `table.first(conn)`, `Entity::find().one(&txn)`. */
function rustEffect({ names: chain, calls }: Unit, handle: string): Effect | undefined {
  const word = new RegExp(`\\b${handle}\\b`);
  const run = calls.find(
    ({ name, args }) =>
      /^(?:execute|load|load_iter|first|get_results?|one|all|count|exec|insert|update|delete|save)$/.test(
        name,
      ) &&
      args.length === 1 &&
      word.test(args[0]?.text ?? ''),
  );
  if (!run) return undefined;
  if (
    chain.some((name) =>
      /^(?:insert_into|replace_into|insert_or_ignore_into|update|delete|insert|save)$/.test(name),
    )
  )
    return chain.length > 1 && run.name !== 'insert' ? 'write' : 'opaque';
  return /^(?:load|load_iter|first|get_results?|one|all|count)$/.test(run.name) ? 'read' : undefined;
}

/** What methods of ORMs do whose queries run as soon as they are called. */
function ormEffect({ names: chain }: Unit, orm: 'django' | 'rails' | 'laravel'): Effect | undefined {
  const last = chain.at(-1) ?? '';
  const isOf = (list: RegExp): boolean => list.test(last);
  if (orm === 'django') {
    const isManager = chain.some((name) => /^(?:objects|filter|exclude|select_for_update)$/.test(name));
    // It asks for rows with the same values; who calls it has a constraint to check.
    if (chain.length > 1 && last === 'validate_unique') return 'read';
    // The constructor of a model runs nothing.
    if (/^models?$/.test(chain.at(-2) ?? '') && /^[A-Z]/.test(last)) return 'none';
    if (isManager && isOf(/^(?:get|exists|count|first|last|aggregate|latest|earliest|in_bulk)$/))
      return 'read';
    if (isManager && isOf(/^(?:create|bulk_create|bulk_update|update|delete)$/)) return 'write';
    if (isManager && isOf(/^(?:filter|all|exclude|order_by|select_related|values|values_list)$/))
      return 'opaque';
    if (chain.length > 1 && isOf(/^(?:save)$/)) return 'write';
    return undefined;
  }
  // What is asked of a list that is there already is no query.
  const isModel = /^[A-Z]/.test(chain[0] ?? '');
  if (orm === 'rails') {
    if (isOf(/^(?:reload|lock!?|with_lock)$/)) return 'read';
    if (isModel && isOf(/^(?:find|find_by|exists|exists\?|count|pluck|reload|lock|lock!)$/)) return 'read';
    if (
      isOf(
        /^(?:save|save!|create|create!|update|update!|update_all|destroy|destroy!|destroy_all|delete_all|insert_all|increment|increment!|touch|update_columns?)$/,
      )
    )
      return 'write';
    return undefined;
  }
  if (isModel && isOf(/^(?:first|firstOrFail|find|findOrFail|exists|count|pluck|sum|max|value)$/))
    return 'read';
  if (
    isOf(
      /^(?:save|create|update|delete|insert|insertGetId|insertOrIgnore|increment|decrement|forceDelete|saveOrFail)$/,
    )
  )
    return 'write';
  return undefined;
}
