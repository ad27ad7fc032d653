import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { knownValue } from '../../project/facts.ts';
import { defineRule } from '../rule.ts';
import { pragmaFix } from './pragma-fix.ts';

export default defineRule({
  id: 'connection/missing-foreign-keys',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections', 'schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections that do not enforce foreign keys, to a database whose schema declares some: nothing in the project switches them on, and the driver leaves them off.',
    why: 'SQLite reads REFERENCES and enforces it only on connections that have asked for it. Elsewhere rows are written that refer to nothing, and ON DELETE CASCADE deletes nothing, without an error.',
    sources: [
      'https://sqlite.org/foreignkeys.html#fk_enable',
      'https://sqlite.org/pragma.html#pragma_foreign_keys',
    ],
    bad: [],
    good: [],
  },
  proofs: [
    {
      claim: 'A row may refer to nothing while they are off, which is the default.',
      sql: [
        'CREATE TABLE author (id INTEGER PRIMARY KEY)',
        'CREATE TABLE book (author_id INTEGER REFERENCES author (id) ON DELETE CASCADE)',
        'INSERT INTO book VALUES (1)',
        'SELECT count(*) FROM book',
      ],
      expect: [[1]],
    },
    {
      claim: 'With them on it is refused.',
      sql: [
        'PRAGMA foreign_keys = ON',
        'CREATE TABLE author (id INTEGER PRIMARY KEY)',
        'CREATE TABLE book (author_id INTEGER REFERENCES author (id) ON DELETE CASCADE)',
        'INSERT INTO book VALUES (1)',
      ],
      error: 'FOREIGN KEY constraint failed',
    },
  ],
  *checkConnection(connection) {
    const { by } = connection.pragmas.foreign_keys;
    if (effective(connection, 'foreign_keys') !== 'off' || (by !== 'sqlite' && by !== 'driver')) return;
    const declared = knownValue(connection.foreignKey);
    if (!declared || !isWritableFile(connection)) return;
    yield {
      range: connection.site.range,
      message: `Foreign keys are not enforced here, and ${declared.table} declares one (${declared.place}). Rows may refer to nothing, and ON DELETE does nothing (${sourceOf(connection, 'foreign_keys')}).`,
      help: `Run PRAGMA foreign_keys = ON on every connection. ${connection.driver.advice}. Look first for rows that break a key: PRAGMA foreign_key_check.`,
      fixes: pragmaFix(connection, 'foreign_keys', 'ON'),
    };
  },
});
