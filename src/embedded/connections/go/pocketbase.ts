import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import type { ConnectionSite } from '../site.ts';
import { calledFunction, type Imports } from './imports.ts';
import { argumentsOf } from './open.ts';
import { keyedElement } from './register.ts';

/**
 * Applications of PocketBase that leave opening to it. Where they give a function for it, that is read like any other.
 * https://pocketbase.io/docs/go-overview/#custom-sqlite-driver
 */
export function* readPocketBase(file: HostFile, imports: Imports): Iterable<ConnectionSite> {
  for (const call of nodesOf(file.root, ['call_expression'])) {
    const used = calledFunction(call, imports);
    if (used?.path !== 'github.com/pocketbase/pocketbase' || !/^New(?:WithConfig)?$/.test(used.name))
      continue;
    const [config] = argumentsOf(call);
    if (used.name === 'NewWithConfig' && config?.type !== 'composite_literal') continue;
    if (keyedElement(config, 'DBConnect')) continue;
    yield {
      driver: 'pocketbase',
      range: placeOf(call),
      database: { kind: 'path', written: 'pb_data/data.db' },
      storage: 'file',
      readOnly: false,
      settings: [],
      ignored: [],
      opaque: undefined,
    };
  }
}
