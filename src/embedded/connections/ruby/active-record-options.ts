import { beginModeOf, type Versioned } from '../../../facts/drivers/driver.ts';
import type { Range } from '../../../text/range.ts';
import { storageOf } from '../dsn.ts';
import type { BeginSetting, ConnectionSite, IgnoredParameter, Setting, Written } from '../site.ts';

/** The gem that Active Record's adapter stands on. */
const gem: Versioned = { name: 'The sqlite3 gem', registry: 'rubygems', packages: ['sqlite3'] };

/** A key of a database's configuration, in config/database.yml or handed to `establish_connection`. */
export interface DatabaseOption {
  readonly name: string;
  /** Undefined where it is computed. */
  readonly value: string | undefined;
  readonly range: Range;
  /** The environment variable that gives the value where it is set. */
  readonly env?: string | undefined;
  /** True where a template leaves it out on some conditions. */
  readonly maybe?: boolean | undefined;
  /** The keys below it. */
  readonly inner?: readonly DatabaseOption[] | undefined;
}

/**
 * What Active Record's adapter makes of the options of a database.
 * https://github.com/rails/rails/blob/main/activerecord/lib/active_record/connection_adapters/sqlite3_adapter.rb
 */
export function activeRecordSite(
  options: readonly DatabaseOption[],
  range: Range,
  database: Written,
): Omit<ConnectionSite, 'opaque' | 'fix'> {
  const get = (name: string): DatabaseOption | undefined => options.findLast((one) => one.name === name);
  const settings: Setting[] = [];
  const ignored: IgnoredParameter[] = [];
  const add = (option: DatabaseOption, pragma: string, more: Partial<Setting> = {}): void => {
    settings.push({
      pragma,
      value: option.value,
      by: 'option',
      written: option.name,
      range: option.range,
      everyConnection: true,
      maybe: option.maybe,
      env: option.env,
      ...more,
    });
  };
  const timeout = get('timeout');
  if (timeout && timeout.value !== 'nil' && timeout.value !== '') add(timeout, 'busy_timeout');
  // A number of tries: how long they take depends on the machine.
  const retries = get('retries');
  if (retries)
    add(retries, 'busy_timeout', { value: undefined, takenBy: [{ since: '7.1.0', before: '8.1.0' }] });
  const pragmas = get('pragmas');
  for (const option of pragmas?.inner ?? [])
    add(option, option.name.toLowerCase(), {
      written: `pragmas.${option.name}`,
      maybe: option.maybe ?? pragmas?.maybe,
      takenBy: [{ since: '7.2.0' }],
    });
  // Written elsewhere, it may hold any.
  const computed = pragmas?.inner === undefined ? pragmas : undefined;
  for (const pragma of computed ? ['journal_mode', 'synchronous', 'busy_timeout', 'cache_size'] : [])
    if (computed)
      add(computed, pragma, { value: undefined, written: 'pragmas', takenBy: [{ since: '7.2.0' }] });
  for (const name of [
    'busy_timeout',
    'journal_mode',
    'synchronous',
    'foreign_keys',
    'cache_size',
    'mmap_size',
  ]) {
    const misplaced = get(name);
    if (misplaced)
      ignored.push({
        name,
        range: misplaced.range,
        reason: `Active Record takes no notice of ${name} there.`,
        instead: name === 'busy_timeout' ? 'timeout' : `pragmas: ${name}`,
      });
  }
  const mode = get('default_transaction_mode');
  const pool = get('max_connections') ?? get('pool');
  const path = database.kind === 'text' ? database.text : undefined;
  return {
    driver: 'activerecord',
    range,
    database,
    storage: path === undefined ? 'file' : storageOf(path),
    readOnly: get('readonly')?.value === 'true' || get('replica')?.value === 'true',
    settings,
    ignored,
    begin: mode && modeOf(mode),
    poolSize:
      pool?.value !== undefined && /^\d+$/.test(pool.value) && !pool.env ? Number(pool.value) : undefined,
  };
}

/**
 * From 8.0 on the adapter begins every transaction with IMMEDIATE, whatever the key says; before, it leaves the mode to
 * the gem, which knows the key since 1.6.9.
 */
function modeOf({ value, range, env }: DatabaseOption): BeginSetting | undefined {
  const mode = beginModeOf(value);
  // What makes no difference needs no version.
  if (mode === 'immediate' && env === undefined)
    return { mode, range, written: 'default_transaction_mode', takenBy: [{ of: gem, since: '1.6.9' }] };
  return {
    mode,
    range,
    written: 'default_transaction_mode',
    env,
    takenBy: [{ before: '8.0.0' }, { of: gem, since: '1.6.9' }],
  };
}
