import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

const inMethod = (name: string, body: string, sql: EmbeddedCase['sql'] = []): EmbeddedCase => ({
  name,
  source: `class A {\n  const string Table = "users";\n  void F(SqliteConnection c) {\n    ${body}\n  }\n}\n`,
  sql,
});

const cases: readonly EmbeddedCase[] = [
  inMethod(
    'the text of a command',
    'cmd.CommandText = "select a from t"; var d = new SqliteCommand { CommandText = "SELECT b FROM t" };',
    [
      { text: 'select a from t', by: 'call', callee: 'cmd.CommandText', word: 'select a' },
      { text: 'SELECT b FROM t', by: 'call', callee: 'CommandText', word: 'SELECT b' },
    ],
  ),
  inMethod(
    'constructors and methods',
    'new SqliteCommand("SELECT 1", c); c.Query<User>("select a from t", new { }); c?.Execute("delete from t");',
    [
      { text: 'SELECT 1', by: 'call', callee: 'SqliteCommand', word: '1' },
      { text: 'select a from t', by: 'call', callee: 'c.Query', word: 'from' },
      { text: 'delete from t', by: 'call', callee: 'c.Execute', word: 'from' },
    ],
  ),
  inMethod('verbatim literals', 'cmd.CommandText = @"SELECT ""a""\r\n  FROM t\\u";', [
    { text: 'SELECT "a"\r\n  FROM t\\u', by: 'call', callee: 'cmd.CommandText', word: 'FROM' },
  ]),
  inMethod('interpolations and constants', 'cmd.CommandText = $"SELECT {a,5:x}, \'{{\\t\' FROM {Table}";', [
    {
      text: "SELECT ?, '{\t' FROM users",
      by: 'call',
      callee: 'cmd.CommandText',
      holes: ['{a,5:x}'],
      word: 'users',
    },
  ]),
  inMethod(
    'verbatim literals with interpolations that end in quotes',
    'cmd.CommandText = $@"SELECT {a} FROM ""t"" WHERE ""{b}"" = ""c"""; c.Execute("DELETE FROM u");',
    [
      {
        text: 'SELECT ? FROM "t" WHERE "?" = "c"',
        by: 'call',
        callee: 'cmd.CommandText',
        holes: ['{a}', '{b}'],
        word: 'WHERE',
      },
      { text: 'DELETE FROM u', by: 'call', callee: 'c.Execute', word: 'u' },
    ],
  ),
  inMethod(
    'a verbatim literal within another',
    'c.Execute(@$"DELETE FROM ""t""{(x ? "" : @$" WHERE ""{y}""")}");',
    [
      {
        text: 'DELETE FROM "t"?',
        by: 'call',
        callee: 'c.Execute',
        holes: ['{(x ? "" : @$" WHERE ""{y}""")}'],
        word: 'FROM',
      },
    ],
  ),
  inMethod(
    'raw literals',
    'cmd.CommandText = """\n      CREATE TABLE a (\n        b TEXT DEFAULT "x\\n"\n      )\n      """; cmd.CommandText = """SELECT a FROM t""";',
    [
      {
        text: 'CREATE TABLE a (\n  b TEXT DEFAULT "x\\n"\n)',
        by: 'call',
        callee: 'cmd.CommandText',
        word: 'DEFAULT',
      },
      { text: 'SELECT a FROM t', by: 'call', callee: 'cmd.CommandText', word: 'FROM' },
    ],
  ),
  inMethod(
    'raw literals with interpolations',
    'cmd.CommandText = $$"""\n      SELECT json(\'{"a": 1}\')\n        FROM {{t}}\n      """;',
    [
      {
        text: 'SELECT json(\'{"a": 1}\')\n  FROM ?',
        by: 'call',
        callee: 'cmd.CommandText',
        holes: ['{{t}}'],
        word: 'FROM',
      },
    ],
  ),
  inMethod(
    'parts with plus and formats',
    'c.Execute("DELETE FROM " + t + " WHERE a = \'\\x41\'"); c.Execute(string.Format("DROP TABLE {0}", t));',
    [
      { text: "DELETE FROM ? WHERE a = 'A'", by: 'call', callee: 'c.Execute', holes: ['t'], word: 'WHERE' },
      { text: 'DROP TABLE ?', by: 'call', callee: 'c.Execute', holes: ['{0}'], word: 'TABLE' },
    ],
  ),
  inMethod(
    'what Entity Framework binds',
    'db.Users.FromSql($"SELECT * FROM u WHERE a = {a}"); db.Database.ExecuteSqlRaw("UPDATE u SET a = {0}", a); db.Users.FromSqlRaw($"SELECT * FROM {u}");',
    [
      {
        text: 'SELECT * FROM u WHERE a = ?',
        by: 'tag',
        callee: 'db.Users.FromSql',
        holes: ['={a}'],
        word: 'WHERE',
      },
      {
        text: 'UPDATE u SET a = ?',
        by: 'tag',
        callee: 'db.Database.ExecuteSqlRaw',
        holes: ['={0}'],
        word: 'SET',
      },
      { text: 'SELECT * FROM ?', by: 'call', callee: 'db.Users.FromSqlRaw', holes: ['{u}'], word: 'FROM' },
    ],
  ),
  inMethod('a variable that is run later', 'var sql = "SELECT changes()"; c.ExecuteScalar<int>(sql);', [
    { text: 'SELECT changes()', by: 'call', callee: 'c.ExecuteScalar', word: 'changes' },
  ]),
  inMethod(
    'a text that grows has a hole at its end',
    'cmd.CommandText = "SELECT * FROM t"; if (x) cmd.CommandText += " WHERE a";',
    [
      {
        text: 'SELECT * FROM t ?',
        by: 'call',
        callee: 'cmd.CommandText',
        holes: ['" WHERE a"'],
        word: 'FROM',
      },
    ],
  ),
  inMethod('a name of a parameter at the end', 'var sql = "SELECT * FROM t WHERE a LIKE @Like"; Run(sql);', [
    { text: 'SELECT * FROM t WHERE a LIKE @Like', by: 'text', word: '@Like' },
  ]),
  inMethod(
    'a subquery that is put into another text',
    'var sub = $"SELECT id FROM t WHERE a = {a}"; c.Execute($"DELETE FROM u WHERE id IN ({sub})");',
    [
      {
        text: 'DELETE FROM u WHERE id IN (?)',
        by: 'call',
        callee: 'c.Execute',
        holes: ['{sub}'],
        word: 'IN',
      },
    ],
  ),
  inMethod(
    'queries of Windows and of other databases',
    'new ManagementObjectSearcher("SELECT * FROM Win32_Process"); var q = "SELECT * FROM Win32_Battery WHERE a = 1"; new NpgsqlCommand("SELECT * FROM t WHERE a = 1", c);',
  ),
  inMethod(
    'texts that are shown or compared',
    'Console.WriteLine("DELETE FROM t WHERE a = 1"); Assert.AreEqual("SELECT * FROM t WHERE a = 1", sql); throw new ArgumentException("DROP TABLE a"); if (sql == "SELECT * FROM t WHERE a = 1") { }',
  ),
  inMethod('prose', 'var a = "Select a file from the list"; b.Execute("Update the list"); c.Query("users");'),
];

testEmbeddedSql('c-sharp', cases);
