import type { ConnectionSite, Setting } from '../../embedded/connections/site.ts';
import type { Driver, DriverBehaviour, DriverDefault } from '../../facts/drivers/driver.ts';
import {
  type EffectivePragma,
  effectivePragmas,
  effectiveValue,
  sqliteDefaults,
} from '../../facts/effective-pragmas.ts';
import { lineOf } from '../lines.ts';
import type { SourceFile } from '../source-file.ts';
import type { PlacedSetting, PragmaFact } from './connection.ts';
import type { GatheredContext } from './find.ts';
import { isNear, journalModeElsewhere } from './journal-mode.ts';

/** The effective value of each pragma on the connections of a site, with where it comes from. */
export function effectivePragmasOf(
  file: SourceFile,
  site: ConnectionSite,
  driver: Driver,
  behaviour: DriverBehaviour,
  context: GatheredContext,
): Record<EffectivePragma, PragmaFact> {
  const journalMode = factOf('journal_mode', file, site, driver, behaviour, context, undefined);
  return Object.fromEntries(
    effectivePragmas.map((pragma) => [
      pragma,
      pragma === 'journal_mode'
        ? journalMode
        : factOf(pragma, file, site, driver, behaviour, context, journalMode),
    ]),
  ) as Record<EffectivePragma, PragmaFact>;
}

/** What a connection starts with, before anything is set on it: SQLite's defaults and the driver's. */
export function defaultPragmasOf(
  file: SourceFile,
  driver: Driver,
  behaviour: DriverBehaviour,
  context: GatheredContext,
): Record<EffectivePragma, PragmaFact> {
  const fact = (pragma: EffectivePragma): PragmaFact =>
    byDefault(pragma, driver, behaviour.pragmas[pragma], file, context, undefined);
  return Object.fromEntries(effectivePragmas.map((pragma) => [pragma, fact(pragma)])) as Record<
    EffectivePragma,
    PragmaFact
  >;
}

/** @param journalMode that of the connection, for what depends on it */
function factOf(
  pragma: EffectivePragma,
  file: SourceFile,
  site: ConnectionSite,
  driver: Driver,
  behaviour: DriverBehaviour,
  context: GatheredContext,
  journalMode: PragmaFact | undefined,
): PragmaFact {
  if (pragma === 'journal_mode' && site.storage === 'memory')
    return { known: true, value: 'memory', source: 'the database is in memory', by: 'sqlite' };
  const own = site.settings.filter((setting) => setting.pragma === pragma);
  const last = own.at(-1);
  const elsewhere = pragma === 'journal_mode' ? journalModeElsewhere(file, site, context) : undefined;
  const hooked = ofHooks(pragma, site, driver, context);
  // A hook is run once the connection is open, behind what its address and its options say.
  const isHooked = hooked !== undefined && (!last || last.by === 'dsn' || last.by === 'option');
  const fact = isHooked ? hooked : last && ofSetting(pragma, file, last, site, driver);
  // What the file keeps outlasts a setting that may not have been made.
  if (fact) return !fact.known && elsewhere?.known ? elsewhere : fact;
  // What may switch it to WAL makes no difference where the driver does.
  if (elsewhere && (elsewhere.known || behaviour.pragmas.journal_mode !== 'wal')) return elsewhere;
  if (site.opaque !== undefined) return notKnown(site.opaque);
  const loose = context.loose.filter(({ setting }) => setting.pragma === pragma && !setting.drivers);
  if (loose.length > 0) return ofLoose(pragma, loose, context);
  const mention = context.mentions.of(pragma, file);
  if (mention !== undefined) return notKnown(mention);
  return byDefault(pragma, driver, behaviour.pragmas[pragma], file, context, journalMode);
}

function ofSetting(
  pragma: EffectivePragma,
  file: SourceFile,
  setting: Setting,
  site: ConnectionSite,
  driver: Driver,
): PragmaFact {
  const place = `${file.path}:${lineOf(file, setting.range.start)}`;
  const placed: PlacedSetting = { ...setting, file };
  if (setting.value === undefined)
    return notKnown(`${place}: ${setting.written} is computed at run time`, placed);
  if (setting.maybe) return notKnown(`${place}: ${setting.written} is set on some conditions only`, placed);
  const value = effectiveValue(pragma, setting.value);
  if (value === undefined) return notKnown(`${place}: ${setting.value} is no value of ${pragma}`, placed);
  if (!setting.everyConnection && !isKeptInFile(pragma, value) && mayBePool(site, driver))
    return notKnown(`${place} sets it on one connection of the pool only`, placed);
  return { known: true, value, source: `${place}: ${setting.written}`, by: 'program', setting: placed };
}

/** WAL is kept in the file: one connection that sets it serves them all. */
function isKeptInFile(pragma: EffectivePragma, value: string): boolean {
  return pragma === 'journal_mode' && value === 'wal';
}

/** True where the handle opens more than one connection as it needs them: nothing limits it, as far as is known. */
export function isPool(site: ConnectionSite, driver: Driver): boolean {
  return mayBePool(site, driver) && site.poolSize !== 'unknown';
}

/** The same where it is not known to how many connections it is limited. */
function mayBePool(site: ConnectionSite, driver: Driver): boolean {
  return driver.handle === 'pool' && site.poolSize !== 1;
}

/** What hooks for every connection of a driver set; undefined where none does. */
function ofHooks(
  pragma: EffectivePragma,
  site: ConnectionSite,
  driver: Driver,
  context: GatheredContext,
): PragmaFact | undefined {
  const facts = context.loose
    .filter(({ setting }) => setting.pragma === pragma && setting.drivers?.includes(driver.id))
    .map(({ file, setting }) => ofSetting(pragma, file, setting, site, driver));
  const [first, ...others] = facts;
  const differs = (one: PragmaFact): boolean =>
    !one.known || (first?.known === true && one.value !== first.value);
  return others.find(differs) ? notKnown('several hooks set it differently') : first;
}

/** A pragma that is run on a handle whose opening isn't seen: it is this connection's when there is no other. */
function ofLoose(
  pragma: EffectivePragma,
  loose: GatheredContext['loose'],
  context: GatheredContext,
): PragmaFact {
  const [first, ...others] = loose;
  if (!first) return notKnown('');
  const { file, setting } = first;
  const place = `${file.path}:${lineOf(file, setting.range.start)}`;
  const value = setting.value === undefined ? undefined : effectiveValue(pragma, setting.value);
  const same = others.every(({ setting: other }) => {
    return other.value !== undefined && effectiveValue(pragma, other.value) === value;
  });
  if (
    value === undefined ||
    !same ||
    context.sites.length > 1 ||
    !isNear(context.sites[0]?.file, file, context) ||
    setting.maybe ||
    setting.handle !== 'connection'
  )
    return notKnown(`${place} sets it on a connection that is not followed`, { ...setting, file });
  return {
    known: true,
    value,
    source: `${place}: ${setting.written}`,
    by: 'program',
    setting: { ...setting, file },
  };
}

function byDefault(
  pragma: EffectivePragma,
  driver: Driver,
  value: DriverDefault | undefined,
  file: SourceFile,
  context: GatheredContext,
  journalMode: PragmaFact | undefined,
): PragmaFact {
  const remark = driver.remarks?.[pragma];
  const by = remark ?? `${driver.name}’s default`;
  if (value === undefined) {
    return {
      known: true,
      value: sqliteDefaults[pragma],
      source: `SQLite’s default: ${driver.name} sets nothing, and nothing in the project does`,
      by: 'sqlite',
    };
  }
  if (typeof value === 'string') return { known: true, value, source: by, by: 'driver' };
  if ('unknown' in value) return notKnown(value.unknown);
  if ('inWal' in value) {
    if (value.inWal === value.otherwise) return { known: true, value: value.inWal, source: by, by: 'driver' };
    if (!journalMode?.known) return notKnown(`it depends on the journal mode, which is unknown`);
    return {
      known: true,
      value: journalMode.value === 'wal' ? value.inWal : value.otherwise,
      source: `${by} in journal mode ${journalMode.value.toUpperCase()}`,
      by: 'driver',
    };
  }
  const feature = context.features.has(driver, value.feature, file.folder);
  if (!feature.known) return notKnown(feature.reason);
  return { known: true, value: feature.value ? value.on : value.off, source: feature.source, by: 'driver' };
}

function notKnown(reason: string, setting?: PlacedSetting): PragmaFact {
  return { known: false, reason, by: 'unknown', setting };
}
