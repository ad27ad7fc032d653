import { isWritableFile } from '../../project/connections/connection.ts';
import { replicationOf, replicationOfAll } from '../../project/litestream/replicated.ts';
import { databaseNamedBy } from '../../project/live-databases.ts';
import { pragmaUses } from '../../project/pragma-uses.ts';
import { sqliteShellSql } from '../../project/sqlite-shell.ts';
import type { Range } from '../../text/range.ts';
import { nodeProgram } from '../examples.ts';
import { defineRule, type FileProblem } from '../rule.ts';

const config = {
  'litestream.yml': 'dbs:\n  - path: /data/app.db\n    replica:\n      url: s3://backups/app\n',
  Makefile: 'LITESTREAM_VERSION = 0.5.17\n',
};
const open =
  "export const db = new DatabaseSync('/data/app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n";

export default defineRule({
  id: 'litestream/application-checkpoint',
  severity: 'warning',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds `PRAGMA wal_checkpoint(TRUNCATE)`, `RESTART` and `FULL` on a database that Litestream replicates.',
    why: 'Litestream keeps a read transaction open, so that nothing leaves the WAL before it is copied. Such a checkpoint waits for that reader as long as the busy timeout lasts, keeps all writers out meanwhile, and gives up: it returns `busy`. Litestream makes checkpoints by itself.',
    sources: [
      'https://litestream.io/docs/troubleshooting/',
      'https://litestream.io/how-it-works/',
      'https://sqlite.org/pragma.html#pragma_wal_checkpoint',
    ],
    bad: [
      {
        ...config,
        ...nodeProgram(`${open}setInterval(() => db.exec('PRAGMA wal_checkpoint(TRUNCATE)'), 60_000);\n`),
      },
      {
        ...config,
        ...nodeProgram(open),
        'deploy/crontab': '0 * * * * sqlite3 /data/app.db "PRAGMA wal_checkpoint(RESTART);"\n',
      },
    ],
    good: [
      // It takes what it gets, and waits for nobody.
      {
        ...config,
        ...nodeProgram(`${open}setInterval(() => db.exec('PRAGMA wal_checkpoint(PASSIVE)'), 60_000);\n`),
      },
      nodeProgram(`${open}setInterval(() => db.exec('PRAGMA wal_checkpoint(TRUNCATE)'), 60_000);\n`),
      {
        ...config,
        ...nodeProgram(
          `${open}const jobs = new DatabaseSync('/data/jobs.db', { timeout: 5000 });\njobs.exec('PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)');\n`,
        ),
      },
    ],
  },
  *checkProject(project) {
    for (const { file, name, value, range, connection } of pragmaUses(project)) {
      if (name !== 'wal_checkpoint' || !isBlocking(value)) continue;
      if (connection && !isWritableFile(connection)) continue;
      const by = connection ? replicationOf(connection, project) : replicationOfAll(project);
      if (by) yield problem(file.path, range, value ?? '', by.file.path);
    }
    for (const { file, text, database, sql } of sqliteShellSql(project)) {
      const mode = /wal_checkpoint\s*[(=]\s*(\w+)/i.exec(sql.text ?? sql.written)?.[1];
      if (!isBlocking(mode) || !/^(?:timer|ci|task)$/.test(text.purpose)) continue;
      const by = replicationOfAll(project);
      if (by && databaseNamedBy(database, text.commands, project))
        yield problem(file.path, sql.range, mode ?? '', by.file.path);
    }
  },
});

function isBlocking(mode: string | undefined): boolean {
  return /^(?:full|restart|truncate)$/i.test(mode ?? '');
}

function problem(file: string, range: Range, mode: string, by: string): FileProblem {
  return {
    file,
    range,
    message: `wal_checkpoint(${mode.toUpperCase()}) cannot end beside Litestream, which keeps a reader open. It holds up all writers for the whole busy timeout, then returns busy (${by} has Litestream run).`,
    help: 'Leave checkpoints to Litestream, or use wal_checkpoint(PASSIVE).',
  };
}
