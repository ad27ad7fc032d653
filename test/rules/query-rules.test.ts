import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Finding } from '../../src/lint/finding.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** What one rule finds in a schema and a query. */
async function found(rule: string, files: Readonly<Record<string, string>>): Promise<readonly Finding[]> {
  const findings = await lintProject(engine, files, { preset: 'all' });
  assert.deepEqual(
    findings.filter((finding) => finding.rule === 'internal/error'),
    [],
  );
  return findings.filter((finding) => finding.rule === rule);
}

test('an upsert in place of a REPLACE quotes names that need it', async () => {
  const query = 'INSERT OR REPLACE INTO "group" ("key", "order", "a b") VALUES (?, ?, ?);\n';
  const [finding] = await found('query/replace-deletes-children', {
    'schema.sqlite.sql':
      'CREATE TABLE "group" ("key" TEXT NOT NULL PRIMARY KEY, "order" INTEGER, "a b" TEXT);\nCREATE TABLE item (id INTEGER PRIMARY KEY, key TEXT REFERENCES "group" ("key") ON DELETE CASCADE);\n',
    'queries/group.sqlite.sql': query,
    'db.js': "import { DatabaseSync } from 'node:sqlite';\nexport const db = new DatabaseSync('app.db');\n",
  });
  assert.equal(
    applyEdits(query, finding?.fixes[0]?.edits ?? []),
    'INSERT INTO "group" ("key", "order", "a b") VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET "order" = excluded."order", "a b" = excluded."a b";\n',
  );
});

describe('a column of documents whose name is no word', () => {
  const query = 'SELECT "doc (raw" ->> \'$.kind\' FROM event WHERE id = ?;\n';
  for (const [check, expected] of [
    ['', 1],
    [' CHECK (json_valid("doc (raw"))', 0],
  ] as const)
    test(check || 'without a CHECK', async () => {
      const findings = await found('json/unchecked-document', {
        'schema.sqlite.sql': `CREATE TABLE event (id INTEGER PRIMARY KEY, "doc (raw" TEXT${check});\n`,
        'queries/event.sqlite.sql': query,
      });
      assert.equal(findings.length, expected);
      if (expected > 0) assert.match(findings[0]?.help ?? '', /json_valid\("doc \(raw"\)/);
    });
});

test('a constant beside another term is not said to take the order away', async () => {
  const messages = await found('query/constant-order', {
    'queries/task.sqlite.sql': "SELECT id FROM task ORDER BY 'title', id;\nSELECT id FROM task ORDER BY ?;\n",
  });
  assert.deepEqual(
    messages.map(({ message }) => message),
    [
      "ORDER BY the string 'title' is by a constant, so the other terms alone count.",
      'ORDER BY a parameter is by a constant, so the rows come in no order.',
    ],
  );
});

test('a path that starts with a bracket gets no dot', async () => {
  const [finding] = await found('json/bad-path', {
    'schema.sqlite.sql': 'CREATE TABLE event (id INTEGER PRIMARY KEY, payload TEXT NOT NULL);\n',
    'queries/event.sqlite.sql': "SELECT json_extract(payload, '[0].kind') FROM event;\n",
  });
  assert.equal(finding?.help, "Write '$[0].kind'.");
});
