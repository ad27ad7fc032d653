import { placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite } from '../site.ts';
import { timeoutSetting } from './connect-options.ts';
import { fateOf } from './handles.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { readSqliteUrl } from './urls.ts';

/** Databases of encode/databases: `Database("sqlite+aiosqlite:///app.db")`. https://www.encode.io/databases/ */
export function* readDatabases(module: PythonModule): Iterable<ConnectionSite> {
  for (const call of module.callsOf(/^databases\.(?:core\.)?Database$/)) {
    const given = argumentsOf(call);
    const url = readSqliteUrl(argumentOf(given, 'url', 0), module);
    if (!url) continue;
    const timeout = given.keywords.get('timeout');
    const value = timeout?.childForFieldName('value');
    const fate = fateOf(call, module);
    yield {
      driver: 'databases',
      range: placeOf(call),
      database: url.database,
      storage: url.storage,
      readOnly: false,
      settings: timeout && value ? [timeoutSetting({ value, node: timeout }, module, 'timeout')] : [],
      ignored: [],
      opaque: given.isComplete && given.spread.length === 0 ? undefined : 'its options are built at run time',
      when: url.when,
      variable: fate.kind === 'kept' ? fate.handle.name : undefined,
    };
  }
}
