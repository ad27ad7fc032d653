import { readAdoConnections } from './csharp/connections.ts';
import { looseHooks, readEfCore } from './csharp/ef-core.ts';
import { readSqliteNet } from './csharp/sqlite-net.ts';
import { storedNames } from './csharp/stored-names.ts';
import { withRetries } from './csharp/timeouts.ts';
import type { ConnectionReader } from './reader.ts';
import type { LooseSetting } from './site.ts';
import { looseSettings } from './statements.ts';

/** For how long a command waits, that of a connection which isn't followed says, too. */
const unknownTimeout = (setting: LooseSetting): LooseSetting =>
  setting.pragma === 'busy_timeout' ? { ...setting, value: undefined } : setting;

/** Connections in C#. */
export const cSharpConnections: ConnectionReader = {
  marks:
    /\b(?:S(?:ql|QL)ite(?:Async)?Connection|UseSqlite|AddSqlite|S(?:ql|QL)iteConnectionStringBuilder|SQLiteFactory)\b|\b[Cc]ache ?= ?[Ss]hared\b/,
  read(file) {
    const ado = [...readAdoConnections(file)];
    const retrying = [...ado, ...readEfCore(file)].map((site) => {
      return { ...site, settings: withRetries(site.settings) };
    });
    const sites = [...retrying, ...readSqliteNet(file)];
    sites.sort((a, b) => a.range.start - b.range.start);
    const hooks = looseHooks(file, sites);
    const hooked = new Set(hooks.map(({ range }) => range.start));
    const loose = looseSettings(file, sites, () => 'unknown').filter(({ range }) => !hooked.has(range.start));
    const explained = ado.flatMap((site) => site.explained ?? []);
    const opened = sites.flatMap(({ range, sharedCache }) => [range, ...(sharedCache ? [sharedCache] : [])]);
    return {
      sites,
      loose: [...loose, ...hooks].map(unknownTimeout),
      explained,
      storedNames: storedNames(file, opened),
    };
  },
};
