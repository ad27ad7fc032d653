import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { storageOf } from '../dsn.ts';
import type { ConnectionSite, Setting } from '../site.ts';
import { pathAt } from '../written.ts';
import { elementsOf, phpValue } from './syntax.ts';

/**
 * Which pragma a key sets, and since which version.
 * https://github.com/codeigniter4/CodeIgniter4/blob/develop/system/Database/SQLite3/Connection.php
 */
const pragmaOfKey: Readonly<Record<string, { pragma: string; since: string }>> = {
  foreignKeys: { pragma: 'foreign_keys', since: '4.2.0' },
  busyTimeout: { pragma: 'busy_timeout', since: '4.3.0' },
  synchronous: { pragma: 'synchronous', since: '4.6.0' },
};

/** The group `default` of CodeIgniter's app/Config/Database.php. https://codeigniter.com/user_guide/database/configuration.html */
export function* readCodeIgniter(file: HostFile): Iterable<ConnectionSite> {
  if (!/(?:^|\/)Config\/Database\.php$/.test(file.path)) return;
  for (const property of nodesOf(file.root, ['property_element'])) {
    const [name, value] = childrenOf(property);
    const elements = elementsOf(value);
    if (name?.text !== '$default' || !value || !elements) continue;
    const driver = elements.find(({ key }) => key === 'DBDriver');
    if (!driver || phpValue(driver.value, file).value !== 'SQLite3') continue;
    const path = elements.find(({ key }) => key === 'database');
    const { database, storage } = pathAt(path?.value, file);
    yield {
      driver: 'codeigniter4',
      range: placeOf(value),
      database,
      storage: database.kind === 'text' ? storageOf(database.text) : storage,
      readOnly: false,
      settings: elements.flatMap(({ key, value: given, range }): Setting[] => {
        const known = pragmaOfKey[key];
        const written = known && phpValue(given, file).value;
        if (!known || written === null) return [];
        return [
          {
            pragma: known.pragma,
            value: written,
            by: 'option',
            written: key,
            range,
            everyConnection: true,
            takenBy: [{ since: known.since }],
          },
        ];
      }),
      ignored: [],
      opaque: undefined,
      when: { env: 'database.default.DBDriver', matches: /^SQLite3$/, otherwise: 'SQLite3' },
    };
  }
}
