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
