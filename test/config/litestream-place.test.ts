/** Where a cursor stands in a litestream.yml that is being typed. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursorPlace } from '../../src/config/litestream/place.ts';

/** The place of `|` in a text. */
function at(text: string) {
  const offset = text.indexOf('|');
  return cursorPlace(text.replace('|', ''), offset);
}

const cases: Record<string, [text: string, place: string, value?: string]> = {
  'an empty file': ['|', ''],
  'the top, below lists': ['dbs:\n  - path: a\n    replicas:\n      - url: b\n|', ''],
  'a first key of an item': ['dbs:\n  - |', 'dbs[]'],
  'a second key of an item': ['dbs:\n  - path: a\n    |', 'dbs[]'],
  'a list at the column of its key': ['dbs:\n- path: a\n  |', 'dbs[]'],
  'a second item': ['dbs:\n  - path: a\n    replica:\n      url: b\n  - |', 'dbs[]'],
  'a map in an item': ['dbs:\n  - path: a\n    replica:\n      |', 'dbs[].replica'],
  'an item in an item': ['dbs:\n  - path: a\n    replicas:\n      - url: b\n        sy|', 'dbs[].replicas[]'],
  'a key that is followed by others': ['dbs:\n  - path: a\n    |\n    replicas:\n      - url: b\n', 'dbs[]'],
  'a map at the top': ['snapshot:\n  in|\ndbs:\n', 'snapshot'],
  'a value': ['logging:\n  level: de|', 'logging', 'de'],
};

for (const [name, [text, place, value]] of Object.entries(cases)) {
  test(name, () => {
    const cursor = at(text);
    assert.equal(cursor?.place, place);
    assert.equal(cursor?.value, value);
  });
}

test('the keys that are there already are known', () => {
  const cursor = at(
    'dbs:\n  - path: a\n    meta-path: b\n    |\n    replicas:\n      - url: b\n  - dir: c\n',
  );
  assert.deepEqual([...(cursor?.siblings ?? [])].sort(), ['meta-path', 'path', 'replicas']);
});

test('no key can stand in a comment or behind a value', () => {
  assert.equal(at('dbs:\n  # pa|'), undefined);
  assert.equal(at('exec: npm start: |')?.key, 'exec');
});
