import { effective, isWritableFile, sourceOf } from '../../project/connections/connection.ts';
import { nodeProgram } from '../examples.ts';
import { pragmaFix } from '../pragma-fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/synchronous-full-in-wal',
  severity: 'hint',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds connections to a database in WAL mode on which nothing sets `synchronous`, so that it is FULL.',
    why: 'In WAL mode FULL waits for the disk with every commit, which is most of what a small commit costs; NORMAL waits only when a checkpoint is made. With NORMAL a power loss may undo the last commits, but never corrupts the database, and a crash of the program undoes nothing. Where each commit has to last, FULL is right: say so by setting it.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_synchronous',
      'https://sqlite.org/wal.html#performance_considerations',
    ],
    bad: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
    ],
    good: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');\n",
      ),
      // Somebody wants each commit to last.
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');\n",
      ),
    ],
  },
  proofs: [{ claim: 'The default is FULL (2).', sql: ['PRAGMA synchronous'], expect: [[2]] }],
  *checkConnection(connection) {
    if (!isWritableFile(connection) || effective(connection, 'journal_mode') !== 'wal') return;
    if (effective(connection, 'synchronous') !== 'full' || connection.pragmas.synchronous.by === 'program')
      return;
    yield {
      range: connection.site.range,
      message: `Every commit waits for the disk here: synchronous is FULL in WAL mode (${sourceOf(connection, 'synchronous')}).`,
      help: `Set synchronous = NORMAL, where a power loss may cost the last commits; set FULL, where it must not. ${connection.driver.advice}.`,
      fixes: pragmaFix(connection, 'synchronous'),
    };
  },
});
