import { compareVersions, type SqliteRange } from '../../facts/drivers/driver.ts';
import { type Connection, effective, isWritableFile } from '../../project/connections/connection.ts';
import { isPool } from '../../project/connections/pool.ts';
import type { Project } from '../../project/project.ts';
import { goProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

/** The releases of the branches into which the fix was taken; everything from 3.51.3 on has it. */
const fixedIn = ['3.44.6', '3.50.7'] as const;
const fixedFrom = '3.51.3';

export default defineRule({
  id: 'connection/wal-reset-bug',
  severity: 'info',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds databases in WAL mode with several connections on a SQLite before 3.51.3 that has the WAL-reset bug (3.50.7 and 3.44.6 have the fix too). It reports one place for each version of a driver.',
    why: 'One connection commits and starts the WAL anew at the moment in which another begins a checkpoint. That checkpoint may then skip a part of the WAL as if it had been copied, and the database is corrupt. It is rare, and only an upgrade helps.',
    sources: ['https://sqlite.org/wal.html#walresetbug'],
    bad: [goProgram('mattn', '1.14.32', 'return sql.Open("sqlite3", "app.db?_journal_mode=WAL")')],
    good: [
      goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", "app.db?_journal_mode=WAL")'),
      // One connection has nobody to race with.
      goProgram(
        'mattn',
        '1.14.32',
        'db, err := sql.Open("sqlite3", "app.db?_journal_mode=WAL")\nif err != nil {\n\treturn nil, err\n}\ndb.SetMaxOpenConns(1)\nreturn db, nil',
      ),
    ],
  },
  *checkConnection(connection, project) {
    const { sqlite, version, driver } = connection;
    if (!sqlite || !hasBug(sqlite) || !isWritableFile(connection)) return;
    if (effective(connection, 'journal_mode') !== 'wal' || !hasSeveral(connection, project)) return;
    // One place for each version of a driver: its upgrade mends them all.
    const concerned = project.connections.filter(
      (other) =>
        other.driver === driver &&
        other.version?.exact === version?.exact &&
        other.version?.source === version?.source &&
        isWritableFile(other) &&
        effective(other, 'journal_mode') === 'wal' &&
        hasSeveral(other, project),
    );
    if (concerned[0] !== connection) return;
    const release = sqlite.from === sqlite.to ? sqlite.from : `${sqlite.from} to ${sqlite.to}`;
    const others = new Set(concerned.slice(1).map(({ file }) => file.path));
    others.delete(connection.file.path);
    yield {
      range: connection.site.range,
      message: `SQLite ${release} has the WAL-reset bug, which can corrupt a database. It takes several connections in WAL mode, and rare timing (${sqlite.source}).${others.size === 0 ? '' : ` The same driver opens databases in ${[...others].join(', ')}.`}`,
      help: 'Upgrade the driver to a version that brings SQLite 3.51.3 or later.',
    };
  },
});

/** True when every version of a range has the bug. */
function hasBug({ from, to }: SqliteRange): boolean {
  if (compareVersions(to, fixedFrom) >= 0) return false;
  return fixedIn.every((fixed) => {
    const next = `${fixed.split('.').slice(0, 2).join('.')}.999`;
    // No version of the branch from the fix on is in the range.
    return compareVersions(to, fixed) < 0 || compareVersions(from, next) > 0;
  });
}

function hasSeveral(connection: Connection, { connections }: Project): boolean {
  const { site, driver } = connection;
  if (isPool(site, driver)) return true;
  return connections.some(
    (other) =>
      other !== connection &&
      isWritableFile(other) &&
      (site.database.kind === 'text'
        ? other.site.database.kind === 'text' && other.database === connection.database
        : isKeptBeside(other, connection)),
  );
}

/** True for a pool that a file keeps beside another to one database: `reader` and `writer`, both of `path`. */
function isKeptBeside(other: Connection, { site, file, database, driver }: Connection): boolean {
  const [a, b] = [site.variable, other.site.variable];
  // Options that are written down for several environments are alternatives.
  if (driver.handle !== 'pool' || other.driver.handle !== 'pool') return false;
  if (other.file !== file || other.database !== database || a === undefined || b === undefined) return false;
  if (a === b || site.database.kind !== 'path' || other.site.database.kind !== 'path') return false;
  const isClosed = (variable: string): boolean =>
    new RegExp(`(?<![\\w.])${variable.replaceAll(/\W/g, '\\$&')}\\.close\\(`, 'i').test(file.text);
  return !isClosed(a) && !isClosed(b);
}
