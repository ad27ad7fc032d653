import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

/** Statements in a function. */
const inFunction = (...lines: string[]): string =>
  `package a\n\nfunc f(ctx context.Context, db *sql.DB) {\n\t${lines.join('\n\t')}\n}\n`;

const cases: EmbeddedCase[] = [
  {
    name: 'a literal that is handed to a method',
    source: inFunction('db.QueryRow("SELECT name FROM users WHERE id = ?", id)'),
    sql: [{ text: 'SELECT name FROM users WHERE id = ?', by: 'call', callee: 'db.QueryRow', word: 'users' }],
  },
  {
    name: 'behind a context, and behind what the rows are read into',
    source: inFunction(
      'r, err := s.db.QueryContext(ctx, "SELECT a FROM t")',
      'err = db.GetContext(ctx, &row, `SELECT b FROM t`)',
      'err = sqlitex.Execute(conn, "DELETE FROM t", nil)',
    ),
    sql: [
      { text: 'SELECT a FROM t', by: 'call', callee: 's.db.QueryContext' },
      { text: 'SELECT b FROM t', by: 'call', callee: 'db.GetContext' },
      { text: 'DELETE FROM t', by: 'call', callee: 'sqlitex.Execute' },
    ],
  },
  {
    name: 'constants of a block, run elsewhere or in the file',
    source:
      'package a\n\nconst (\n\tcreateQuery = `\n\t\tCREATE TABLE t (a INT);\n\t`\n\tselectQuery = "SELECT a " +\n\t\t"FROM t WHERE b = ?"\n)\n\nfunc f() { tx.Exec(createQuery) }\n',
    sql: [
      { text: '\n\t\tCREATE TABLE t (a INT);\n\t', by: 'call', callee: 'tx.Exec', word: 'INT' },
      { text: 'SELECT a FROM t WHERE b = ?', by: 'text', word: 'FROM' },
    ],
  },
  {
    name: 'a raw literal loses its carriage returns',
    source: inFunction('db.Exec(`SELECT a\r\nFROM things`)'),
    sql: [{ text: 'SELECT a\nFROM things', by: 'call', callee: 'db.Exec', word: 'things' }],
  },
  {
    name: 'escapes',
    source: inFunction('db.Exec("SELECT \\"a\\",\\n\\t\'\\u00e9\\x41\\101\' FROM t")'),
    sql: [{ text: 'SELECT "a",\n\t\'éAA\' FROM t', by: 'call', callee: 'db.Exec', word: 'FROM' }],
  },
  {
    name: 'Sprintf fills holes, and constants by their text',
    source: `package a\n\nconst table = "users"\n${inFunction('db.Exec(fmt.Sprintf("DELETE FROM %s WHERE a %% 2 = %d AND b = %[3]q", table, n, s))').slice(9)}`,
    sql: [
      {
        text: 'DELETE FROM users WHERE a % 2 = ? AND b = ?',
        by: 'call',
        callee: 'db.Exec',
        holes: ['%d', '%[3]q'],
        word: 'users',
      },
    ],
  },
  {
    name: 'texts that are joined',
    source: inFunction('db.Query("SELECT " + strings.Join(fields, ", ") + " FROM t WHERE a = " + p)'),
    sql: [
      {
        text: 'SELECT ? FROM t WHERE a = ?',
        by: 'call',
        callee: 'db.Query',
        holes: ['strings.Join(fields, ", ")', 'p'],
      },
    ],
  },
  {
    name: 'a statement that more is put behind ends in a hole',
    source: inFunction(
      'query := "SELECT a FROM t"',
      'if limit > 0 {',
      '\tquery = query + where + " ORDER BY a"',
      '\tquery = fmt.Sprintf("%s LIMIT %d", query, limit)',
      '}',
      'db.Query(query)',
    ),
    sql: [
      {
        text: 'SELECT a FROM t ?',
        by: 'call',
        callee: 'db.Query',
        holes: ['fmt.Sprintf("%s LIMIT %d", query, limit)'],
      },
    ],
  },
  {
    name: 'appended with +=',
    source: inFunction('query := `SELECT a FROM t`', 'query += " ORDER BY a"', 'db.Query(query)'),
    sql: [{ text: 'SELECT a FROM t ?', by: 'call', callee: 'db.Query', holes: ['" ORDER BY a"'] }],
  },
  {
    name: 'each value of a variable',
    source: inFunction(
      'q := "SELECT a FROM t"',
      'if b {',
      '\tq = "SELECT b FROM t"',
      '}',
      'rows, err := db.Query(q)',
    ),
    sql: [
      { text: 'SELECT a FROM t', by: 'call', callee: 'db.Query' },
      { text: 'SELECT b FROM t', by: 'call', callee: 'db.Query' },
    ],
  },
  {
    name: 'a variable of another function of the same name',
    source: 'package a\nfunc f() { q := "users"; use(q) }\nfunc g(q string) { db.Exec("DELETE FROM " + q) }',
    sql: [{ text: 'DELETE FROM ?', by: 'call', callee: 'db.Exec', holes: ['q'] }],
  },
  {
    name: 'lists, fields and arguments that read as statements',
    source: inFunction(
      'list := []string{"PRAGMA foreign_keys=ON", "CREATE INDEX i ON t (a)"}',
      'm := Migration{Up: `ALTER TABLE t ADD COLUMN b TEXT`, Description: "SELECT a FROM t"}',
      'count(t, "SELECT COUNT(*) FROM t")',
    ),
    sql: [
      { text: 'PRAGMA foreign_keys=ON', by: 'text' },
      { text: 'CREATE INDEX i ON t (a)', by: 'text' },
      { text: 'ALTER TABLE t ADD COLUMN b TEXT', by: 'text' },
      { text: 'SELECT COUNT(*) FROM t', by: 'text' },
    ],
  },
  {
    name: 'a receiver that is a call keeps its names',
    source: inFunction('s.store(1).Prepare("SELECT 1")'),
    sql: [{ text: 'SELECT 1', by: 'call', callee: 's.store().Prepare' }],
  },
  {
    name: 'prose, errors, tests and comparisons are no SQL',
    source: inFunction(
      'log.Printf("SELECT a FROM t took %v", d)',
      'err := fmt.Errorf("SELECT a FROM t: %w", e)',
      't.Run("Select rows from the table", g)',
      'require.Equal(t, "SELECT a FROM t", q)',
      'if q == "SELECT a FROM t" {}',
      'switch q { case "SELECT a FROM t": }',
      'cmd.Run("Update the settings")',
      'x := Command{Description: "Delete a node"}',
      'b.WriteString("SELECT a FROM t")',
      'db.EXPECT().ExecContext(gomock.Any(), "INSERT INTO t")',
      'r.Get("DELETE /items/{id}", h)',
      'y := "Create a table"',
    ),
    sql: [],
  },
  {
    name: 'a format that is filled in elsewhere is no SQL as it is',
    source: inFunction(
      'q := "SELECT %s FROM t"',
      'q = fmt.Sprintf(q, column)',
      'db.Query(q)',
      'const r = "SELECT a FROM %s"',
      's := "SELECT a FROM t WHERE b"',
      's = strings.Replace(s, "b", c, 1)',
      'db.Query(s)',
    ),
    sql: [],
  },
];

testEmbeddedSql('go', cases);
