import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  behaviourOf,
  compareVersions,
  type Driver,
  sqliteVersionOf,
} from '../../src/facts/drivers/driver.ts';

const driver: Driver = {
  id: 'made-up',
  name: 'made-up',
  registry: 'npm',
  packages: ['made-up'],
  handle: 'connection',
  behaviour: [
    { pragmas: { busy_timeout: '1000', foreign_keys: 'on' }, begin: 'deferred' },
    { since: '2.0.0', pragmas: { busy_timeout: '5000', foreign_keys: 'on' }, begin: 'deferred' },
    { since: '3.0.0', pragmas: { busy_timeout: '5000', foreign_keys: 'on' }, begin: 'immediate' },
  ],
  sqlite: [
    ['1.0.0', '3.40.0'],
    ['2.0.0', '3.45.1'],
    ['3.0.0', '3.51.3'],
  ],
  advice: 'Set it',
  source: 'https://example.org',
};

test('versions are compared by their numbers', () => {
  assert.ok(compareVersions('1.9.0', '1.10.0') < 0);
  assert.equal(compareVersions('1.2', '1.2.0'), 0);
  assert.ok(compareVersions('2.0.0', '1.99.99') > 0);
});

test('a known version has the behaviour of its range', () => {
  assert.equal(behaviourOf(driver, { exact: '1.9.9' }).pragmas.busy_timeout, '1000');
  assert.equal(behaviourOf(driver, { exact: '2.0.0' }).begin, 'deferred');
  assert.equal(behaviourOf(driver, { exact: '3.1.0' }).begin, 'immediate');
});

test('a range has what all its versions have in common', () => {
  const since2 = behaviourOf(driver, { atLeast: '2.1.0' });
  assert.equal(since2.pragmas.busy_timeout, '5000');
  assert.equal(since2.begin, undefined);
  const any = behaviourOf(driver, undefined);
  assert.equal(any.pragmas.foreign_keys, 'on');
  assert.ok(typeof any.pragmas.busy_timeout === 'object' && 'unknown' in any.pragmas.busy_timeout);
});

test('the SQLite of a version between two that are known lies between theirs', () => {
  assert.deepEqual(sqliteVersionOf(driver, '2.0.0'), { from: '3.45.1', to: '3.45.1' });
  assert.deepEqual(sqliteVersionOf(driver, '2.5.0'), { from: '3.45.1', to: '3.51.3' });
  assert.equal(sqliteVersionOf(driver, '0.9.0'), undefined);
  assert.equal(sqliteVersionOf(driver, '3.0.1'), undefined);
  assert.equal(sqliteVersionOf(driver, undefined), undefined);
});
