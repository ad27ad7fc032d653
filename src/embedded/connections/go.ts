import { sharedStructs } from './go/built.ts';
import { callsWithPaths } from './go/callers.ts';
import { findOpenings } from './go/database-sql.ts';
import { callsWithNames } from './go/driver-name.ts';
import type { Followed } from './go/follow.ts';
import { readImports } from './go/imports.ts';
import { limitsPools } from './go/limits.ts';
import { looseOf, poolFields } from './go/loose.ts';
import { pendingSite } from './go/open.ts';
import { readPocketBase } from './go/pocketbase.ts';
import { hookFunctions, namedDrivers } from './go/register.ts';
import { pragmaRuns } from './go/runs.ts';
import { storedNames } from './go/stored-names.ts';
import { packageTexts } from './go/text.ts';
import { readZombiezen } from './go/zombiezen.ts';
import type { PendingSite } from './pending.ts';
import type { ConnectionReader } from './reader.ts';

/** Connections in Go. */
export const goConnections: ConnectionReader = {
  marks:
    /sqlite|libsql|\b(?:sql|sqlx|dbx|xorm|otelsql|entsql|ent)\.(?:Must)?(?:Open|Connect|NewEngine|Register)|pocketbase|SetMaxOpenConns|_(?:pragma|journal_mode|busy_timeout|foreign_keys|fk)=/i,
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
      const site = pendingSite(opening, file, drivers);
      pending.push(site);
      explained.push(...site.explained);
      explained.push(...opening.followed.settings.map(({ range }) => range));
      explained.push(...(opening.hooks?.settings ?? []).map(({ range }) => range));
    }
    const zombiezen = readZombiezen(file, imports, found.runs);
    for (const run of zombiezen.taken) taken.add(run);
    const hookedRanges = drivers.flatMap(({ settings }) => settings.map(({ range }) => range));
    return {
      sites: [...readPocketBase(file, imports)],
      loose: looseOf(found, taken, file.root),
      explained: [...explained, ...hookedRanges, ...zombiezen.explained],
      pending: [...pending, ...zombiezen.pending],
      storedNames: storedNames(file, explained),
      shared: {
        package: file.root.descendantsOfType('package_clause')[0]?.namedChildren[0]?.text ?? '',
        texts: packageTexts(file),
        drivers,
        calls: callsWithNames(file),
        structs: sharedStructs(file),
        hooks: hookFunctions(file, found.runs),
        limitsPools: limitsPools(file, followed),
        pathCalls: callsWithPaths(file),
        pools: poolFields(file.root),
      },
    };
  },
};
