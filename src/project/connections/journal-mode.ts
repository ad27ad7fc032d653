import type { ConnectionSite, Setting } from '../../embedded/connections/site.ts';
import { readPragma } from '../../sql/pragma.ts';
import { nameOf } from '../../text/paths.ts';
import { pathAndLine } from '../lines.ts';
import { remember } from '../remember.ts';
import { resolvePath } from '../signs/sign.ts';
import type { SourceFile } from '../source-file.ts';
import type { PragmaFact } from './connection.ts';
import type { GatheredContext } from './context.ts';
import { filePathOf, writtenName } from './database-path.ts';
import { isNear } from './loose.ts';
import { configuresReplication } from './replication.ts';

/**
 * The journal mode as others than the connection settle it: it is kept in the file, and once WAL is set, by whomever, it
 * stays. Undefined where nothing does.
 */
export function journalModeElsewhere(
  file: SourceFile,
  site: ConnectionSite,
  context: GatheredContext,
): PragmaFact | undefined {
  const { database } = site;
  const path = database.kind === 'text' ? filePathOf(database.text) : undefined;
  if (path !== undefined) {
    for (const candidate of new Set([resolvePath(file.folder, path), resolvePath('', path)])) {
      if (context.headers.get(candidate)?.journalMode === 'wal')
        return wal(`the header of ${candidate}`, 'file');
    }
  }
  for (const other of context.sqliteFiles) {
    const start = walStatementIn(other);
    if (start === undefined) continue;
    const place = pathAndLine(other, start);
    return isOneOfSeveral(file, site, context)
      ? ofOneOfSeveral(place)
      : wal(`${place}: PRAGMA journal_mode`, 'program');
  }
  const set = context.loose.filter(({ setting }) => setting.pragma === 'journal_mode');
  const toWal = set.find(({ setting }) => isWal(setting) && !setting.maybe);
  if (toWal) {
    const { file: other, setting } = toWal;
    const place = pathAndLine(other, setting.range.start);
    const away = set.find((one) => !isWal(one.setting));
    const isMeant = setting.drivers
      ? setting.drivers.includes(site.driver)
      : isNear(file, other, context) && !isOneOfSeveral(file, site, context);
    if (!away && isMeant) return wal(`${place}: ${setting.written}`, 'program');
    if (!away) return ofOneOfSeveral(place);
    const awayPlace = pathAndLine(away.file, away.setting.range.start);
    return { known: false, reason: `${place} sets WAL, and ${awayPlace} another mode`, by: 'unknown' };
  }
  return byOtherConnections(file, site, context) ?? byReplication(path, context);
}

/** Where a script switches to WAL. */
const walStatementIn = remember(
  ({ document }: SourceFile): number | undefined =>
    document.statements.find(({ tree }) => {
      const pragma = tree && readPragma(tree);
      return pragma?.name === 'journal_mode' && pragma.value?.toLowerCase() === 'wal';
    })?.start,
);

/** True where the project opens another database, too, so that what isn't said to be for one of them may be for either. */
function isOneOfSeveral(file: SourceFile, site: ConnectionSite, { sites }: GatheredContext): boolean {
  return sites.some(({ file: other, site: its }) => {
    if (its.storage === 'memory' || its.storage === 'temporary') return false;
    const [a, b] = [site.database, its.database];
    if (a.kind === 'text' && b.kind === 'text') return isSameFile(site, its) === false;
    // One database goes by many names; in one file it has one.
    return other === file && writtenName(a) !== writtenName(b);
  });
}

function ofOneOfSeveral(place: string): PragmaFact {
  return { known: false, reason: `${place} sets WAL on one of several`, by: 'unknown' };
}

/** Another connection of the project switches the same file to WAL, or one that may be the same. */
function byOtherConnections(
  file: SourceFile,
  site: ConnectionSite,
  context: GatheredContext,
): PragmaFact | undefined {
  for (const { file: other, site: its } of context.sites) {
    if (other === file && its.range.start === site.range.start) continue;
    const setting = its.settings.findLast(({ pragma }) => pragma === 'journal_mode');
    if (!setting || its.storage === 'memory' || !(setting.value === undefined || isWal(setting))) continue;
    const same = isSameFile(site, its);
    if (same === false) continue;
    const place = pathAndLine(other, setting.range.start);
    if (same && setting.value !== undefined && !setting.maybe)
      return wal(`${place}: ${setting.written}`, 'program');
    return { known: false, reason: `${place} may switch the same database to WAL`, by: 'unknown' };
  }
  return undefined;
}

/** Undefined where one of the paths is known at run time only. */
function isSameFile({ database: a }: ConnectionSite, { database: b }: ConnectionSite): boolean | undefined {
  if (a.kind !== 'text' || b.kind !== 'text') return undefined;
  return nameOf(filePathOf(a.text)) === nameOf(filePathOf(b.text));
}

/** Litestream and LiteFS switch the databases that they replicate to WAL (https://litestream.io/how-it-works/). */
function byReplication(path: string | undefined, context: GatheredContext): PragmaFact | undefined {
  const configuration = context.files.find(configuresReplication);
  if (!configuration) return undefined;
  const tool = /litefs/.test(nameOf(configuration.path)) ? 'LiteFS' : 'Litestream';
  const database = path === undefined ? undefined : nameOf(path);
  if (tool === 'Litestream' && database && configuration.text.includes(database))
    return wal(`${configuration.path}: Litestream switches ${database} to WAL`, 'tool');
  return {
    known: false,
    reason: `${configuration.path} configures ${tool}, which may switch it to WAL`,
    by: 'unknown',
  };
}

function isWal({ value }: Setting): boolean {
  return value?.toLowerCase() === 'wal';
}

function wal(source: string, by: PragmaFact['by']): PragmaFact {
  return { known: true, value: 'wal', source, by };
}
