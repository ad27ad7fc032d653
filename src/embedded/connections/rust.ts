import type { HostFile } from '../host-file.ts';
import type { ConnectionReader } from './reader.ts';
import { readDiesel } from './rust/diesel.ts';
import { readLibsql } from './rust/libsql.ts';
import { looseRuns } from './rust/loose.ts';
import { runsIn } from './rust/runs.ts';
import { readRusqlite } from './rust/rusqlite.ts';
import { readRusqlitePools } from './rust/rusqlite-pools.ts';
import { readSeaOrm } from './rust/sea-orm.ts';
import { pragmaTypes, readSqlx } from './rust/sqlx.ts';
import type { ConnectionSite } from './site.ts';

/** Words of files that use a driver. */
const drivers =
  /\b(?:rusqlite|tokio_rusqlite|r2d2_sqlite|deadpool_sqlite|async_sqlite|libsql)\b|\bsqlite::|\bSqlite(?:Connect|Pool|Connection)|\bPool(?:Options)?::<\s*(?:sqlx::)?Sqlite\b|\bAny(?:Pool|Connection)\b|\bsea_orm\b/;

/** Words of files that open connections. */
const opening =
  /\bopen\w*\s*\(|\bSqlite\w+|\bConnectionManager\b|\bPool(?:Options)?::|\bDatabase::|\bnew_local\b|\bConfig::new\b|Builder::new\b|\bAny(?:Pool|Connection)\b|\bSyncConnectionWrapper\b/;

/** Connections in Rust. */
export const rustConnections: ConnectionReader = {
  marks: new RegExp(`${drivers.source}|\\bbusy_timeout\\s*\\(`),
  read(file: HostFile) {
    const mayOpen = drivers.test(file.text) && opening.test(file.text);
    const sites = mayOpen ? sitesIn(file) : [];
    return {
      sites,
      loose: looseRuns(file, sites),
      explained: [...runsIn(file).explained, ...pragmaTypes(file)],
    };
  },
};

function sitesIn(file: HostFile): ConnectionSite[] {
  return [
    ...readRusqlite(file),
    ...readRusqlitePools(file),
    ...readDiesel(file),
    ...readSqlx(file),
    ...readSeaOrm(file),
    ...readLibsql(file),
  ].sort((a, b) => a.range.start - b.range.start);
}
