import type { LitestreamKey } from '../../facts/litestream/key.ts';
import { litestreamKey } from '../../facts/litestream/keys.ts';
import type { Range } from '../../text/range.ts';
import type { Located } from '../deployment.ts';
import { entriesOf, itemsOf, locatedText, rangeOf, type YamlEntry, type YamlNode } from '../yaml.ts';
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

/** The keys of a map that count, and of the maps and lists in it. `path` leads to the map. */
export function settingsBelow(map: YamlNode, path: string): LitestreamSetting[] {
  const entries = entriesOf(map);
  return entries.flatMap((entry) => {
    const { key, value, range: keyRange } = entry;
    const own = `${path === '' ? '' : `${path}.`}${key}`;
    if (isOverwritten(entry, entries, own)) return [];
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

/**
 * True for a key that a later one of its map takes the place of: of lists, texts and numbers the last counts. What two
 * maps say is put together.
 * @param path of the key
 */
export function isOverwritten(entry: YamlEntry, entries: readonly YamlEntry[], path: string): boolean {
  return litestreamKey(path)?.type !== 'map' && entries.findLast(({ key }) => key === entry.key) !== entry;
}
