import { hostRange } from '../../embedded/sql/embedded-sql.ts';
import { replicationOfAll } from '../../project/litestream/replicated.ts';
import { databaseNamedBy } from '../../project/live-databases.ts';
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
const daily =
  "export const add = (body) => db.prepare('INSERT INTO note (body) VALUES (?)').run(body);\nexport function maintain() {\n  db.exec('VACUUM');\n}\n";

export default defineRule({
  id: 'litestream/vacuum',
  severity: 'info',
  preset: 'all',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds `VACUUM` of a database that Litestream replicates.',
    why: 'VACUUM writes the whole database anew, through the WAL: the WAL grows by its size, and Litestream uploads all of it once more. The disk has to have room for that, and the replica lags behind meanwhile.',
    sources: [
      'https://litestream.io/docs/troubleshooting/',
      'https://sqlite.org/lang_vacuum.html#how_vacuum_works',
    ],
    bad: [
      {
        ...config,
        ...nodeProgram(`${open}${daily}`),
        'migrations/001_init.sqlite.sql': 'CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);\n',
      },
      { ...config, ...nodeProgram(open), 'deploy/crontab': '0 4 * * * sqlite3 /data/app.db VACUUM\n' },
    ],
    good: [
      // Another file.
      { ...config, ...nodeProgram(`${open}db.exec("VACUUM INTO '/backups/app.db'");\n`) },
      nodeProgram(`${open}${daily}`),
    ],
  },
  *checkProject(project) {
    const by = replicationOfAll(project);
    if (!by) return;
    for (const { source, statements } of project.programs.values()) {
      for (const { statement, sql } of statements)
        if (statement.tree?.type === 'VacuumStmt' && !statement.tree.into)
          yield problem(source.path, hostRange(sql, statement.range), by.file.path);
    }
    for (const { file, text, database, sql } of sqliteShellSql(project)) {
      if (!/^\s*vacuum\s*(?:;|$)/i.test(sql.text ?? '') || !/^(?:timer|ci|task)$/.test(text.purpose))
        continue;
      if (databaseNamedBy(database, text.commands, project))
        yield problem(file.path, sql.range, by.file.path);
    }
  },
});

function problem(file: string, range: Range, by: string): FileProblem {
  return {
    file,
    range,
    message: `VACUUM makes Litestream upload the whole database once more (${by}). It writes all of it through the WAL, which grows by its size.`,
    help: 'Do without it, or run it when the application is stopped. For a copy without free pages, use VACUUM INTO.',
  };
}
