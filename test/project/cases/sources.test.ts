import {
  author,
  book,
  bookIndex,
  library,
  npm,
  testProjects,
  unindexed,
} from '../../support/project-cases.ts';

const sqlite = { 'package.json': npm('better-sqlite3') };
const second = 'CREATE TABLE loan (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES book (id));\n';

testProjects('one schema in several files', {
  'a file of indexes beside the file of tables': {
    files: { ...sqlite, 'db/schema.sql': library, 'db/indexes.sql': bookIndex },
    findings: [],
  },
  'a folder of tables and a folder of indexes': {
    files: {
      ...sqlite,
      'db/tables/author.sql': author,
      'db/tables/book.sql': book,
      'db/indexes/book.sql': bookIndex,
    },
    findings: [],
  },
  'a file of tables that a program makes anew': {
    files: {
      ...sqlite,
      'db/schema.sql': library,
      'db/upgrade.rs':
        'fn upgrade(c: &Connection) {\n    c.execute_batch("CREATE TABLE new_book (id INTEGER PRIMARY KEY);\\\n        DROP TABLE book;\\\n        ALTER TABLE new_book RENAME TO book;", 95);\n}\n',
    },
    findings: [],
  },
  'a file for each table': {
    files: { ...sqlite, 'schema/author.sql': author, 'schema/book.sql': book + bookIndex },
    findings: [],
    databases: { schema: ['schema/author.sql', 'schema/book.sql'] },
  },
  'numbered migrations, and other definitions in the same folder': {
    files: {
      ...sqlite,
      'db/001_init.sql': library,
      'db/002_index.sql': bookIndex,
      'db/audit.sql':
        'CREATE TABLE actor (id INTEGER PRIMARY KEY);\nCREATE TABLE event (id INTEGER PRIMARY KEY, actor_id INTEGER REFERENCES actor (id));\n',
      'db/cache.sql': 'CREATE TABLE cache (id INTEGER PRIMARY KEY);\n',
    },
    findings: [unindexed('db/audit.sql:2')],
  },
});

testProjects('a schema file beside migrations', {
  'that build the same': {
    files: { ...sqlite, 'db/schema.sql': library, 'db/migrations/001_init.sql': library },
    findings: [unindexed('db/migrations/001_init.sql:2')],
    databases: { 'db/migrations': ['db/migrations/001_init.sql'] },
  },
  'that are ahead of it': {
    files: {
      ...sqlite,
      'db/schema.sql': library,
      'db/migrations/001_init.sql': library,
      'db/migrations/002_index.sql': bookIndex,
    },
    findings: [],
  },
  'that start in the middle': {
    files: {
      ...sqlite,
      'db/schema.sql': library + bookIndex,
      'db/migrations/002_column.sql': 'ALTER TABLE book ADD COLUMN isbn13 TEXT;\n',
    },
    findings: [],
    databases: { 'db/schema.sql': ['db/schema.sql'] },
  },
  'that start in the middle, and are ahead of it': {
    files: { ...sqlite, 'db/schema.sql': library, 'db/migrations/002_index.sql': bookIndex },
    findings: [],
  },
  'for another service with tables of the same names': {
    files: {
      ...sqlite,
      'apps/shop/migrations/001_init.sql': library + bookIndex,
      'apps/desk/schema.sql': library,
    },
    findings: [unindexed('apps/desk/schema.sql:2')],
    databases: {
      'apps/desk/schema.sql': ['apps/desk/schema.sql'],
      'apps/shop/migrations': ['apps/shop/migrations/001_init.sql'],
    },
  },
  'in another part of the tree': {
    files: {
      ...sqlite,
      'src/db/schema.sql': library,
      'migrations/001_init.sql': library,
      'migrations/002_index.sql': bookIndex,
    },
    findings: [],
  },
});

testProjects('tools that order by name', {
  '9 before 10, and versions number by number': {
    files: {
      ...sqlite,
      'm/10_index.sql': bookIndex,
      'm/9_init.sql': library,
      'db/migration/V1.10__index.sql': bookIndex.replace('book_author', 'b2'),
      'db/migration/V1.2__init.sql': library,
    },
    findings: [],
    databases: {
      'db/migration': ['db/migration/V1.2__init.sql', 'db/migration/V1.10__index.sql'],
      m: ['m/9_init.sql', 'm/10_index.sql'],
    },
  },
  'a folder for each version holds files of any name': {
    files: {
      ...sqlite,
      'storage/delta/9/tables.sql': library,
      'storage/delta/10/indexes.sql': bookIndex,
      'schema/versioned/v0.9/books.sql': library.replaceAll('book', 'tome'),
      'schema/versioned/v0.10/tome_author.sql': 'CREATE INDEX tome_author ON tome (author_id);\n',
    },
    findings: [],
    databases: {
      'storage/delta': ['storage/delta/9/tables.sql', 'storage/delta/10/indexes.sql'],
      'schema/versioned': ['schema/versioned/v0.9/books.sql', 'schema/versioned/v0.10/tome_author.sql'],
    },
  },
  'a folder for each version holds the way back, too': {
    files: {
      ...sqlite,
      'updates/v1/up.sql': library,
      'updates/v1/down.sql': 'DROP TABLE book;\nDROP TABLE author;\n',
      'updates/v2/upgrade.sql': second,
      'updates/v2/downgrade.sql': 'DROP TABLE loan;\n',
      'updates/v3/install.sql': 'ALTER TABLE loan ADD COLUMN due TEXT;\n',
      'updates/v3/uninstall.sql': 'ALTER TABLE loan DROP COLUMN due;\nDROP TABLE book;\n',
    },
    findings: [unindexed('updates/v1/up.sql:2'), unindexed('updates/v2/upgrade.sql:1')],
    databases: { updates: ['updates/v1/up.sql', 'updates/v2/upgrade.sql', 'updates/v3/install.sql'] },
  },
  'a column whose name is a keyword elsewhere': {
    files: {
      ...sqlite,
      'db/schema.sql': `${author}${book.replace('isbn', 'filter')}`,
      'db/migrations/1_init.sql': `${author}${book.replace('isbn', 'filter')}`,
      'db/migrations/2_index.sql': bookIndex,
    },
    findings: [],
    databases: { 'db/migrations': ['db/migrations/1_init.sql', 'db/migrations/2_index.sql'] },
  },
  'two files of one version that shape the same table have no order': {
    files: {
      ...sqlite,
      'storage/delta/9/a.sql': library,
      'storage/delta/9/b.sql': 'ALTER TABLE book ADD COLUMN year INTEGER;\n',
      'storage/delta/10/loan.sql': second,
    },
    findings: [unindexed('storage/delta/10/loan.sql:1')],
  },
  'Flyway: undo is not run, repeatable ones run last': {
    files: {
      ...sqlite,
      'db/migration/R__index.sql':
        'DROP INDEX IF EXISTS book_author;\nCREATE INDEX book_author ON book (author_id);\n',
      'db/migration/U1__init.sql': 'DROP TABLE book;\nDROP TABLE author;\n',
      'db/migration/V1__init.sql': library,
      'db/migration/V2__loan.sql': second,
    },
    findings: [unindexed('db/migration/V2__loan.sql:1')],
    databases: {
      'db/migration': ['db/migration/V1__init.sql', 'db/migration/V2__loan.sql', 'db/migration/R__index.sql'],
    },
  },
  'Flyway: a baseline stands for the versions up to its own': {
    files: {
      ...sqlite,
      'db/migration/V1__init.sql': library,
      'db/migration/V2__index.sql': bookIndex,
      'db/migration/B2__all.sql': library + bookIndex,
      'db/migration/V3__loan.sql': second,
    },
    findings: [unindexed('db/migration/V3__loan.sql:1')],
  },
  Diesel: {
    files: {
      'diesel.toml': '[migrations_directory]\ndir = "migrations"\n',
      'Cargo.toml': '[dependencies]\ndiesel = { version = "2", features = ["sqlite"] }\n',
      'migrations/2024-01-01-000000_init/up.sql': library,
      'migrations/2024-01-01-000000_init/down.sql': 'DROP TABLE book;\nDROP TABLE author;\n',
      'migrations/2024-02-01-000000_index/up.sql': bookIndex,
      'migrations/2024-02-01-000000_index/down.sql': 'DROP INDEX book_author;\n',
    },
    findings: [],
    databases: {
      migrations: ['migrations/2024-01-01-000000_init/up.sql', 'migrations/2024-02-01-000000_index/up.sql'],
    },
  },
  'folders for up and down': {
    files: {
      ...sqlite,
      'migrations/up/001_init.sql': library,
      'migrations/up/002_index.sql': bookIndex,
      'migrations/down/001_init.sql': 'DROP TABLE book;\n',
      'migrations/down/002_index.sql': 'DROP INDEX book_author;\n',
    },
    findings: [],
    databases: { migrations: ['migrations/up/001_init.sql', 'migrations/up/002_index.sql'] },
  },
  'a folder for the way back': {
    files: {
      ...sqlite,
      'migrations/001_init.sql': library + bookIndex,
      'migrations/002_drop.sql': 'DROP TABLE book;\n',
      'migrations/rollback/002_drop.sql': book,
      'migrations/rollback/001_init.sql': 'DROP TABLE book;\nDROP TABLE author;\n',
    },
    findings: [],
    databases: { migrations: ['migrations/001_init.sql', 'migrations/002_drop.sql'] },
  },
  'what goes back is not judged as what goes forward': {
    files: {
      ...sqlite,
      'migrations/001_init.up.sql': 'CREATE TABLE tag (id INTEGER PRIMARY KEY, color TEXT NOT NULL);\n',
      'migrations/001_init.down.sql': 'DROP TABLE tag;\n',
      'migrations/002_drop.up.sql': 'ALTER TABLE tag DROP COLUMN color;\n',
      'migrations/002_drop.down.sql': 'ALTER TABLE tag ADD COLUMN color TEXT NOT NULL;\n',
    },
    findings: [],
  },
  'folders of versions': {
    files: {
      ...sqlite,
      'migrations/v1.2/001_init.sql': library,
      'migrations/v1.10/001_index.sql': bookIndex,
    },
    findings: [],
    databases: { migrations: ['migrations/v1.2/001_init.sql', 'migrations/v1.10/001_index.sql'] },
  },
  'folders of years': {
    files: {
      ...sqlite,
      'migrations/2023/0101_init.sql': library,
      'migrations/2024/0101_index.sql': bookIndex,
    },
    findings: [],
  },
  'folders of whole versions': {
    files: { ...sqlite, 'migrations/v1/001_init.sql': library, 'migrations/v2/001_index.sql': bookIndex },
    findings: [],
  },
  '001.sql beside 1_x.sql: which runs first is not known where both shape one table': {
    files: {
      ...sqlite,
      'migrations/001.sql': library,
      'migrations/1_x.sql': bookIndex,
      'migrations/2_loan.sql': second,
    },
    findings: [unindexed('migrations/2_loan.sql:1')],
  },
  'the same number twice, for different tables': {
    files: {
      ...sqlite,
      'migrations/1_author.sql': author,
      'migrations/2_book.sql': book,
      'migrations/2_tag.sql': 'CREATE TABLE tag (id TEXT PRIMARY KEY);\n',
    },
    findings: [unindexed('migrations/2_book.sql:1'), 'schema/nullable-primary-key migrations/2_tag.sql:1'],
  },
  'a letter behind the number': {
    files: {
      ...sqlite,
      'migrations/001_init.sql': library,
      'migrations/001b_index.sql': bookIndex,
      'migrations/002_loan.sql': second,
    },
    findings: [unindexed('migrations/002_loan.sql:1')],
  },
  'a file without a number among those that have one: when it runs is not known': {
    files: {
      ...sqlite,
      'migrations/001_init.sql': library,
      'migrations/002_loan.sql': second,
      'migrations/hotfix.sql': bookIndex,
    },
    findings: [unindexed('migrations/002_loan.sql:1')],
  },
  'a script of DbUp has its number behind a word': {
    files: {
      'app.csproj': '<PackageReference Include="Microsoft.Data.Sqlite" />',
      'Scripts/Script0001 - Tables.sql': library,
      'Scripts/Script0002 - Indexes.sql': bookIndex,
    },
    findings: [],
  },
});

testProjects('sections', {
  goose: {
    files: {
      ...sqlite,
      'migrations/00001_init.sql': `-- +goose Up\n${library}-- +goose Down\nDROP TABLE book;\nDROP TABLE author;\n`,
      'migrations/00002_index.sql': `-- +goose Up\n-- +goose StatementBegin\n${bookIndex}-- +goose StatementEnd\n-- +goose Down\nDROP INDEX book_author;\n`,
    },
    findings: [],
  },
  'dbmate, with its schema.sql': {
    files: {
      ...sqlite,
      'db/migrations/20240101000000_init.sql': `-- migrate:up\n${library}\n-- migrate:down\nDROP TABLE book;\n`,
      'db/schema.sql': `CREATE TABLE IF NOT EXISTS "schema_migrations" (version varchar(128) primary key);\n${library}-- Dbmate schema migrations\nINSERT INTO "schema_migrations" (version) VALUES\n  ('20240101000000');\n`,
    },
    findings: [unindexed('db/migrations/20240101000000_init.sql:3')],
    databases: { 'db/migrations': ['db/migrations/20240101000000_init.sql'] },
  },
  'sql-migrate, Down first': {
    files: {
      ...sqlite,
      'migrations/1_init.sql': `-- +migrate Down\nDROP TABLE book;\n-- +migrate Up\n${library}`,
      'migrations/2_index.sql': `-- +migrate Up notransaction\n${bookIndex}-- +migrate Down\nDROP INDEX book_author;\n`,
    },
    findings: [],
  },
  'the package sqlite of npm: Up and Down in plain comments': {
    files: {
      'package.json': npm('sqlite', 'sqlite3'),
      'migrations/001-init.sql': `--------\n-- Up\n--------\n${library}\n--------\n-- Down\n--------\nDROP TABLE book;\nDROP TABLE author;\n`,
      'migrations/002-index.sql': `-- Up\n${bookIndex}\n-- Down\nDROP INDEX book_author;\n`,
      'migrations/003-loan.sql': `-- Up\n${second}\n-- Down\nDROP TABLE loan;\n`,
    },
    findings: [unindexed('migrations/003-loan.sql:2')],
  },
  'Play evolutions': {
    files: {
      'build.sbt': 'libraryDependencies += "org.xerial" % "sqlite-jdbc" % "3.46"\n',
      'conf/evolutions/default/1.sql': `-- !Ups\nCREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT);\n${book}-- !Downs\nDROP TABLE book;\nDROP TABLE author;\n`,
      'conf/evolutions/default/2.sql': `-- !Ups\n${bookIndex}-- !Downs\nDROP INDEX book_author;\n`,
      'conf/evolutions/default/3.sql': `# --- !Ups\nALTER TABLE author ADD COLUMN name TEXT;\n# --- !Downs\nALTER TABLE author DROP COLUMN name;\n`,
    },
    findings: [],
  },
});

testProjects('steps that are no SQL files', {
  'goose: a migration in Go between those in SQL': {
    files: {
      'go.mod': 'require modernc.org/sqlite v1.40.0\nrequire github.com/pressly/goose/v3 v3.20.0\n',
      'migrations/00001_init.sql': `-- +goose Up\n${library}`,
      'migrations/00002_index.go':
        'package migrations\n\nfunc init() { goose.AddMigrationContext(up2, nil) }\n\nfunc up2(ctx context.Context, tx *sql.Tx) error {\n\t_, err := tx.ExecContext(ctx, "CREATE INDEX book_author ON book (author_id)")\n\treturn err\n}\n',
    },
    findings: [],
  },
  'a migration in JavaScript between those in SQL': {
    files: {
      ...sqlite,
      'migrations/001-init.sql': library,
      'migrations/002-index.js':
        "export const up = (db) => db.exec('CREATE INDEX book_author ON book (author_id)');\n",
    },
    findings: [],
  },
  'yoyo: a step in Python between those in SQL': {
    files: {
      'requirements.txt': 'yoyo-migrations\naiosqlite\n',
      'migrations/0001.init.sql': library,
      'migrations/0001.init.rollback.sql': 'DROP TABLE book;\nDROP TABLE author;\n',
      'migrations/0002.index.py':
        "from yoyo import step\nsteps = [step('CREATE INDEX book_author ON book (author_id)')]\n",
    },
    findings: [],
  },
  'files without an order that a program lists': {
    files: {
      'Cargo.toml': '[dependencies]\nrusqlite = "0.37"\n',
      'migrations/tables.sql': library,
      'migrations/indexes.sql': bookIndex,
      'migrations/loans.sql': second,
      'src/db.rs':
        'const ALL: [&str; 3] = [include_str!("../migrations/tables.sql"), include_str!("../migrations/loans.sql"), include_str!("../migrations/indexes.sql")];\n',
    },
    findings: [unindexed('migrations/loans.sql:1')],
    databases: { migrations: ['migrations/tables.sql', 'migrations/loans.sql', 'migrations/indexes.sql'] },
  },
  'files without an order that nobody lists': {
    files: {
      'Cargo.toml': '[dependencies]\nrusqlite = "0.37"\n',
      'migrations/tables.sql': library,
      'migrations/indexes.sql': bookIndex,
    },
    findings: [],
    databases: {},
  },
});
