import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newestSegment, newestTransaction, parseDatabases } from '../../src/verify/litestream.ts';

describe("what Litestream's tables say", () => {
  test('databases, with spaces in their paths', () => {
    assert.deepEqual(
      parseDatabases(
        'path                  replicas\n/data/my  shop/app.db  s3,file\n/data/other.db         \n'.replace(
          'path                  replicas',
          'path                   replicas',
        ),
      ),
      [
        { path: '/data/my  shop/app.db', replicas: ['s3', 'file'] },
        { path: '/data/other.db', replicas: [] },
      ],
    );
  });

  test('no databases', () => assert.deepEqual(parseDatabases('path  replica\n'), []));

  test('the newest segment of 0.3, whatever the order', () => {
    const table = `replica  generation        index  offset   size   created
file     91650f4b471fbfaf  10     0        119    2026-11-28T04:19:10Z
file     91650f4b471fbfaf  9      3720392  19021  2026-11-28T04:19:10Z
file     1111111111111111  99     0        119    2026-11-27T04:19:10Z
`;
    assert.deepEqual(newestSegment(table), {
      at: '2026-11-28T04:19:10Z',
      id: '2026-11-28T04:19:10Z 91650f4b471fbfaf 000000000010 000000000000000',
    });
    assert.equal(newestSegment('replica  generation  index  offset  size  created\n'), undefined);
  });

  test('the newest transaction of 0.5, as JSON and as a table', () => {
    const files = [
      {
        level: 9,
        min_txid: '0000000000000001',
        max_txid: '000000000000000b',
        timestamp: '2026-11-28T05:00:00Z',
      },
      {
        level: 0,
        min_txid: '000000000000000b',
        max_txid: '000000000000000b',
        timestamp: '2026-11-28T04:19:19Z',
      },
      {
        level: 0,
        min_txid: '0000000000000009',
        max_txid: '000000000000000a',
        timestamp: '2026-11-28T04:19:18Z',
      },
    ];
    const newest = { id: '000000000000000b', at: '2026-11-28T04:19:19Z' };
    assert.deepEqual(newestTransaction(JSON.stringify(files, null, 2)), newest);
    assert.equal(newestTransaction('[]\n'), undefined);
    const table = `level  min_txid          max_txid          size  created
0      000000000000000b  000000000000000b  399   2026-11-28T04:19:19Z
0      0000000000000009  000000000000000a  399   2026-11-28T04:19:18Z
`;
    assert.deepEqual(newestTransaction(table), newest);
  });
});
