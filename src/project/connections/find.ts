import type { DatabaseHeader } from '../../database/header.ts';
import type { ConnectionFacts } from '../../embedded/connections/found.ts';
import type { ConnectionSite, LooseSetting } from '../../embedded/connections/site.ts';
import { type BeginMode, behaviourOf, type Driver, sqliteVersionOf } from '../../facts/drivers/driver.ts';
import { driverOf } from '../../facts/drivers/index.ts';
import type { LogicalDatabase } from '../databases.ts';
import { type Fact, known, unknown } from '../facts.ts';
import { lineOf } from '../lines.ts';
import type { SourceFile } from '../source-file.ts';
import { isAside } from './aside.ts';
import type { Connection } from './connection.ts';
import { defaultPragmasOf, effectivePragmasOf } from './effective.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { type Features, readFeatures } from './features.ts';
import { foreignKeyOf } from './foreign-keys.ts';
import { journalModeElsewhere } from './journal-mode.ts';
import { Mentions } from './mentions.ts';
import { settledSite } from './settle.ts';
import { gatherShared } from './shared.ts';
import { type DriverVersions, findVersions } from './versions.ts';
import { writtenName } from './written-name.ts';

/** Everything in the project that can configure a connection. */
export interface ConnectionContext {
  /** All files of the project that are not set apart. */
  readonly files: readonly SourceFile[];
  /** The SQL files that are SQLite's. */
  readonly sqliteFiles: readonly SourceFile[];
  /** What files say of connections, by path. */
  readonly facts: ReadonlyMap<string, ConnectionFacts>;
  /** The headers of database files, by path relative to the project. */
  readonly headers: ReadonlyMap<string, DatabaseHeader | undefined>;
  readonly databases: readonly LogicalDatabase[];
}

/** What was gathered of the whole project before its connections are worked out one by one. */
export interface GatheredContext extends ConnectionContext {
  readonly sites: readonly { readonly file: SourceFile; readonly site: ConnectionSite }[];
  readonly loose: readonly { readonly file: SourceFile; readonly setting: LooseSetting }[];
  readonly mentions: Mentions;
  readonly versions: DriverVersions;
  readonly features: Features;
  readonly environment: Environment;
}

/** The connections that production code and configuration open. */
export function findConnections(context: ConnectionContext): Connection[] {
  if (context.facts.size === 0) return [];
  const sites: { file: SourceFile; site: ConnectionSite }[] = [];
  const loose: { file: SourceFile; setting: LooseSetting }[] = [];
  const versions = findVersions(context.files);
  const surroundingsOf = gatherShared(context, versions);
  for (const file of context.files) {
    const facts = context.facts.get(file.path);
    for (const site of facts?.sites ?? []) sites.push({ file, site });
    for (const pending of facts?.pending ?? []) {
      const site = pending.resolve(surroundingsOf(file.folder));
      if (site) sites.push({ file, site });
    }
    for (const setting of facts?.loose ?? []) loose.push({ file, setting });
  }
  if (sites.length === 0) return [];
  const gathered: GatheredContext = {
    ...context,
    sites,
    loose,
    mentions: new Mentions(context.files, context.facts),
    versions,
    features: readFeatures(context.files),
    environment: readEnvironment(context.files),
  };
  return sites.flatMap(({ file, site }) => {
    const driver = driverOf(site.driver);
    const settled = driver && settledSite(file, site, driver, gathered);
    return settled ? [describe(file, settled, driver, gathered)] : [];
  });
}

function describe(
  file: SourceFile,
  site: ConnectionSite,
  driver: Driver,
  context: GatheredContext,
): Connection {
  const version = context.versions.of(driver, file.folder);
  const bundler = (driver.standsOn === undefined ? undefined : driverOf(driver.standsOn)) ?? driver;
  const bundled = bundler === driver ? version : context.versions.of(bundler, file.folder);
  const sqlite = bringsSqlite(bundler, file, context) ? sqliteVersionOf(bundler, bundled?.exact) : undefined;
  const behaviour = behaviourOf(driver, version);
  return {
    driver,
    version,
    sqlite: sqlite && {
      ...sqlite,
      source: `${bundled?.source ?? ''}: ${bundler.name} ${bundled?.exact ?? ''}`,
    },
    file,
    site,
    pragmas: effectivePragmasOf(file, site, driver, behaviour, context),
    defaults: defaultPragmasOf(file, driver, behaviour, context),
    keptJournalMode: journalModeElsewhere(file, site, context),
    begin: beginOf(file, site, driver, behaviour.begin),
    isAside: isAside(file, site, context),
    foreignKey: foreignKeyOf(file, context),
    database: writtenName(site.database) ?? 'the database',
    isOwn: site.database.kind === 'text' || makesTablesOf(file, context),
  };
}

/**
 * True where the project makes tables: most of those that the file's own SQL names, where it names some. Another
 * program's database, of which one reads or writes a little, has tables that the project doesn't make.
 */
function makesTablesOf({ path }: SourceFile, { databases, facts }: GatheredContext): boolean {
  const made = new Set(
    [
      ...databases.flatMap(({ steps }) => steps.flatMap(({ touches }) => touches ?? [])),
      ...[...facts.values()].flatMap(({ creates }) => creates.map(({ name }) => name)),
    ].map((table) => table.toLowerCase()),
  );
  const named = [...(facts.get(path)?.access?.tables ?? [])];
  if (named.length === 0) return databases.length > 0 || made.size > 0;
  return named.filter((table) => made.has(table)).length * 2 >= named.length;
}

/** False where a driver may be linked to the machine's SQLite. */
function bringsSqlite(driver: Driver, file: SourceFile, { features }: GatheredContext): boolean {
  if (driver.sqliteFeature === undefined) return true;
  const has = features.has(driver, driver.sqliteFeature, file.folder);
  return has.known && has.value;
}

function beginOf(
  file: SourceFile,
  site: ConnectionSite,
  driver: Driver,
  byDefault: BeginMode | undefined,
): Fact<BeginMode> {
  const { begin } = site;
  if (begin) {
    const place = `${file.path}:${lineOf(file, begin.range.start)}`;
    return begin.mode === undefined
      ? unknown(`${place}: ${begin.written} ${begin.reason ?? 'is computed at run time'}`)
      : known(begin.mode, `${place}: ${begin.written}`);
  }
  if (site.opaque !== undefined) return unknown(site.opaque);
  return byDefault === undefined
    ? unknown(`${driver.name} leaves it to each transaction`)
    : known(byDefault, `${driver.name}’s default`);
}
