import { beginModeOf, type Versioned, type VersionRange } from '../../../facts/drivers/driver.ts';
import { wholeNumber } from '../../../text/number.ts';
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
  const mode = get('default_transaction_mode');
  const pool = get('max_connections') ?? get('pool');
  return {
    driver: 'activerecord',
    range,
    database,
    storage: database.kind === 'text' ? storageOf(database.text) : 'file',
    readOnly: get('readonly')?.value === 'true' || get('replica')?.value === 'true',
    settings: settingsOf(get),
    ignored: misplaced.flatMap((name) => ignoredOption(get(name)) ?? []),
    begin: mode && modeOf(mode),
    poolSize: pool?.env === undefined ? wholeNumber(pool?.value) : undefined,
  };
}

const withPragmas: readonly VersionRange[] = [{ since: '7.2.0' }];

/** What `timeout`, `retries` and `pragmas` set, in the order in which the adapter takes them. */
function settingsOf(get: (name: string) => DatabaseOption | undefined): Setting[] {
  const settings: Setting[] = [];
  const timeout = get('timeout');
  if (timeout && timeout.value !== 'nil' && timeout.value !== '')
    settings.push(settingOf(timeout, 'busy_timeout'));
  const retries = get('retries');
  // A number of tries: how long they take depends on the machine.
  const asTries = { value: undefined, takenBy: [{ since: '7.1.0', before: '8.1.0' }] };
  if (retries) settings.push(settingOf(retries, 'busy_timeout', asTries));
  const pragmas = get('pragmas');
  for (const option of pragmas?.inner ?? []) {
    const written = `pragmas.${option.name}`;
    const maybe = option.maybe ?? pragmas?.maybe;
    settings.push(settingOf(option, option.name.toLowerCase(), { written, maybe, takenBy: withPragmas }));
  }
  if (!pragmas || pragmas.inner) return settings;
  // Written elsewhere, it may hold any.
  const any = ['journal_mode', 'synchronous', 'busy_timeout', 'cache_size'];
  const asAny = { value: undefined, takenBy: withPragmas };
  return [...settings, ...any.map((pragma) => settingOf(pragmas, pragma, asAny))];
}

function settingOf(option: DatabaseOption, pragma: string, more: Partial<Setting> = {}): Setting {
  return {
    pragma,
    value: option.value,
    by: 'option',
    written: option.name,
    range: option.range,
    everyConnection: true,
    maybe: option.maybe,
    env: option.env,
    ...more,
  };
}

/** Pragmas that people write among the keys, instead of below `pragmas`. */
const misplaced = ['busy_timeout', 'journal_mode', 'synchronous', 'foreign_keys', 'cache_size', 'mmap_size'];

function ignoredOption(option: DatabaseOption | undefined): IgnoredParameter | undefined {
  if (!option) return undefined;
  const { name, range } = option;
  return {
    name,
    range,
    reason: `Active Record takes no notice of ${name} there.`,
    instead: name === 'busy_timeout' ? 'timeout' : `pragmas: ${name}`,
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
