import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import type { Driver } from '../../facts/drivers/driver.ts';
import { isAtOrBelow, nameOf } from '../../text/paths.ts';
import { type Fact, known, unknown } from '../facts.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/**
 * Whether Cargo builds libsqlite3-sys with the SQLite that it brings (its feature `bundled`). Any package that asks for it
 * has it built for all: Cargo unifies features and links the library once
 * (https://doc.rust-lang.org/cargo/reference/features.html#feature-unification).
 * @param folder of the code that uses the driver
 */
export function bringsBundledSqlite(
  files: readonly SourceFile[],
  driver: Driver,
  folder: string,
): Fact<boolean> {
  const lock = files
    .filter(({ path }) => nameOf(path) === 'Cargo.lock')
    .filter((file) => isAtOrBelow(folder, file.folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  // The lock file lists what libsqlite3-sys needs in any build: a compiler of C only to build a SQLite.
  const needed = lock && neededBy(lock.text, 'libsqlite3-sys');
  if (needed && !needed.includes('cc'))
    return known(false, `${lock.path} links ${driver.name} to the machine’s SQLite`);
  const manifests = files.filter(
    ({ path, folder: its }) => nameOf(path) === 'Cargo.toml' && (!lock || isAtOrBelow(its, lock.folder)),
  );
  const asked = manifests.flatMap((file) => askersOf(file, driver).map((asker) => ({ file, ...asker })));
  const sure = asked.find(({ when }) => when === 'always');
  if (sure) return known(true, `${sure.file.path} builds SQLite with ${sure.crate}`);
  const [some] = asked;
  if (some) return unknown(`${some.file.path} builds SQLite with ${some.crate} in some builds only`);
  return unknown(
    needed
      ? `${lock.path} has a SQLite built that no manifest asks for`
      : 'no manifest tells which SQLite is linked',
  );
}

/** The packages that a locked one depends on; undefined where it isn't locked. */
function neededBy(lock: string, name: string): readonly string[] | undefined {
  const entry = lock
    .split(/^\[\[package\]\]$/m)
    .find((block) => new RegExp(`^name = "${name}"\\r?$`, 'm').test(block));
  const listed = entry && (/^dependencies = \[([^\]]*)\]/m.exec(entry)?.[1] ?? '');
  return listed === undefined
    ? undefined
    : [...listed.matchAll(/"([^" ]+)[^"]*"/g)].flatMap(([, one]) => one ?? []);
}

/** A dependency that has SQLite built in. */
interface Asker {
  readonly crate: string;
  readonly when: 'always' | 'some builds';
}

type Table = Readonly<Record<string, unknown>>;

const isTable = (value: unknown): value is Table =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const tableOf = (value: unknown): Table => (isTable(value) ? value : {});
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const manifestOf = remember(({ text }: SourceFile): Table => {
  try {
    return tableOf(getStaticTOMLValue(parseTOML(text)));
  } catch {
    return {};
  }
});

function askersOf(file: SourceFile, driver: Driver): Asker[] {
  const manifest = manifestOf(file);
  const features = tableOf(manifest.features);
  const targets = Object.values(tableOf(manifest.target)).map((target) => tableOf(target).dependencies);
  const everywhere = [manifest.dependencies, tableOf(manifest.workspace).dependencies];
  const askers: Asker[] = [];
  for (const [tables, isTarget] of [
    [everywhere, false],
    [targets, true],
  ] as const) {
    for (const [name, value] of tables.flatMap((one) => Object.entries(tableOf(one)))) {
      const entry = tableOf(value);
      const crate = typeof entry.package === 'string' ? entry.package : name;
      if (!asks(crate, textsOf(entry.features), entry['default-features'] !== false)) continue;
      const isSure =
        !isTarget &&
        // Where the driver itself is optional, code that uses it has it.
        (entry.optional !== true ||
          driver.packages.includes(crate) ||
          isEnabledWith(name, driver.packages, features));
      askers.push({ crate, when: isSure ? 'always' : 'some builds' });
    }
  }
  const byDefault = closureOf('default', features);
  for (const [feature, enabled] of Object.entries(features)) {
    for (const one of textsOf(enabled)) {
      const [crate = '', its] = one.split(/\??\//);
      if (its === undefined || !asks(crate, [its], false)) continue;
      askers.push({ crate, when: byDefault.has(feature) ? 'always' : 'some builds' });
    }
  }
  return askers;
}

/** True for a package that has SQLite built in when it is asked for with these features. */
function asks(crate: string, features: readonly string[], withDefaults: boolean): boolean {
  const has = (pattern: RegExp): boolean => features.some((feature) => pattern.test(feature));
  switch (crate) {
    case 'libsqlite3-sys':
    case 'rusqlite':
    case 'r2d2_sqlite':
    case 'tokio-rusqlite':
    case 'deadpool-sqlite':
    case 'sqlx-sqlite':
      return has(/^bundled(?:-full|-sqlcipher[\w-]*)?$/);
    case 'async-sqlite':
      return withDefaults || has(/^bundled/);
    case 'refinery':
    case 'refinery-core':
      return has(/^rusqlite-bundled$/);
    case 'sqlx':
      return has(/^sqlite(?:-bundled)?$/);
    case 'sea-orm':
    case 'sea-orm-migration':
      return has(/^sqlx-sqlite$/);
    default:
      return false;
  }
}

/** True where every feature that turns one of some packages on, or its SQLite, turns an optional one on as well. */
function isEnabledWith(optional: string, packages: readonly string[], features: Table): boolean {
  const lists = Object.values(features).map(textsOf);
  const enabling = lists.filter((list) =>
    packages.some((name) =>
      list.some((one) => one === `dep:${name}` || one === name || one === `${name}/sqlite`),
    ),
  );
  return (
    enabling.length > 0 &&
    enabling.every((list) => list.some((one) => one === optional || one === `dep:${optional}`))
  );
}

/** A feature with those that it turns on. */
function closureOf(feature: string, features: Table, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(feature) || !(feature in features)) return found;
  found.add(feature);
  for (const one of textsOf(features[feature])) closureOf(one, features, found);
  return found;
}
