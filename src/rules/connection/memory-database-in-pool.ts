import { isInBranch } from '../../project/branches.ts';
import { isPool } from '../../project/connections/pool.ts';
import { goProgram } from '../examples.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'connection/memory-database-in-pool',
  severity: 'error',
  preset: 'recommended',
  since: '0.1.0',
  needs: ['connections'],
  fix: 'none',
  docs: {
    what: 'Finds pools of connections to a database in memory, of a driver that gives each connection a database of its own.',
    why: 'The first connection holds the tables. The pool opens a second one when the first is in use, or when it has been idle for too long, and that one is empty: “no such table”, now and then, for a table that is there.',
    sources: ['https://sqlite.org/inmemorydb.html'],
    bad: [goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", ":memory:")')],
    good: [
      goProgram('mattn', '1.14.49', 'return sql.Open("sqlite3", "file::memory:?cache=shared")'),
      goProgram(
        'mattn',
        '1.14.49',
        'db, err := sql.Open("sqlite3", ":memory:")\nif err != nil {\n\treturn nil, err\n}\ndb.SetMaxOpenConns(1)\nreturn db, nil',
      ),
      // SQLx shares it by default.
      {
        'src/main.rs':
          'use sqlx::sqlite::SqlitePoolOptions;\n\nasync fn open() -> sqlx::Result<sqlx::SqlitePool> {\n    SqlitePoolOptions::new().max_connections(5).connect("sqlite::memory:").await\n}\n',
        'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8.6", features = ["sqlite"] }\n',
      },
    ],
  },
  proofs: [
    {
      claim: 'Two connections to a memory database have two databases.',
      sql: ["ATTACH ':memory:' AS b", 'CREATE TABLE main.t (x)', 'SELECT * FROM b.t'],
      error: 'no such table: b.t',
    },
  ],
  *checkConnection({ file, site, driver }) {
    if (site.storage !== 'memory' || site.sharedCache || driver.memory !== 'separate') return;
    if (!isPool(site, driver) || isInBranch(file, site.range.start, /test/i)) return;
    yield {
      range: site.range,
      message: `Each connection of this pool has a memory database of its own. The second one that ${driver.name} opens is empty: “no such table”.`,
      help: 'Let the pool open one connection only, and keep that open; or share the database: file::memory:?cache=shared.',
    };
  },
});
