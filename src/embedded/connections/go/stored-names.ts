import type { Node } from '@vscode/tree-sitter-wasm';
import { overlaps, type Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { nodesOf } from '../../sql/text-expressions.ts';
import { type Dsn, readDsn } from '../dsn.ts';
import type { StoredName, Surroundings } from '../pending.ts';
import { readEffects, styleName, styleOf } from './dsn.ts';
import { mattnNames, moderncNames } from './parameters.ts';

/** A whole literal, and the default in the tag of a struct's field: `default:"…"`, `conf:"default:…"`. */
const whole = /^["`]((?:file:)?[^\s?"'`<>|{}%]+\.(?:db|sqlite3?)\?[^\s"'`<>{}%]+)["`]$/i;
const inTag = /\bdefault[:=]"?((?:file:)?[^\s?"'`<>|{}%]+\.(?:db|sqlite3?)\?[^\s"'`,<>{}%]+)"/i;

/**
 * Data source names that a file keeps for another to open, such as those of a default configuration.
 * @param explained those that are part of an opening
 */
export function storedNames(file: HostFile, explained: readonly Range[]): StoredName[] {
  const literals = nodesOf(file.root, ['interpreted_string_literal', 'raw_string_literal']);
  return literals.flatMap((node) => {
    if (explained.some((range) => overlaps(range, { start: node.startIndex, end: node.endIndex }))) return [];
    const found = whole.exec(node.text) ?? (isTag(node) ? inTag.exec(node.text) : undefined);
    const text = found?.[1];
    if (!found || text === undefined || text.includes('\\')) return [];
    const start = node.startIndex + found.index + found[0].indexOf(text);
    const dsn = readDsn([{ text, host: start }], { start, end: start + text.length }, () => false);
    // Names of drivers of SQLite begin with an underscore: one at least says what it is.
    const isOne = dsn.parameters.some(({ name }) => mattnNames.has(name) || moderncNames.has(name));
    if (!isOne || dsn.path.includes('://')) return [];
    return [{ resolve: (around) => effectsOn(dsn, around) }];
  });
}

const isTag = (node: Node): boolean => node.parent?.type === 'field_declaration';

/** What the parameters make of the driver of the project; undefined where its drivers take different ones. */
function effectsOn(dsn: Dsn, { shared }: Surroundings): ReturnType<StoredName['resolve']> {
  const drivers = shared.flatMap(({ declarations }) => declarations.drivers.map(({ driver }) => driver));
  const [driver] = drivers;
  const styles = new Set(drivers.map(styleOf));
  const [style] = styles;
  if (driver === undefined || !style || styles.size > 1) return undefined;
  const isInMemory = dsn.parameters.some(({ name, value }) => name === 'mode' && value === 'memory');
  const storage = isInMemory ? 'memory' : 'file';
  return { driver, storage, ...readEffects(style, styleName(style), dsn, () => false) };
}
