import type { NamedDriver, Setting, Surroundings } from '../site.ts';
import { driverModules } from './names.ts';

/** The driver that a name of database/sql stands for, with what hooks run on its connections. */
export interface ResolvedDriver {
  readonly driver: string;
  readonly settings: readonly Setting[];
  readonly opaque: string | undefined;
}

/**
 * The driver that is known under a name: one that the project registers by itself, else the one whose package the file,
 * its folder or the project imports, else the one that go.mod requires. Undefined where none of SQLite's is.
 */
export function resolveDriver(
  name: string,
  own: readonly NamedDriver[],
  around: Surroundings,
): ResolvedDriver | undefined {
  const inFolder = around.shared.filter(({ folder }) => folder === around.folder);
  const all = around.shared.flatMap(({ declarations }) => declarations.drivers);
  const levels = [own, inFolder.flatMap(({ declarations }) => declarations.drivers), all];
  for (const isCustom of [true, false]) {
    for (const level of levels) {
      const found = level.filter((one) => one.name === name && one.isCustom === isCustom);
      const [first] = found;
      if (!first) continue;
      // What registers a name in the one build, the package of another driver does in the other.
      const others = [...all, ...own].filter((one) => one.name === name).map(({ driver }) => driver);
      const ids = new Set(isCustom ? others : found.map(({ driver }) => driver));
      const hooks = all.filter((one) => one.name === undefined && one.driver === first.driver);
      const settings = [...found.slice(0, 1), ...hooks].flatMap((one) => one.settings);
      const opaque = [first, ...hooks].find((one) => one.opaque !== undefined)?.opaque;
      if (ids.size === 1) return { driver: first.driver, settings, opaque };
      return {
        driver: first.driver,
        settings: [],
        opaque: `${[...ids].join(' and ')} both register ${name} here`,
      };
    }
  }
  const required = driverModules.filter(
    ({ registers, path }) =>
      registers === name && around.requires('go', path.replace(/\/driver(?:\/sqliteshim)?$/, '')),
  );
  const [only] = required;
  if (!only) return undefined;
  const ids = new Set(required.map(({ driver }) => driver));
  return {
    driver: only.driver,
    settings: [],
    opaque:
      ids.size === 1 ? undefined : `go.mod requires ${[...ids].join(' and ')}, which both register ${name}`,
  };
}

/** The text of a constant or variable that files of the project declare; undefined where they differ. */
export function foreignText(name: string, around: Surroundings): string | undefined {
  const [qualifier, own] = name.includes('.') ? name.split('.') : [undefined, name];
  const texts = new Set(
    around.shared.flatMap(({ folder, declarations }) => {
      const isIt = qualifier === undefined ? folder === around.folder : declarations.package === qualifier;
      const text = isIt ? declarations.texts.get(own ?? '') : undefined;
      return text === undefined ? [] : [text];
    }),
  );
  return texts.size === 1 ? [...texts][0] : undefined;
}
