import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

const php = (name: string, body: string, sql: EmbeddedCase['sql'] = []): EmbeddedCase => ({
  name,
  source: `<?php\n${body}`,
  sql,
});

const cases: readonly EmbeddedCase[] = [
  php('PDO', '$pdo->exec("DELETE FROM t");\n$this->db->query(\'SELECT a FROM u\')->fetchAll();', [
    { text: 'DELETE FROM t', by: 'call', callee: '$pdo->exec', word: 't' },
    { text: 'SELECT a FROM u', by: 'call', callee: '$this->db->query', word: 'FROM u' },
  ]),
  php(
    'constants of the class',
    "class A {\n const T = 'users';\n function f($pdo) { $pdo->exec('DELETE FROM '.self::T.' WHERE id = 1'); }\n}",
    [{ text: 'DELETE FROM users WHERE id = 1', by: 'call', callee: '$pdo->exec', word: 'users' }],
  ),
  php("another class' constant is a hole", "$pdo->exec('DELETE FROM '.User::TABLE.' WHERE id = 1');", [
    {
      text: 'DELETE FROM ? WHERE id = 1',
      by: 'call',
      callee: '$pdo->exec',
      holes: ['User::TABLE'],
      word: 'WHERE',
    },
  ]),
  php(
    'interpolations',
    '$db->query("SELECT a FROM {$this->t} WHERE b = $b[0] AND c = \\"\u0024{c}\\" AND d = {$d[\'x\']}");',
    [
      {
        text: 'SELECT a FROM ? WHERE b = ? AND c = "?" AND d = ?',
        by: 'call',
        callee: '$db->query',
        holes: ['{$this->t}', '$b[0]', '\u0024{c}', "{$d['x']}"],
        word: 'AND d',
      },
    ],
  ),
  php(
    'a heredoc without its indentation',
    "$db->exec(<<<SQL\n    UPDATE t\n      SET a = {$a}\n    WHERE b = '\\u{e9}'\n    SQL);",
    [
      {
        text: "UPDATE t\n  SET a = ?\nWHERE b = 'é'",
        by: 'call',
        callee: '$db->exec',
        holes: ['{$a}'],
        word: 'WHERE b',
      },
    ],
  ),
  php('a nowdoc with CRLF', "$db->exec(<<<'SQL'\r\nINSERT INTO t\r\nVALUES ('$a\\n')\r\nSQL\r\n);", [
    { text: "INSERT INTO t\r\nVALUES ('$a\\n')", by: 'call', callee: '$db->exec', word: 'VALUES' },
  ]),
  php(
    'escapes of both quotes',
    "$db->exec('SELECT \\'a\\n\\' FROM t');\n$db->exec(\"SELECT 'a\\n' FROM u\");",
    [
      { text: "SELECT 'a\\n' FROM t", by: 'call', callee: '$db->exec', word: 'FROM t' },
      { text: "SELECT 'a\n' FROM u", by: 'call', callee: '$db->exec', word: 'FROM u' },
    ],
  ),
  php(
    'formats',
    "$table = 'users';\n$db->prepare(sprintf('SELECT %s FROM %s WHERE a LIKE \"%%x\"', $columns, $table));",
    [
      {
        text: 'SELECT ? FROM users WHERE a LIKE "%x"',
        by: 'call',
        callee: '$db->prepare',
        holes: ['%s'],
        word: 'users',
      },
    ],
  ),
  php(
    'facades, named arguments and functions',
    "DB::select('select a from t where b = ?', [1]);\n$db->query(query: 'SELECT 1');\nsqlite_query($db, 'SELECT 2');",
    [
      { text: 'select a from t where b = ?', by: 'call', callee: 'DB::select', word: 'where' },
      { text: 'SELECT 1', by: 'call', callee: '$db->query', word: '1' },
      { text: 'SELECT 2', by: 'call', callee: 'sqlite_query', word: '2' },
    ],
  ),
  php('a variable that is run later', "$sql = 'SELECT changes()';\n$db?->query($sql);", [
    { text: 'SELECT changes()', by: 'call', callee: '$db->query', word: 'changes' },
  ]),
  php(
    'a variable that grows has a hole at its end',
    "function f($db) {\n  $sql = 'SELECT * FROM t';\n  if ($x) $sql .= ' WHERE a';\n  return $db->query($sql);\n}",
    [{ text: 'SELECT * FROM t ?', by: 'call', callee: '$db->query', holes: ["' WHERE a'"], word: 'FROM' }],
  ),
  php(
    'a list of statements',
    "$all = ['CREATE TABLE a (b INTEGER)', 'k' => \"DROP TABLE c\", 'Create a table'];",
    [
      { text: 'CREATE TABLE a (b INTEGER)', by: 'text', word: 'INTEGER' },
      { text: 'DROP TABLE c', by: 'text', word: 'c' },
    ],
  ),
  php('both ways of a condition', "$db->query($a ? 'SELECT a FROM t' : 'SELECT b FROM t');", [
    { text: 'SELECT a FROM t', by: 'call', callee: '$db->query', word: 'SELECT a' },
    { text: 'SELECT b FROM t', by: 'call', callee: '$db->query', word: 'SELECT b' },
  ]),
  php(
    'parts of longer texts',
    "$parts = implode(' ', ['SELECT * FROM t', 'WHERE a = 1']);\n$q->subquery('SELECT COUNT(*) FROM t WHERE a = 1', 'n');\n$x .= 'SELECT * FROM t WHERE a = 1';",
  ),
  php(
    'texts that are shown or compared',
    "echo 'DELETE FROM t WHERE a = 1';\n$log->debug('SELECT * FROM t WHERE a = 1');\nthrow new \\RuntimeException('SELECT * FROM t WHERE a = 1');\nif ($sql === 'SELECT * FROM t WHERE a = 1') {}\n$this->assertSame('SELECT * FROM t WHERE a = 1', $sql);",
  ),
  php(
    'other databases and languages',
    "mysqli_query($c, 'SELECT * FROM t WHERE a = 1');\n$wpdb->query('DELETE FROM t WHERE a = 1');\n$em->createQuery('SELECT u FROM User u WHERE u.id = 1');\n$db->query('SELECT * FROM {node} WHERE nid = 1');",
  ),
  php(
    'prose',
    "$help = 'Select a file from the list';\n$db->query('Update the list');\nconst M = 'Delete from the list';",
  ),
];

testEmbeddedSql('php', cases);
