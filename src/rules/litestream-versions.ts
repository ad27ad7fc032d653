import type { LitestreamFile } from './litestream-files.ts';

/** The Litestream of a file, for messages: `Litestream 0.5.6`, `Litestream 0.5`, or `Litestream` where it is not known. */
export function litestreamOf({ line, release }: Pick<LitestreamFile, 'line' | 'release'>): string {
  return line === undefined ? 'Litestream' : `Litestream ${release ?? line}`;
}

/** Where its version is known from, as a sentence. */
export function versionSource({ line, reason }: Pick<LitestreamFile, 'line' | 'reason'>): string {
  return line === undefined ? '' : ` (${reason}.)`;
}
