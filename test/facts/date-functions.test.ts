import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import initSqlJs from 'sql.js';
import { isDateModifier, isTimeValue, unknownFormat } from '../../src/facts/date-functions.ts';

const wasm = readFileSync(new URL('../../node_modules/sql.js/dist/sql-wasm.wasm', import.meta.url));
const sql = await initSqlJs({
  wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer,
});
const db = new sql.Database();

function isNull(expression: string, ...values: string[]): boolean {
  return db.exec(`SELECT ${expression}`, values)[0]?.values[0]?.[0] === null;
}

test('what is called no modifier makes the result NULL', () => {
  const numbers = ['1', '+1', '-1', '1.5', '-.5', '1e2', '01', '1 ', 'x', ''];
  const units = [
    'day',
    'days',
    'DAYS',
    'hour',
    'minutes',
    'second',
    'months',
    'year',
    'week',
    'weeks',
    'dayz',
    '',
  ];
  const texts = numbers.flatMap((number) =>
    units.flatMap((unit) => [`${number} ${unit}`, `${number}${unit}`]),
  );
  const others = [
    'start of day',
    'start of month',
    'start of week',
    'start of  year',
    'start  of year',
    'startof day',
    'weekday 0',
    'weekday 7',
    'weekday 3.0',
    'weekday',
    'unixepoch',
    'julianday',
    'auto',
    'localtime',
    'utc',
    'local',
    'UTC',
    'subsec',
    'subsecond',
    'ceiling',
    'floor',
    '+01:00',
    '-01:30:15',
    '10:00',
    '+0001-00-00',
    '-0000-01-00 10:00',
    '+1:00',
    'end of month',
    'now',
    ' +1 day',
    '+1 day ',
  ];
  for (const text of [...texts, ...others]) {
    if (!isDateModifier(text)) assert.ok(isNull("coalesce(date(1, ?1), date('now', ?1))", text), text);
  }
  for (const text of ['+1 day', '-2 months', 'start of month', 'weekday 1', 'localtime', '+01:00'])
    assert.ok(isDateModifier(text) && !isNull("date('now', ?)", text), text);
});

test('what is called no time makes the result NULL', () => {
  const texts = [
    'now',
    'NOW',
    'today',
    '2026-01-02',
    '2026-1-2',
    '2026-01-02T03:04',
    '2026-01-02 03:04:05.678',
    '2026-01-02T03:04:05Z',
    '2026-01-02  03:04',
    '2026-01-02T03',
    '20260102',
    '02/01/2026',
    '2026/01/02',
    '2026-01',
    '2026',
    '12:00',
    '12:00:00',
    '2460000.5',
    ' 2026-01-02',
    '2026-01-02 ',
    '2026-01-02T03:04:05+01:00',
    '2026-01-02 03:04:05 +01:00',
    '2026-01-02T03:04:05+0100',
    'current_timestamp',
    '',
    'subsec',
    '-4713-11-24',
  ];
  for (const text of texts) if (!isTimeValue(text)) assert.ok(isNull('datetime(?)', text), text);
  for (const text of ['now', '2026-01-02', '2026-01-02T03:04:05Z', '12:00'])
    assert.ok(isTimeValue(text) && !isNull('datetime(?)', text), text);
});

test('a letter that is called unknown makes the result of strftime NULL, and no other does', () => {
  for (let code = 33; code < 127; code++) {
    const format = `%Y-%${String.fromCharCode(code)}`;
    assert.equal(unknownFormat(format) !== undefined, isNull("strftime(?, '2026-01-02')", format), format);
  }
  assert.equal(unknownFormat('100 %'), '%');
  assert.ok(isNull("strftime('100 %', '2026-01-02')"));
});
