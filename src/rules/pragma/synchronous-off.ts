import { readSynchronous } from '../../facts/pragmas.ts';
import { effective, isWritableFile } from '../../project/connections/connection.ts';
import { goProgram, nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'pragma/synchronous-off',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'unsafe',
  docs: {
    what: 'Finds `PRAGMA synchronous = OFF`.',
    why: 'With synchronous off SQLite hands its writes to the operating system and does not wait for the disk. A power loss or a crash of the machine can then corrupt the database, in WAL mode too, not only lose the last transactions.',
    sources: ['https://sqlite.org/pragma.html#pragma_synchronous', 'https://sqlite.org/howtocorrupt.html'],
    bad: [
      'PRAGMA synchronous = OFF;',
      'PRAGMA main.synchronous(0);',
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');\n",
      ),
      goProgram(
        'mattn',
        '1.14.49',
        'return sql.Open("sqlite3", "app.db?_journal_mode=WAL&_synchronous=OFF")',
      ),
    ],
    good: [
      'PRAGMA synchronous = NORMAL;',
      'PRAGMA synchronous;',
      "SELECT 'PRAGMA synchronous = OFF';",
      // For a copy that is filled once: when that fails, it is made again.
      "ATTACH 'copy.db' AS copy;\nPRAGMA copy.synchronous = OFF;",
      // In memory there is nothing to lose.
      nodeProgram("const db = new DatabaseSync(':memory:');\ndb.exec('PRAGMA synchronous = OFF');\n"),
    ],
  },
  proofs: [
    {
      claim: 'OFF, no and 0 all mean off.',
      sql: ['PRAGMA synchronous = no', 'PRAGMA synchronous'],
      expect: [[0]],
    },
  ],
  *checkPragma({ name, value, ofAttached, range, valueRange, connection }) {
    if (name !== 'synchronous' || ofAttached || value === undefined || readSynchronous(value) !== 'off')
      return;
    if (connection && !isWritableFile(connection)) return;
    const mode = connection && effective(connection, 'journal_mode');
    const safe = mode === undefined || mode === 'wal' ? 'NORMAL' : 'FULL';
    yield {
      range,
      message: 'synchronous = OFF lets a power loss corrupt the database, in WAL mode too.',
      help: 'Use NORMAL in WAL mode (a power loss then costs the last transactions at most), FULL otherwise.',
      fixes: valueRange
        ? [{ title: `Use synchronous = ${safe}`, safe: false, edits: [{ range: valueRange, text: safe }] }]
        : [],
    };
  },
});
