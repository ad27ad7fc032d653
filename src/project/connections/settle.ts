import { storageOf } from '../../embedded/connections/dsn.ts';
import type {
  BeginSetting,
  ConnectionSite,
  IgnoredParameter,
  Setting,
} from '../../embedded/connections/site.ts';
import { beginModeOf, behaviourOf, type Driver } from '../../facts/drivers/driver.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';
import { filePathOf } from './database-path.ts';
import { replacedBy } from './replaced.ts';
import { isTaken } from './taken.ts';

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
  const choice = choiceOf(site, file, context);
  if (!choice.isUsed) return undefined;
  const { settings, ignored } = settledSettings(site, driver, file, context);
  const begin = site.begin && settledBegin(site.begin, driver, file, context);
  const database = databaseGiven(site, file, context);
  // What is written at the site, its driver's reader has judged: not every driver takes URIs.
  const isGiven = database !== site.database && database.kind === 'text';
  const isInMemory = isGiven && storageOf(database.text) === 'memory';
  const replaced = replacedBy(driver, file, context.files);
  const further = choice.opaque ?? replaced ?? alteredBy(driver, file, context);
  return {
    ...site,
    database,
    storage: isInMemory ? 'memory' : site.storage,
    settings,
    begin: begin?.begin,
    // What takes its place may take other parameters.
    ignored: replaced === undefined ? [...site.ignored, ...ignored, ...(begin?.ignored ?? [])] : [],
    opaque: site.opaque ?? further,
    opaqueFor: further === undefined ? confined(site, driver, file, context) : undefined,
  };
}

/** Whether the environment has a connection used, and why it may set more on it. */
function choiceOf(
  { when }: ConnectionSite,
  file: SourceFile,
  context: GatheredContext,
): { readonly isUsed: boolean; readonly opaque?: string | undefined } {
  if (!when) return { isUsed: true };
  const given = context.environment.of(when.env, file.folder);
  const value = given ? given.value : when.otherwise;
  if (value === undefined || !when.matches.test(value)) return { isUsed: false };
  const hasParameters = given !== undefined && value.includes('?');
  return { isUsed: true, opaque: hasParameters ? `${given.file.path} gives it parameters` : undefined };
}

/** What `opaque` is confined to, where the versions that may run are all such. */
function confined(
  { opaqueFor }: ConnectionSite,
  driver: Driver,
  file: SourceFile,
  context: GatheredContext,
): ConnectionSite['opaqueFor'] {
  const isBelow = opaqueFor && isTaken([{ since: opaqueFor.before }], driver, file, context).answer === false;
  return isBelow ? opaqueFor : undefined;
}

/** Why a package that changes a driver may set more on its connections. */
function alteredBy(driver: Driver, file: SourceFile, context: GatheredContext): string | undefined {
  const name = driver.alteredBy?.find((one) =>
    context.versions.of({ name: one, registry: driver.registry, packages: [one] }, file.folder),
  );
  return name === undefined ? undefined : `the package ${name} sets pragmas on it by itself`;
}

function settledSettings(
  site: ConnectionSite,
  driver: Driver,
  file: SourceFile,
  context: GatheredContext,
): { readonly settings: Setting[]; readonly ignored: IgnoredParameter[] } {
  const ignored: IgnoredParameter[] = [];
  const settings = site.settings.flatMap((setting): Setting[] => {
    const given = withEnvironment(setting, file, context);
    if (given.value === null) return [];
    const known = { ...given, value: given.value };
    const taken = isTaken(setting.takenBy, driver, file, context);
    if (taken.answer === true) return [known];
    if (taken.answer === undefined)
      return [{ ...known, maybe: true, written: `${known.written}, which not every version takes,` }];
    const { written: name, range, instead } = setting;
    ignored.push({ name, range, reason: taken.reason, instead, replacement: instead });
    return [];
  });
  return { settings, ignored };
}

function settledBegin(
  written: BeginSetting,
  driver: Driver,
  file: SourceFile,
  context: GatheredContext,
): { readonly begin: BeginSetting | undefined; readonly ignored: readonly IgnoredParameter[] } {
  const taken = isTaken(written.takenBy, driver, file, context);
  if (taken.answer === false) {
    const { written: name, range } = written;
    return { begin: undefined, ignored: [{ name, range, reason: taken.reason }] };
  }
  const given =
    written.env === undefined
      ? undefined
      : withEnvironment({ ...written, value: written.mode }, file, context);
  const begin = given
    ? { ...written, mode: beginModeOf(given.value ?? undefined), written: given.written }
    : written;
  const byDefault = behaviourOf(driver, context.versions.of(driver, file.folder)).begin;
  // Versions that do not take what their default is anyway make no difference.
  const isSure = taken.answer === true || begin.mode === byDefault;
  return {
    begin: isSure
      ? begin
      : { ...begin, mode: undefined, reason: 'is not taken by every version that may run' },
    ignored: [],
  };
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
  return text === undefined ? database : { kind: 'text', text, env: database.name };
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
