import assert from 'node:assert/strict';
import { test } from 'node:test';
import { touchedTables } from '../../../src/embedded/migrations/operation-list.ts';
import type { SchemaOperation } from '../../../src/embedded/migrations/operations.ts';

const range = { start: 0, end: 0 };
const sql = (text: string): SchemaOperation => ({
  kind: 'sql',
  range,
  sql: text,
  textRange: range,
  verbatim: true,
});

test('SQL about rows touches no table', () => {
  assert.deepEqual(touchedTables([sql('UPDATE book SET isbn = NULL')]), []);
});

test('SQL that goes on with the schema behind a row may touch any table', () => {
  assert.equal(touchedTables([sql('UPDATE book SET isbn = NULL; ALTER TABLE book ADD year')]), undefined);
});
