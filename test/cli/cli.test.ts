import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { cli, runCli } from '../support/cli.ts';
import { temporaryProject } from '../support/temporary.ts';

const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../docs/${name}.schema.json`, import.meta.url), 'utf8'));

interface Finding {
  readonly rule: string;
  readonly file: string;
  readonly start: { readonly line: number; readonly column: number };
  readonly fingerprint: string;
  readonly fixes: readonly unknown[];
}

/** Runs in a project of its own. */
function within<T>(files: Record<string, string>, work: (root: string) => T): T {
  const { root, remove } = temporaryProject(files);
  try {
    return work(root);
  } finally {
    remove();
  }
}

function findings(cwd: string, args: readonly string[] = []): Finding[] {
  return JSON.parse(runCli(cwd, ['lint', '--format', 'json', ...args]).stdout).findings;
}

const bad = 'PRAGMA synchronous = OFF;\n';
const clean = 'PRAGMA synchronous = NORMAL;\n';

describe('exit codes', () => {
  test('0 without findings, 1 with a warning or worse', () =>
    within({ 'a.sql': clean, 'bad/b.sql': bad }, (root) => {
      assert.equal(runCli(root, ['lint', 'a.sql']).status, 0);
      assert.equal(runCli(root, ['lint']).status, 1);
    }));

  test('0 when all findings are below warning', () =>
    within(
      { 'a.sql': bad, 'sqlite-preflight.json': '{ "rules": { "pragma/synchronous-off": "info" } }' },
      (root) => {
        const { status, stdout } = runCli(root, ['lint']);
        assert.equal(status, 0, stdout);
        assert.match(stdout, /1 info/);
      },
    ));

  for (const args of [
    ['lint', 'nosuch.sql'],
    ['lint', '--format', 'xml'],
    ['lint', '--nosuch'],
    ['linnt'],
    ['explain', 'query/full-scam'],
    [],
  ]) {
    test(`2 for ${args.join(' ') || 'no command'}`, () =>
      within({}, (root) => {
        const { status, stdout, stderr } = runCli(root, args);
        assert.equal(status, 2);
        assert.equal(stdout, '');
        assert.notEqual(stderr, '');
      }));
  }

  test('a misspelt rule or command is corrected', () =>
    within({}, (root) => {
      assert.match(runCli(root, ['explain', 'query/full-scam']).stderr, /did you mean query\/full-scan/);
      assert.match(runCli(root, ['linnt']).stderr, /did you mean lint/);
    }));
});

describe('the JSON report', () => {
  const files = {
    'package.json': '{ "dependencies": { "better-sqlite3": "12" } }',
    'schema.sql':
      'CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));\n',
    'queries/q.sql': 'SELECT "é🙂", id FROM b WHERE a_id = 1;\nSELECT a_id::text FROM b;\n',
    'large.sql': '\u0000\u0001',
  };

  test('follows its schema and stands alone on standard output', () =>
    within(files, (root) => {
      const { stdout, stderr } = runCli(root, ['lint', '--format', 'json', '--verbose']);
      const report: { findings: Finding[] } = JSON.parse(stdout);
      const validate = new Ajv2020().compile<unknown>(schema('lint-output'));
      assert.ok(validate(report), JSON.stringify(validate.errors));
      const rules = report.findings.map(({ rule }: Finding) => rule).sort();
      assert.deepEqual(rules, [
        'portability/postgres-operator',
        'query/double-quoted-string',
        'query/full-scan',
        'schema/unindexed-foreign-key',
      ]);
      assert.match(stderr, /large\.sql: not read: a binary file/);
      assert.match(stderr, /^schema\.sql: a database of SQLite$/m);
    }));

  test('tells what a new migration has to do', () =>
    within(
      {
        'package.json': files['package.json'],
        'migrations/001.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL);\n',
        'queries/q.sql': 'SELECT id FROM book WHERE isbn = ?;\n',
      },
      (root) => {
        const report: { findings: Finding[] } = JSON.parse(runCli(root, ['lint', '--format', 'json']).stdout);
        const validate = new Ajv2020().compile<unknown>(schema('lint-output'));
        assert.ok(validate(report), JSON.stringify(validate.errors));
        assert.deepEqual(
          report.findings.flatMap(({ fixes }) => fixes),
          [
            {
              title: 'Add the index in a new migration',
              safe: false,
              edits: [],
              migration: {
                database: 'migrations',
                title: 'index book on isbn',
                up: ['CREATE INDEX idx_book_isbn ON book (isbn);'],
                down: ['DROP INDEX idx_book_isbn;'],
              },
            },
          ],
        );
      },
    ));

  test('counts columns in UTF-16 code units', () =>
    within(files, (root) => {
      const scan = findings(root).find(({ rule }) => rule === 'query/full-scan');
      assert.deepEqual(scan?.start, { line: 1, column: 'SELECT "é🙂", id FROM '.length + 1 });
    }));

  test('keeps fingerprints when lines move', () =>
    within({ ...files, 'moved/schema.sql': '' }, (root) => {
      const before = findings(root).map(({ fingerprint }) => fingerprint);
      within({ ...files, 'queries/q.sql': `${'\n'.repeat(10)}${files['queries/q.sql']}` }, (other) => {
        assert.deepEqual(
          findings(other).map(({ fingerprint }) => fingerprint),
          before,
        );
      });
      assert.equal(new Set(before).size, before.length);
    }));

  test('gives paths from the working directory', () =>
    within({ 'app/package.json': '{}', 'app/db/x.sql': bad }, (root) => {
      assert.deepEqual(
        findings(root, ['app']).map(({ file }) => file),
        ['app/db/x.sql'],
      );
      assert.deepEqual(
        findings(`${root}/app/db`, ['..']).map(({ file }) => file),
        ['x.sql'],
      );
    }));
});

describe('the conformance script', () => {
  test('ends with a line that follows its schema', () =>
    within(
      {
        'rows.jsonl': [
          { sql: 'SELECT 1', verdict: 'ok' },
          { sql: 'SELECT * FROM nosuch', verdict: 'other_error' },
          { sql: "SELECT 'é🙂' FRM t", verdict: 'ok' },
          { sql: "SELECT 'é🙂', FROM t", verdict: 'syntax_error', offset: 17 },
          { sql: 'SELECT (1', verdict: 'syntax_error', offset: 9 },
          {
            sql: 'CREATE TRIGGER r AFTER INSERT ON t BEGIN SELECT * FROM; END;',
            verdict: 'syntax_error',
            offset: 54,
          },
        ]
          .map((row) => JSON.stringify(row))
          .join('\n'),
      },
      (root) => {
        const script = fileURLToPath(new URL('../../scripts/conformance.ts', import.meta.url));
        const { stdout } = spawnSync(process.execPath, [script, `${root}/rows.jsonl`], { encoding: 'utf8' });
        const last = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
        const validate = new Ajv2020().compile(schema('conformance'));
        assert.ok(validate(last), JSON.stringify(validate.errors));
        // The third row is no accepted statement: the script has to notice what is wrong with a verdict.
        assert.deepEqual(last, { rows: 6, falseErrors: 1, missedErrors: 0, wrongPlace: 0, crashes: 0 });
      },
    ));
});

describe('what is linted', () => {
  test('nothing of a project of Postgres', () =>
    within(
      {
        'package.json': '{ "dependencies": { "pg": "8" } }',
        'schema.sql': 'CREATE TABLE a (id bigserial PRIMARY KEY, b jsonb);\n',
        'q.sql': "SELECT id::text FROM a WHERE b @> '{}';\n",
      },
      (root) => assert.deepEqual(findings(root, ['--preset', 'all']), []),
    ));

  test('not what .gitignore or the configuration leave out', () =>
    within(
      {
        'a.sql': bad,
        'b.sql': bad,
        'sub/c.sql': bad,
        '.gitignore': 'a.sql\n',
        'sub/.gitignore': '*.sql\n',
        'sqlite-preflight.jsonc': '// why\n{ "ignore": ["b.sql"], }',
      },
      (root) => assert.deepEqual(findings(root), []),
    ));

  test('not tests, unless they are named', () =>
    within({ 'test/a.sql': bad }, (root) => {
      assert.deepEqual(findings(root), []);
      assert.equal(findings(root, ['test/a.sql']).length, 1);
    }));

  test('everything else, when a migration never ends', () =>
    within(
      {
        'migrations/001.sql':
          'CREATE TABLE a (id INTEGER PRIMARY KEY);\nCREATE TABLE z AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r;\n',
        'migrations/002.sql':
          'CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));\nPRAGMA synchronous = OFF;\n',
      },
      (root) => {
        const { stdout, stderr } = runCli(root, ['lint', '--format', 'json', '--verbose']);
        assert.deepEqual(
          JSON.parse(stdout).findings.map(({ rule }: Finding) => rule),
          ['schema/unindexed-foreign-key', 'pragma/synchronous-off'],
        );
        assert.match(stderr, /not replayed \(stopped at its deadline\): migrations\/001\.sql:2/);
      },
    ));
});

test('a broken configuration is refused with its place', () =>
  within(
    {
      'a.sql': clean,
      'sqlite-preflight.json': '{\n  "presett": "all",\n  "rules": { "query/full-scam": "off" }\n}',
    },
    (root) => {
      const { status, stderr, stdout } = runCli(root, ['lint']);
      assert.equal(status, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /sqlite-preflight\.json:2:3: there is no setting presett; did you mean preset\?/);
      assert.match(
        stderr,
        /sqlite-preflight\.json:3:14: there is no rule query\/full-scam; did you mean query\/full-scan\?/,
      );
    },
  ));

test('a reader that has seen enough may close the pipe', () =>
  within({ 'a.sql': bad.repeat(2000) }, (root) => {
    const { status, stderr } = spawnSync('sh', ['-c', `"$NODE" "$CLI" lint | head -n 1`], {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, NODE: process.execPath, CLI: cli },
    });
    assert.equal(status, 0);
    assert.equal(stderr, '');
  }));

test('explain, rules and help print', () =>
  within({}, (root) => {
    assert.match(runCli(root, ['explain', 'query/full-scan']).stdout, /# query\/full-scan[\s\S]+## Proof/);
    assert.ok(JSON.parse(runCli(root, ['rules', '--json']).stdout).length >= 20);
    assert.match(runCli(root, ['--help']).stdout, /Exit codes/);
    assert.match(runCli(root, ['--help']).stdout, /litestream init[\s\S]+litestream verify/);
    assert.match(runCli(root, ['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
  }));
