import {
  author,
  bookIndex,
  fullScan,
  library,
  npm,
  testProjects,
  unindexed,
} from '../../support/project-cases.ts';

const sqlite = { 'package.json': npm('better-sqlite3') };
const both = { 'package.json': npm('better-sqlite3', 'pg') };

testProjects('twins', {
  'schema.sql has a twin for Postgres': {
    files: {
      ...both,
      'db/schema.sql': library,
      'db/schema.postgres.sql': 'CREATE TABLE author (id SERIAL PRIMARY KEY);\n',
    },
    findings: [unindexed('db/schema.sql:2')],
    dialects: { 'db/schema.sql': 'sqlite', 'db/schema.postgres.sql': 'postgresql' },
  },
  'schema.sql has a twin for SQLite': {
    files: {
      ...both,
      'db/schema.sql': 'CREATE TABLE author (id SERIAL PRIMARY KEY);\n',
      'db/schema.sqlite.sql': library,
    },
    findings: [unindexed('db/schema.sqlite.sql:2')],
    dialects: { 'db/schema.sql': 'postgresql', 'db/schema.sqlite.sql': 'sqlite' },
  },
  'a folder of migrations has a twin': {
    files: {
      ...both,
      'migrations/001_init.sql': library,
      'migrations_pg/001_init.sql': 'CREATE TABLE author (id BIGSERIAL PRIMARY KEY);\n',
    },
    findings: [unindexed('migrations/001_init.sql:2')],
    databases: { migrations: ['migrations/001_init.sql'] },
    dialects: { 'migrations_pg/001_init.sql': 'postgresql' },
  },
  'one file for each of three databases': {
    files: {
      'package.json': npm('better-sqlite3', 'pg', 'mysql2'),
      'sql/init.sql': library,
      'sql/init.mysql.sql': library,
      'sql/init.pg.sql': library,
    },
    findings: [unindexed('sql/init.sql:2')],
  },
  'two databases and no word about which': {
    files: { ...both, 'db/schema.sql': library },
    findings: [],
    dialects: { 'db/schema.sql': 'unknown' },
  },
});

testProjects('what a file is in the project', {
  'a copy of the sqlite3 shell’s .dump': {
    files: {
      ...sqlite,
      'data.sql': `PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n${library}COMMIT;\n`,
    },
    findings: [],
  },
  'a dump of Postgres in a project of SQLite': {
    files: {
      ...sqlite,
      'import/legacy.sql':
        '--\n-- PostgreSQL database dump\n--\n\nSET statement_timeout = 0;\nCREATE TABLE public.author (id integer NOT NULL);\nALTER TABLE ONLY public.author ADD CONSTRAINT author_pkey PRIMARY KEY (id);\nCOPY public.author (id) FROM stdin;\n1\n\\.\n',
    },
    findings: [],
    dialects: { 'import/legacy.sql': 'postgresql' },
  },
  'a dump of MySQL in a project of SQLite': {
    files: {
      ...sqlite,
      'import/legacy.sql':
        '-- MySQL dump 10.13\nLOCK TABLES `author` WRITE;\nCREATE TABLE `author` (`id` int NOT NULL AUTO_INCREMENT, PRIMARY KEY (`id`), KEY `k` (`id`)) ENGINE=InnoDB;\nUNLOCK TABLES;\n',
    },
    findings: [],
    dialects: { 'import/legacy.sql': 'mysql' },
  },
  'tests, fixtures, docs, examples, vendored and generated files': {
    files: {
      ...sqlite,
      'tests/schema.sql': library,
      'testdata/schema.sql': library,
      'src/fixtures/schema.sql': library,
      'docs/schema.sql': library,
      'examples/blog/schema.sql': library,
      'vendor/lib/schema.sql': library,
      'src/generated/schema.sql': library,
      'dumps/2024.sql': library,
    },
    findings: [],
    databases: {},
  },
  'the folders for fixtures that test runners name with underscores': {
    files: { ...sqlite, 'src/__fixtures__/schema.sql': library, 'src/__snapshots__/schema.sql': library },
    findings: [],
    databases: {},
  },
  'files that their names say are for tests': {
    files: { ...sqlite, 'db/schema_test.sql': library, 'db/test_schema.sql': library },
    findings: [],
    databases: {},
  },
  'seeds run once, whatever they read': {
    files: {
      ...sqlite,
      'db/schema.sql': author,
      'db/seeds/001_authors.sql': "INSERT INTO author (name) VALUES ('Ada');\n",
      'db/seeds/002_more.sql':
        "INSERT INTO author (name) SELECT name || '!' FROM author WHERE name = 'Ada';\n",
      'db/seed.sql': "DELETE FROM author WHERE name = 'Bob';\n",
    },
    findings: [],
    databases: { 'db/schema.sql': ['db/schema.sql'] },
  },
  'only pragmas': {
    files: { 'db/pragmas.sql': 'PRAGMA journal_mode = WAL;\nPRAGMA synchronous = NORMAL;\n' },
    findings: [],
    databases: {},
    dialects: { 'db/pragmas.sql': 'sqlite' },
  },
  'an empty file, and one of comments': {
    files: { ...sqlite, 'db/schema.sql': '', 'migrations/001_init.sql': '-- nothing yet\n' },
    findings: [],
    databases: {},
  },
  'a byte order mark, and lines that end with CRLF': {
    files: {
      ...sqlite,
      'db/schema.sql': `\uFEFF${library.replaceAll('\n', '\r\n')}`,
      'db/q.sql': '\uFEFFSELECT id\r\nFROM book\r\nWHERE isbn = ?;\r\n',
    },
    findings: [fullScan('db/q.sql:2'), unindexed('db/schema.sql:2')],
  },
  'NUL bytes that fill a file up': {
    files: { ...sqlite, 'db/schema.sql': `${library}\0\0\0\0` },
    findings: [unindexed('db/schema.sql:2')],
  },
  'commands of the sqlite3 shell': {
    files: {
      ...sqlite,
      'tools/import.sql':
        '.mode csv\n.import authors.csv author\n.headers on\nSELECT count(*) FROM author;\n',
    },
    findings: [],
  },
});

testProjects('SQL of others', {
  'only Postgres reads it, and nothing tells the dialect': {
    files: { 'sql/report.sql': "SELECT DISTINCT ON (a) a, b::text FROM t WHERE c ILIKE 'x%' ORDER BY a;\n" },
    findings: [],
    dialects: { 'sql/report.sql': 'postgresql' },
  },
  'T-SQL with GO': {
    files: {
      ...sqlite,
      'deploy/init.sql':
        "IF NOT EXISTS (SELECT * FROM sys.tables WHERE name = 'author')\nBEGIN\nCREATE TABLE author (id INT IDENTITY(1,1) PRIMARY KEY);\nEND\nGO\n",
    },
    findings: [],
    dialects: { 'deploy/init.sql': 'other' },
  },
  'folders of DuckDB and ClickHouse': {
    files: {
      ...sqlite,
      'duckdb/load.sql': "INSERT OR REPLACE INTO t SELECT * FROM 'a.parquet';\nPRAGMA threads=4;\n",
      'clickhouse/init.sql': 'CREATE TABLE t (id UInt64) ENGINE = MergeTree ORDER BY id;\n',
    },
    findings: [],
    dialects: { 'duckdb/load.sql': 'other', 'clickhouse/init.sql': 'other' },
  },
  'DuckDB has pragmas and INSERT OR REPLACE too': {
    files: {
      'requirements.txt': 'duckdb==1.1.0\npandas\n',
      'sql/load.sql':
        "PRAGMA threads=4;\nCREATE OR REPLACE TABLE trip AS SELECT * FROM read_parquet('trip.parquet');\nINSERT OR REPLACE INTO trip SELECT * EXCLUDE (day) FROM trip;\n",
    },
    findings: [],
  },
  'a script of DuckDB in a program that has SQLite as well': {
    files: {
      'package.json': npm('better-sqlite3', '@duckdb/node-api'),
      'sql/load.sql': "INSTALL httpfs;\nLOAD httpfs;\nCREATE TABLE trip AS SELECT * FROM 'trip.parquet';\n",
    },
    findings: [],
  },
  'Snowflake has AUTOINCREMENT too': {
    files: {
      'sql/setup.sql':
        'CREATE OR REPLACE TABLE author (id INTEGER AUTOINCREMENT, data VARIANT);\nCREATE STAGE loads;\n',
    },
    findings: [],
  },
  'a file of Postgres that is named for what it imports from': {
    files: {
      'package.json': npm('pg'),
      'sql/sqlite_fdw.sql':
        "CREATE EXTENSION sqlite_fdw;\nCREATE SERVER s FOREIGN DATA WRAPPER sqlite_fdw OPTIONS (database '/data/a.db');\nIMPORT FOREIGN SCHEMA main FROM SERVER s INTO public;\n",
    },
    findings: [],
  },
  'a script for SQLite does not make its neighbours SQLite’s': {
    files: {
      'package.json': npm('pg'),
      'scripts/compact_cache.sql': 'PRAGMA wal_checkpoint(TRUNCATE);\nVACUUM;\n',
      'scripts/report.sql': "SELECT id::text FROM author WHERE name ILIKE 'a%';\n",
    },
    findings: [],
  },
  'a program of Postgres in a folder with both drivers: most of it is no SQLite': {
    files: {
      ...sqlite,
      'sql/one.sql':
        "SELECT id::text FROM author;\nSELECT DISTINCT ON (id) id FROM author;\nSELECT id FROM author WHERE name ILIKE 'a%';\n",
    },
    findings: [],
    dialects: { 'sql/one.sql': 'postgresql' },
  },
  'a stray cast in a project of SQLite': {
    files: { ...sqlite, 'db/schema.sql': author, 'db/one.sql': 'SELECT 1;\nSELECT id::text FROM author;\n' },
    findings: ['portability/postgres-operator db/one.sql:2'],
  },
  'columns that are called as words of MySQL': {
    files: {
      'a/schema.sql': 'CREATE TABLE page (id INTEGER PRIMARY KEY AUTOINCREMENT, charset TEXT);\n',
      'b/schema.sql':
        'CREATE TABLE import (\n  id INTEGER PRIMARY KEY AUTOINCREMENT,\n  delimiter TEXT NOT NULL\n);\n',
      'c/upsert.sql':
        'INSERT OR IGNORE INTO bot (id) VALUES (?);\nINSERT INTO bot (id, engine) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET engine = excluded.engine;\n',
      'd/update.sql':
        'INSERT OR IGNORE INTO artist (id) VALUES (?);\nUPDATE artist SET names = ? WHERE id = ?;\n',
    },
    findings: [],
    dialects: {
      'a/schema.sql': 'sqlite',
      'b/schema.sql': 'sqlite',
      'c/upsert.sql': 'sqlite',
      'd/update.sql': 'sqlite',
    },
  },
  templates: {
    files: {
      ...sqlite,
      'models/one.sql': "SELECT * FROM {{ ref('author') }} WHERE day > '{{ var(\"day\") }}';\n",
      'models/two.sql': '{% if x %} SELECT 1 {% else %} SELECT 2 {% endif %};\n',
    },
    findings: [],
  },
  'names that a program fills in': {
    files: {
      ...sqlite,
      'sql/one.sql': "UPDATE book SET id = '{ID}' WHERE id = {OLD};\n{#if FULL}\nSELECT 1;\n{#endif}\n",
      'sql/two.sql': 'CREATE TABLE t (id $%AUTO_INCREMENT%$);\n',
    },
    findings: [],
  },
  'branches for several databases': {
    files: {
      ...sqlite,
      'migrations/001_init.up.sql':
        'CREATE TABLE author (id INTEGER PRIMARY KEY);\n{{if .postgres}}\nSELECT a::text FROM author;\n{{end}}\n{{if .sqlite}}\nCREATE TABLE book (id INTEGER PRIMARY KEY, author_id INTEGER REFERENCES author (id));\n{{end}}\n',
    },
    findings: [],
    databases: { migrations: ['migrations/001_init.up.sql'] },
  },
  'Supabase beside a cache in SQLite': {
    files: {
      ...both,
      'supabase/migrations/20240101000000_init.sql': library,
      'cache/migrations/0001_init.sql': `${library}${bookIndex}PRAGMA user_version = 1;\n`,
    },
    findings: [],
    databases: { 'cache/migrations': ['cache/migrations/0001_init.sql'] },
    dialects: { 'supabase/migrations/20240101000000_init.sql': 'postgresql' },
  },
});
