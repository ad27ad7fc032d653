import { isMap, isSeq, type Pair, type ParsedNode, type YAMLMap } from 'yaml';
import type { TextEdit } from '../../text/edit.ts';
import { at, entriesOf, itemsOf, rangeOf, textOf, type YamlNode } from '../yaml.ts';
import type { LitestreamConfig } from './config.ts';

/** What stands in a replica of 0.3, and in `snapshot` above all databases in 0.5. */
const moved = { retention: 'retention', 'snapshot-interval': 'interval' } as const;
/** What 0.5 has no word for: it does so by itself. */
const dropped = ['retention-check-interval'];

/**
 * The edits that write a configuration of 0.3 as 0.5 reads it: retention and snapshots for all databases, one `replica`
 * for each. Comments and the rest stay. Undefined where that is not to be decided by a machine: values that differ,
 * several replicas, encryption, keys that stand on one line with others.
 */
export function editsTo05(text: string, config: LitestreamConfig): TextEdit[] | undefined {
  const { root, databases } = config;
  const values = new Map<string, string>();
  const edits: TextEdit[] = [];
  for (const { node } of databases) {
    const replicas = [
      ...itemsOf(at(node, 'replicas')),
      ...(at(node, 'replica') ? [at(node, 'replica')] : []),
    ];
    const [replica, ...others] = replicas;
    if (!replica || others.length > 0 || at(replica, 'age')) return undefined;
    for (const { key, value } of entriesOf(replica)) {
      const target = Object.hasOwn(moved, key) ? moved[key as keyof typeof moved] : undefined;
      if (target === undefined && !dropped.includes(key)) continue;
      const written = textOf(value);
      const line = wholeLine(text, replica, key);
      if (written === undefined || !line) return undefined;
      if (target !== undefined) {
        if ((values.get(target) ?? written) !== written) return undefined;
        values.set(target, written);
      }
      edits.push({ range: line, text: '' });
    }
    const single = singleReplica(text, node, edits);
    if (!single) return undefined;
    edits.push(...single);
  }
  // What every database said for itself is said for all now: each must have said it.
  for (const key of Object.keys(moved) as (keyof typeof moved)[]) {
    const count = edits.length === 0 ? 0 : databases.filter(({ node }) => replicaHas(node, key)).length;
    if (count > 0 && count < databases.length) return undefined;
  }
  const snapshot = snapshotEdits(text, root, values);
  return snapshot && [...snapshot, ...edits];
}

function replicaHas(database: YamlNode, key: string): boolean {
  return [at(database, 'replica'), ...itemsOf(at(database, 'replicas'))].some(
    (replica) => at(replica, key) !== undefined,
  );
}

/** Puts values into `snapshot` at the top: the file's own one, or a new one before `dbs`. */
function snapshotEdits(
  text: string,
  root: YamlNode,
  values: ReadonlyMap<string, string>,
): TextEdit[] | undefined {
  const own = at(root, 'snapshot');
  const missing = [...values].filter(([key, value]) => {
    const there = textOf(at(own, key));
    return there === undefined || there !== value;
  });
  if (missing.some(([key]) => at(own, key) !== undefined)) return undefined;
  if (missing.length === 0) return [];
  const lines = missing.map(([key, value]) => `  ${key}: ${value}\n`).join('');
  if (own === undefined || own === null) {
    if (entriesOf(root).some(({ key }) => key === 'snapshot')) return undefined;
    const dbs = entriesOf(root).find(({ key }) => key === 'dbs');
    if (!dbs || columnOf(text, dbs.range.start) !== 0) return undefined;
    const start = dbs.range.start;
    return [{ range: { start, end: start }, text: `snapshot:\n${lines}` }];
  }
  const first = entriesOf(own)[0];
  if (!isMap(own) || own.flow || !first) return undefined;
  const column = columnOf(text, first.range.start);
  const start = first.range.start - column;
  return [{ range: { start, end: start }, text: lines.replace(/^ {2}/gm, ' '.repeat(column)) }];
}

/** Makes the only item of `replicas` the map `replica`; no edit where it is that already. */
function singleReplica(
  text: string,
  database: YamlNode,
  removed: readonly TextEdit[],
): TextEdit[] | undefined {
  const list = at(database, 'replicas');
  if (!list) return [];
  const key = entriesOf(database).find((entry) => entry.key === 'replicas');
  const [item] = itemsOf(list);
  if (!key || !isSeq(list) || list.flow || !isMap(item) || item.flow) return undefined;
  const [first] = entriesOf(item);
  const end = rangeOf(item)?.end;
  if (!first || end === undefined) return undefined;
  const column = columnOf(text, first.range.start);
  const dash = text.lastIndexOf('-', first.range.start);
  const outer = columnOf(text, key.range.start) + 2;
  if (!/^- +$/.test(text.slice(dash, first.range.start)) || column < outer) return undefined;
  const edits: TextEdit[] = [{ range: key.range, text: 'replica' }];
  // Each line of the item moves to the left, up to where keys below `replica` stand.
  const lineStart = first.range.start - column;
  edits.push({ range: { start: lineStart, end: first.range.start }, text: ' '.repeat(outer) });
  for (
    let start = text.indexOf('\n', first.range.start) + 1;
    start > 0 && start < end;
    start = text.indexOf('\n', start) + 1
  ) {
    const indent = /^ */.exec(text.slice(start))?.[0].length ?? 0;
    const isGone = removed.some(({ range }) => range.start <= start && start < range.end);
    if (!isGone && indent >= column && column > outer)
      edits.push({ range: { start, end: start + column - outer }, text: '' });
  }
  return edits;
}

/** The line on which a key stands alone with its value. */
export function wholeLine(
  text: string,
  map: YamlNode,
  key: string,
): { start: number; end: number } | undefined {
  if (!isMap(map) || map.flow) return undefined;
  const pair = (map as YAMLMap.Parsed).items.find(
    (item: Pair<ParsedNode, ParsedNode | null>) => textOf(item.key) === key,
  );
  const keyStart = pair?.key.range[0];
  const valueEnd = pair?.value?.range[1];
  if (keyStart === undefined || valueEnd === undefined) return undefined;
  const start = text.lastIndexOf('\n', keyStart) + 1;
  const newline = text.indexOf('\n', valueEnd);
  const end = newline < 0 ? text.length : newline + 1;
  const before = text.slice(start, keyStart);
  const after = text.slice(valueEnd, end);
  if (
    before.trim() !== '' ||
    !/^\s*(?:#.*)?\s*$/.test(after) ||
    text.slice(keyStart, valueEnd).includes('\n')
  )
    return undefined;
  return { start, end };
}

/** How far to the right an offset stands. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}
