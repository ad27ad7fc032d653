import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const inMethod = (body: string, using = 'using Microsoft.Data.Sqlite;', members = ''): string =>
  `${using}\nclass Db {\n${members}\n  void Open(string given) {\n${body}\n  }\n}\n`;

const project = (packages: string): string =>
  `<Project><ItemGroup>${packages
    .split(' ')
    .map((one) => `<PackageReference Include="${one.split('@')[0]}" Version="${one.split('@')[1]}" />`)
    .join('')}</ItemGroup></Project>`;

const cases: readonly ConnectionCase[] = [
  {
    name: 'Microsoft.Data.Sqlite with the defaults of its package',
    files: {
      'App.csproj': project('Microsoft.Data.Sqlite@9.0.0'),
      'Db.cs': inMethod('using var c = new SqliteConnection("Data Source=app.db");'),
    },
    expected: ['Microsoft.Data.Sqlite app.db []'],
    effective: { busy_timeout: '30000', foreign_keys: 'on', journal_mode: 'delete', synchronous: 'full' },
  },
  {
    name: 'another SQLite may have foreign keys off',
    files: {
      'App.csproj': project('Microsoft.Data.Sqlite.Core@9.0.0 SQLitePCLRaw.bundle_e_sqlcipher@2.1.0'),
      'Db.cs': inMethod('using var c = new SqliteConnection("Data Source=app.db");'),
    },
    expected: ['Microsoft.Data.Sqlite app.db []'],
    effective: { foreign_keys: undefined, busy_timeout: '30000' },
  },
  {
    name: 'nothing tells which SQLite it is',
    source: inMethod('var c = new SqliteConnection("Data Source=app.db");'),
    expected: ['Microsoft.Data.Sqlite app.db []'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'keywords',
    source: inMethod(
      'var c = new SqliteConnection("Data Source=app.db;Foreign Keys=True;Default Timeout=5;Cache=Shared;Recursive Triggers=True;Pooling=False");',
    ),
    expected: [
      'Microsoft.Data.Sqlite app.db [foreign_keys=True dsn, busy_timeout=5000 dsn, recursive_triggers=True dsn] shared cache',
    ],
    places: ['Foreign Keys=True', 'Default Timeout=5', 'Recursive Triggers=True'],
    effective: { foreign_keys: 'on', busy_timeout: '5000' },
  },
  {
    name: 'aliases, any case, and a timeout of 0, which is to wait for ever',
    source: inMethod('var c = new SqliteConnection("filename=app.db;COMMAND TIMEOUT=0");'),
    expected: ['Microsoft.Data.Sqlite app.db [busy_timeout=2147483647 dsn]'],
  },
  {
    name: 'keywords of the other driver throw',
    source: inMethod(
      'var c = new SqliteConnection("Data Source=app.db;Version=3;Journal Mode=WAL;BusyTimeout=5000");',
    ),
    expected: [
      'Microsoft.Data.Sqlite app.db [] ignores Version ignores Journal Mode for PRAGMA journal_mode = WAL ignores BusyTimeout for Default Timeout=5',
    ],
    places: ['Version=3', 'Journal Mode=WAL', 'BusyTimeout=5000'],
  },
  {
    name: 'in memory, temporary and read-only',
    source: inMethod(
      'new SqliteConnection("Data Source=:memory:");\nnew SqliteConnection("Data Source=Shared;Mode=Memory;Cache=Shared");\nnew SqliteConnection("Data Source=");\nnew SqliteConnection("Data Source=app.db;Mode=ReadOnly");',
    ),
    expected: [
      'Microsoft.Data.Sqlite :memory: [] memory',
      'Microsoft.Data.Sqlite Shared [] memory shared cache',
      "Microsoft.Data.Sqlite '' [] temporary",
      'Microsoft.Data.Sqlite app.db [] read-only',
    ],
    effective: { journal_mode: 'memory' },
  },
  {
    name: 'a path is filled in',
    source: inMethod('var c = new SqliteConnection($"Data Source={path};Foreign Keys=False");'),
    expected: ['Microsoft.Data.Sqlite <path> [foreign_keys=False dsn]'],
  },
  {
    name: 'an environment variable',
    source: inMethod(
      'var c = new SqliteConnection("Data Source=" + Environment.GetEnvironmentVariable("DB"));',
    ),
    expected: ['Microsoft.Data.Sqlite $DB []'],
  },
  {
    name: 'a connection string in a constant, a field, a property and a method',
    source: inMethod(
      'new SqliteConnection(Constant);\nnew SqliteConnection(_field);\nnew SqliteConnection(Property);\nnew SqliteConnection(Method());',
      undefined,
      '  const string Constant = "Data Source=a.db";\n  private readonly string _field = $"Data Source={Path};Mode=ReadOnly";\n  string Property => "Data Source=c.db";\n  string Method() { return "Data Source=d.db"; }',
    ),
    expected: [
      'Microsoft.Data.Sqlite a.db []',
      'Microsoft.Data.Sqlite <Path> [] read-only',
      'Microsoft.Data.Sqlite c.db []',
      'Microsoft.Data.Sqlite d.db []',
    ],
  },
  {
    name: 'a connection string from elsewhere',
    source: inMethod('using var c = new SqliteConnection(given);'),
    expected: ['Microsoft.Data.Sqlite ? [] unknown storage opaque'],
    effective: { busy_timeout: undefined, foreign_keys: undefined },
  },
  {
    name: 'a builder in braces',
    source: inMethod(
      'using var c = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = "app.db", Mode = SqliteOpenMode.ReadWriteCreate, Cache = SqliteCacheMode.Private, ForeignKeys = true, DefaultTimeout = 60, Password = given }.ToString());',
    ),
    expected: [
      'Microsoft.Data.Sqlite app.db [foreign_keys=true builder, busy_timeout=60000 builder, key=? builder]',
    ],
    places: ['ForeignKeys = true', 'DefaultTimeout = 60', 'Password = given'],
  },
  {
    name: 'a builder in a variable',
    source: inMethod(
      'var builder = new SqliteConnectionStringBuilder("Data Source=app.db");\nbuilder.Mode = SqliteOpenMode.Memory;\nbuilder["Foreign Keys"] = true;\nif (given == null) builder.DefaultTimeout = 5;\nvar c = new SqliteConnection(builder.ConnectionString);',
    ),
    expected: [
      'Microsoft.Data.Sqlite app.db [foreign_keys=true builder, busy_timeout=5000 builder maybe] memory',
    ],
  },
  {
    name: 'new() of a declared type',
    source: inMethod('SqliteConnection c = new("Data Source=app.db");'),
    expected: ['Microsoft.Data.Sqlite app.db []'],
  },
  {
    name: 'a connection string that is set later, on a qualified type',
    source: inMethod(
      'var c = new Microsoft.Data.Sqlite.SqliteConnection();\nc.ConnectionString = $"Data Source={path};Pooling=false";',
      'using System;',
    ),
    expected: ['Microsoft.Data.Sqlite <path> []'],
  },
  {
    name: 'a connection string that is set on a connection from elsewhere',
    source:
      'class Db { void Open(Microsoft.Data.Sqlite.SqliteConnection con, string path) { con.ConnectionString = $"Data Source={path}"; using (var cmd = con.CreateCommand()) { cmd.CommandText = "PRAGMA busy_timeout = 1000"; cmd.ExecuteNonQuery(); } } Microsoft.Data.Sqlite.SqliteConnection Make() { return new Microsoft.Data.Sqlite.SqliteConnection(); } }',
    // Its commands are tried again for 30 s all the same.
    expected: ['Microsoft.Data.Sqlite <path> [busy_timeout=30000 statement]'],
  },
  {
    name: 'commands',
    source: inMethod(
      'using var connection = new SqliteConnection("Data Source=app.db");\nconnection.Open();\nusing var cmd = connection.CreateCommand();\ncmd.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;";\ncmd.ExecuteNonQuery();\nnew SqliteCommand("PRAGMA cache_size = -8000", connection).ExecuteNonQuery();\nconnection.Execute("PRAGMA temp_store = MEMORY");',
    ),
    expected: [
      'Microsoft.Data.Sqlite app.db [journal_mode=WAL statement, synchronous=NORMAL statement, cache_size=-8000 statement, temp_store=MEMORY statement]',
    ],
    effective: { journal_mode: 'wal', synchronous: 'normal', cache_size: '-8000', temp_store: 'memory' },
  },
  {
    name: 'a command on another connection',
    source:
      'using Microsoft.Data.Sqlite;\nclass Db { void A() { var c = new SqliteConnection("Data Source=app.db"); }\n void B(SqliteConnection c) { var cmd = c.CreateCommand(); cmd.CommandText = "PRAGMA synchronous = OFF"; } }',
    expected: ['Microsoft.Data.Sqlite app.db []'],
    loose: ['synchronous=OFF unknown'],
    effective: { synchronous: undefined },
  },
  {
    name: 'on some conditions only',
    source: inMethod(
      'using var c = new SqliteConnection("Data Source=app.db");\nif (given != null) c.Execute("PRAGMA journal_mode = WAL");',
    ),
    expected: ['Microsoft.Data.Sqlite app.db [journal_mode=WAL statement maybe]'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'EF Core has a database in WAL mode when it creates it',
    files: {
      'App.csproj': project('Microsoft.EntityFrameworkCore.Sqlite@9.0.1'),
      'Program.cs':
        'var b = WebApplication.CreateBuilder(args); b.Services.AddDbContext<Db>(o => o.UseSqlite("Data Source=app.db")); app.Services.GetService<Db>().Database.Migrate();',
    },
    expected: ['EF Core app.db []'],
    effective: { journal_mode: 'wal', busy_timeout: '30000', foreign_keys: 'on', synchronous: 'full' },
  },
  {
    name: 'nothing says that EF Core creates it',
    files: {
      'App.csproj': project('Microsoft.EntityFrameworkCore.Sqlite@9.0.1'),
      'Program.cs': 'b.Services.AddDbContext<Db>(o => o.UseSqlite("Data Source=app.db"));',
    },
    expected: ['EF Core app.db []'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'EF Core with the connection string of the configuration, with a builder, with a connection',
    source: inMethod(
      'o.UseSqlite(configuration.GetConnectionString("Default"));\nvar b = new SqliteConnectionStringBuilder { DataSource = given };\no.UseSqlite(b.ToString(), x => x.MigrationsAssembly("A"));\nvar c = new SqliteConnection("Data Source=app.db");\no.UseSqlite(c);',
    ),
    expected: [
      'EF Core ? [] unknown storage opaque',
      'EF Core <given> []',
      'Microsoft.Data.Sqlite app.db []',
    ],
  },
  {
    name: 'interceptors run pragmas on each connection',
    source:
      'class Ctx : DbContext { protected override void OnConfiguring(DbContextOptionsBuilder o) { o.UseSqlite("Data Source=app.db").AddInterceptors(new Pragmas()); } }\nclass Pragmas : DbConnectionInterceptor { public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData e) { using var cmd = connection.CreateCommand(); cmd.CommandText = "PRAGMA busy_timeout = 60000; PRAGMA foreign_keys = ON"; cmd.ExecuteNonQuery(); } }',
    expected: ['EF Core app.db [busy_timeout=60000 hook, foreign_keys=ON hook]'],
    effective: { busy_timeout: '60000', foreign_keys: 'on' },
  },
  {
    name: 'an interceptor in another file',
    files: {
      'Ctx.cs': 'o.UseSqlite("Data Source=app.db").AddInterceptors(new Pragmas());',
      'Pragmas.cs':
        'class Pragmas : DbConnectionInterceptor { public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData e) { var cmd = connection.CreateCommand(); cmd.CommandText = "PRAGMA synchronous = NORMAL"; } }',
    },
    expected: ['EF Core app.db []'],
    loose: ['synchronous=NORMAL connection'],
    effective: { synchronous: 'normal' },
  },
];

testConnections('c-sharp', cases);
