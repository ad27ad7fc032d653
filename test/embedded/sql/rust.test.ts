import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

/** Statements in a function. */
const inFunction = (...lines: string[]): string => `fn f() {\n    ${lines.join('\n    ')}\n}\n`;

const cases: EmbeddedCase[] = [
  {
    name: 'a literal that is handed to a function of SQLx',
    source: inFunction(
      'sqlx::query_as::<_, User>("select * from users where id = ?1").bind(id).fetch_one(&pool)',
    ),
    sql: [{ text: 'select * from users where id = ?1', by: 'call', callee: 'sqlx::query_as', word: 'users' }],
  },
  {
    name: 'methods of rusqlite',
    source: inFunction(
      'conn.execute("INSERT INTO t (a) VALUES (?1)", params![1])?;',
      'self.conn.lock()?.query_row("SELECT a FROM t", [], |row| row.get(0))?;',
      'tx.execute_batch("BEGIN; DELETE FROM t; COMMIT")?;',
    ),
    sql: [
      { text: 'INSERT INTO t (a) VALUES (?1)', by: 'call', callee: 'conn.execute' },
      { text: 'SELECT a FROM t', by: 'call', callee: 'self.conn.lock().query_row' },
      { text: 'BEGIN; DELETE FROM t; COMMIT', by: 'call', callee: 'tx.execute_batch' },
    ],
  },
  {
    name: 'macros of SQLx, with a type first and with a file instead',
    source: inFunction(
      'sqlx::query!("UPDATE t SET a = ? WHERE b = ?", a, b).execute(&pool).await?;',
      'query_as!(User, r#"SELECT "a" AS "a!" FROM t"#, "SELECT x FROM y");',
      'sqlx::query_file!("queries/select.sql");',
    ),
    sql: [
      { text: 'UPDATE t SET a = ? WHERE b = ?', by: 'tag', callee: 'sqlx::query!', word: 'SET' },
      { text: 'SELECT "a" AS "a!" FROM t', by: 'tag', callee: 'query_as!', word: 'FROM' },
    ],
  },
  {
    name: 'a backslash takes the line end and the blanks behind it',
    source: inFunction('conn.prepare("SELECT a \\\n              FROM t \\\r\n   WHERE b = 1")?;'),
    sql: [{ text: 'SELECT a FROM t WHERE b = 1', by: 'call', callee: 'conn.prepare', word: 'WHERE' }],
  },
  {
    name: 'escapes and raw literals',
    source: inFunction(
      'conn.execute("SELECT \\"a\\",\\n\'\\u{e9}\\x41\' FROM t", ());',
      'conn.execute(r"SELECT \'\\n\' FROM t", ());',
    ),
    sql: [
      { text: 'SELECT "a",\n\'éA\' FROM t', by: 'call', callee: 'conn.execute', word: 'FROM' },
      { text: "SELECT '\\n' FROM t", by: 'call', callee: 'conn.execute', word: "'\\n'" },
    ],
  },
  {
    name: 'format! fills holes, and constants by their text',
    source: `const TABLE: &str = "users";\n${inFunction('conn.execute(&format!("DELETE FROM {} WHERE a = {a} AND b = \'{{}}\' AND c = {:?}", TABLE, c), [])?;')}`,
    sql: [
      {
        text: "DELETE FROM users WHERE a = ? AND b = '{}' AND c = ?",
        by: 'call',
        callee: 'conn.execute',
        holes: ['{a}', '{:?}'],
        word: 'users',
      },
    ],
  },
  {
    name: 'concat! and indoc!',
    source: inFunction(
      'conn.execute(concat!("SELECT a ", "FROM t"), []);',
      'conn.execute(indoc! {"\n        SELECT b\n        FROM t"}, []);',
    ),
    sql: [
      { text: 'SELECT a FROM t', by: 'call', callee: 'conn.execute', word: 'FROM' },
      { text: '\n        SELECT b\n        FROM t', by: 'call', callee: 'conn.execute', word: 'FROM' },
    ],
  },
  {
    name: 'names, past conversions',
    source: `const Q: &str = "SELECT a FROM t";\n${inFunction('let sql = String::from("DELETE FROM t");', 'conn.execute(&sql, [])?;', 'sqlx::query(AssertSqlSafe(Q));')}`,
    sql: [
      { text: 'SELECT a FROM t', by: 'call', callee: 'sqlx::query' },
      { text: 'DELETE FROM t', by: 'call', callee: 'conn.execute', word: 'DELETE' },
    ],
  },
  {
    name: 'a choice of two statements',
    source: inFunction(
      'let query = if all { "select count(1) from t" } else { "select count(1) from t where a is null" };',
      'sqlx::query_as(query).fetch_one(&pool)',
    ),
    sql: [
      { text: 'select count(1) from t', by: 'call', callee: 'sqlx::query_as' },
      { text: 'select count(1) from t where a is null', by: 'call', callee: 'sqlx::query_as' },
    ],
  },
  {
    name: 'a statement that more is put behind ends in a hole',
    source: inFunction(
      'let mut sql = "SELECT a FROM t".to_string();',
      'sql.push_str(" WHERE b = 1");',
      'conn.prepare(&sql)?;',
    ),
    sql: [{ text: 'SELECT a FROM t ?', by: 'call', callee: 'conn.prepare', holes: ['" WHERE b = 1"'] }],
  },
  {
    name: 'constants, lists and arguments that read as statements',
    source:
      'static MIGRATIONS: &[&str] = &["CREATE TABLE t (a INT)"];\nfn m() -> Vec<M> { vec![M::up("ALTER TABLE t ADD COLUMN b TEXT")] }\nfn g() { count(&db, "SELECT COUNT(*) FROM t"); }',
    sql: [
      { text: 'CREATE TABLE t (a INT)', by: 'text' },
      { text: 'ALTER TABLE t ADD COLUMN b TEXT', by: 'text' },
      { text: 'SELECT COUNT(*) FROM t', by: 'text' },
    ],
  },
  {
    name: 'within a macro',
    source: inFunction(
      'tokio::select! { r = conn.execute("SELECT a FROM t", []) => { log(format!("DELETE FROM t")) } }',
    ),
    sql: [{ text: 'SELECT a FROM t', by: 'call', callee: 'conn.execute', word: 'FROM' }],
  },
  {
    name: 'prose, logs, errors and comparisons are no SQL',
    source: inFunction(
      'println!("SELECT a FROM t");',
      'tracing::info!("DELETE FROM t");',
      'panic!("SELECT a FROM t");',
      'x.expect("Select rows from the table");',
      'assert_eq!(sql, "SELECT a FROM t");',
      'if sql == "SELECT a FROM t" {}',
      'let label = "Select a file from the list";',
      'Command::new("git").arg("commit");',
      'runner.execute("update the settings");',
      'let a = b"SELECT a FROM t";',
      'e.context("DELETE FROM t")?;',
    ),
    sql: [],
  },
  {
    name: 'a template that is filled in elsewhere is no SQL as it is',
    source: `const Q: &str = "SELECT a FROM {table}";\n${inFunction('let r = "SELECT a FROM t WHERE b = 1";', 'conn.execute(&r.replace("t", x), []);')}`,
    sql: [],
  },
];

testEmbeddedSql('rust', cases);
