import type { ConnectionSite, Setting } from '../../embedded/connections/site.ts';
import type { BeginMode, Driver, SqliteRange } from '../../facts/drivers/driver.ts';
import type { EffectivePragma } from '../../facts/effective-pragmas.ts';
import type { Fact } from '../facts.ts';
import type { SourceFile } from '../source-file.ts';
import type { DeclaredForeignKey } from './foreign-keys.ts';

/** What is known of a driver's version, and where from. */
export interface DriverVersion {
  /** As the lock file says; undefined where only a range is known. */
  readonly exact: string | undefined;
  /** The lowest version that a manifest allows; undefined where none says so. */
  readonly atLeast: string | undefined;
  readonly source: string;
}

/** A pragma that the site, or other code of the project, sets on it. */
export interface PlacedSetting extends Setting {
  readonly file: SourceFile;
}

/** A place where a database is opened, with the pragmas that are in effect once it is set up. */
export interface Connection {
  readonly driver: Driver;
  readonly version: DriverVersion | undefined;
  /** The SQLite that it runs; undefined where that is not known. */
  readonly sqlite: (SqliteRange & { readonly source: string }) | undefined;
  readonly file: SourceFile;
  readonly site: ConnectionSite;
  /** The effective value of each pragma, in the form of `effectiveValue`, with where it comes from. */
  readonly pragmas: Readonly<Record<EffectivePragma, PragmaFact>>;
  /** The journal mode that something else than the site leaves in the file; undefined where nothing is known to. */
  readonly keptJournalMode: PragmaFact | undefined;
  /** The mode of a transaction that names none. */
  readonly begin: Fact<BeginMode>;
  /** A foreign key that the schema of the database declares; known and undefined where it declares none. */
  readonly foreignKey: Fact<DeclaredForeignKey | undefined>;
  /** What SQLite and the driver start a connection with, before anything is set. */
  readonly defaults: Readonly<Record<EffectivePragma, PragmaFact>>;
  /**
   * True where the project does not keep its data through it: nothing is written, as far as its file tells (a report, an
   * import, a copy), or it is that of a tool which somebody runs now and then.
   */
  readonly isAside: boolean;
  /** How the database is called in messages: its path as written, or `the database`. */
  readonly database: string;
  /**
   * True when the project names the database or makes its schema, so that it is its own: one that a program is only
   * told to open may be anybody's, and set up by them.
   */
  readonly isOwn: boolean;
}

/** An effective value; `by` tells who settled it. */
export type PragmaFact = Fact<string> & {
  readonly by: 'sqlite' | 'driver' | 'program' | 'file' | 'tool' | 'unknown';
  /** What sets it, where a program or a configuration does. */
  readonly setting?: PlacedSetting | undefined;
};

/** The effective value of a pragma where it is known. */
export function effective(connection: Connection, pragma: EffectivePragma): string | undefined {
  const fact = connection.pragmas[pragma];
  return fact.known ? fact.value : undefined;
}

/** Where a pragma's value comes from, as a clause. */
export function sourceOf(connection: Connection, pragma: EffectivePragma): string {
  const fact = connection.pragmas[pragma];
  return fact.known ? fact.source : fact.reason;
}

/**
 * True for a connection to a file that the project's production code writes to: not in memory, not read-only. A path
 * that is computed counts: it leads to a file, whichever.
 */
export function isWritableFile({ site, isAside }: Connection): boolean {
  return site.storage === 'file' && !site.readOnly && !isAside;
}
