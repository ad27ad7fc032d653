import { findOpenings } from './go/database-sql.ts';
import { type Followed, limitsPools, looseOf } from './go/handles.ts';
import { readImports } from './go/imports.ts';
import { pendingSite } from './go/open.ts';
import { readPocketBase } from './go/pocketbase.ts';
import { namedDrivers } from './go/register.ts';
import { pragmaRuns } from './go/runs.ts';
import { packageTexts } from './go/text.ts';
import { readZombiezen } from './go/zombiezen.ts';
import type { ConnectionReader } from './reader.ts';
import type { PendingSite } from './site.ts';

/** Connections in Go. */
export const goConnections: ConnectionReader = {
  marks:
    /sqlite|libsql|\b(?:sql|sqlx|dbx|xorm|otelsql|entsql|ent)\.(?:Must)?(?:Open|Connect|NewEngine|Register)|pocketbase|SetMaxOpenConns/i,
  read(file) {
    const imports = readImports(file.root);
    const found = pragmaRuns(file);
    const { drivers, taken: hooked } = namedDrivers(file, imports, found.runs);
    const taken = new Set(hooked);
    const pending: PendingSite[] = [];
    const followed: Followed[] = [];
    const explained = [];
    for (const opening of findOpenings(file, imports, found.runs)) {
      for (const run of opening.followed.runs) taken.add(run);
      followed.push(opening.followed);
      pending.push(pendingSite(opening, file, drivers));
      if (opening.dsn) explained.push({ start: opening.dsn.startIndex, end: opening.dsn.endIndex });
      explained.push(...opening.followed.settings.map(({ range }) => range));
      explained.push(...(opening.hooks?.settings ?? []).map(({ range }) => range));
    }
    const zombiezen = readZombiezen(file, imports, found.runs);
    for (const run of zombiezen.taken) taken.add(run);
    const hookedRanges = drivers.flatMap(({ settings }) => settings.map(({ range }) => range));
    return {
      sites: [...zombiezen.sites, ...readPocketBase(file, imports)],
      loose: looseOf(found, taken),
      explained: [...explained, ...hookedRanges],
      pending,
      shared: {
        package: file.root.descendantsOfType('package_clause')[0]?.namedChildren[0]?.text ?? '',
        texts: packageTexts(file),
        drivers,
        limitsPools: limitsPools(file.root, followed),
      },
    };
  },
};
