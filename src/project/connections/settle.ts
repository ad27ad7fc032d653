import { storageOf } from '../../embedded/connections/dsn.ts';
import type { ConnectionSite, IgnoredParameter, Setting } from '../../embedded/connections/site.ts';
import {
  beginModeOf,
  behaviourOf,
  compareVersions,
  type Driver,
  type VersionRange,
} from '../../facts/drivers/driver.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';
import { filePathOf } from './database-path.ts';

/**
 * A site as the rest of the project settles it: with the values that the environment gives, without what the installed
 * versions do not take. Undefined where the environment has another connection used.
 */
export function settledSite(
  file: SourceFile,
  site: ConnectionSite,
  driver: Driver,
  context: GatheredContext,
): ConnectionSite | undefined {
  const { when } = site;
  let withParameters: string | undefined;
  if (when) {
    const given = context.environment.of(when.env, file.folder);
    const value = given ? given.value : when.otherwise;
    if (value === undefined || !when.matches.test(value)) return undefined;
    if (given && value.includes('?')) withParameters = `${given.file.path} gives it parameters`;
  }
  const altering = driver.alteredBy?.find((name) =>
    context.versions.of({ name, registry: driver.registry, packages: [name] }, file.folder),
  );
  const opaque =
    site.opaque ??
    withParameters ??
    (altering === undefined ? undefined : `the package ${altering} sets pragmas on it by itself`);
  const database = databaseGiven(site, file, context);
  const isInMemory = database.kind === 'text' && storageOf(database.text) === 'memory';
  const storage = isInMemory ? 'memory' : site.storage;
  const depends = [...site.settings, site.begin].some((one) => one?.takenBy || one?.env !== undefined);
  if (!depends)
    return opaque === site.opaque && database === site.database
      ? site
      : { ...site, opaque, database, storage };

  const ignored: IgnoredParameter[] = [...site.ignored];
  const settings = site.settings.flatMap((setting): Setting[] => {
    const given = withEnvironment(setting, file, context);
    if (given.value === null) return [];
    const known = { ...given, value: given.value };
    const taken = takenHere(setting.takenBy, driver, file, context);
    if (taken.answer === true) return [known];
    if (taken.answer === undefined)
      return [{ ...known, maybe: true, written: `${known.written}, which not every version takes,` }];
    const { written: name, range, instead } = setting;
    ignored.push({ name, range, reason: taken.reason, instead, replacement: instead });
    return [];
  });
  let { begin } = site;
  if (begin) {
    const byDefault = behaviourOf(driver, context.versions.of(driver, file.folder)).begin;
    const taken = takenHere(begin.takenBy, driver, file, context);
    const given =
      begin.env === undefined ? undefined : withEnvironment({ ...begin, value: begin.mode }, file, context);
    if (given) begin = { ...begin, mode: beginModeOf(given.value ?? undefined), written: given.written };
    if (taken.answer === false) {
      ignored.push({ name: begin.written, range: begin.range, reason: taken.reason });
      begin = undefined;
    } else if (taken.answer === undefined && begin.mode !== byDefault) {
      begin = { ...begin, mode: undefined, reason: 'is not taken by every version that may run' };
    }
  }
  return { ...site, settings, ignored, begin, opaque, database, storage };
}

/** The database that the environment names, or that is taken where it names none. */
function databaseGiven(
  { database, when }: ConnectionSite,
  file: SourceFile,
  context: GatheredContext,
): ConnectionSite['database'] {
  if (database.kind !== 'env') return database;
  const given = when && context.environment.of(database.name, file.folder)?.value;
  const text = given === undefined || given === '' ? database.otherwise : (when?.pathOf ?? filePathOf)(given);
  return text === undefined ? database : { kind: 'text', text };
}

/** A setting with the value that the environment gives it; null for one that is thereby left out. */
function withEnvironment<T extends Pick<Setting, 'env' | 'value' | 'written'>>(
  setting: T,
  file: SourceFile,
  context: GatheredContext,
): Omit<T, 'value'> & { readonly value: string | undefined | null } {
  if (setting.env === undefined) return setting;
  const given = context.environment.of(setting.env, file.folder);
  if (!given) return { ...setting, written: `${setting.written} (unless ${setting.env} is set)` };
  const value = /^(?:\(?null\)?|)$/i.test(given.value ?? '?') ? null : given.value;
  return { ...setting, value, written: `${setting.written} (${setting.env} in ${given.file.path})` };
}

/** Whether the versions that are installed take something; undefined where nothing tells which they are. */
function takenHere(
  ranges: readonly VersionRange[] | undefined,
  driver: Driver,
  file: SourceFile,
  context: GatheredContext,
): { readonly answer: boolean | undefined; readonly reason: string } {
  let isSure = true;
  for (const { of = driver, since, before } of ranges ?? []) {
    const version = context.versions.of(of, file.folder);
    const { exact, atLeast } = version ?? {};
    const lowest = exact ?? atLeast;
    const isBelow = exact !== undefined && since !== undefined && compareVersions(exact, since) < 0;
    const isAbove = lowest !== undefined && before !== undefined && compareVersions(lowest, before) >= 0;
    if (isBelow)
      return {
        answer: false,
        reason: `${of.name} ${exact} does not know it; ${since} is the first that does.`,
      };
    if (isAbove)
      return { answer: false, reason: `${of.name} ${lowest} does not read it any more, since ${before}.` };
    if (lowest === undefined) isSure = false;
    else if (since !== undefined && compareVersions(lowest, since) < 0) isSure = false;
    else if (before !== undefined && exact === undefined) isSure = false;
  }
  return { answer: isSure || undefined, reason: '' };
}
