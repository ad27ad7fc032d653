import { readAdoConnections } from './csharp/connections.ts';
import { looseHooks, readEfCore } from './csharp/ef-core.ts';
import { readSqliteNet } from './csharp/sqlite-net.ts';
import type { ConnectionReader } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in C#. */
export const cSharpConnections: ConnectionReader = {
  marks:
    /\b(?:S(?:ql|QL)ite(?:Async)?Connection|UseSqlite|AddSqlite|S(?:ql|QL)iteConnectionStringBuilder|SQLiteFactory)\b/,
  read(file) {
    const ado = [...readAdoConnections(file)];
    const sites = [...ado, ...readEfCore(file), ...readSqliteNet(file)];
    sites.sort((a, b) => a.range.start - b.range.start);
    const hooks = looseHooks(file, sites);
    const hooked = new Set(hooks.map(({ range }) => range.start));
    const loose = looseSettings(file, sites, () => 'unknown').filter(({ range }) => !hooked.has(range.start));
    const explained = ado.flatMap((site) => site.explained ?? []);
    return { sites, loose: [...loose, ...hooks], explained };
  },
};
