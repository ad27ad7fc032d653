import type { Range } from '../../../text/range.ts';
import type { TextPiece } from '../../sql/builder.ts';
import { knownText } from '../dsn.ts';
import type { NamedDriver, PendingText, Surroundings } from '../pending.ts';
import type { Setting } from '../site.ts';
import { piecesOfBuilt } from './built.ts';
import { driverModules } from './names.ts';

/** The driver that a name of database/sql stands for, with what hooks run on its connections. */
export interface ResolvedDriver {
  readonly driver: string;
  readonly settings: readonly Setting[];
  readonly opaque: string | undefined;
}

/** The id that stands for a driver which the project's files do not settle. */
export const oneOfSeveral = 'database/sql';

/**
 * The driver that is known under a name: one that the project registers by itself, else the one whose package the file,
 * its folder or the project imports, else the one that go.mod requires. Undefined where none of SQLite's is.
 */
export function resolveDriver(
  name: string,
  own: readonly NamedDriver[],
  around: Surroundings,
  opening: Range,
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
      const settings = [...found.slice(0, 1), ...hooks].flatMap((one) =>
        own.some(({ path }) => path === one.path) ? one.settings : elsewhere(one, opening),
      );
      const opaque = [first, ...hooks].find((one) => one.opaque !== undefined)?.opaque;
      if (ids.size === 1) return { driver: first.driver, settings, opaque };
      return {
        driver: oneOfSeveral,
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
    driver: ids.size === 1 ? only.driver : oneOfSeveral,
    settings: [],
    opaque:
      ids.size === 1 ? undefined : `go.mod requires ${[...ids].join(' and ')}, which both register ${name}`,
  };
}

/** What a hook in another file sets, as seen from the place that opens the connection. */
function elsewhere({ settings, path }: NamedDriver, opening: Range): Setting[] {
  return settings.map((setting) => ({
    ...setting,
    range: opening,
    written: `${setting.written} (the hook in ${path})`,
  }));
}

/** The text of a constant or variable that files of the project declare; undefined where they differ. */
function foreignText(name: string, around: Surroundings): string | undefined {
  const texts = foreignTexts(name, around);
  return texts.size === 1 ? [...texts][0] : undefined;
}

/** The same as each of the files says it: build tags choose among them. */
export function foreignTexts(name: string, around: Surroundings): ReadonlySet<string> {
  const [qualifier, own] = name.includes('.') ? name.split('.') : [undefined, name];
  return new Set(
    around.shared.flatMap(({ folder, declarations }) => {
      const isIt = qualifier === undefined ? folder === around.folder : declarations.package === qualifier;
      const text = isIt ? declarations.texts.get(own ?? '') : undefined;
      return text === undefined ? [] : [text];
    }),
  );
}

/** A text with what other files of the project declare of it. */
export function filledText(text: PendingText, around: Surroundings): PendingText {
  const structs = around.shared.map(({ folder, declarations }) => ({
    package: declarations.package,
    isHere: folder === around.folder,
    structs: declarations.structs,
  }));
  const pieces = text.pieces.flatMap((piece): readonly TextPiece[] => {
    const hole = 'hole' in piece ? text.holes.get(piece.hole.start) : undefined;
    if (hole?.built) {
      const textOf = (value: PendingText): string | undefined => knownText(filledText(value, around).pieces);
      return piecesOfBuilt(hole.built, structs, piece, textOf) ?? [piece];
    }
    const value = hole?.name === undefined ? undefined : foreignText(hole.name, around);
    return value === undefined ? [piece] : [{ text: value, host: undefined }];
  });
  // What is built of a struct has no place of its own, and a path that is not found may be anything.
  const isBuilt = pieces.length > text.pieces.length;
  const holes = new Map(text.holes);
  for (const [start, hole] of isBuilt ? [] : text.holes) {
    if (hole.built) holes.set(start, { ...hole, written: { kind: 'unknown', reason: 'a method builds it' } });
  }
  return { ...text, pieces, holes };
}
