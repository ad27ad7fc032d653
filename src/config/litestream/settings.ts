import type { LitestreamKey } from '../../facts/litestream/key.ts';
import { litestreamKey } from '../../facts/litestream/keys.ts';
import type { Range } from '../../text/range.ts';
import type { Located } from '../deployment.ts';
import { entriesOf, itemsOf, locatedText, rangeOf, type YamlNode } from '../yaml.ts';
import type { LitestreamConfig } from './config.ts';

/** A key of a litestream.yml. */
export interface LitestreamSetting {
  /** Names from the top, `[]` behind lists: `dbs[].replicas[].sync-interval`. */
  readonly path: string;
  /** What is known of it; undefined for a key that no release reads there. */
  readonly spec: LitestreamKey | undefined;
  readonly key: string;
  readonly keyRange: Range;
  /** From the key to the end of its value. */
  readonly range: Range;
  readonly node: YamlNode;
  /** Its value as a text; undefined for maps, lists and keys without one. */
  readonly value: Located<string> | undefined;
}

/** All keys of a configuration, known or not, in their order. */
export function litestreamSettings({ root }: LitestreamConfig): LitestreamSetting[] {
  const seen = new Set<number>();
  // What an alias or a merge brings is told once, where it is written.
  return settingsBelow(root, '').filter(({ keyRange }) => {
    if (seen.has(keyRange.start)) return false;
    seen.add(keyRange.start);
    return true;
  });
}

/** The keys of a map, and of the maps and lists in it. `path` leads to the map. */
export function settingsBelow(map: YamlNode, path: string): LitestreamSetting[] {
  return entriesOf(map).flatMap(({ key, value, range: keyRange }) => {
    const own = `${path === '' ? '' : `${path}.`}${key}`;
    const end = rangeOf(value)?.end ?? keyRange.end;
    const setting = {
      path: own,
      spec: litestreamKey(own),
      key,
      keyRange,
      range: { start: keyRange.start, end: Math.max(keyRange.end, end) },
      node: value,
      value: locatedText(value),
    };
    return [
      setting,
      ...settingsBelow(value, own),
      ...itemsOf(value).flatMap((item) => settingsBelow(item, `${own}[]`)),
    ];
  });
}
