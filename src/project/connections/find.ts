import type { ConnectionSite } from '../../embedded/connections/site.ts';
import { type BeginMode, behaviourOf, type Driver, sqliteVersionOf } from '../../facts/drivers/driver.ts';
import { driverOf } from '../../facts/drivers/index.ts';
import { readFeatures } from '../builds/features.ts';
import { type Fact, known, unknown } from '../facts.ts';
import { pathAndLine } from '../lines.ts';
import type { SourceFile } from '../source-file.ts';
import { findVersions } from '../versions/versions.ts';
import { isAside } from './aside.ts';
import type { Connection } from './connection.ts';
import type { ConnectionContext, GatheredContext, Opened } from './context.ts';
import { writtenName } from './database-path.ts';
import { defaultPragmasOf, effectivePragmasOf } from './effective.ts';
import { readEnvironment } from './environment.ts';
import { foreignKeyOf } from './foreign-keys.ts';
import { journalModeElsewhere } from './journal-mode.ts';
import { placeLooseSettings } from './loose.ts';
import { Mentions } from './mentions.ts';
import { isOwn } from './own.ts';
import { settledSite } from './settle.ts';
import { gatherShared } from './shared.ts';

/** The connections that production code and configuration open. */
export function findConnections(context: ConnectionContext): Connection[] {
  if (context.facts.size === 0) return [];
  const sites: { file: SourceFile; site: ConnectionSite }[] = [];
  const versions = findVersions(context.files);
  const surroundingsOf = gatherShared(context, versions);
  for (const file of context.files) {
    const facts = context.facts.get(file.path);
    for (const site of facts?.sites ?? []) sites.push({ file, site });
    for (const pending of facts?.pending ?? []) {
      const site = pending.resolve(surroundingsOf(file.folder));
      if (site) sites.push({ file, site });
    }
  }
  if (sites.length === 0) return [];
  const gathered: GatheredContext = {
    ...context,
    sites,
    loose: placeLooseSettings(context),
    mentions: new Mentions([...context.files, ...context.generated], context.facts),
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
  const opened: Opened = { file, site, driver, behaviour: behaviourOf(driver, version) };
  const keptJournalMode = journalModeElsewhere(file, site, context);
  return {
    driver,
    version,
    sqlite: sqlite && {
      ...sqlite,
      source: `${bundled?.source ?? ''}: ${bundler.name} ${bundled?.exact ?? ''}`,
    },
    file,
    site,
    pragmas: effectivePragmasOf(opened, context, keptJournalMode),
    defaults: defaultPragmasOf(opened, context),
    keptJournalMode,
    begin: beginOf(opened),
    isAside: isAside(file, site, context),
    foreignKey: foreignKeyOf(file, site, context),
    database: writtenName(site.database) ?? 'the database',
    isOwn: isOwn(file, site, context),
  };
}

/** False where a driver may be linked to the machine's SQLite. */
function bringsSqlite(driver: Driver, file: SourceFile, { features }: GatheredContext): boolean {
  if (driver.sqliteFeature === undefined) return true;
  const has = features.has(driver, driver.sqliteFeature, file.folder);
  return has.known && has.value;
}

/** The mode in which transactions begin that name none. */
function beginOf({ file, site, driver, behaviour }: Opened): Fact<BeginMode> {
  const { begin } = site;
  if (begin) {
    const place = pathAndLine(file, begin.range.start);
    return begin.mode === undefined
      ? unknown(`${place}: ${begin.written} ${begin.reason ?? 'is computed at run time'}`)
      : known(begin.mode, `${place}: ${begin.written}`);
  }
  if (site.opaque !== undefined && !site.opaqueFor) return unknown(site.opaque);
  return behaviour.begin === undefined
    ? unknown(`${driver.name} leaves it to each transaction`)
    : known(behaviour.begin, `${driver.name}’s default`);
}
