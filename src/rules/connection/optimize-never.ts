import { isWritableFile } from '../../project/connections/connection.ts';
import { isServer } from '../../project/purpose.ts';
import { remember } from '../../project/remember.ts';
import type { SourceFile } from '../../project/source-file.ts';
import { nodeProgram, nodeServer } from '../examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/optimize-never',
  severity: 'info',
  preset: 'strict',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds servers whose project never runs `PRAGMA optimize` or `ANALYZE` on its database.',
    why: 'Without statistics SQLite guesses how many rows an index narrows a query down to. It may take an index on a flag before one on a name, or join tables in the wrong order, and the query is slow on real data only. `PRAGMA optimize` gathers what is missing, in milliseconds, when it is needed.',
    sources: ['https://sqlite.org/pragma.html#pragma_optimize', 'https://sqlite.org/lang_analyze.html'],
    bad: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');\n",
      ),
    ],
    good: [
      nodeServer(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\nprocess.on('exit', () => db.exec('PRAGMA optimize'));\n",
      ),
      // A script of the operators does it.
      {
        ...nodeServer(
          "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
        ),
        'ops/nightly.sh': 'sqlite3 /data/app.db "PRAGMA optimize"\n',
      },
      nodeProgram(
        "const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
      ),
    ],
  },
  proofs: [
    {
      claim: 'It makes the statistics that are missing.',
      sql: [
        'CREATE TABLE t (a, b)',
        'CREATE INDEX i ON t (a)',
        'INSERT INTO t WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 1000) SELECT x % 10, x FROM n',
        'PRAGMA optimize = 0x10002',
        'SELECT stat FROM sqlite_stat1',
      ],
      expect: [['1000 100']],
    },
  ],
  *checkConnection(connection, project) {
    const [first] = project.connections.filter((one) => isWritableFile(one) && one.isOwn);
    if (connection !== first || !isServer(project) || project.sources.some(gathersStatistics)) return;
    yield {
      range: connection.site.range,
      message:
        'Nothing in this project runs PRAGMA optimize or ANALYZE. SQLite plans its queries without knowing what is in the tables.',
      help: 'Run PRAGMA optimize = 0x10002 when a connection that lives long is opened, and PRAGMA optimize each day, or before a short-lived one is closed.',
    };
  },
});

/** Any word of it counts: a call, a method, an option of a builder, a script. */
const gathersStatistics = remember(
  ({ kind, text }: SourceFile): boolean =>
    kind !== 'database' &&
    kind !== 'lock' &&
    /\bpragma\b[\s\S]{0,20}\boptimize\b|\boptimize_?on_?close\b|\banalyze\b\s*(?:["'`;)]|$)|["'`]\s*analyze\b|pragma_?optimize|["'`]optimize["'`]/im.test(
      text,
    ),
);
