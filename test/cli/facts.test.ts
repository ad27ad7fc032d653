import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ProjectFacts } from '../../src/report/facts.ts';
import { runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

const schema: object = JSON.parse(
  readFileSync(new URL('../../docs/facts-output.schema.json', import.meta.url), 'utf8'),
);
const fixtures = new URL('../fixtures/timelines/', import.meta.url);

function facts(files: Readonly<Record<string, string>>, args: readonly string[]) {
  const { root, remove } = temporaryProject({ ...files });
  try {
    return runCli(root, ['facts', ...args]);
  } finally {
    remove();
  }
}

const project = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12.0.0", "pg": "8.0.0" } }',
  'db/sqlite/001_init.sql':
    'CREATE TABLE author (id INTEGER PRIMARY KEY);\nCREATE TABLE book (id INTEGER PRIMARY KEY,\n  author_id INTEGER REFERENCES author (id));\n',
  'db/sqlite/002_isbn.sql': 'ALTER TABLE book ADD COLUMN isbn TEXT;\nALTER TABLE missing ADD COLUMN a;\n',
  'db/postgres/001_init.sql': 'CREATE TABLE author (id bigserial PRIMARY KEY);\n',
  'reports/all.sql': 'SELECT isbn FROM book;\n',
  'report.sql': 'SELECT 1;\n',
  'test/seed.sql': 'INSERT INTO author VALUES (1);\n',
  'db.js': "import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db');\n",
};

test('facts as JSON: databases, their timelines, and what is left alone', () => {
  const { stdout, status } = facts(project, ['--json']);
  assert.equal(status, 0);
  const known = JSON.parse(stdout) as ProjectFacts;
  const [database, ...others] = known.databases;
  assert.equal(others.length, 0);
  assert.ok(database);
  assert.equal(database.name, 'db/sqlite');
  assert.equal(database.tool, 'numbered');
  assert.deepEqual(database.timeline, [
    { file: 'db/sqlite/001_init.sql', changes: ['+author', '+book'] },
    { file: 'db/sqlite/002_isbn.sql', changes: ['~book'] },
  ]);
  const book = database.tables.find(({ name }) => name === 'book');
  assert.deepEqual(book?.created, { file: 'db/sqlite/001_init.sql', line: 2 });
  assert.deepEqual(book?.columns.at(-1)?.added, { file: 'db/sqlite/002_isbn.sql', line: 1 });
  assert.deepEqual(
    book?.foreignKeys.map(({ columns, indexed }) => ({ columns, indexed })),
    [{ columns: ['author_id'], indexed: false }],
  );
  assert.deepEqual(database.unknown, [
    { file: 'db/sqlite/002_isbn.sql', line: 2, reason: 'no such table: missing' },
  ]);
  assert.deepEqual(
    known.otherDialects.map(({ dialect, files }) => ({ dialect, files })),
    [{ dialect: 'postgresql', files: ['db/postgres/001_init.sql'] }],
  );
  assert.deepEqual(known.undecided.flatMap(({ files }) => files).sort(), ['report.sql', 'reports/all.sql']);
  assert.deepEqual(known.apart, [
    { dialect: 'unknown', folder: 'test', files: ['test/seed.sql'], reason: 'test data' },
  ]);
  assert.deepEqual(
    known.connections.map(({ file, line, pragmas }) => ({
      file,
      line,
      timeout: pragmas.busy_timeout?.value,
    })),
    [{ file: 'db.js', line: 2, timeout: 0 }],
  );
});

test('facts as text name every file, the reason and what is unknown', () => {
  const { stdout } = facts(project, []);
  for (const part of [
    'db/sqlite: a database of SQLite',
    'its path says “sqlite”',
    'db/sqlite/002_isbn.sql: ~book',
    'foreign key (author_id) to author, not indexed',
    'not replayed (no such table: missing): db/sqlite/002_isbn.sql:2',
    'postgresql',
    'test data: 1 file',
    'busy_timeout = 0 (SQLite’s default: node:sqlite sets nothing',
  ])
    assert.ok(stdout.includes(part), `${part}\n${stdout}`);
  assert.match(facts(project, ['--format', 'markdown']).stdout, /^# db\/sqlite: a database of SQLite$/m);
});

test('a project without SQLite', () => {
  const { stdout, status } = facts({ 'go.mod': 'require github.com/lib/pq v1.10.0\n' }, []);
  assert.equal(status, 0);
  assert.match(stdout, /^Nothing here speaks of SQLite/);
});

test('wrong use is said', () => {
  assert.equal(facts(project, ['a', 'b']).status, 2);
  assert.match(facts(project, ['db.js']).stderr, /facts takes a folder/);
});

describe('the output keeps to its schema', () => {
  const validate = new Ajv2020().compile<ProjectFacts>(schema);
  test('of a small project', () => {
    assert.ok(validate(JSON.parse(facts(project, ['--json']).stdout)), JSON.stringify(validate.errors));
  });
  for (const name of ['goose', 'django', 'rails-schema', 'drizzle']) {
    test(`of ${name}`, () => {
      const { stdout } = runCli(fileURLToPath(new URL(name, fixtures)), ['facts', '--json']);
      assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    });
  }
});
