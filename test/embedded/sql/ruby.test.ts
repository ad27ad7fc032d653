import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

const nothing = (name: string, source: string): EmbeddedCase => ({ name, source, sql: [] });

const cases: readonly EmbeddedCase[] = [
  {
    name: 'an argument, with and without parentheses',
    source: 'db.execute("SELECT name FROM users WHERE id = ?", [1])\n@db.execute "delete from users"\n',
    sql: [
      { text: 'SELECT name FROM users WHERE id = ?', by: 'call', callee: 'db.execute', word: 'users' },
      { text: 'delete from users', by: 'call', callee: '@db.execute', word: 'users' },
    ],
  },
  {
    name: 'a heredoc without its indentation',
    source: 'db.execute(<<~SQL, [id])\n  SELECT *\n    FROM users\n\n  WHERE id = ?\nSQL\n',
    sql: [
      {
        text: 'SELECT *\n  FROM users\n\nWHERE id = ?\n',
        by: 'call',
        callee: 'db.execute',
        word: 'WHERE',
      },
    ],
  },
  {
    name: 'two heredocs of one line, one with its indentation, one without escapes',
    source:
      "db.execute_batch(<<-A); db.execute(<<~'B')\n  INSERT INTO a VALUES (1);\n  A\n  SELECT '\\n' FROM b\nB\n",
    sql: [
      { text: '  INSERT INTO a VALUES (1);\n', by: 'call', callee: 'db.execute_batch', word: 'VALUES' },
      { text: "SELECT '\\n' FROM b\n", by: 'call', callee: 'db.execute', word: 'FROM b' },
    ],
  },
  {
    name: 'a heredoc with CRLF, tabs, an escape and an interpolation',
    source: "execute <<~SQL.squish\r\n\tUPDATE t\r\n\t\tSET a = '\\u00e9', b = #{b} WHERE c\r\nSQL\r\n",
    sql: [
      {
        text: "UPDATE t\r\n\tSET a = 'é', b = ? WHERE c\r\n",
        by: 'call',
        callee: 'execute',
        holes: ['#{b}'],
        word: 'WHERE c',
      },
    ],
  },
  {
    name: 'constants that are put in stand at their own place',
    source:
      'class T\n  TABLE = "users".freeze\n  def f = db.execute("DELETE FROM #{TABLE} WHERE id = 1")\nend\n',
    sql: [{ text: 'DELETE FROM users WHERE id = 1', by: 'call', callee: 'db.execute', word: 'users' }],
  },
  {
    name: 'literals behind each other, and with plus',
    source: 'db.query("SELECT a " \\\n  "FROM t" + " WHERE b = \\"x\\"" + c)\n',
    sql: [
      {
        text: 'SELECT a FROM t WHERE b = "x"?',
        by: 'call',
        callee: 'db.query',
        holes: ['c'],
        word: 'FROM t',
      },
    ],
  },
  {
    name: 'formats',
    source:
      'db.execute("DELETE FROM %s WHERE a LIKE \'x%%\'" % table)\ndb.execute(format("SELECT %<a>s FROM t LIMIT %d", a, 5))\n',
    sql: [
      {
        text: "DELETE FROM ? WHERE a LIKE 'x%'",
        by: 'call',
        callee: 'db.execute',
        holes: ['%s'],
        word: 'WHERE',
      },
      {
        text: 'SELECT ? FROM t LIMIT ?',
        by: 'call',
        callee: 'db.execute',
        holes: ['%<a>s', '%d'],
        word: 'LIMIT',
      },
    ].map((sql) => ({ ...sql, by: 'call' as const })),
  },
  {
    name: 'the first of an array',
    source: 'User.find_by_sql(["SELECT * FROM users WHERE id = :id", { id: 1 }])\n',
    sql: [
      { text: 'SELECT * FROM users WHERE id = :id', by: 'call', callee: 'User.find_by_sql', word: ':id' },
    ],
  },
  {
    name: 'quotes of every kind',
    source:
      "db.execute(%q{SELECT 'a' FROM t})\ndb.execute(%Q(SELECT 1 FROM u))\ndb.execute('SELECT \\'a\\' FROM v')\n",
    sql: [
      { text: "SELECT 'a' FROM t", by: 'call', callee: 'db.execute', word: 'FROM' },
      { text: 'SELECT 1 FROM u', by: 'call', callee: 'db.execute', word: 'u' },
      { text: "SELECT 'a' FROM v", by: 'call', callee: 'db.execute', word: 'v' },
    ],
  },
  {
    name: 'a variable that is run later is known to be SQL by the call',
    source: 'sql = "select changes()"\nrows = connection.select_value(sql)\n',
    sql: [{ text: 'select changes()', by: 'call', callee: 'connection.select_value', word: 'changes' }],
  },
  {
    name: 'a variable that grows has a hole at its end',
    source: 'def f\n  sql = "SELECT * FROM t"\n  sql << " WHERE a" if x\n  db.execute(sql)\nend\n',
    sql: [
      { text: 'SELECT * FROM t ?', by: 'call', callee: 'db.execute', holes: ['" WHERE a"'], word: 'FROM' },
    ],
  },
  {
    name: 'a constant that reads as a statement, and others that do not',
    source: 'A = "SELECT id FROM t WHERE a = ?"\nB = "SELECT a file"\nC = "Update the list of users"\n',
    sql: [{ text: 'SELECT id FROM t WHERE a = ?', by: 'text', word: 'WHERE' }],
  },
  nothing(
    'a subquery that is put into another text',
    'sub = "SELECT user_id FROM members WHERE a = 1"\nUser.where("id IN (#{sub})").to_a\n',
  ),
  nothing(
    'fragments of queries',
    'User.where("id IN (SELECT user_id FROM members)").order("name")\nArel.sql("SELECT 1 FROM t")\n',
  ),
  nothing(
    'logs, errors and names of tests',
    'puts "DELETE FROM users WHERE id = 1"\nlogger.info("SELECT * FROM t WHERE a = 1")\nraise "DROP TABLE users"\ntest "SELECT * FROM users" do\nend\n',
  ),
  nothing('comparisons', 'return if sql == "SELECT * FROM t WHERE a = 1"\nsql.gsub("DELETE FROM t", "")\n'),
];

testEmbeddedSql('ruby', cases);
