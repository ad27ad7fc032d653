import assert from 'node:assert/strict';
import { test } from 'node:test';
import { goDurationMs, meantDuration } from '../../src/config/litestream/duration.ts';

test('durations are read as Go reads them', () => {
  const read: Record<string, number | undefined> = {
    '72h': 259_200_000,
    '1h30m': 5_400_000,
    '+1h.5m': 3_630_000,
    '1.s': 1000,
    '-1s': -1000,
    '0': 0,
    '0s': 0,
    '1µs': 0.001,
    '': undefined,
    '1': undefined,
    '1.5': undefined,
    '7d': undefined,
    '1 h': undefined,
    '10S': undefined,
    '10min': undefined,
    '1h3': undefined,
    '.s': undefined,
  };
  for (const [text, ms] of Object.entries(read)) assert.equal(goDurationMs(text), ms, text);
});

test('units that Go does not know are told in those that it knows', () => {
  const meant: Record<string, string | undefined> = {
    '7d': '168h',
    '1w': '168h',
    '1.5d': '36h',
    '1d12h': '24h12h',
    '10 min': '10m',
    '10S': '10s',
    '30 days': '720h',
    // A month, or minutes?
    '5M': undefined,
    '1y': undefined,
    soon: undefined,
    '': undefined,
  };
  for (const [text, written] of Object.entries(meant)) assert.equal(meantDuration(text), written, text);
});
