import type { HostFile } from '../host-file.ts';
import type { ConnectionReader } from './reader.ts';
import { readActiveRecord } from './ruby/active-record.ts';
import { readSequel } from './ruby/sequel.ts';
import { readSqlite3 } from './ruby/sqlite3.ts';
import { pragmasByName } from './set-up.ts';
import type { LooseSetting } from './site.ts';
import { looseSettings } from './statements.ts';

/** Connections in Ruby. */
export const rubyConnections: ConnectionReader = {
  marks:
    /\bSQLite3::Database\b|\bSequel\b|\badapter\b['"]?:?\s*(?:=>)?\s*[:'"]sqlite|\bestablish_connection\b/,
  read(file: HostFile) {
    const byName = pragmasByName(file);
    const sites = [...readSqlite3(file), ...readSequel(file), ...readActiveRecord(file)]
      .map((site) => (byName === undefined ? site : { ...site, opaque: site.opaque ?? byName }))
      .sort((a, b) => a.range.start - b.range.start);
    return { sites, loose: looseSettings(file, sites, handleOf) };
  },
};

/** What the receiver of a call is: Active Record's and Sequel's connections are those of pools. */
function handleOf(receiver: string | undefined): LooseSetting['handle'] {
  return receiver !== undefined && /\bconnection$|^DB$|^[A-Z]\w*::DB$|^ActiveRecord::Base\b/.test(receiver)
    ? 'pool'
    : 'unknown';
}
