import type { Setting } from '../../embedded/connections/site.ts';
import { type EffectivePragma, effectiveValue } from '../../facts/effective-pragmas.ts';
import { pathAndLine } from '../lines.ts';
import type { PlacedSetting, PragmaFact } from './connection.ts';
import type { GatheredContext, Opened } from './context.ts';
import { mayBePool } from './pool.ts';

/** What a connection's own address, options and statements set, and hooks of its driver; undefined where nothing does. */
export function setOnConnection(
  pragma: EffectivePragma,
  opened: Opened,
  context: GatheredContext,
): PragmaFact | undefined {
  const last = lastOf(
    pragma,
    opened.site.settings.filter((setting) => setting.pragma === pragma),
  );
  const hooked = setByHooks(pragma, opened, context);
  // A hook is run once the connection is open, behind what its address and its options say.
  if (hooked && (!last || last.by === 'dsn' || last.by === 'option')) return hooked;
  return last && factOf(pragma, { ...last, file: opened.file }, opened);
}

/** The one that holds: of those that only repeat on some conditions what another has set, that one. */
function lastOf(pragma: EffectivePragma, settings: readonly Setting[]): Setting | undefined {
  const sure = settings.findLastIndex(({ maybe }) => !maybe);
  const held = settings[sure];
  const effectOf = ({ value }: Setting): string | undefined =>
    value === undefined ? undefined : effectiveValue(pragma, value);
  const value = held && effectOf(held);
  const isRepeated = value !== undefined && settings.slice(sure + 1).every((one) => effectOf(one) === value);
  return isRepeated ? held : settings.at(-1);
}

/** What hooks for every connection of the driver set; undefined where none does. */
function setByHooks(
  pragma: EffectivePragma,
  opened: Opened,
  context: GatheredContext,
): PragmaFact | undefined {
  const [first, ...others] = context.loose
    .filter(({ setting }) => setting.pragma === pragma && setting.drivers?.includes(opened.driver.id))
    .map(({ file, setting }) => factOf(pragma, { ...setting, file }, opened));
  const differs = (one: PragmaFact): boolean =>
    !one.known || (first?.known === true && one.value !== first.value);
  return others.some(differs) ? notKnown('several hooks set it differently') : first;
}

/** What one setting makes of a pragma. */
function factOf(pragma: EffectivePragma, setting: PlacedSetting, { site, driver }: Opened): PragmaFact {
  const place = pathAndLine(setting.file, setting.range.start);
  if (setting.value === undefined)
    return notKnown(`${place}: ${setting.written} is computed at run time`, setting);
  if (setting.maybe) return notKnown(`${place}: ${setting.written} is set on some conditions only`, setting);
  const value = effectiveValue(pragma, setting.value);
  if (value === undefined) return notKnown(`${place}: ${setting.value} is no value of ${pragma}`, setting);
  if (!setting.everyConnection && !isKeptInFile(pragma, value) && mayBePool(site, driver))
    return notKnown(`${place} sets it on one connection of the pool only`, setting);
  return { known: true, value, source: `${place}: ${setting.written}`, by: 'program', setting };
}

/** WAL is kept in the file: one connection that sets it serves them all. */
function isKeptInFile(pragma: EffectivePragma, value: string): boolean {
  return pragma === 'journal_mode' && value === 'wal';
}

/** A value that is unknown, with the reason as a clause, and what leaves it so. */
export function notKnown(reason: string, setting?: PlacedSetting): PragmaFact {
  return { known: false, reason, by: 'unknown', setting };
}
