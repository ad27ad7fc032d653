import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { knownValue } from '../../project/facts.ts';
import { goProgram, nodeProgram } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

const schema = {
  'schema.sqlite.sql':
    'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\nCREATE INDEX book_author ON book (author_id);\n',
};

export default defineRule({
  id: 'connection/missing-foreign-keys',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections', 'schema'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections that do not enforce the foreign keys which the schema of their database declares: nothing in the project switches them on, and the driver leaves them off.',
    why: 'SQLite reads REFERENCES and enforces it only on connections that have asked for it. Elsewhere rows are written that refer to nothing, and ON DELETE CASCADE deletes nothing, without an error.',
    sources: [
      'https://sqlite.org/foreignkeys.html#fk_enable',
      'https://sqlite.org/pragma.html#pragma_foreign_keys',
    ],
    bad: [
      {
        ...goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", "app.db?_journal_mode=WAL")'),
        ...schema,
      },
      {
        'db.py':
          'import sqlite3\n\ndb = sqlite3.connect("library.db")\ndb.execute("PRAGMA journal_mode = WAL")\ndb.execute("CREATE TABLE IF NOT EXISTS author (id INTEGER PRIMARY KEY)")\ndb.execute("CREATE TABLE IF NOT EXISTS book (author_id INTEGER REFERENCES author (id))")\n',
      },
    ],
    good: [
      {
        ...goProgram(
          'mattn',
          '1.14.49',
          'return sql.Open("sqlite3", "app.db?_journal_mode=WAL&_foreign_keys=on")',
        ),
        ...schema,
      },
      // The driver switches them on.
      {
        ...nodeProgram(
          "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
        ),
        ...schema,
      },
      // No table refers to another.
      {
        ...goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", "app.db?_journal_mode=WAL")'),
        'schema.sqlite.sql': 'CREATE TABLE author (id INTEGER PRIMARY KEY);\n',
      },
      // A report reads, and changes nothing.
      {
        ...goProgram(
          'mattn',
          '1.14.49',
          'return sql.Open("sqlite3", "app.db?_journal_mode=WAL&_foreign_keys=on")',
        ),
        ...schema,
        'report.py':
          'import sqlite3\n\ndb = sqlite3.connect("app.db")\nprint(db.execute("SELECT count(*) FROM book WHERE id > 0").fetchone())\n',
      },
    ],
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
      fixes: pragmaFix(connection, 'foreign_keys'),
    };
  },
});
