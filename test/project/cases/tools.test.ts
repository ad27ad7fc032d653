import {
  author,
  book,
  bookIndex,
  library,
  npm,
  testProjects,
  unindexed,
} from '../../support/project-cases.ts';

testProjects('Drizzle and Prisma', {
  'two configurations, each for its folder': {
    files: {
      'package.json': npm('drizzle-orm', 'pg', 'better-sqlite3'),
      'drizzle.sqlite.config.ts': "export default { dialect: 'sqlite', out: './drizzle/local' };\n",
      'drizzle.pg.config.ts': "export default { dialect: 'postgresql', out: './drizzle/cloud' };\n",
      'drizzle/local/0000_init.sql': library,
      'drizzle/cloud/0000_init.sql': library,
    },
    findings: [unindexed('drizzle/local/0000_init.sql:2')],
    databases: { 'drizzle/local': ['drizzle/local/0000_init.sql'] },
    dialects: { 'drizzle/cloud/0000_init.sql': 'postgresql' },
  },
  'the former dialect is commented out': {
    files: {
      'drizzle.config.ts':
        "export default defineConfig({\n  // dialect: 'sqlite',\n  dialect: 'postgresql',\n  out: './drizzle',\n});\n",
      'drizzle/0000_init.sql': 'CREATE TABLE "author" ("id" serial PRIMARY KEY NOT NULL);\n',
    },
    findings: [],
    dialects: { 'drizzle/0000_init.sql': 'postgresql' },
  },
  'the journal has another order than the names': {
    files: {
      'drizzle/meta/_journal.json': JSON.stringify({
        dialect: 'sqlite',
        entries: [
          { idx: 0, tag: 'zeta_init' },
          { idx: 1, tag: 'alpha_book' },
        ],
      }),
      'drizzle/alpha_book.sql': `${book.trim()}--> statement-breakpoint\n${bookIndex}`,
      'drizzle/zeta_init.sql': author,
    },
    findings: [],
    databases: { drizzle: ['drizzle/zeta_init.sql', 'drizzle/alpha_book.sql'] },
  },
  'files that a program counts run before those that it lists and that go on with their tables': {
    files: {
      'package.json': npm('better-sqlite3'),
      'database.js': [
        'const later = ["patch-author.sql", "patch-rating.sql", "patch-note.sql"];',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the program's own text
        'for (let i = 1; i <= 2; i++) run(`./db/migrations/patch${i}.sql`);',
        'for (const name of later) run(name);',
      ].join('\n'),
      'db/migrations/patch1.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY);',
      'db/migrations/patch2.sql': 'ALTER TABLE book ADD title TEXT;',
      'db/migrations/patch-author.sql': author,
      'db/migrations/patch-rating.sql': 'ALTER TABLE book ADD rating REFERENCES author (id);',
      'db/migrations/patch-note.sql': 'ALTER TABLE book ADD note TEXT;',
    },
    findings: ['schema/unindexed-foreign-key db/migrations/patch-rating.sql:1'],
    databases: {
      'db/migrations': ['1', '2', '-author', '-rating', '-note'].map(
        (name) => `db/migrations/patch${name}.sql`,
      ),
    },
  },
  'files that a program counts have no place where those that it lists make a table of theirs': {
    files: {
      'package.json': npm('better-sqlite3'),
      'database.js': [
        'const later = ["patch-author.sql", "patch-book.sql", "patch-note.sql"];',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: the program's own text
        'for (let i = 1; i <= 1; i++) run(`./db/migrations/patch${i}.sql`);',
      ].join('\n'),
      'db/migrations/patch1.sql': 'ALTER TABLE book ADD note TEXT;',
      'db/migrations/patch-author.sql': author,
      'db/migrations/patch-book.sql': book,
      'db/migrations/patch-note.sql': 'ALTER TABLE author ADD note TEXT;',
    },
    findings: [],
    databases: {
      'db/migrations': ['author', 'book', 'note'].map((name) => `db/migrations/patch-${name}.sql`),
    },
  },
  'a file of the folder that the journal does not list has not run': {
    files: {
      'drizzle/meta/_journal.json': JSON.stringify({
        dialect: 'sqlite',
        entries: [
          { idx: 0, tag: '0000_init' },
          { idx: 1, tag: '0001_index' },
        ],
      }),
      'drizzle/0000_init.sql': library,
      'drizzle/0001_index.sql': bookIndex,
      'drizzle/0001_abandoned.sql': 'DROP INDEX book_author;\n',
    },
    findings: [],
  },
  'the lock names another provider than the drivers': {
    files: {
      'package.json': npm('better-sqlite3'),
      'prisma/schema.prisma':
        'datasource db {\n  // provider = "sqlite"\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "postgresql"\n',
      'prisma/migrations/20240101000000_init/migration.sql': library,
    },
    findings: [],
    databases: {},
    dialects: { 'prisma/migrations/20240101000000_init/migration.sql': 'postgresql' },
  },
  'Prisma’s way to change a table: what its names and indexes become': {
    files: {
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      'prisma/migrations/20240101000000_init/migration.sql': `${library}CREATE INDEX "book_author_idx" ON "book"("author_id");\n`,
      'prisma/migrations/20240202000000_required/migration.sql':
        '-- RedefineTables\nPRAGMA defer_foreign_keys=ON;\nPRAGMA foreign_keys=OFF;\nCREATE TABLE "new_book" (\n    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,\n    "author_id" INTEGER NOT NULL,\n    CONSTRAINT "book_fkey" FOREIGN KEY ("author_id") REFERENCES "author" ("id")\n);\nINSERT INTO "new_book" ("author_id", "id") SELECT "author_id", "id" FROM "book";\nDROP TABLE "book";\nALTER TABLE "new_book" RENAME TO "book";\nPRAGMA foreign_keys=ON;\nPRAGMA defer_foreign_keys=OFF;\n',
    },
    findings: [unindexed('prisma/migrations/20240202000000_required/migration.sql:7')],
  },
});

testProjects('drivers and tools', {
  'better-sqlite3 for development only, pg for production': {
    files: {
      'package.json': '{"dependencies":{"pg":"8"},"devDependencies":{"better-sqlite3":"11"}}',
      'db/schema.sql': library,
    },
    findings: [],
    databases: {},
    dialects: { 'db/schema.sql': 'postgresql' },
  },
  'go-sqlite3 is somebody else’s choice': {
    files: {
      'go.mod':
        'module x\nrequire github.com/jackc/pgx/v5 v5.5.0\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.22 // indirect\n)\n',
      'db/schema.sql': library,
    },
    findings: [],
    dialects: { 'db/schema.sql': 'postgresql' },
  },
  'only an indirect driver tells nothing': {
    files: {
      'go.mod': 'module x\nrequire github.com/mattn/go-sqlite3 v1.14.22 // indirect\n',
      'db/schema.sql': library,
    },
    findings: [],
    dialects: { 'db/schema.sql': 'unknown' },
  },
  'sqlc with two engines': {
    files: {
      'go.mod': 'require modernc.org/sqlite v1.40.0\nrequire github.com/jackc/pgx/v5 v5.5.0\n',
      'sqlc.yaml':
        'version: "2"\nsql:\n  - engine: sqlite\n    schema: db/local/schema.sql\n    queries: db/local/queries.sql\n  - engine: postgresql\n    schema: db/cloud/schema.sql\n    queries: db/cloud/queries.sql\n',
      'db/local/schema.sql': library,
      'db/local/queries.sql': '-- name: Find :one\nSELECT id FROM book WHERE isbn = ?;\n',
      'db/cloud/schema.sql': library,
      'db/cloud/queries.sql': '-- name: Find :one\nSELECT id FROM book WHERE isbn ILIKE $1;\n',
    },
    findings: ['query/full-scan db/local/queries.sql:2', unindexed('db/local/schema.sql:2')],
    databases: { 'db/local/schema.sql': ['db/local/schema.sql'] },
  },
  'two bindings of D1, each with its migrations': {
    files: {
      'wrangler.jsonc':
        '{\n  // D1\n  "d1_databases": [\n    { "binding": "A", "migrations_dir": "db/a" },\n    { "binding": "B", "migrations_dir": "db/b" },\n  ],\n}\n',
      'db/a/0001_init.sql': library,
      'db/b/0001_init.sql': library,
      'db/b/0002_index.sql': bookIndex,
    },
    findings: [unindexed('db/a/0001_init.sql:2')],
    databases: { 'db/a': ['db/a/0001_init.sql'], 'db/b': ['db/b/0001_init.sql', 'db/b/0002_index.sql'] },
  },
  'a crate for both, switched by features': {
    files: {
      'Cargo.toml':
        '[features]\nsqlite = ["sqlx/sqlite"]\npostgres = ["sqlx/postgres"]\n[dependencies]\nsqlx = { version = "0.8", features = ["sqlite", "postgres"] }\n',
      'migrations/20240101_init.sql': library,
    },
    findings: [],
    dialects: { 'migrations/20240101_init.sql': 'unknown' },
  },
  'Spring: SQLite in tests, Postgres in production': {
    files: {
      'pom.xml':
        '<dependency><groupId>org.postgresql</groupId></dependency>\n<dependency><artifactId>sqlite-jdbc</artifactId><scope>test</scope></dependency>\n',
      'src/main/resources/application.properties': 'spring.datasource.url=jdbc:postgresql://localhost/app\n',
      'src/test/resources/application-test.properties': 'spring.datasource.url=jdbc:sqlite::memory:\n',
      'src/main/resources/db/migration/V1__init.sql': library,
    },
    findings: [],
    dialects: { 'src/main/resources/db/migration/V1__init.sql': 'postgresql' },
  },
});
