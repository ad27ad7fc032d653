import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** The version that a migration is written for: `7.1` is 701. */
export type RailsVersion = number;

/** The behaviour of the newest Rails. */
export const newest: RailsVersion = 9999;

/** Reads `7.1`. */
export function versionOf(text: string): RailsVersion | undefined {
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : Number(major) * 100 + Number(minor);
}

/** Rails 7.1 and later keep names of indexes within this many bytes. */
const longestIndexName = 62;

/**
 * The name that Rails gives an index. `columns` may be one expression.
 * https://api.rubyonrails.org/classes/ActiveRecord/ConnectionAdapters/SchemaStatements.html#method-i-add_index
 */
export function indexName(table: string, columns: readonly string[], version: RailsVersion): string {
  const name = `index_${table}_on_${columns.join('_and_')}`;
  if (version < 701 || byteLength(name) <= longestIndexName) return name;
  const digest = `_${digestOf(name)}`;
  return truncate(`idx_on_${columns.join('_')}`, longestIndexName - digest.length) + digest;
}

/** The name that Rails gives a foreign key. */
export function foreignKeyName(table: string, columns: readonly string[]): string {
  return `fk_rails_${digestOf(`${table}_${columns.join('_and_')}_fk`)}`;
}

/** The table between two others: what their names begin with stands only once. */
export function joinTableName(first: string, second: string): string {
  return [first, second]
    .sort((a, b) => (a < b ? -1 : 1))
    .join('\0')
    .replace(/^(.*[._])(.+)\0\1(.+)/, '$1$2_$3')
    .replace('\0', '_');
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

function truncate(text: string, bytes: number): string {
  let short = text;
  while (byteLength(short) > bytes) short = short.slice(0, -1);
  return short;
}

/** The first ten hexadecimal digits of a text's SHA-256: what Rails puts into names. */
function digestOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 10);
}
