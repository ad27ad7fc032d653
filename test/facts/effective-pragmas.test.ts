import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import {
  type EffectivePragma,
  effectivePragmas,
  effectiveValue,
  sqliteDefaults,
} from '../../src/facts/effective-pragmas.ts';
import { temporaryProject } from '../support/temporary.ts';

/** What a real connection answers, in the form of the table. */
function read(db: DatabaseSync, pragma: EffectivePragma): string | undefined {
  return effectiveValue(pragma, String(Object.values(db.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]));
}

test('what SQLite starts with is what a real connection has', () => {
  const { root, remove } = temporaryProject({});
  // The driver asks for foreign keys; without that it is SQLite alone.
  const db = new DatabaseSync(join(root, 'a.db'), { enableForeignKeyConstraints: false });
  for (const pragma of effectivePragmas) assert.equal(read(db, pragma), sqliteDefaults[pragma], pragma);
  db.close();
  remove();
});

describe('a value is read as SQLite reads it', () => {
  const written: [EffectivePragma, string[]][] = [
    ['synchronous', ['0', '1', '2', '3', 'off', 'NORMAL', 'full', 'EXTRA', 'banana', 'ON']],
    ['foreign_keys', ['0', '1', '2', 'on', 'YES', 'true', 'enabled', 'off']],
    ['temp_store', ['0', '1', '2', 'FILE', 'memory', 'default', 'banana']],
    ['busy_timeout', ['0', '5000', '007']],
    ['cache_size', ['-64000', '4096']],
    ['journal_mode', ['WAL', 'truncate', 'Delete']],
  ];
  for (const [pragma, values] of written) {
    for (const value of values) {
      test(`${pragma} = ${value}`, () => {
        const { root, remove } = temporaryProject({});
        const db = new DatabaseSync(join(root, 'a.db'));
        db.exec(`PRAGMA ${pragma} = ${value}`);
        assert.equal(effectiveValue(pragma, value), read(db, pragma));
        db.close();
        remove();
      });
    }
  }
});
