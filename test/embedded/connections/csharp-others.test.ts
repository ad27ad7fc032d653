import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const inMethod = (body: string, using = 'using Microsoft.Data.Sqlite;', members = ''): string =>
  `${using}\nclass Db {\n${members}\n  void Open(string given) {\n${body}\n  }\n}\n`;

const project = (packages: string): string =>
  `<Project><ItemGroup>${packages
    .split(' ')
    .map((one) => `<PackageReference Include="${one.split('@')[0]}" Version="${one.split('@')[1]}" />`)
    .join('')}</ItemGroup></Project>`;

const system = 'using System.Data.SQLite;';

const cases: readonly ConnectionCase[] = [
  {
    name: 'System.Data.SQLite',
    source: inMethod(
      'var c = new SQLiteConnection("Data Source=app.db;Version=3;Journal Mode=WAL;Synchronous=Normal;Foreign Keys=True;Cache Size=-4000");',
      system,
    ),
    expected: [
      'System.Data.SQLite app.db [journal_mode=WAL dsn, synchronous=Normal dsn, foreign_keys=True dsn, cache_size=-4000 dsn]',
    ],
    effective: { journal_mode: 'wal', synchronous: 'normal', foreign_keys: 'on', busy_timeout: '30000' },
  },
  {
    name: 'System.Data.SQLite tries again until its default timeout, whatever BusyTimeout is',
    source: inMethod(
      'var b = new SQLiteConnectionStringBuilder { DataSource = given, BusyTimeout = 1000, JournalMode = mac ? SQLiteJournalModeEnum.Truncate : SQLiteJournalModeEnum.Wal };\nusing var c = new SQLiteConnection(b.ConnectionString);',
      system,
    ),
    expected: ['System.Data.SQLite <given> [journal_mode=? builder]'],
    effective: { busy_timeout: '30000', journal_mode: undefined },
  },
  {
    name: 'a BusyTimeout that is longer',
    source: inMethod(
      'new SQLiteConnection("Data Source=app.db;Default Timeout=1;BusyTimeout=5000");',
      system,
    ),
    expected: ['System.Data.SQLite app.db [busy_timeout=1000 dsn, busy_timeout=5000 dsn]'],
    effective: { busy_timeout: '5000' },
  },
  {
    name: 'System.Data.SQLite: isolation levels, read-only, in memory, keywords of the other',
    source: inMethod(
      'new SQLiteConnection("Data Source=a.db;Default IsolationLevel=ReadCommitted;Read Only=True");\nnew SQLiteConnection("Data Source=:memory:");\nnew SQLiteConnection("Data Source=b.db;Mode=ReadOnly");',
      system,
    ),
    expected: [
      'System.Data.SQLite a.db [] read-only begin=deferred',
      'System.Data.SQLite :memory: [] memory',
      'System.Data.SQLite b.db [] ignores Mode for Read Only=True',
    ],
  },
  {
    name: 'a builder whose text is handed on',
    source: inMethod(
      'var b = new SQLiteConnectionStringBuilder { DataSource = given, JournalMode = SQLiteJournalModeEnum.Wal };\nreturn new Info(b.ConnectionString);',
      system,
    ),
    expected: ['System.Data.SQLite <given> [journal_mode=Wal builder]'],
  },
  {
    name: 'a builder with Add()',
    source: inMethod(
      'var b = new SQLiteConnectionStringBuilder();\nb.Add("Data Source", "app.db");\nb.Add("Journal Mode", "WAL");\nvar c = new SQLiteConnection(b.ConnectionString);',
      system,
    ),
    expected: ['System.Data.SQLite app.db [journal_mode=WAL builder]'],
  },
  {
    name: 'a builder that takes a connection string apart',
    source: inMethod('var b = new SQLiteConnectionStringBuilder(given);\nreturn b.DataSource;', system),
    expected: [],
  },
  {
    name: 'connections of the factory',
    source: inMethod(
      'using (var c = SQLiteFactory.Instance.CreateConnection()) { c.ConnectionString = given; }',
      system,
    ),
    expected: ['System.Data.SQLite ? [] unknown storage opaque'],
  },
  {
    name: 'sqlite-net',
    source: inMethod(
      'var db = new SQLiteConnection(Path.Combine(folder, "app.db"));\ndb.EnableWriteAheadLogging();\ndb.BusyTimeout = TimeSpan.FromSeconds(5);\ndb.Execute("PRAGMA foreign_keys = ON");',
      'using SQLite;',
    ),
    expected: [
      'sqlite-net <Path.Combine(folder, "app.db")> [journal_mode=WAL builder, busy_timeout=5000 builder, foreign_keys=ON statement]',
    ],
    effective: { journal_mode: 'wal', busy_timeout: '5000', foreign_keys: 'on' },
  },
  {
    name: 'sqlite-net by version',
    files: {
      'App.csproj': project('sqlite-net-pcl@1.9.172'),
      'Db.cs': inMethod('var db = new SQLiteAsyncConnection("app.db");', 'using SQLite;'),
    },
    expected: ['sqlite-net app.db []'],
    effective: { busy_timeout: '1000', foreign_keys: undefined, journal_mode: 'delete' },
  },
  {
    name: 'classes of the same name: Mono’s, and one whose namespace is not known',
    source:
      'using Mono.Data.Sqlite;\nclass A { void M() { new SqliteConnection("Data Source=a.db"); new SQLiteConnection("Data Source=b.db"); } }',
    expected: [],
  },
];

testConnections('c-sharp', cases);
