// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the snippets are JavaScript.
import { type EmbeddedCase, testEmbeddedSql } from '../../support/embedded-sql.ts';

const cases: EmbeddedCase[] = [
  {
    name: 'a string that is handed to a method',
    source: "const row = db.prepare('SELECT name FROM users WHERE id = ?').get(id);",
    sql: [{ text: 'SELECT name FROM users WHERE id = ?', by: 'call', callee: 'db.prepare', word: 'users' }],
  },
  {
    name: 'escapes have no place of their own, the rest has',
    source: "db.exec('SELECT\\n\\'it\\\\s\\' AS \\u00e9t\\x41, x FROM t;');",
    sql: [
      { text: "SELECT\n'it\\s' AS étA, x FROM t;", by: 'call', callee: 'db.exec', word: 'x', written: 'x' },
    ],
  },
  {
    name: 'a template over lines with CRLF',
    source: 'db.run(`SELECT a\r\n  FROM things\r\n`)',
    sql: [{ text: 'SELECT a\n  FROM things\n', by: 'call', callee: 'db.run', word: 'things' }],
  },
  {
    name: 'what is filled into a template is a hole',
    source: 'await this.db.all(`SELECT * FROM ${table} WHERE id = ${Number(id)} ORDER BY age`);',
    sql: [
      {
        text: 'SELECT * FROM ? WHERE id = ? ORDER BY age',
        by: 'call',
        callee: 'this.db.all',
        holes: ['${table}', '${Number(id)}'],
        word: 'age',
      },
    ],
  },
  {
    name: 'a constant of the file is put in from its own place',
    source: "const TABLE = 'users'; const LIMIT = 10;\nquery(`SELECT a FROM ${TABLE} LIMIT ${LIMIT}`);",
    sql: [{ text: 'SELECT a FROM users LIMIT 10', by: 'call', callee: 'query', word: 'users' }],
  },
  {
    name: 'a variable that has several values is a hole',
    source: "let order = 'ASC';\nif (down) order = 'DESC';\ndb.all(`SELECT a FROM t ORDER BY a ${order}`);",
    sql: [{ text: 'SELECT a FROM t ORDER BY a ?', by: 'call', callee: 'db.all', holes: ['${order}'] }],
  },
  {
    name: 'a parameter hides a constant of the same name',
    source: "const t = 'users';\nfunction f(t) { db.all(`SELECT a FROM ${t}`); }",
    sql: [{ text: 'SELECT a FROM ?', by: 'call', callee: 'db.all', holes: ['${t}'] }],
  },
  {
    name: 'texts that are joined with +, over lines and in parentheses',
    source: "R.getAll('SELECT a ' +\n  ('FROM monitor ' + 'WHERE id = ') + id + ' LIMIT 1', []);",
    sql: [
      {
        text: 'SELECT a FROM monitor WHERE id = ? LIMIT 1',
        by: 'call',
        callee: 'R.getAll',
        holes: ['id'],
        word: 'monitor',
      },
    ],
  },
  {
    name: 'a list that is joined',
    source: "db.exec(['SELECT a', 'FROM t', where].join(' '));",
    sql: [{ text: 'SELECT a FROM t ?', by: 'call', callee: 'db.exec', holes: ['where'], word: 'FROM' }],
  },
  {
    name: 'a variable that is handed over later',
    source: 'const sql = `DELETE FROM logs`;\nawait client.execute(sql, []);',
    sql: [{ text: 'DELETE FROM logs', by: 'call', callee: 'client.execute', word: 'logs' }],
  },
  {
    name: 'a statement that more is put behind ends in a hole',
    source: "let sql = 'SELECT a FROM t WHERE 1 = 1';\nif (b) sql += ' AND b = ?';\ndb.all(sql);",
    sql: [{ text: 'SELECT a FROM t WHERE 1 = 1 ?', by: 'call', callee: 'db.all', holes: ["' AND b = ?'"] }],
  },
  {
    name: 'a choice of two statements',
    source: "db.all(asc ? 'SELECT a FROM t ORDER BY a' : 'SELECT a FROM t ORDER BY a DESC');",
    sql: [
      { text: 'SELECT a FROM t ORDER BY a', by: 'call', callee: 'db.all' },
      { text: 'SELECT a FROM t ORDER BY a DESC', by: 'call', callee: 'db.all' },
    ],
  },
  {
    name: 'an object with the SQL, and a list of statements',
    source:
      "await c.execute({ sql: 'SELECT a FROM t', args: [] });\nawait c.batch(['DELETE FROM a', { sql: 'BEGIN' }]);",
    sql: [
      { text: 'SELECT a FROM t', by: 'call', callee: 'c.execute' },
      { text: 'DELETE FROM a', by: 'call', callee: 'c.batch' },
      { text: 'BEGIN', by: 'call', callee: 'c.batch' },
    ],
  },
  {
    name: 'a database as the first argument',
    source: "sqlite3.exec(db, 'PRAGMA user_version');",
    sql: [{ text: 'PRAGMA user_version', by: 'call', callee: 'sqlite3.exec' }],
  },
  {
    name: 'a tagged template binds what is filled in',
    source: 'const rows = await sql`SELECT * FROM users WHERE id = ${id} AND ${sql`age > 1`}`;',
    sql: [
      {
        text: 'SELECT * FROM users WHERE id = ? AND ?',
        by: 'tag',
        callee: 'sql',
        holes: ['=${id}', '${sql`age > 1`}'],
        word: 'users',
      },
    ],
  },
  {
    name: 'fragments of a tagged template are text',
    source:
      'const where = Prisma.sql`id = 1`;\nprisma.$queryRaw`SELECT * FROM ${Prisma.raw(t)} WHERE ${where} AND b = ${b}`;',
    sql: [
      {
        text: 'SELECT * FROM ? WHERE ? AND b = ?',
        by: 'tag',
        callee: 'prisma.$queryRaw',
        holes: ['${Prisma.raw(t)}', '${where}', '=${b}'],
      },
    ],
  },
  {
    name: 'tables and columns of Drizzle are text',
    source:
      "import { sql } from 'drizzle-orm';\ndb.all(sql`select * from ${users} where ${users.id} = ${3}`);",
    sql: [
      {
        text: 'select * from ? where ? = ?',
        by: 'tag',
        callee: 'sql',
        holes: ['${users}', '${users.id}', '=${3}'],
      },
    ],
  },
  {
    name: 'a constant, a property and an argument that read as statements',
    source:
      "export const Q = 'SELECT a FROM t';\nconst queries = { insert: 'INSERT INTO t (a) VALUES (?)' };\nhandle(c, 'SELECT count(*) FROM t');",
    sql: [
      { text: 'SELECT a FROM t', by: 'text' },
      { text: 'INSERT INTO t (a) VALUES (?)', by: 'text' },
      { text: 'SELECT count(*) FROM t', by: 'text' },
    ],
  },
  {
    name: 'several statements stay one',
    source: "db.exec('BEGIN; DELETE FROM t; COMMIT');",
    sql: [{ text: 'BEGIN; DELETE FROM t; COMMIT', by: 'call', callee: 'db.exec' }],
  },
  {
    name: 'a receiver that is a call keeps its names',
    source: "getDb(env, { a: 1 }).prepare('SELECT 1');",
    sql: [{ text: 'SELECT 1', by: 'call', callee: 'getDb().prepare' }],
  },
  {
    name: 'String.raw keeps its backslashes',
    source: "db.run(String.raw`SELECT '\\n' FROM t`);",
    sql: [{ text: "SELECT '\\n' FROM t", by: 'call', callee: 'db.run', word: "'\\n'" }],
  },
  {
    name: 'prose, selectors, tests, logs and comparisons are no SQL',
    source: [
      "it('SELECT * FROM users works', () => {});",
      "console.log('DELETE FROM t');",
      "throw new Error('SELECT a FROM t failed');",
      "expect(text).toBe('SELECT a FROM t');",
      "if (sql === 'SELECT a FROM t') return;",
      "cy.get('select option');",
      "page.run('Update the settings');",
      "const label = 'Select a file from the list';",
      "const a = { description: 'SELECT a FROM t' };",
      "git.run('commit', '-m');",
      'const b = css`select { from: 1 }`;',
      'const c = gql`query { select from }`;',
      "parts.push('SELECT a FROM t');",
      "const d = 'SELECT {cols} FROM t'.replace('{cols}', x);",
    ].join('\n'),
    sql: [],
  },
  {
    name: 'a template that is filled later is no SQL as it is',
    source: "const q = 'SELECT a FROM t WHERE b = :b';\ndb.all(q.replace(':b', x));",
    sql: [],
  },
];

testEmbeddedSql('javascript', cases);
testEmbeddedSql('typescript', [
  ...cases,
  {
    name: 'types between a tag and its template',
    source:
      'const a = await prisma.$queryRaw<User[]>`SELECT a FROM t WHERE b = ${b}`;\nconst c = sql<number>`SELECT count(*) FROM ${x}`;',
    sql: [
      { text: 'SELECT a FROM t WHERE b = ?', by: 'tag', callee: 'prisma.$queryRaw', holes: ['=${b}'] },
      { text: 'SELECT count(*) FROM ?', by: 'tag', callee: 'sql', holes: ['=${x}'] },
    ],
  },
  {
    name: 'type arguments, assertions and fields',
    source:
      "class A {\n  private readonly q = 'SELECT a FROM t' as const;\n  f() { return this.db!.prepare<[], Row>(this.q).all(); }\n}",
    sql: [{ text: 'SELECT a FROM t', by: 'call', callee: 'this.db.prepare', word: 'FROM' }],
  },
  {
    name: 'a type is no SQL',
    source: "type Q = 'SELECT a FROM t';",
    sql: [],
  },
]);
