import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

type Files = Readonly<Record<string, string>>;

/** What is found in transactions: `path: the text at the place`. */
async function found(files: Files): Promise<string[]> {
  const findings = await lintProject(engine, files, { preset: 'all' });
  return findings
    .filter(({ rule }) => /^pragma\/(?:foreign-keys-)?in-transaction$/.test(rule))
    .map(({ file, range }) => `${file}: ${files[file]?.slice(range.start, range.end)}`);
}

const off = 'PRAGMA foreign_keys = OFF;';
const rebuild = `${off}\nCREATE TABLE book (id INTEGER PRIMARY KEY);\n`;

describe('Drizzle', () => {
  const journal = (...tags: string[]): string =>
    JSON.stringify({ dialect: 'sqlite', entries: tags.map((tag, idx) => ({ idx, tag })) });
  const migrate = (driver: string): string =>
    `import { drizzle } from 'drizzle-orm/${driver}';\nimport { migrate } from 'drizzle-orm/${driver}/migrator';\nmigrate(drizzle('app.db'), { migrationsFolder: './drizzle' });\n`;
  const project: Files = {
    'package.json': '{ "dependencies": { "drizzle-orm": "0.44.7", "better-sqlite3": "12.0.0" } }',
    'drizzle/meta/_journal.json': journal('0000_a'),
    'drizzle/0000_a.sql': rebuild,
  };
  const place = 'drizzle/0000_a.sql: PRAGMA foreign_keys = OFF';

  for (const driver of ['better-sqlite3', 'bun-sqlite', 'expo-sqlite'])
    test(`the migrator of ${driver} wraps`, async () => {
      assert.deepEqual(await found({ ...project, 'src/migrate.ts': migrate(driver) }), [place]);
    });

  for (const driver of ['libsql', 'd1', 'durable-sqlite', 'sqlite-proxy', 'node-postgres'])
    test(`that of ${driver} is not known to`, async () => {
      assert.deepEqual(await found({ ...project, 'src/migrate.ts': migrate(driver) }), []);
    });

  test('several migrators, or one of the program', async () => {
    const own = "import { readMigrationFiles } from 'drizzle-orm/migrator';\n";
    const wraps = { ...project, 'src/migrate.ts': migrate('better-sqlite3') };
    assert.deepEqual(await found({ ...wraps, 'src/edge.ts': migrate('libsql') }), []);
    assert.deepEqual(await found({ ...wraps, 'src/own.ts': own }), []);
    assert.deepEqual(await found({ ...wraps, 'src/server.ts': migrate('mysql2') }), [place]);
  });

  test('a migrator of another package, and one in a comment', async () => {
    const other = { ...project, 'apps/a/package.json': '{}' };
    assert.deepEqual(await found({ ...other, 'apps/a/migrate.ts': migrate('better-sqlite3') }), []);
    const comment = migrate('better-sqlite3').replace(/^/gm, '// ');
    assert.deepEqual(await found({ ...project, 'src/migrate.ts': comment }), []);
  });

  test('a migration that leaves the transaction', async () => {
    const files = (first: string): Files => ({
      ...project,
      'src/migrate.ts': migrate('better-sqlite3'),
      'drizzle/meta/_journal.json': journal('0000_a', '0001_b'),
      'drizzle/0000_a.sql': first,
      'drizzle/0001_b.sql': rebuild.replace('book', 'page'),
    });
    const left = `COMMIT;\n--> statement-breakpoint\n${rebuild}`;
    assert.deepEqual(await found(files(left)), []);
    assert.deepEqual(await found(files(`${left}--> statement-breakpoint\nBEGIN;\n`)), [
      'drizzle/0001_b.sql: PRAGMA foreign_keys = OFF',
    ]);
  });
});

describe('golang-migrate', () => {
  const program = (driver: string, config = ''): string =>
    `package db\n\nimport (\n\t"database/sql"\n\n\t"github.com/golang-migrate/migrate/v4"\n\tdriver "github.com/golang-migrate/migrate/v4/database/${driver}"\n)\n\nfunc run(db *sql.DB) error {\n\td, err := driver.WithInstance(db, &driver.Config{${config}})\n\tif err != nil {\n\t\treturn err\n\t}\n\tm, err := migrate.NewWithDatabaseInstance("file://migrations", "app", d)\n\tif err != nil {\n\t\treturn err\n\t}\n\treturn m.Up()\n}\n`;
  const project: Files = {
    'go.mod':
      'module example.org/app\n\nrequire (\n\tgithub.com/mattn/go-sqlite3 v1.14.49\n\tgithub.com/golang-migrate/migrate/v4 v4.18.3\n)\n',
    'migrations/1_a.up.sql': 'CREATE TABLE author (id INTEGER PRIMARY KEY AUTOINCREMENT);\n',
    'migrations/1_a.down.sql': 'DROP TABLE author;\n',
    'migrations/2_b.up.sql': `${rebuild}VACUUM;\n`,
    'migrations/2_b.down.sql': 'DROP TABLE book;\n',
  };

  for (const driver of ['sqlite', 'sqlite3'])
    test(`the driver ${driver} wraps`, async () => {
      assert.deepEqual(await found({ ...project, 'migrate.go': program(driver) }), [
        'migrations/2_b.up.sql: PRAGMA foreign_keys = OFF',
        'migrations/2_b.up.sql: VACUUM',
      ]);
    });

  test('unless it is told not to', async () => {
    assert.deepEqual(await found({ ...project, 'migrate.go': program('sqlite3', 'NoTxWrap: true') }), []);
    const url = { Makefile: 'migrate:\n\tmigrate -database "sqlite3://app.db?x-no-tx-wrap=true" up\n' };
    assert.deepEqual(await found({ ...project, 'migrate.go': program('sqlite3'), ...url }), []);
  });

  test('a runner that is not known', async () => {
    assert.deepEqual(await found(project), []);
    assert.deepEqual(await found({ ...project, 'migrate.go': program('rqlite') }), []);
  });
});

describe('runners of Rust', () => {
  const cargo = (dependencies: string): Files => ({ 'Cargo.toml': `[dependencies]\n${dependencies}\n` });
  const rusqlite = 'rusqlite = { version = "0.37", features = ["bundled"] }';

  test('refinery', async () => {
    const path = 'migrations/V1__rebuild.sql';
    const with_ = (feature: string): Files =>
      cargo(`${rusqlite}\nrefinery = { version = "0.8", features = ["${feature}"] }`);
    assert.deepEqual(await found({ ...with_('rusqlite'), [path]: rebuild }), [
      `${path}: PRAGMA foreign_keys = OFF`,
    ]);
    assert.deepEqual(await found({ ...with_('postgres'), [path]: rebuild }), []);
    assert.deepEqual(await found({ ...cargo(rusqlite), [path]: rebuild }), []);
  });

  test('rusqlite_migration, by the files that are included', async () => {
    const include = (name: string): string =>
      `use rusqlite_migration::{Migrations, M};\n\npub fn migrations() -> Migrations<'static> {\n    Migrations::new(vec![M::up(include_str!("${name}"))])\n}\n`;
    const files: Files = {
      ...cargo(`${rusqlite}\nrusqlite_migration = "2"`),
      'src/migrate/base_schema.sql': rebuild,
      'src/migrate/by_hand.sql': rebuild.replace('book', 'page'),
    };
    assert.deepEqual(await found({ ...files, 'src/migrate/mod.rs': include('./base_schema.sql') }), [
      'src/migrate/base_schema.sql: PRAGMA foreign_keys = OFF',
    ]);
    assert.deepEqual(await found({ ...files, 'src/migrate/mod.rs': include('./other.sql') }), []);
  });
});

describe('tools that open no transaction for SQLite, or leave it out themselves', () => {
  test('Prisma Migrate and Flyway', async () => {
    const prisma: Files = {
      'prisma/schema.prisma': 'datasource db {\n  provider = "sqlite"\n  url = "file:app.db"\n}\n',
      'prisma/migrations/migration_lock.toml': 'provider = "sqlite"\n',
      'prisma/migrations/20260101000000_a/migration.sql': rebuild,
    };
    assert.deepEqual(await found(prisma), []);
    // Its parser takes a file with PRAGMA foreign_keys for one that cannot run in a transaction.
    assert.deepEqual(await found({ 'src/main/resources/db/migration/sqlite/V1__a.sql': rebuild }), []);
  });
});
