import assert from 'node:assert/strict';
import { behaviourOf, type DriverDefault, sqliteVersionOf } from '../../src/facts/drivers/driver.ts';
import { driverOf } from '../../src/facts/drivers/index.ts';
import {
  type EffectivePragma,
  effectivePragmas,
  effectiveValue,
  sqliteDefaults,
} from '../../src/facts/effective-pragmas.ts';

/** What a program read back from a new database file that it opened with a real driver and no options. */
export interface Probe {
  /** The driver's id in the table of facts. */
  readonly driver: string;
  /** The installed version of the package that the table goes by. */
  readonly version: string;
  /** `select sqlite_version()`. */
  readonly sqlite: string;
  /** What `PRAGMA name` answers, for every pragma whose value is worked out. */
  readonly pragmas: Readonly<Record<EffectivePragma, string | number>>;
  /** The same of a new connection to the file once it is in WAL mode. */
  readonly inWal: Readonly<Record<EffectivePragma, string | number>>;
  /**
   * The mode of a transaction that is begun through the driver's own API, seen from a second connection: whether that one
   * can write while the first has not read or written yet. Left out where the driver has no such API.
   */
  readonly begin?: 'deferred' | 'immediate';
  /** The features or tags that it is built with, which the table asks about. */
  readonly features?: readonly string[];
}

/** Asserts that the table of facts says of a driver what a real one does. */
export function assertAsInTable(probe: Probe): void {
  const driver = driverOf(probe.driver);
  assert.ok(driver, `no driver ${probe.driver}`);
  const behaviour = behaviourOf(driver, { exact: probe.version });
  for (const [mode, read] of [
    ['rollback', probe.pragmas],
    ['wal', probe.inWal],
  ] as const) {
    for (const pragma of effectivePragmas) {
      // In WAL mode the file says what its journal mode is, whatever the driver does with a new one.
      if (pragma === 'journal_mode' && mode === 'wal') continue;
      const journal = effectiveValue('journal_mode', String(read.journal_mode));
      const expected = expectedOf(behaviour.pragmas[pragma], pragma, journal === 'wal', probe.features ?? []);
      if (expected === undefined) continue;
      assert.equal(
        effectiveValue(pragma, String(read[pragma])),
        expected,
        `${pragma} of ${driver.name} ${probe.version} (${mode})`,
      );
    }
  }
  if (probe.begin !== undefined)
    assert.equal(behaviour.begin, probe.begin, `BEGIN of ${driver.name} ${probe.version}`);
  const sqlite = sqliteVersionOf(driver, probe.version);
  if (sqlite?.from !== undefined && sqlite.from === sqlite.to) assert.equal(sqlite.from, probe.sqlite);
}

/** Undefined where the table says that it can't be known. */
function expectedOf(
  value: DriverDefault | undefined,
  pragma: EffectivePragma,
  inWal: boolean,
  features: readonly string[],
): string | undefined {
  if (value === undefined) return sqliteDefaults[pragma];
  if (typeof value === 'string') return value;
  if ('unknown' in value) return undefined;
  if ('inWal' in value) return inWal ? value.inWal : value.otherwise;
  return features.includes(value.feature) ? value.on : value.off;
}
