import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { moduleArguments } from '../../src/sql/module-arguments.ts';

describe('the arguments of a virtual table are read as they are written', () => {
  const cases: Record<string, string[]> = {
    'CREATE VIRTUAL TABLE f USING fts5': [],
    'CREATE VIRTUAL TABLE f USING fts5()': [],
    "CREATE VIRTUAL TABLE f USING fts5(a UNINDEXED,\n  b, tokenize='x, y (z)');": [
      'a UNINDEXED',
      'b',
      "tokenize='x, y (z)'",
    ],
    'CREATE VIRTUAL TABLE "f(g, h" USING vec0(id INTEGER, v float[8])': ['id INTEGER', 'v float[8]'],
    'CREATE VIRTUAL TABLE f USING m(a f(1, 2), -- b, c\n d /* e, */ TEXT)': ['a f(1, 2)', 'd   TEXT'],
  };
  for (const [sql, expected] of Object.entries(cases))
    test(sql, () => assert.deepEqual(moduleArguments(sql), expected));
});
