import { type EffectivePragma, sqliteDefaults } from '../../facts/effective-pragmas.ts';
import type { PragmaFact } from './connection.ts';
import type { GatheredContext, Opened } from './context.ts';
import { notKnown } from './settings.ts';

/**
 * What SQLite and the driver make of a pragma that nothing sets.
 * @param journalMode that of the connection, on which drivers let other pragmas depend; undefined where it is not known
 */
export function defaultOf(
  pragma: EffectivePragma,
  { driver, behaviour, file }: Opened,
  context: GatheredContext,
  journalMode: PragmaFact | undefined,
): PragmaFact {
  const byDriver = (value: string, source: string): PragmaFact => ({
    known: true,
    value,
    source,
    by: 'driver',
  });
  const value = behaviour.pragmas[pragma];
  const source = driver.remarks?.[pragma] ?? `${driver.name}’s default`;
  if (value === undefined) {
    return {
      known: true,
      value: sqliteDefaults[pragma],
      source: `SQLite’s default: ${driver.name} sets nothing, and nothing in the project does`,
      by: 'sqlite',
    };
  }
  if (typeof value === 'string') return byDriver(value, source);
  if ('unknown' in value) return notKnown(value.unknown);
  if ('inWal' in value) {
    if (value.inWal === value.otherwise) return byDriver(value.inWal, source);
    if (!journalMode?.known) return notKnown('it depends on the journal mode, which is unknown');
    return byDriver(
      journalMode.value === 'wal' ? value.inWal : value.otherwise,
      `${source} in journal mode ${journalMode.value.toUpperCase()}`,
    );
  }
  const feature = context.features.has(driver, value.feature, file.folder);
  return feature.known
    ? byDriver(feature.value ? value.on : value.off, feature.source)
    : notKnown(feature.reason);
}
