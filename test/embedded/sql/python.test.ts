import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

const cases: EmbeddedCase[] = [
  {
    name: 'a string that is handed to a method',
    source: 'cur.execute("SELECT name FROM users WHERE id = ?", (id,))\n',
    sql: [{ text: 'SELECT name FROM users WHERE id = ?', by: 'call', callee: 'cur.execute', word: 'users' }],
  },
  {
    name: 'triple quotes over lines with CRLF',
    source: 'self.conn.executescript("""\r\n    CREATE TABLE t (\r\n        a TEXT\r\n    );\r\n""")\r\n',
    sql: [
      {
        text: '\n    CREATE TABLE t (\n        a TEXT\n    );\n',
        by: 'call',
        callee: 'self.conn.executescript',
        word: 'TEXT',
      },
    ],
  },
  {
    name: 'escapes, unknown ones and raw strings',
    source: "db.execute('SELECT \\'\\x41\\u00e9\\N\\n\\\\d\\' AS x')\ndb.execute(r'SELECT \"\\n\" AS y')\n",
    sql: [
      { text: "SELECT 'Aé\\N\n\\d' AS x", by: 'call', callee: 'db.execute', word: 'x' },
      { text: 'SELECT "\\n" AS y', by: 'call', callee: 'db.execute', word: '"\\n"' },
    ],
  },
  {
    name: 'strings beside each other, and joined with +',
    source: 'c.execute(\n    "SELECT a "\n    "FROM t " + "WHERE b = " + str(b)\n)\n',
    sql: [
      {
        text: 'SELECT a FROM t WHERE b = ?',
        by: 'call',
        callee: 'c.execute',
        holes: ['str(b)'],
        word: 'FROM',
      },
    ],
  },
  {
    name: 'f-strings: holes, constants and doubled braces',
    source:
      'TABLE = "users"\n\ndef f(n):\n    conn.execute(f"SELECT \'{{}}\' FROM {TABLE} WHERE {n!r} = {n} ORDER BY age")\n',
    sql: [
      {
        text: "SELECT '{}' FROM users WHERE ? = ? ORDER BY age",
        by: 'call',
        callee: 'conn.execute',
        holes: ['{n!r}', '{n}'],
        word: 'age',
      },
    ],
  },
  {
    name: '% fills placeholders',
    source:
      "cur.execute('SELECT strftime(\"%%s\") FROM %s WHERE a = %d AND b = ?' % (table, 5), [b])\ncur.execute('DELETE FROM %(t)s' % {'t': 'logs'})\n",
    sql: [
      {
        text: 'SELECT strftime("%s") FROM ? WHERE a = 5 AND b = ?',
        by: 'call',
        callee: 'cur.execute',
        holes: ['%s'],
        word: 'a',
      },
      { text: 'DELETE FROM logs', by: 'call', callee: 'cur.execute', word: 'logs' },
    ],
  },
  {
    name: 'str.format fills placeholders',
    source: 'cur.execute("SELECT {} FROM {t} WHERE a = {0}".format(col, t="logs"))\n',
    sql: [
      {
        text: 'SELECT ? FROM logs WHERE a = ?',
        by: 'call',
        callee: 'cur.execute',
        holes: ['{}', '{0}'],
        word: 'WHERE',
      },
    ],
  },
  {
    name: 'Django binds %s whatever the database is',
    source:
      'from django.db import connection\n\nwith connection.cursor() as cursor:\n    cursor.execute("SELECT a FROM t WHERE b = %s AND c LIKE \'x%%\'", [b])\n    cursor.execute("SELECT strftime(\'%s\')")\n',
    sql: [
      {
        text: "SELECT a FROM t WHERE b = ? AND c LIKE 'x%'",
        by: 'call',
        callee: 'cursor.execute',
        holes: ['=%s'],
        word: 'LIKE',
      },
      { text: "SELECT strftime('%s')", by: 'call', callee: 'cursor.execute' },
    ],
  },
  {
    name: 'text() of SQLAlchemy, keywords, lists of RunSQL',
    source:
      'session.execute(sa.text("SELECT a FROM t WHERE b = :b"))\npd.read_sql(sql="SELECT a FROM t", con=engine)\nmigrations.RunSQL(["DELETE FROM t", ("UPDATE t SET a = 1", None)], reverse_sql="SELECT 1")\n',
    sql: [
      { text: 'SELECT a FROM t WHERE b = :b', by: 'call', callee: 'sa.text', word: ':b' },
      { text: 'SELECT a FROM t', by: 'call', callee: 'pd.read_sql' },
      { text: 'DELETE FROM t', by: 'call', callee: 'migrations.RunSQL' },
      { text: 'UPDATE t SET a = 1', by: 'call', callee: 'migrations.RunSQL' },
      { text: 'SELECT 1', by: 'call', callee: 'migrations.RunSQL' },
    ],
  },
  {
    name: 'names: of a module, of a class, of a function',
    source:
      'Q = "SELECT a FROM t"\n\nclass A:\n    SQL = """DELETE FROM t"""\n\n    def f(self):\n        q = "SELECT b FROM t"\n        self.db.execute(self.SQL)\n        return self.db.execute(q)\n\ndb.execute(Q)\n',
    sql: [
      { text: 'SELECT a FROM t', by: 'call', callee: 'db.execute' },
      { text: 'DELETE FROM t', by: 'call', callee: 'self.db.execute', word: 'DELETE' },
      { text: 'SELECT b FROM t', by: 'call', callee: 'self.db.execute' },
    ],
  },
  {
    name: 'a statement that more is put behind ends in a hole',
    source: 'q = "SELECT a FROM t"\nif b:\n    q += " WHERE b = ?"\ndb.execute(q)\n',
    sql: [{ text: 'SELECT a FROM t ?', by: 'call', callee: 'db.execute', holes: ['" WHERE b = ?"'] }],
  },
  {
    name: 'dedent, and a list that is joined',
    source:
      'db.execute(textwrap.dedent("""\n    SELECT a FROM t"""))\ndb.execute(" ".join(["SELECT a", "FROM t", where]))\n',
    sql: [
      { text: '\n    SELECT a FROM t', by: 'call', callee: 'db.execute', word: 'FROM' },
      { text: 'SELECT a FROM t ?', by: 'call', callee: 'db.execute', holes: ['where'], word: 'FROM' },
    ],
  },
  {
    name: 'constants and arguments that read as statements',
    source: 'OPTIONS = {"init_command": "PRAGMA busy_timeout = 5000;"}\nrun_all(db, "UPDATE t SET a = 1")\n',
    sql: [
      { text: 'PRAGMA busy_timeout = 5000;', by: 'text' },
      { text: 'UPDATE t SET a = 1', by: 'text' },
    ],
  },
  {
    name: 'docstrings, logs, tests and prose are no SQL',
    source: [
      'def f():',
      '    """SELECT a FROM t"""',
      '    logger.info("DELETE FROM t")',
      '    assert q == "SELECT a FROM t"',
      '    self.assertEqual(q, "SELECT a FROM t")',
      '    raise ValueError("SELECT a FROM t failed")',
      '    print("SELECT a FROM t")',
      '    parts.append("SELECT a FROM t")',
      '    re.compile("SELECT a FROM t")',
      '    label = _("Select a file from the list")',
      '    help_text = "Update the settings"',
      '    cache.get("select from")',
      '    execute("git commit")',
      '    field(description="SELECT a FROM t")',
      '    x = "Delete from the list"',
      '    y = b"SELECT a FROM t"',
    ].join('\n'),
    sql: [],
  },
  {
    name: 'a template that is filled in elsewhere is no SQL as it is',
    source:
      'Q = "SELECT a FROM {}"\nR = "SELECT a FROM t WHERE b = \'x\'"\ndb.execute(Q.format(t))\ndb.execute(R.replace("x", y))\n',
    sql: [],
  },
];

testEmbeddedSql('python', cases);
