import { isWritableFile } from '../../project/connections/connection.ts';
import { configuresReplication } from '../../project/connections/replication.ts';
import { pragmaUses } from '../../project/pragma-uses.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

const off = nodeProgram(
  "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0');\n",
);

export default defineRule({
  id: 'pragma/wal-autocheckpoint-off',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['tree'],
  fix: 'none',
  docs: {
    what: 'Finds `wal_autocheckpoint = 0` in a project that makes no checkpoints of its own, and has no Litestream or LiteFS that would.',
    why: 'A checkpoint moves what was committed from the WAL into the database, so that the WAL can start anew. Without any the WAL grows with every write until the last connection is closed, reads get slower with it, and the disk fills.',
    sources: [
      'https://sqlite.org/pragma.html#pragma_wal_autocheckpoint',
      'https://sqlite.org/wal.html#avoiding_excessively_large_wal_files',
      'https://litestream.io/tips/#disable-autocheckpoints-for-high-write-load-servers',
    ],
    bad: [
      off,
      {
        'db.php':
          "<?php\n$db = new PDO('sqlite:/var/lib/app/app.db');\n$db->exec('PRAGMA journal_mode = WAL');\n$db->exec('PRAGMA wal_autocheckpoint = 0');\n",
      },
    ],
    good: [
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 1000');\n",
      ),
      // Litestream checkpoints.
      {
        ...off,
        'litestream.yml': 'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backup/app\n',
      },
      // What replicates the database owns its WAL.
      {
        'go.mod': 'module app\n\ngo 1.24\n\nrequire github.com/cowsql/go-cowsql v1.22.1\n',
        ...off,
      },
      // The program does so itself.
      {
        ...off,
        'checkpoint.js':
          "export function checkpoint(db) {\n  db.exec('PRAGMA wal_checkpoint(TRUNCATE)');\n}\n",
      },
    ],
  },
  *checkProject(project) {
    if (project.sources.some(checkpoints)) return;
    for (const { file, range, name, value, written, connection } of pragmaUses(project)) {
      if (name !== 'wal_autocheckpoint' || !/^(?:0+|-\d+)$/.test(value ?? '')) continue;
      if (connection && !isWritableFile(connection)) continue;
      yield {
        file: file.path,
        range,
        message: `${written} = ${value} ends automatic checkpoints, and nothing here makes others. The WAL grows until the last connection is closed.`,
        help: 'Leave it at 1000, or run PRAGMA wal_checkpoint(TRUNCATE) regularly. Set it to 0 only where Litestream always runs.',
      };
    }
  },
});

/** True for a file by which checkpoints are made, or in which words say so. */
const checkpoints = remember((file: SourceFile): boolean => {
  if (file.kind === 'database' || file.kind === 'lock') return false;
  return configuresReplication(file) || /wal_?checkpoint|litestream|litefs|cowsql|dqlite/i.test(file.text);
});
