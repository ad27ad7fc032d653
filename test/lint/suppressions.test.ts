import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { readSuppressions, suppressionEdit } from '../../src/lint/suppressions.ts';
import { SourceFile } from '../../src/project/source-file.ts';
import { SyntaxCache } from '../../src/sql/document.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { linterFor, lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const sql = (text: string): SourceFile => new SourceFile('a.sqlite.sql', text, new SyntaxCache());
const script = (text: string): SourceFile => new SourceFile('a.ts', text, new SyntaxCache());
const covered = (file: SourceFile): string[] =>
  readSuppressions(file).map(({ scope }) => file.text.slice(scope.start, scope.end));

describe('a suppression covers', () => {
  const cases: Record<string, [SourceFile, string]> = {
    'the statement behind it': [
      sql('SELECT 1;\n-- preflight-ignore a/b: x\nSELECT\n 2;\nSELECT 3;'),
      'SELECT\n 2;',
    ],
    'the statement before it on its line': [
      sql('SELECT 1; -- preflight-ignore a/b: x\nSELECT 2;'),
      'SELECT 1;',
    ],
    'the statement around it': [
      sql('SELECT 1,\n /* preflight-ignore a/b: x */ 2;\nSELECT 3;'),
      'SELECT 1,\n /* preflight-ignore a/b: x */ 2;',
    ],
    'the whole file': [
      sql('SELECT 1;\n-- preflight-ignore-file a/b: x'),
      'SELECT 1;\n-- preflight-ignore-file a/b: x',
    ],
    'the next line of a script': [script('f();\n// preflight-ignore a/b: x\ng();\nh();'), 'g();\n'],
    'its own line of a script': [
      script('f(); // preflight-ignore a/b: x\ng();'),
      'f(); // preflight-ignore a/b: x\n',
    ],
  };
  for (const [name, [file, expected]] of Object.entries(cases)) {
    test(name, () => assert.deepEqual(covered(file), [expected]));
  }
});

test('one comment may name several rules, and a reason keeps its colons', () => {
  const [found] = readSuppressions(sql('-- preflight-ignore a/b, c/d: see: the notes\nSELECT 1;'));
  assert.deepEqual([found?.rules, found?.reason], [['a/b', 'c/d'], 'see: the notes']);
});

test('a comment inside a string is no comment', () => {
  assert.deepEqual(readSuppressions(sql("SELECT '-- preflight-ignore a/b: x';")), []);
});

const offence = 'PRAGMA synchronous = OFF;';
const rulesOf = async (text: string): Promise<string[]> =>
  (await lintProject(engine, { 'a.sqlite.sql': text })).map(({ rule }) => rule);

test('a rule is silenced where a suppression says so, and only there', async () => {
  assert.deepEqual(await rulesOf(offence), ['pragma/synchronous-off']);
  assert.deepEqual(await rulesOf(`-- preflight-ignore pragma/synchronous-off: a cache\n${offence}`), []);
  assert.deepEqual(
    await rulesOf(`-- preflight-ignore pragma/synchronous-off: a cache\n${offence}\n${offence}`),
    ['pragma/synchronous-off'],
  );
});

test('one that silences nothing is reported', async () => {
  assert.deepEqual(await rulesOf('-- preflight-ignore pragma/synchronous-off: a cache\nSELECT 1;'), [
    'suppression/unused',
  ]);
});

describe('the line that the editor adds silences the finding', () => {
  const texts = {
    'alone on its line': `SELECT 1;\n  ${offence}\n`,
    'behind another on its line': `SELECT 1; ${offence}\n`,
    'in a file with a byte order mark': `\uFEFF${offence}\n`,
  };
  for (const [name, text] of Object.entries(texts)) {
    for (const whole of [false, true]) {
      test(`${name}, ${whole ? 'for the file' : 'for the statement'}`, async () => {
        const edit = suppressionEdit(sql(text), text.indexOf('PRAGMA'), 'pragma/synchronous-off', whole);
        const changed = applyEdits(text, [{ range: { start: edit.at, end: edit.at }, text: edit.text }]);
        assert.deepEqual(await rulesOf(changed), [], changed);
      });
    }
  }
});

describe('in migrations of a framework, too', () => {
  const projects: Record<string, Record<string, string>> = {
    'db/schema.rb': {
      Gemfile: 'gem "sqlite3"\n',
      'db/schema.rb':
        'ActiveRecord::Schema[8.0].define(version: 1) do\n  create_table "a" do |t|\n  end\n  create_table "b" do |t|\n    t.integer "a_id"\n  end\n  add_foreign_key "b", "a"\nend\n',
    },
    'config/database.yml': {
      'Gemfile.lock': 'GEM\n  specs:\n    activerecord (8.0.2)\n    sqlite3 (2.9.6)\n',
      'config/database.yml':
        'production:\n  adapter: sqlite3\n  database: storage/production.sqlite3\n  timeout: 100\n',
    },
    'database/migrations/2026_01_01_000000_make.php': {
      '.env': 'DB_CONNECTION=sqlite\n',
      'database/migrations/2026_01_01_000000_make.php':
        "<?php\nuse Illuminate\\Database\\Migrations\\Migration;\nreturn new class extends Migration {\n  public function up(): void {\n    Schema::create('a', function (Blueprint $table) {\n      $table->id();\n    });\n    Schema::create('b', function (Blueprint $table) {\n      $table->id();\n      $table->foreignId('a_id')->constrained();\n    });\n  }\n};\n",
    },
  };
  for (const [path, files] of Object.entries(projects)) {
    for (const whole of [false, true]) {
      test(`${path}, ${whole ? 'for the file' : 'for the line'}`, async () => {
        const linter = linterFor(engine, files);
        await linter.update();
        const [finding, ...more] = linter.checkAll();
        const file = linter.file(path);
        assert.ok(finding && file);
        assert.equal(more.length, 0);
        const edit = suppressionEdit(file, finding.range.start, finding.rule, whole);
        const text = applyEdits(file.text, [{ range: { start: edit.at, end: edit.at }, text: edit.text }]);
        assert.deepEqual(await lintProject(engine, { ...files, [path]: text }), [], text);
      });
    }
  }
});

test('a comment of a program cannot stand within SQL of several lines', async () => {
  const text =
    'import sqlite3\nconn = sqlite3.connect(\'a.db\')\nconn.executescript("""\nPRAGMA synchronous = OFF;\n""")\n';
  const linter = linterFor(engine, { 'db.py': text });
  await linter.update();
  assert.equal(linter.isWithinText('db.py', text.indexOf('PRAGMA')), true);
  assert.equal(linter.isWithinText('db.py', text.indexOf('connect')), false);
});

test('nor within SQL that is put together, or run once', async () => {
  const files = {
    'package.json': '{ "dependencies": { "better-sqlite3": "12" } }',
    'db.js': `export function find(db, name) {
  db.exec(\`
    CREATE TABLE IF NOT EXISTS a (b TEXT)\`);
  return db.prepare(\`
    SELECT b FROM a
    WHERE b = '\${name}'\`).all();
}
`,
  };
  const linter = linterFor(engine, files);
  await linter.update();
  assert.equal(linter.isWithinText('db.js', files['db.js'].indexOf('WHERE b')), true);
  assert.equal(linter.isWithinText('db.js', files['db.js'].indexOf('return')), false);
});
