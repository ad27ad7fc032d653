import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

const inMethod = (name: string, body: string, sql: EmbeddedCase['sql'] = []): EmbeddedCase => ({
  name,
  source: `class A {\n  void f(Connection conn) {\n    ${body}\n  }\n}\n`,
  sql,
});

const file = (name: string, source: string, sql: EmbeddedCase['sql'] = []): EmbeddedCase => ({
  name,
  source,
  sql,
});

const cases: readonly EmbeddedCase[] = [
  inMethod(
    'JDBC',
    'conn.prepareStatement("SELECT a FROM t WHERE b = ?"); stmt.executeUpdate("delete from t");',
    [
      { text: 'SELECT a FROM t WHERE b = ?', by: 'call', callee: 'conn.prepareStatement', word: 'WHERE' },
      { text: 'delete from t', by: 'call', callee: 'stmt.executeUpdate', word: 'from' },
    ],
  ),
  inMethod(
    'parts with plus',
    'stmt.executeQuery("SELECT a" + " FROM " + Names.TABLE\n + " WHERE b = \'\\u00e9\\t\' LIMIT " + 5);',
    [
      {
        text: "SELECT a FROM ? WHERE b = 'é\t' LIMIT 5",
        by: 'call',
        callee: 'stmt.executeQuery',
        holes: ['Names.TABLE'],
        word: 'LIMIT 5',
        written: 'LIMIT " + 5',
      },
    ],
  ),
  file(
    'constants of the class',
    'class A {\n  static final String T = "users";\n  static final String Q = "SELECT id FROM " + T + " WHERE a = 1";\n}\n',
    [{ text: 'SELECT id FROM users WHERE a = 1', by: 'text', word: 'users' }],
  ),
  inMethod(
    'a text block',
    'stmt.execute("""\n        CREATE TABLE a (   \n          b TEXT DEFAULT \'\\t\'\n        )\\\n         STRICT\n        """);',
    [
      {
        text: "CREATE TABLE a (\n  b TEXT DEFAULT '\t'\n) STRICT\n",
        by: 'call',
        callee: 'stmt.execute',
        word: 'STRICT',
      },
    ],
  ),
  inMethod(
    'a text block with CRLF that ends behind its last word',
    'stmt.execute("""\r\n      SELECT a\r\n        FROM t""");',
    [{ text: 'SELECT a\r\n  FROM t', by: 'call', callee: 'stmt.execute', word: 'FROM' }],
  ),
  inMethod(
    'formats',
    'stmt.execute(String.format("DELETE FROM %s WHERE a LIKE \'x%%\'", table)); stmt.execute("DROP TABLE %s".formatted(table));',
    [
      {
        text: "DELETE FROM ? WHERE a LIKE 'x%'",
        by: 'call',
        callee: 'stmt.execute',
        holes: ['%s'],
        word: 'WHERE',
      },
      { text: 'DROP TABLE ?', by: 'call', callee: 'stmt.execute', holes: ['%s'], word: 'TABLE' },
    ],
  ),
  inMethod(
    'a variable that is run later',
    'String sql = "SELECT changes()";\n try (var s = conn.prepareStatement(sql)) {}',
    [{ text: 'SELECT changes()', by: 'call', callee: 'conn.prepareStatement', word: 'changes' }],
  ),
  inMethod(
    'a variable that grows has a hole at its end',
    'String sql = "SELECT * FROM t";\n if (x) sql += " WHERE a";\n stmt.executeQuery(sql);',
    [
      {
        text: 'SELECT * FROM t ?',
        by: 'call',
        callee: 'stmt.executeQuery',
        holes: ['" WHERE a"'],
        word: 'FROM',
      },
    ],
  ),
  inMethod(
    'a variable with two values is a hole',
    'String t = "a";\n if (x) { t = "b"; }\n stmt.execute("DELETE FROM " + t + " WHERE c = 1");',
    [{ text: 'DELETE FROM ? WHERE c = 1', by: 'call', callee: 'stmt.execute', holes: ['t'], word: 'WHERE' }],
  ),
  file(
    'annotations of Jdbi and Room',
    'import androidx.room.*;\ninterface D {\n  @SqlUpdate("DELETE FROM t WHERE id = :id") void a();\n  @Query("SELECT * FROM u") List<U> b();\n}\n',
    [
      { text: 'DELETE FROM t WHERE id = :id', by: 'tag', callee: '@SqlUpdate', word: ':id' },
      { text: 'SELECT * FROM u', by: 'tag', callee: '@Query', word: 'u' },
    ],
  ),
  file(
    'a native query of Spring',
    'interface D {\n  @Query(value = "SELECT * FROM t WHERE a = 1", nativeQuery = true) List<U> a();\n  @Query("SELECT u FROM User u WHERE u.a = 1") List<U> b();\n}\n',
    [{ text: 'SELECT * FROM t WHERE a = 1', by: 'tag', callee: '@Query', word: 'WHERE' }],
  ),
  file(
    "Jdbi's createQuery",
    'import org.jdbi.v3.core.Handle;\nclass A { void f() { handle.createQuery("SELECT a FROM t"); } }\n',
    [{ text: 'SELECT a FROM t', by: 'call', callee: 'handle.createQuery', word: 'FROM' }],
  ),
  inMethod('queries of JPA', 'em.createQuery("SELECT u FROM User u WHERE u.a = 1");'),
  inMethod(
    'a subquery that is put into another text',
    'String sub = "SELECT id FROM t WHERE a = 1";\n stmt.executeQuery("SELECT * FROM u WHERE id IN (" + sub + ") AND " + more);',
    [
      {
        text: 'SELECT * FROM u WHERE id IN (SELECT id FROM t WHERE a = 1) AND ?',
        by: 'call',
        callee: 'stmt.executeQuery',
        holes: ['more'],
        word: 'FROM t',
      },
    ],
  ),
  inMethod(
    'texts that are put together, shown or compared',
    'new StringBuilder("SELECT * FROM t WHERE a = 1").append(x); log.info("SELECT * FROM t WHERE a = 1"); throw new IllegalStateException("DELETE FROM t WHERE a = 1"); if (q.equals("SELECT * FROM t WHERE a = 1")) {}',
  ),
  inMethod(
    'templates whose words are replaced',
    'String a = "DELETE FROM \'{prefix}users\' WHERE id = ?"; map.put(B, "INSERT INTO %prefix%users (a) VALUES (?)"); stmt.execute("DELETE FROM {table}");',
  ),
  inMethod(
    'prose',
    'String a = "Select a file from the list"; b.execute("update"); c.query("Create a table"); System.out.println("DROP TABLE a");',
  ),
];

testEmbeddedSql('java', cases);
