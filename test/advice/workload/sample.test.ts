import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Samples } from '../../../src/advice/workload/sample.ts';
import { openDatabase } from '../../support/advice.ts';

for (const [what, rowid] of [
  ['counted up from 1', 'n'],
  ['made of a time and a number', '(1400000000000 + n * 37) * 4194304'],
  ['negative', '-n * 4194304'],
] as const)
  test(`a sample is drawn from all of a table whose keys are ${what}`, () => {
    const rows = 60_000;
    const db = openDatabase(
      `CREATE TABLE post (id INTEGER PRIMARY KEY, author INTEGER);
       WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < ${rows})
       INSERT INTO post SELECT ${rowid}, n % 200 FROM c`,
    );
    const samples = new Samples(db, new Map([['post', rows]]));
    const [all, each] = (samples.statOf({ table: 'post', terms: ['author'] }) ?? '').split(' ').map(Number);
    assert.equal(all, rows);
    assert.ok(each !== undefined && Math.abs(each - rows / 200) < 30, String(each));
    const share = samples.shareOf('post', 'author < 50') ?? 0;
    assert.ok(Math.abs(share - 0.25) < 0.05, String(share));
    db.close();
  });
