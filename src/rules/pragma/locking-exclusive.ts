import { isWritableFile } from '../../project/connections/connection.ts';
import { isPool } from '../../project/connections/pool.ts';
import { configuresReplication } from '../../project/connections/replication.ts';
import { type PragmaUse, pragmaUses } from '../../project/pragma-uses.ts';
import type { Project } from '../../project/project.ts';
import { nameOf } from '../../text/paths.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const exclusive =
  "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA locking_mode = EXCLUSIVE');\n";

export default defineRule({
  id: 'pragma/locking-exclusive',
  severity: 'warning',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds `locking_mode = EXCLUSIVE` for a database that others open too: another connection of the pool or of the project, Litestream or LiteFS.',
    why: 'The connection takes the lock with its first access and keeps it until it is closed. Everybody else gets “database is locked”, readers too, however long they wait.',
    sources: ['https://sqlite.org/pragma.html#pragma_locking_mode', 'https://sqlite.org/wal.html#noshm'],
    bad: [
      {
        ...nodeProgram(exclusive),
        'report.js':
          "import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db', { readOnly: true });\n",
      },
      {
        ...nodeProgram(exclusive),
        'litestream.yml': 'dbs:\n  - path: app.db\n    replicas:\n      - url: s3://backup/app\n',
      },
    ],
    good: [
      // The only connection.
      nodeProgram(exclusive),
      {
        ...nodeProgram(exclusive),
        'report.js':
          "import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('report.db', { readOnly: true });\n",
      },
    ],
  },
  proofs: [
    {
      claim: 'Others are locked out once it has read or written.',
      connections: [
        { on: 'a', sql: 'PRAGMA locking_mode = EXCLUSIVE', expect: [['exclusive']] },
        { on: 'a', sql: 'CREATE TABLE t (x)' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 300' },
        { on: 'b', sql: 'SELECT * FROM t', error: 'database is locked', afterMs: 250 },
      ],
    },
  ],
  *checkProject(project) {
    for (const use of pragmaUses(project)) {
      if (use.name !== 'locking_mode' || use.value?.toLowerCase() !== 'exclusive') continue;
      const other = otherUser(use, project);
      if (other === undefined) continue;
      yield {
        file: use.file.path,
        range: use.range,
        message: `${use.written} = EXCLUSIVE keeps everybody else out of the database. ${other}, and gets “database is locked”.`,
        help: 'Use locking_mode = NORMAL, which is the default: leave the pragma out.',
      };
    }
  },
});

/** Who else opens the database, as the start of a sentence; undefined where nobody is known to. */
function otherUser({ connection }: PragmaUse, project: Project): string | undefined {
  if (!connection || !isWritableFile(connection)) return undefined;
  const { site, driver, database } = connection;
  if (isPool(site, driver)) return `The pool of ${driver.name} opens further connections`;
  if (site.database.kind !== 'text') return undefined;
  const other = project.connections.find(
    (one) => one !== connection && one.site.database.kind === 'text' && one.database === database,
  );
  if (other) return `${other.file.path} opens it too`;
  const name = nameOf(database);
  const replication = project.sources.find((file) => configuresReplication(file) && file.text.includes(name));
  return replication && `${replication.path} has it replicated`;
}
