/** The real programs read the keys that the table says they read, at every place, and no other. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LitestreamKey } from '../../src/facts/litestream/key.ts';
import { isReadBy, litestreamKeys, litestreamKeysIn } from '../../src/facts/litestream/keys.ts';
import { program } from '../programs/programs.ts';
import { databases } from '../support/litestream-runs.ts';

const places = [...new Set(litestreamKeys.map(({ place }) => place))];

/** A configuration with one map at a place, and the line on which its first key stands. */
function configAt(place: string, lines: readonly string[]): { text: string; first: number } {
  const opening: string[] = [];
  let indent = '';
  for (const part of place === '' ? [] : place.split('.')) {
    opening.push(`${indent}${part.replace('[]', '')}:`);
    indent += '  ';
    if (part.endsWith('[]')) {
      opening.push(`${indent}-`);
      indent += '  ';
    }
  }
  return {
    text: [...opening, ...lines.map((line) => indent + line), ''].join('\n'),
    first: opening.length + 1,
  };
}

/** A value that no program takes for the key's type: it answers with the line on which it stands. */
function wrongValue({ type }: LitestreamKey): string {
  return type === 'map' || type === 'maps' || type === 'strings' ? '"no"' : '[[no]]';
}

/** The keys of which the program says that their values are wrong. */
function keysRead(program: string, place: string, keys: readonly LitestreamKey[]): LitestreamKey[] {
  const { text, first } = configAt(
    place,
    keys.map((key) => `${key.key}: ${wrongValue(key)}`),
  );
  const { output } = databases(program, text);
  const lines = new Set([...output.matchAll(/\bline (\d+): cannot unmarshal/g)].map(([, at]) => Number(at)));
  return keys.filter((_, at) => lines.has(first + at));
}

for (const [line, release, found] of [
  ['0.3', '0.3.13', program('litestream-0.3')],
  ['0.5', '0.5.17', program('litestream-0.5')],
] as const) {
  describe(`keys of Litestream ${release}`, {
    skip: found.skip,
  }, () => {
    for (const place of places) {
      test(place === '' ? 'at the top' : place, () => {
        const keys = litestreamKeysIn(place);
        // 0.5 reads the snapshots before the rest, and stops when that fails.
        const runs = [
          keys.filter(({ path }) => path !== 'snapshot'),
          keys.filter(({ path }) => path === 'snapshot'),
        ];
        const read = runs
          .filter((run) => run.length > 0)
          .flatMap((run) => keysRead(found.path as string, place, run));
        assert.deepEqual(
          read,
          runs.flat().filter((key) => isReadBy(key, line, release)),
        );
      });
    }
  });
}
