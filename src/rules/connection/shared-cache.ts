import { isAlone } from '../../project/connections/alone.ts';
import type { SourceFile } from '../../project/source-file.ts';
import type { Range } from '../../text/range.ts';
import { goProgram } from '../examples.ts';
import { defineRule, type Problem } from '../rule.ts';

export default defineRule({
  id: 'connection/shared-cache',
  severity: 'warning',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'unsafe',
  docs: {
    what: 'Finds `cache=shared` for a database in a file.',
    why: 'Connections that share a cache lock each other out table by table, and the busy timeout does not apply to these locks: a reader fails at once with “database table is locked” while another connection writes, in WAL mode too. The mode was made for devices with little memory, and SQLite discourages its use.',
    sources: ['https://sqlite.org/sharedcache.html#dontuse'],
    bad: [
      goProgram(
        'mattn',
        '1.14.49',
        'return sql.Open("sqlite3", "file:app.db?cache=shared&_journal_mode=WAL")',
      ),
      {
        'Program.cs':
          'using Microsoft.Data.Sqlite;\n\nusing var connection = new SqliteConnection("Data Source=app.db;Cache=Shared");\nconnection.Open();\nnew SqliteCommand("PRAGMA journal_mode = WAL", connection).ExecuteNonQuery();\n',
        'app.csproj':
          '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.0" /></ItemGroup></Project>\n',
      },
      // The class that opens it stands elsewhere.
      {
        'Shares.cs':
          'var file = Path.Combine(folder, "shares.db");\nvar shares = new ShareRepository($"Data Source={file};Cache=Shared");\n',
        'app.csproj':
          '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.0" /></ItemGroup></Project>\n',
      },
    ],
    good: [
      goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", "file:app.db?_journal_mode=WAL")'),
      // In memory it is how the connections of a pool come to see one database.
      goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", "file::memory:?cache=shared")'),
      {
        'Shares.cs':
          'var shares = new ShareRepository($"Data Source=file:shares.{name}?mode=memory;Cache=Shared");\n',
        'app.csproj':
          '<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.0" /></ItemGroup></Project>\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'With a shared cache a reader fails at once, whatever the timeout.',
      open: 'cache=shared',
      connections: [
        { on: 'a', sql: 'PRAGMA journal_mode = WAL', expect: [['wal']] },
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)' },
        { on: 'b', sql: 'PRAGMA busy_timeout = 5000' },
        { on: 'b', sql: 'SELECT * FROM t', error: 'database table is locked: t', withinMs: 200 },
      ],
    },
    {
      claim: 'With caches of their own it reads what was committed.',
      connections: [
        { on: 'a', sql: 'PRAGMA journal_mode = WAL', expect: [['wal']] },
        { on: 'a', sql: 'CREATE TABLE t (x); BEGIN IMMEDIATE; INSERT INTO t VALUES (1)' },
        { on: 'b', sql: 'SELECT * FROM t', expect: [] },
      ],
    },
  ],
  *checkConnection(connection, project) {
    const { site, file } = connection;
    const { sharedCache, storage } = site;
    // A pool of one shares its cache with nobody.
    if (!sharedCache || storage !== 'file' || isAlone(connection, project)) return;
    yield problem(sharedCache, file);
  },
  *checkProject({ storedNames }) {
    for (const { file, sharedCache } of storedNames)
      if (sharedCache) yield { file: file.path, ...problem(sharedCache, file) };
  },
});

function problem(range: Range, { text }: SourceFile): Problem {
  const isParameter = /^cache=shared$/i.test(text.slice(range.start, range.end));
  return {
    range,
    message:
      'A shared cache makes readers fail while another connection writes. The busy timeout does not apply to its locks.',
    help: 'Leave it out: WAL mode lets connections with caches of their own read beside a writer.',
    fixes: isParameter
      ? [{ title: 'Use cache=private', safe: false, edits: [{ range, text: 'cache=private' }] }]
      : [],
  };
}
