import { isMap } from 'yaml';
import type { LitestreamKey } from '../../facts/litestream/key.ts';
import type { TextEdit } from '../../text/edit.ts';
import { at, entriesOf, itemsOf, rangeOf, type YamlNode } from '../yaml.ts';
import type { LitestreamConfig } from './config.ts';
import { columnOf, wholeLine } from './migrate.ts';
import type { LitestreamSetting } from './settings.ts';

/**
 * The edits that put a key with a value on one line where Litestream looks for it; undefined where that place is not
 * one alone, has the key already, or is not written in lines.
 */
export function editsToMove(
  text: string,
  config: LitestreamConfig,
  setting: LitestreamSetting,
  target: LitestreamKey,
): TextEdit[] | undefined {
  const from = mapsOf(config.root).find((map) =>
    entriesOf(map).some(({ range }) => range.start === setting.keyRange.start),
  );
  const range = from && wholeLine(text, from, setting.key);
  const written = text.slice(setting.keyRange.end, setting.range.end).replace(/^\s*:\s*/, '');
  if (!range || setting.value === undefined || written === '') return undefined;
  const database = config.databases.find(
    ({ range: { start, end } }) => start <= setting.keyRange.start && setting.keyRange.start < end,
  );
  const insertion = insertionFor(text, config, database?.node, target, `${target.key}: ${written}`);
  return insertion && [insertion, { range, text: '' }];
}

function insertionFor(
  text: string,
  { root }: LitestreamConfig,
  database: YamlNode,
  { place, key }: LitestreamKey,
  line: string,
): TextEdit | undefined {
  if (place === 'dbs[]') {
    const before = entriesOf(database).find((entry) => /^replicas?$/.test(entry.key));
    return before && at(database, key) === undefined ? lineBefore(text, before.range.start, line) : undefined;
  }
  if (place.startsWith('dbs[].replica')) {
    const [replica, ...others] = [at(database, 'replica'), ...itemsOf(at(database, 'replicas'))].filter(
      Boolean,
    );
    return others.length === 0 ? lineInside(text, replica, key, line) : undefined;
  }
  if (place !== '') return inTopMap(text, root, place, key, line);
  const dbs = entriesOf(root).find((entry) => entry.key === 'dbs');
  return dbs && at(root, key) === undefined ? lineBefore(text, dbs.range.start, line) : undefined;
}

/** Into a map at the top, such as `snapshot`: the file's own or a new one before `dbs`. */
function inTopMap(
  text: string,
  root: YamlNode,
  place: string,
  key: string,
  line: string,
): TextEdit | undefined {
  if (place.includes('.') || place.includes('[]')) return undefined;
  const own = entriesOf(root).find((entry) => entry.key === place);
  if (own) return lineInside(text, own.value, key, line);
  const dbs = entriesOf(root).find((entry) => entry.key === 'dbs');
  return dbs && lineBefore(text, dbs.range.start, `${place}:\n  ${line}`);
}

/** Behind the first key of a map that is written in lines. */
function lineInside(text: string, map: YamlNode, key: string, line: string): TextEdit | undefined {
  const [first] = entriesOf(map);
  if (!isMap(map) || map.flow || !first || at(map, key) !== undefined) return undefined;
  const end = rangeOf(first.value)?.end ?? first.range.end;
  if (text.slice(first.range.start, end).includes('\n')) return undefined;
  const newline = text.indexOf('\n', end);
  if (newline < 0) return undefined;
  const start = newline + 1;
  return { range: { start, end: start }, text: `${' '.repeat(columnOf(text, first.range.start))}${line}\n` };
}

function lineBefore(text: string, key: number, line: string): TextEdit | undefined {
  const column = columnOf(text, key);
  const start = key - column;
  if (text.slice(start, key).trim() !== '') return undefined;
  return { range: { start, end: start }, text: `${' '.repeat(column)}${line}\n` };
}

/** A map with all maps in it. */
function mapsOf(node: YamlNode): YamlNode[] {
  const inner = [...entriesOf(node).map(({ value }) => value), ...itemsOf(node)];
  return [node, ...inner.flatMap(mapsOf)];
}
