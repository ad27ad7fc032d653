import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { RehearsalReport } from '../../src/report/rehearsal.ts';
import { runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../docs/rehearse-output.schema.json', import.meta.url), 'utf8'),
);

const project = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12.0.0" } }',
  'migrations/001_init.sql':
    'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\nCREATE INDEX book_title ON book (title);\n',
  'migrations/002_rebuild.sql':
    'CREATE TABLE book_new (id INTEGER PRIMARY KEY, title TEXT);\nINSERT INTO book_new SELECT id, title FROM book;\nDROP TABLE book;\nALTER TABLE book_new RENAME TO book;\n',
  'migrations/003_isbn.sql': 'ALTER TABLE book ADD COLUMN isbn TEXT NOT NULL;\n',
};

function rehearse(files: Readonly<Record<string, string>>, args: readonly string[]) {
  const { root, remove } = temporaryProject({ ...files });
  try {
    return runCli(root, ['rehearse', ...args]);
  } finally {
    remove();
  }
}

test('rehearse as JSON follows its schema, and tells what each migration did', () => {
  const { stdout, status } = rehearse(project, ['--format', 'json']);
  assert.equal(status, 1);
  const report = JSON.parse(stdout) as RehearsalReport;
  const isValid = new Ajv2020({ strict: false }).compile(schema);
  assert.ok(isValid(report), JSON.stringify(isValid.errors));
  const [database] = report.databases;
  assert.deepEqual(
    database?.migrations.map(({ file, statements }) => ({ file, statements })),
    [
      { file: 'migrations/001_init.sql', statements: 2 },
      { file: 'migrations/002_rebuild.sql', statements: 4 },
      { file: 'migrations/003_isbn.sql', statements: 1 },
    ],
  );
  assert.deepEqual(
    database?.migrations.flatMap(({ events }) =>
      events.filter(({ level }) => level !== 'note').map(({ line, level, kind }) => ({ line, level, kind })),
    ),
    [
      { line: 3, level: 'failure', kind: 'object-lost' },
      { line: 1, level: 'failure', kind: 'refused' },
    ],
  );
});

test('rehearse as text names the migration, the line and what is lost', () => {
  const { stdout } = rehearse(project, ['migrations']);
  assert.match(stdout, /migrations\/002_rebuild\.sql/);
  assert.match(stdout, /line 3: the index book_title of book is gone/);
  assert.match(stdout, /line 1: fails as soon as book has rows: Cannot add a NOT NULL column/);
});

test('rehearse of sound migrations ends with 0, of a folder without any with 2', () => {
  const { 'migrations/002_rebuild.sql': _, 'migrations/003_isbn.sql': __, ...sound } = project;
  const added = { ...sound, 'migrations/002_isbn.sql': 'ALTER TABLE book ADD COLUMN isbn TEXT;\n' };
  const { status, stdout } = rehearse(added, []);
  assert.equal(status, 0);
  assert.match(stdout, /nothing fails, nothing is lost/);
  assert.equal(rehearse({ 'readme.txt': 'x' }, []).status, 2);
});

test('rehearse of a folder that is named runs its migrations, also where another file has the whole schema', () => {
  const files = {
    'go.mod': 'module app\n\nrequire modernc.org/sqlite v1.34.0\n',
    'db/LATEST.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT, isbn TEXT);\n',
    'db/0.10/00__note.sql': 'ALTER TABLE book ADD COLUMN note TEXT;\n',
    'db/0.2/00__isbn.sql': 'ALTER TABLE book ADD COLUMN isbn TEXT;\n',
    'db/0.2/01__loan.sql': 'CREATE TABLE loan (id INTEGER PRIMARY KEY, book INTEGER);\n',
    'db/0.11/00__day.sql': 'ALTER TABLE loan ADD COLUMN day TEXT NOT NULL;\n',
  };
  for (const folder of ['db', '.']) {
    const { stdout, status } = rehearse(files, [folder]);
    assert.match(stdout, /0\.11\/00__day\.sql/);
    assert.match(stdout, /line 1: fails as soon as loan has rows/);
    assert.match(stdout, /They do not build the schema by themselves: .*book, which no migration makes/);
    assert.equal(status, 1);
  }
});

test('rehearse of Rails’ migrations runs them beside a schema.rb', () => {
  const files = {
    Gemfile: "gem 'rails', '~> 8.0'\ngem 'sqlite3'\n",
    'config/database.yml': 'production:\n  adapter: sqlite3\n  database: storage/production.sqlite3\n',
    'db/schema.rb':
      'ActiveRecord::Schema[8.0].define(version: 2024_01_02_000000) do\n  create_table "books" do |t|\n    t.string "title"\n  end\nend\n',
    'db/migrate/20240101000000_create_books.rb':
      'class CreateBooks < ActiveRecord::Migration[8.0]\n  def change\n    create_table :books do |t|\n      t.string :title\n    end\n  end\nend\n',
    'db/migrate/20240102000000_unique_title.rb':
      'class UniqueTitle < ActiveRecord::Migration[8.0]\n  def change\n    add_index :books, :title, unique: true\n  end\nend\n',
  };
  const { stdout, status } = rehearse(files, ['db/migrate']);
  assert.match(stdout, /fails on some rows \(duplicates\)/);
  assert.match(stdout, /2 migrations run on made-up rows/);
  assert.equal(status, 0);
});

test('rehearse of another database’s migrations says whose they are', () => {
  const files = {
    'go.mod': 'module app\n\nrequire github.com/lib/pq v1.10.0\n',
    'migrations/001_init.sql': 'CREATE TABLE book (id BIGSERIAL PRIMARY KEY, tags TEXT[]);\n',
    'migrations/002_note.sql': 'ALTER TABLE book ADD COLUMN note JSONB;\n',
  };
  const { stderr, status } = rehearse(files, ['migrations']);
  assert.equal(status, 2);
  assert.match(stderr, /its migrations are PostgreSQL’s, and only SQLite’s are run/);
});
