import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { linterFor, lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** The dialect that each file of a project is taken for. */
function dialects(files: Record<string, string>): Record<string, string> {
  const { sqlFiles } = linterFor(engine, files).project;
  return Object.fromEntries([...sqlFiles].map(([path, { verdict }]) => [path, verdict.dialect]));
}

const plain = 'CREATE TABLE a (id INTEGER PRIMARY KEY);';
const manifest = (...names: string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });

describe('a file belongs to the dialect', () => {
  const cases: Record<string, [Record<string, string>, Record<string, string>]> = {
    'that its path names, the nearest word first': [
      {
        'postgres/sqlite/a.sql': plain,
        'db/Chinook_PostgreSql.sql': plain,
        'db/Chinook_MySql.sql': plain,
        'db/Chinook_SqlServer.sql': plain,
        'mysql/b.sql': plain,
      },
      {
        'postgres/sqlite/a.sql': 'sqlite',
        'db/Chinook_PostgreSql.sql': 'postgresql',
        'db/Chinook_MySql.sql': 'mysql',
        'db/Chinook_SqlServer.sql': 'other',
        'mysql/b.sql': 'mysql',
      },
    ],
    'that only its words belong to': [
      {
        'a/a.sql': 'CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT);',
        'b/b.sql': 'CREATE EXTENSION pgcrypto;',
        'c/c.sql': 'CREATE TABLE a (id INT) ENGINE=InnoDB;',
      },
      { 'a/a.sql': 'sqlite', 'b/b.sql': 'postgresql', 'c/c.sql': 'mysql' },
    ],
    'of the files beside it': [
      { 'm/1.sql': plain, 'm/2.sql': 'PRAGMA user_version = 2;' },
      { 'm/1.sql': 'sqlite', 'm/2.sql': 'sqlite' },
    ],
    'of the drivers of the nearest manifest': [
      {
        'package.json': manifest('pg'),
        'api/package.json': manifest('better-sqlite3'),
        'api/db/a.sql': plain,
        'b.sql': plain,
      },
      { 'api/db/a.sql': 'sqlite', 'b.sql': 'postgresql' },
    ],
    'of a Go, Rust or Ruby driver': [
      {
        'go/go.mod': 'require modernc.org/sqlite v1.40.0',
        'go/a.sql': plain,
        'rs/Cargo.toml': '[dependencies]\nrusqlite = "0.37"',
        'rs/a.sql': plain,
        'rb/Gemfile': 'gem "pg"',
        'rb/a.sql': plain,
      },
      { 'go/a.sql': 'sqlite', 'rs/a.sql': 'sqlite', 'rb/a.sql': 'postgresql' },
    ],
    'unknown, where signs disagree or are missing': [
      { 'package.json': manifest('pg', 'better-sqlite3'), 'a.sql': plain },
      { 'a.sql': 'unknown' },
    ],
    'unknown, without any sign': [{ 'a.sql': plain }, { 'a.sql': 'unknown' }],
    'not by what comments and strings say': [
      { 'a.sql': "-- PRAGMA AUTOINCREMENT\nSELECT 'CREATE EXTENSION x';" },
      { 'a.sql': 'unknown' },
    ],
  };
  for (const [name, [files, expected]] of Object.entries(cases))
    test(name, () => assert.deepEqual(dialects(files), expected));
});

test('one stray operator in a project of SQLite is reported, a file of Postgres is not', async () => {
  const files = {
    'package.json': manifest('better-sqlite3'),
    'q/stray.sql': 'SELECT 1;\nSELECT a::text FROM t;\n',
  };
  assert.deepEqual(
    (await lintProject(engine, files)).map(({ rule }) => rule),
    ['portability/postgres-operator'],
  );
  const foreign =
    "SELECT a::text FROM t;\nSELECT b FROM t WHERE c ILIKE 'x';\nSELECT DISTINCT ON (a) b FROM t;\nSELECT a FROM t FOR UPDATE;\nSELECT b FROM t;\n";
  assert.deepEqual(
    await lintProject(engine, { 'package.json': manifest('better-sqlite3'), 'q/foreign.sql': foreign }),
    [],
  );
});

describe('the schema comes from', () => {
  const sources = (files: Record<string, string>): Record<string, string[]> => {
    const { databases } = linterFor(engine, {
      'package.json': manifest('better-sqlite3'),
      ...files,
    }).project;
    return Object.fromEntries(databases.map(({ name, files: own }) => [name, own.map(({ path }) => path)]));
  };
  test('numbered migrations in the order of their numbers, without the way back', () => {
    assert.deepEqual(
      sources({
        'm/10_c.sql': plain,
        'm/9_b.sql': plain,
        'm/001_a.up.sql': plain,
        'm/001_a.down.sql': plain,
        'other.sql': 'SELECT 1;',
      }),
      { m: ['m/001_a.up.sql', 'm/9_b.sql', 'm/10_c.sql'] },
    );
  });
  test('folders of Prisma and Diesel', () => {
    assert.deepEqual(
      sources({
        'p/migrations/20240101_b/migration.sql': plain,
        'p/migrations/20230101_a/migration.sql': plain,
      }),
      {
        'p/migrations': ['p/migrations/20230101_a/migration.sql', 'p/migrations/20240101_b/migration.sql'],
      },
    );
    assert.deepEqual(
      sources({
        'migrations/2024-01-01-000000_a/up.sql': plain,
        'migrations/2024-01-01-000000_a/down.sql': plain,
      }),
      { migrations: ['migrations/2024-01-01-000000_a/up.sql'] },
    );
  });
  test('one file that defines tables', () => {
    assert.deepEqual(sources({ 'schema.sql': plain, 'seed.sql': 'INSERT INTO a VALUES (1);' }), {
      'schema.sql': ['schema.sql'],
    });
  });
  test('files of one folder that define different tables, together', () => {
    assert.deepEqual(sources({ 'db/a.sql': plain, 'db/b.sql': 'CREATE TABLE b (a REFERENCES a);' }), {
      db: ['db/a.sql', 'db/b.sql'],
    });
  });
  test('each folder of migrations, and each variant of a schema, for a database of its own', () => {
    assert.deepEqual(
      Object.keys(
        sources({
          'a/1_a.sql': plain,
          'a/2_b.sql': plain,
          'b/1_a.sql': plain,
          'one.sql': 'CREATE TABLE other (id INTEGER PRIMARY KEY);',
          'two.sql': 'CREATE TABLE other (id INTEGER PRIMARY KEY, name TEXT);',
          'b/2_b.sql': plain,
        }),
      ),
      ['a', 'b', 'one.sql', 'two.sql'],
    );
  });
  test('the file beside migrations that start in the middle', () => {
    assert.deepEqual(
      sources({
        'store/LATEST.sql': 'CREATE TABLE a (id INTEGER PRIMARY KEY, b);',
        'store/0.9/00__b.sql': 'ALTER TABLE a ADD COLUMN b;',
        'store/0.10/00__c.sql': 'CREATE TABLE IF NOT EXISTS c (id INTEGER PRIMARY KEY);',
      }),
      { 'store/LATEST.sql': ['store/LATEST.sql'] },
    );
  });
  test('the migrations, where a file beside them only shows what they build', () => {
    assert.deepEqual(sources({ 'db/schema.sql': plain, 'db/migrations/1_a.sql': plain }), {
      'db/migrations': ['db/migrations/1_a.sql'],
    });
  });
});
