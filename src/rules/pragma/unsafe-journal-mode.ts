import { isWritableFile } from '../../project/connections/connection.ts';
import { isTakenBack, pragmaUses } from '../../project/pragma-uses.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule, type FileProblem } from '../rule.ts';

const isSafe = (mode: string): boolean => /^(?:delete|truncate|persist|wal)$/i.test(mode);

export default defineRule({
  id: 'pragma/unsafe-journal-mode',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds `PRAGMA journal_mode = OFF` and `= MEMORY` for a database in a file that production code writes to.',
    why: 'With OFF nothing can be undone: ROLLBACK is undefined, and a statement that fails half-way leaves the database corrupt. With MEMORY the undo information is lost with the process: a crash in the middle of a commit corrupts the file. WAL is as fast, and safe.',
    sources: ['https://sqlite.org/pragma.html#pragma_journal_mode', 'https://sqlite.org/howtocorrupt.html'],
    bad: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = OFF');\n",
      ),
      {
        'db.py':
          'import sqlite3\n\ndb = sqlite3.connect("app.db")\ndb.execute("PRAGMA journal_mode = MEMORY")\ndb.execute("DELETE FROM visit")\n',
      },
      { 'migrations/001_fast.sqlite.sql': 'PRAGMA journal_mode = MEMORY;\n' },
    ],
    good: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\ndb.exec(\"ATTACH 'copy.db' AS copy\");\ndb.exec('PRAGMA copy.journal_mode = OFF');\n",
      ),
      // In memory there is no file to corrupt.
      nodeProgram("const db = new DatabaseSync(':memory:');\ndb.exec('PRAGMA journal_mode = MEMORY');\n"),
      // A script that makes a new database from scratch: when it fails, it is run again.
      {
        'import.sqlite.sql':
          'PRAGMA journal_mode = OFF;\nCREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL);\n',
      },
      // It is switched off for an import only.
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = OFF');\nimportWords(db);\ndb.exec('PRAGMA journal_mode = WAL');\nfunction importWords(db) {\n  db.prepare('INSERT INTO word (text) VALUES (?)').run('a');\n}\n",
      ),
    ],
  },
  proofs: [
    {
      claim: 'With OFF a rollback of a change that does not fit into the cache leaves the database corrupt.',
      connections: [
        { on: 'a', sql: 'PRAGMA journal_mode = OFF; PRAGMA cache_size = 5; CREATE TABLE t (x UNIQUE, y)' },
        {
          on: 'a',
          sql: 'INSERT INTO t WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 2000) SELECT x, hex(zeroblob(200)) FROM n',
        },
        { on: 'a', sql: 'BEGIN; UPDATE t SET x = -x, y = y || y; ROLLBACK' },
        { on: 'a', sql: "SELECT integrity_check = 'ok' FROM pragma_integrity_check LIMIT 1", expect: [[0]] },
      ],
    },
  ],
  *checkProject(project) {
    const uses = pragmaUses(project).filter(
      ({ name, value }) => name === 'journal_mode' && value !== undefined,
    );
    for (const use of uses) {
      const { file, range, value, written, connection } = use;
      const mode = value?.toLowerCase();
      if (mode !== 'off' && mode !== 'memory') continue;
      if (connection ? !isWritableFile(connection) : file.text.includes(':memory:')) continue;
      const script = project.sqlFiles.get(file.path);
      if (isTakenBack(use, uses, isSafe) || (script && script.role !== 'migration')) continue;
      yield problem(file.path, range, written, mode);
    }
  },
});

function problem(file: string, range: FileProblem['range'], written: string, mode: string): FileProblem {
  return {
    file,
    range,
    message:
      mode === 'off'
        ? `${written} = OFF: a rollback, or a statement that fails, can corrupt the database.`
        : `${written} = MEMORY: a crash in the middle of a commit corrupts the database.`,
    help: 'Use WAL, which is as fast with synchronous = NORMAL and survives crashes. For an import into a new file, switch the mode back behind it.',
  };
}
