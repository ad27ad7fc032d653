import { testConnections } from '../../support/connections.ts';

const inMethod = (body: string): string =>
  `import java.sql.*;\nclass Db {\n  void copy(String given) throws Exception {\n${body}\n  }\n}\n`;

testConnections('java', [
  {
    name: 'one variable for one database after the other',
    source: inMethod(
      'Connection c = DriverManager.getConnection("jdbc:sqlite:a.db");\nc.createStatement().execute("PRAGMA journal_mode = WAL");\nc.close();\nc = DriverManager.getConnection("jdbc:sqlite:b.db");\nc.createStatement().execute("PRAGMA synchronous = OFF");',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:a.db [journal_mode=WAL statement]',
      'sqlite-jdbc jdbc:sqlite:b.db [synchronous=OFF statement]',
    ],
  },
  {
    name: 'blocks beside each other, with variables of one name',
    source: inMethod(
      'try (Connection c = DriverManager.getConnection("jdbc:sqlite:a.db"); Statement s = c.createStatement()) { s.execute("PRAGMA journal_mode = WAL"); }\ntry (Connection c = DriverManager.getConnection("jdbc:sqlite:b.db"); Statement s = c.createStatement()) { s.execute("PRAGMA synchronous = OFF"); }',
    ),
    expected: [
      'sqlite-jdbc jdbc:sqlite:a.db [journal_mode=WAL statement]',
      'sqlite-jdbc jdbc:sqlite:b.db [synchronous=OFF statement]',
    ],
  },
]);

testConnections('c-sharp', [
  {
    name: 'commands of one name in blocks beside each other',
    source:
      'using Microsoft.Data.Sqlite;\nclass Db { void Copy() {\n  using var a = new SqliteConnection("Data Source=a.db");\n  using (var b = new SqliteConnection("Data Source=b.db")) { using var cmd = b.CreateCommand(); cmd.CommandText = "PRAGMA synchronous = OFF"; cmd.ExecuteNonQuery(); }\n  { using var cmd = a.CreateCommand(); cmd.CommandText = "PRAGMA journal_mode = WAL"; cmd.ExecuteNonQuery(); }\n} }\n',
    expected: [
      'Microsoft.Data.Sqlite a.db [journal_mode=WAL statement]',
      'Microsoft.Data.Sqlite b.db [synchronous=OFF statement]',
    ],
  },
  {
    name: 'one variable for one database after the other',
    source:
      'using Microsoft.Data.Sqlite;\nclass Db { void Copy() {\n  var c = new SqliteConnection("Data Source=a.db");\n  c.Open();\n  c = new SqliteConnection("Data Source=b.db");\n  new SqliteCommand("PRAGMA foreign_keys = OFF", c).ExecuteNonQuery();\n} }\n',
    expected: ['Microsoft.Data.Sqlite a.db []', 'Microsoft.Data.Sqlite b.db [foreign_keys=OFF statement]'],
  },
]);
