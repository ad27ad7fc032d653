import { type EffectivePragma, effectivePragmas } from '../effective-pragmas.ts';

/** Where a driver's packages come from: which lock files name its version. */
export type Registry =
  | 'npm'
  | 'pypi'
  | 'go'
  | 'crates'
  | 'rubygems'
  | 'packagist'
  | 'maven'
  | 'nuget'
  | 'hex'
  | 'runtime';

/** The mode in which a transaction begins that the program begins through the driver's own API without naming one. */
export type BeginMode = 'deferred' | 'immediate' | 'exclusive';

/** The mode that a word names, in any case: `IMMEDIATE`, `deferred`; undefined for any other word. */
export function beginModeOf(word: string | undefined): BeginMode | undefined {
  const lower = word?.toLowerCase();
  return lower === 'deferred' || lower === 'immediate' || lower === 'exclusive' ? lower : undefined;
}

/** What a driver makes of one pragma by itself, in the form of `effectiveValue`. */
export type DriverDefault =
  | string
  /** It depends on the journal mode: compiled with SQLITE_DEFAULT_WAL_SYNCHRONOUS. */
  | { readonly inWal: string; readonly otherwise: string }
  /** It depends on how the driver is built: a feature of Cargo, a build tag of Go. */
  | { readonly feature: string; readonly on: string; readonly off: string }
  /** It depends on what no file of a project tells. */
  | { readonly unknown: string };

/** What a driver makes of pragmas by itself; SQLite’s default holds for those that are left out. */
export type DriverPragmas = Readonly<Partial<Record<EffectivePragma, DriverDefault>>>;

/** What has a version: a driver, or another package or runtime that a setting depends on. */
export type Versioned = Pick<Driver, 'name' | 'registry' | 'packages'>;

/** Versions in which something has an effect. */
export interface VersionRange {
  /** Of which package or runtime; undefined for the driver itself. */
  readonly of?: Versioned | undefined;
  /** The first version. */
  readonly since?: string | undefined;
  /** The first version in which it has none any more. */
  readonly before?: string | undefined;
}

/** What a range of versions does by itself. */
export interface DriverBehaviour {
  /** The first version of the range; undefined for the driver's first. */
  readonly since?: string | undefined;
  /** Pragmas that it sets or compiles in; SQLite's own defaults hold for the others. */
  readonly pragmas: DriverPragmas;
  /** Undefined where it begins none, or where that is not known. */
  readonly begin?: BeginMode | undefined;
}

/** A driver, an ORM or a framework that opens connections to SQLite. Tests open real ones and compare. */
export interface Driver {
  /** The same everywhere: `better-sqlite3`, `mattn/go-sqlite3`. */
  readonly id: string;
  /** As people call it. */
  readonly name: string;
  readonly registry: Registry;
  /** Names in lock files, of which the version counts: the driver's own, or that of what it stands on. */
  readonly packages: readonly string[];
  /**
   * What a handle of it stands for: one connection, or a pool that opens connections as it needs them, so that a pragma
   * which is run on the handle reaches one of them.
   */
  readonly handle: 'connection' | 'pool';
  /** By version, the oldest first. */
  readonly behaviour: readonly DriverBehaviour[];
  /**
   * The SQLite that comes with it, by the driver's version, the oldest first: `['12.11.1', '3.53.2']`. `system`: that of
   * the machine; `same`: the driver's version starts with SQLite's.
   */
  readonly sqlite: readonly (readonly [string, string])[] | 'system' | 'same';
  /** The feature without which it is linked to the machine's SQLite in place of its own. */
  readonly sqliteFeature?: string | undefined;
  /** The id of the driver that it stands on, where that is the one whose version tells the SQLite. */
  readonly standsOn?: string | undefined;
  /** Packages which, once installed, set pragmas on its connections by themselves. */
  readonly alteredBy?: readonly string[] | undefined;
  /** Why an effective value is what it is, where that needs more than “X sets it”: `its pool retries for 30 s`. */
  readonly remarks?: Readonly<Partial<Record<EffectivePragma, string>>>;
  /** Where a pragma is set so that every connection has it, as an imperative without its end: `Put it into …`. */
  readonly advice: string;
  /**
   * True for a pool that stays as it was opened: code that is handed the handle can neither limit it nor have anything run
   * on each of its connections.
   */
  readonly isFixedPool?: boolean | undefined;
  /**
   * What several connections of a pool to `:memory:` see: each a database of its own. Undefined where they share one, or
   * where that is not known.
   */
  readonly memory?: 'separate' | undefined;
  /** The page or source that the claims come from. */
  readonly source: string;
}

/**
 * What a driver does by itself in a version: of what its versions do differently, only what all that may be meant have
 * in common.
 * @param version undefined where nothing tells; `atLeast` where only a manifest's range does
 */
export function behaviourOf(
  driver: Driver,
  version: { readonly exact?: string | undefined; readonly atLeast?: string | undefined } | undefined,
): DriverBehaviour {
  const isBefore = ({ since }: DriverBehaviour, limit: string): boolean =>
    since === undefined || compareVersions(since, limit) <= 0;
  const { exact, atLeast } = version ?? {};
  const lowest = exact ?? atLeast;
  const reached = lowest === undefined ? [] : driver.behaviour.filter((one) => isBefore(one, lowest));
  const possible =
    lowest === undefined
      ? driver.behaviour
      : exact === undefined
        ? driver.behaviour.slice(Math.max(0, reached.length - 1))
        : reached.slice(-1);
  const [first, ...others] = possible;
  if (!first) return { pragmas: {} };
  if (others.length === 0) return first;
  const pragmas: Partial<Record<EffectivePragma, DriverDefault>> = {};
  for (const name of effectivePragmas) {
    const values = new Set(possible.map((one) => JSON.stringify(one.pragmas[name] ?? null)));
    const value = first.pragmas[name];
    if (values.size > 1)
      pragmas[name] = { unknown: `it depends on the version of ${driver.name}, which no lock file tells` };
    else if (value !== undefined) pragmas[name] = value;
  }
  const begins = new Set(possible.map(({ begin }) => begin));
  return { pragmas, begin: begins.size === 1 ? first.begin : undefined };
}

/** The versions of SQLite that a driver's version may come with: the same twice where it is known for sure. */
export interface SqliteRange {
  readonly from: string;
  readonly to: string;
}

/** Undefined where nothing is known. */
export function sqliteVersionOf(driver: Driver, version: string | undefined): SqliteRange | undefined {
  if (version === undefined || driver.sqlite === 'system') return undefined;
  if (driver.sqlite === 'same') {
    const own = /^3\.\d+\.\d+/.exec(version)?.[0];
    return own === undefined ? undefined : { from: own, to: own };
  }
  let below: string | undefined;
  for (const [since, sqlite] of driver.sqlite) {
    const order = compareVersions(since, version);
    if (order === 0) return { from: sqlite, to: sqlite };
    if (order > 0) return below === undefined ? undefined : { from: below, to: sqlite };
    below = sqlite;
  }
  return undefined;
}

/** Compares versions by their numbers: negative when `a` is the older. What stands behind the numbers is ignored. */
export function compareVersions(a: string, b: string): number {
  const numbers = (version: string): number[] =>
    (/\d+(?:\.\d+)*/.exec(version)?.[0] ?? '0').split('.').map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
