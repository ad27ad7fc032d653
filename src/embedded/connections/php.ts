import type { HostFile } from '../host-file.ts';
import { readCakePhp } from './php/cakephp.ts';
import { readCodeIgniter } from './php/codeigniter.ts';
import { readDoctrine } from './php/doctrine.ts';
import { readLaravel } from './php/laravel.ts';
import { readPdo } from './php/pdo.ts';
import { readSqlite3Class } from './php/sqlite3.ts';
import { phpFlow } from './php/syntax.ts';
import type { ConnectionReader } from './reader.ts';
import { isConditional, pragmasByName } from './set-up.ts';
import type { LooseSetting } from './site.ts';
import { looseSettings } from './statements.ts';

/** Connections in PHP. */
export const phpConnections: ConnectionReader = {
  marks:
    /['"](?:pdo-)?sqlite3?:|\bSQLite3\s*\(|Pdo_?Sqlite|\bPDO\\Sqlite\b|['"](?:pdo_sqlite|sqlite3?)['"]|\bnew\s+\\?PDO\b|\bextends\s+\\?(?:PDO|SQLite3)\b|Driver\\+Sqlite\b/i,
  read(file: HostFile) {
    const byName = pragmasByName(file);
    const laravel = [...readLaravel(file)];
    const sites = [
      ...readPdo(file),
      ...readSqlite3Class(file),
      ...readDoctrine(file),
      ...readCodeIgniter(file),
      ...readCakePhp(file),
      ...laravel.map(({ site }) => site),
    ]
      .map((site) => (byName === undefined ? site : { ...site, opaque: site.opaque ?? byName }))
      .sort((a, b) => a.range.start - b.range.start);
    return {
      sites,
      loose: looseSettings(file, sites, (receiver) => handleOf(receiver, file)).map((setting) => {
        const node = file.root.descendantForIndex(setting.range.start);
        return node && isConditional(node, phpFlow) ? { ...setting, maybe: true } : setting;
      }),
      // What a framework's file of connections says of others is not said of the default one.
      explained:
        sites.length > 0 && /(?:^|\/)config\/database\.php$/i.test(file.path)
          ? [{ start: 0, end: file.text.length }]
          : laravel.flatMap(({ explained }) => explained),
    };
  },
};

/** What the receiver of a call is: Laravel's facade is its one connection, which a service provider sets up. */
function handleOf(receiver: string | undefined, file: HostFile): LooseSetting['handle'] {
  return receiver === 'DB' && /ServiceProvider\.php$/.test(file.path) ? 'connection' : 'unknown';
}
