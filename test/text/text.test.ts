import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { utf16OffsetOfByte } from '../../src/text/bytes.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { LineIndex } from '../../src/text/lines.ts';
import { nearestName } from '../../src/text/nearest.ts';
import { overlaps } from '../../src/text/range.ts';

describe('LineIndex', () => {
  const text = 'a\nbc\r\n\rđ😀\n';
  const lines = new LineIndex(text);

  test('every offset comes back from its position', () => {
    for (let offset = 0; offset <= text.length; offset++)
      assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
  });

  test('a line ends with LF, CRLF or a lone CR', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((line) => lines.lineStart(line)),
      [0, 2, 6, 7, 11, 11],
    );
  });

  test('characters are counted in UTF-16 code units', () => {
    assert.deepEqual(lines.positionAt(text.indexOf('\n', 7)), { line: 3, character: 3 });
  });

  test('what lies outside is clamped', () => {
    assert.deepEqual(lines.positionAt(-3), { line: 0, character: 0 });
    assert.deepEqual(lines.positionAt(99), { line: 4, character: 0 });
    assert.equal(lines.offsetAt({ line: -1, character: 5 }), 0);
    assert.equal(lines.offsetAt({ line: 99, character: 0 }), text.length);
    assert.equal(lines.offsetAt({ line: 0, character: 99 }), 2);
  });
});

describe('applyEdits', () => {
  const at = (start: number, end: number, text: string) => ({ range: { start, end }, text });

  test('takes edits in any order; all refer to the original text', () => {
    assert.equal(applyEdits('abcdef', [at(4, 5, 'E'), at(0, 1, ''), at(2, 2, '--')]), 'b--cdEf');
  });

  test('edits may touch', () => {
    assert.equal(applyEdits('abcd', [at(0, 2, 'x'), at(2, 4, 'y')]), 'xy');
  });

  test('edits that overlap are refused: their order would decide', () => {
    assert.throws(() => applyEdits('abcd', [at(0, 3, 'x'), at(2, 4, 'y')]), RangeError);
    assert.throws(() => applyEdits('abcd', [at(1, 1, 'x'), at(1, 1, 'y')]), RangeError);
  });
});

test('a byte offset becomes an offset in UTF-16', () => {
  const text = 'aé€😀z';
  const bytes = Buffer.from(text);
  for (const sign of ['a', 'é', '€', '😀', 'z'])
    assert.equal(utf16OffsetOfByte(text, bytes.indexOf(sign)), text.indexOf(sign), sign);
  assert.equal(utf16OffsetOfByte(text, bytes.indexOf('😀') + 2), text.indexOf('😀'), 'within a character');
  assert.equal(utf16OffsetOfByte(text, 99), text.length);
});

test('the nearest name is offered only when it is near', () => {
  const names = ['journal_mode', 'synchronous', 'cache_size'];
  assert.equal(nearestName('jornal_mode', names), 'journal_mode');
  assert.equal(nearestName('cahce_size', names), 'cache_size', 'swapped neighbours count once');
  assert.equal(nearestName('sync', names), undefined);
  assert.equal(nearestName('temp_store', names), undefined);
});

test('an empty range overlaps what it touches', () => {
  assert.equal(overlaps({ start: 2, end: 2 }, { start: 0, end: 2 }), true);
  assert.equal(overlaps({ start: 0, end: 2 }, { start: 2, end: 4 }), false);
});
