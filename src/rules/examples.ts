/** A small program on node:sqlite, for the examples of rules. */
export function nodeProgram(body: string): Record<string, string> {
  return { 'db.js': `import { DatabaseSync } from 'node:sqlite';\n${body}` };
}

/** The same, with a server beside it. */
export function nodeServer(body: string): Record<string, string> {
  return {
    ...nodeProgram(body),
    'package.json': '{ "dependencies": { "express": "5.1.0" } }\n',
  };
}

const goImports = { mattn: 'github.com/mattn/go-sqlite3', modernc: 'modernc.org/sqlite' };

/** A program of Go with a driver in a version that its go.mod names. */
export function goProgram(
  driver: keyof typeof goImports,
  version: string,
  body: string,
): Record<string, string> {
  const path = goImports[driver];
  const lines = body.trimEnd().split('\n');
  return {
    'main.go': `package main\n\nimport (\n\t"database/sql"\n\n\t_ "${path}"\n)\n\nfunc open() (*sql.DB, error) {\n${lines.map((line) => `\t${line}\n`).join('')}}\n`,
    'go.mod': `module example.org/app\n\ngo 1.25\n\nrequire ${path} v${version}\n`,
  };
}

/** Two migrations in SQL, of which the second is the one to look at. */
export function twoMigrations(first: string, second: string): Record<string, string> {
  return { 'migrations/001_init.sqlite.sql': first, 'migrations/002_change.sqlite.sql': second };
}

/** A migration of a database with the tables `account` and `note`, for the rules on what breaks a running version. */
export function changeOfAccounts(second: string): Record<string, string> {
  return twoMigrations(
    'CREATE TABLE account (id INTEGER PRIMARY KEY, name TEXT, fax TEXT);\nCREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT);\n',
    second,
  );
}

/** A program that opens the database as it should, with a driver that switches foreign keys on by itself. */
export const enforcingProgram = nodeProgram(
  "export const db = new DatabaseSync('app.db', { timeout: 5000 });\ndb.exec('PRAGMA journal_mode = WAL');\n",
);

/** Posts, and comments that refer to them. */
export function postsWithComments(action = ''): string {
  return `CREATE TABLE post (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE comment (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES post (id)${action && ` ${action}`});
CREATE INDEX comment_post ON comment (post_id);
`;
}

/** The posts made anew, as the documentation of ALTER TABLE has it, without what belongs around it. */
export const rebuildOfPosts = `CREATE TABLE post_new (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
INSERT INTO post_new SELECT id, coalesce(title, '') FROM post;
DROP TABLE post;
ALTER TABLE post_new RENAME TO post;
`;

/** Small projects of a schema and one query, for the examples of rules. `more` comes behind the schema. */
export function withSchema(schema: string): (query: string, more?: string) => Record<string, string> {
  return (query, more = '') => ({
    'schema.sqlite.sql': schema + more,
    'queries/example.sqlite.sql': query,
  });
}

/** A litestream.yml beside what says which line of Litestream reads it. */
export function litestreamProject(line: '0.3' | '0.5', yml: string): Record<string, string> {
  return {
    'litestream.yml': yml,
    Makefile: `LITESTREAM_VERSION = ${line === '0.3' ? '0.3.13' : '0.5.17'}\n`,
  };
}

/** A litestream.yml with one database, and these lines in its replica. */
export function litestreamReplica(lines: string, globals = ''): string {
  const replica = lines.trimEnd().split('\n').join('\n      ');
  return `${globals}dbs:\n  - path: /data/app.db\n    replica:\n      ${replica}\n`;
}
