import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { applyEdits } from '../../src/text/edit.ts';
import { LineIndex } from '../../src/text/lines.ts';
import { type Diagnostic, type TestClient, until, within } from './client.ts';

interface Action {
  readonly title: string;
  readonly kind: string;
  readonly edit?: { readonly changes: Record<string, { range: Diagnostic['range']; newText: string }[]> };
}

const schema =
  'CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL);\nCREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));\nCREATE INDEX b_a ON b (a_id);\n';
const project = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12" } }',
  'schema.sql': schema,
  'queries/q.sql': 'SELECT id FROM a WHERE id = 1;\n',
};

function applied(text: string, action: Action | undefined, uri: string): string {
  const lines = new LineIndex(text);
  return applyEdits(
    text,
    (action?.edit?.changes[uri] ?? []).map(({ range, newText }) => ({
      range: { start: lines.offsetAt(range.start), end: lines.offsetAt(range.end) },
      text: newText,
    })),
  );
}

const actionsAt = (
  client: TestClient,
  uri: string,
  { range }: Diagnostic,
  only?: string[],
): Promise<Action[]> =>
  client.connection.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range,
    context: { diagnostics: [], ...(only && { only }) },
  });

test('text findings answer at once, plan findings follow a refresh', () =>
  within(project, async (client) => {
    assert.ok(client.capabilities.diagnosticProvider && client.capabilities.hoverProvider);
    const uri = client.uri('queries/q.sql');
    await client.open(
      uri,
      'PRAGMA synchronous = OFF;\nSELECT id FROM a WHERE name = \'é🙂\' AND "nosuch" = 1;\n',
    );
    const first = await client.pull(uri);
    assert.ok(first.some(({ code }) => code === 'pragma/synchronous-off'));
    const all = await client.waitFor(uri, [
      'pragma/synchronous-off',
      'query/full-scan',
      'query/double-quoted-string',
    ]);
    assert.ok(client.refreshes > 0);
    const quoted = all.find(({ code }) => code === 'query/double-quoted-string');
    const before = "SELECT id FROM a WHERE name = 'é🙂' AND ".length;
    assert.deepEqual(quoted?.range, {
      start: { line: 1, character: before },
      end: { line: 1, character: before + 8 },
    });
  }));

test('fast edits: the last answer is about the last text', () =>
  within(project, async (client) => {
    const uri = client.uri('queries/q.sql');
    await client.open(uri, '');
    for (let version = 2; version <= 201; version++) {
      await client.change(
        uri,
        version,
        `PRAGMA nosuch_${version} = 1;\nSELECT id FROM a WHERE name = ${version};\n`,
      );
      const items = await client.pull(uri);
      assert.match(
        items.find(({ code }) => code === 'pragma/unknown-name')?.message ?? '',
        new RegExp(`nosuch_${version} `),
      );
    }
    await client.waitFor(uri, ['pragma/unknown-name', 'query/full-scan']);
  }));

test('editors that do not ask are told, with the version', () =>
  within(
    project,
    async (client) => {
      assert.equal(client.capabilities.diagnosticProvider, undefined);
      const uri = client.uri('queries/q.sql');
      await client.open(uri, 'SELEC 1;\n');
      await until(
        () => client.published.get(uri)?.diagnostics.map(({ code }) => code),
        (codes) => codes?.[0] === 'syntax/error',
      );
      await client.change(uri, 2, 'SELECT 1;\n');
      await until(
        () => client.published.get(uri),
        (known) => known?.version === 2 && known.diagnostics.length === 0,
      );
    },
    { pull: false, registers: false },
  ));

test('quick fixes mend, suppress and explain', () =>
  within(project, async (client) => {
    const uri = client.uri('queries/q.sql');
    const text = 'SELECT 1;\nSELECT id FROM a WHERE id = 1 AND "open" = name;\n';
    await client.open(uri, text);
    const [diagnostic] = await client.waitFor(uri, ['query/double-quoted-string']);
    const actions = await actionsAt(client, uri, diagnostic as Diagnostic);
    assert.deepEqual(
      actions.map(({ title }) => title),
      [
        "Change to 'open'",
        'Suppress query/double-quoted-string for this statement',
        'Suppress query/double-quoted-string in this file',
        'Open the documentation of query/double-quoted-string',
      ],
    );
    let version = 1;
    for (const action of actions.slice(0, 3)) {
      await client.change(uri, ++version, applied(text, action, uri));
      await client.waitFor(uri, []);
    }
    await client.change(uri, ++version, text);
    await client.waitFor(uri, ['query/double-quoted-string']);
    const [all] = await actionsAt(client, uri, diagnostic as Diagnostic, ['source.fixAll']);
    assert.equal(applied(text, all, uri), text.replace('"open"', "'open'"));
    const hover = await client.connection.sendRequest<{ contents: { value: string } }>('textDocument/hover', {
      textDocument: { uri },
      position: diagnostic?.range.start,
    });
    assert.match(hover.contents.value, /query\/double-quoted-string[\s\S]+Shown by running SQLite/);
  }));

test('a schema that changes on disk changes the findings of open queries', () =>
  within(project, async (client, root) => {
    const uri = client.uri('queries/q.sql');
    await client.open(uri, "SELECT id FROM a WHERE name = 'x';\n");
    const [scan] = await client.waitFor(uri, ['query/full-scan']);
    const fix = (await actionsAt(client, uri, scan as Diagnostic)).find(({ title }) =>
      title.startsWith('Add the index'),
    );
    const fixed = applied(schema, fix, client.uri('schema.sql'));
    assert.match(fixed, /CREATE INDEX idx_a_name ON a \(name\);/);
    writeFileSync(`${root}/schema.sql`, fixed);
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: client.uri('schema.sql'), type: 2 }],
    });
    await client.waitFor(uri, []);
  }));

test('settings hold per resource, and the configuration file stands before them', () =>
  within(
    project,
    async (client, root) => {
      const uri = client.uri('queries/q.sql');
      await client.open(uri, 'PRAGMA synchronous = OFF;\nPRAGMA nosuch = 1;\n');
      await client.waitFor(uri, ['pragma/unknown-name']);
      client.settings = { dialect: 'off' };
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await client.waitFor(uri, []);
      client.settings = {};
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      await client.waitFor(uri, ['pragma/synchronous-off', 'pragma/unknown-name']);
      writeFileSync(`${root}/sqlite-preflight.json`, '{ "rules": { "pragma/unknown-name": "off" } }');
      await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: client.uri('sqlite-preflight.json'), type: 1 }],
      });
      await client.waitFor(uri, ['pragma/synchronous-off']);
    },
    { settings: { rules: { 'pragma/synchronous-off': 'off' } } },
  ));

function asksForScripts({ registrations }: TestClient): boolean {
  return registrations.some(
    ({ method, registerOptions }) =>
      method === 'textDocument/didOpen' && JSON.stringify(registerOptions).includes('javascript'),
  );
}

test('JavaScript is asked for where connections are opened, and nowhere else', async () => {
  const script =
    "import { DatabaseSync } from 'node:sqlite';\nexport const db = new DatabaseSync('app.db');\n";
  await within({ ...project, 'db.js': script }, async (client) => {
    await until(
      () => asksForScripts(client),
      (asks) => asks,
    );
    const uri = client.uri('db.js');
    await client.open(uri, script, 'javascript');
    await client.waitFor(uri, ['connection/missing-busy-timeout', 'connection/missing-wal']);
    await client.change(uri, 2, script.replace("'app.db'", "'app.db', { timeout: 5000 }"));
    await client.waitFor(uri, ['connection/missing-wal']);
  });
  await within(
    {
      'package.json': '{ "dependencies": { "pg": "8" } }',
      'schema.sql': 'CREATE TABLE a (id bigserial PRIMARY KEY);\n',
    },
    async (client) => {
      const uri = client.uri('schema.sql');
      await client.open(
        uri,
        "CREATE TABLE a (id bigserial PRIMARY KEY);\nSELECT id::text FROM a WHERE x @> '{}';\n",
      );
      assert.deepEqual(await client.pull(uri), []);
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.deepEqual(await client.pull(uri), []);
      assert.ok(!asksForScripts(client));
      const status = await client.connection.sendRequest<{
        judged: boolean;
        dialect: string;
        reason: string;
      }>('preflight/fileStatus', { uri });
      assert.equal(status.judged, false);
      assert.equal(status.dialect, 'postgresql');
      assert.match(status.reason, /package\.json/);
    },
  );
});

test('a statement that never ends in the engine is stopped, and findings go on', () =>
  within(
    {
      ...project,
      'schema.sql': `${schema}CREATE TABLE z AS WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT x FROM r;\n`,
    },
    async (client) => {
      const uri = client.uri('queries/q.sql');
      await client.open(uri, "PRAGMA synchronous = OFF;\nSELECT id FROM a WHERE name = 'x';\n");
      assert.deepEqual(
        (await client.pull(uri)).map(({ code }) => code),
        ['pragma/synchronous-off'],
      );
      await client.waitFor(uri, ['pragma/synchronous-off', 'query/full-scan'], 20_000);
    },
  ));

test('the server stops cleanly while the engine is at work', async () => {
  const many = Array.from(
    { length: 400 },
    (_, n) => `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, a TEXT, b TEXT);`,
  ).join('\n');
  for (let attempt = 0; attempt < 3; attempt++) {
    await within({ ...project, 'schema.sql': many }, async (client) => {
      await client.open(client.uri('queries/q.sql'), 'SELECT 1 FROM t1 WHERE a = 1;\n');
      await new Promise((resolve) => setTimeout(resolve, attempt * 60));
      client.connection.onNotification('window/logMessage', ({ message }) => assert.fail(message));
    });
    // within() has waited for the process to end by itself.
  }
});

test('the whole workspace is linted on request', () =>
  within({ ...project, 'more.sql': 'PRAGMA synchronous = OFF;\n' }, async (client) => {
    const progress: unknown[] = [];
    client.connection.onNotification('$/progress', ({ value }) => {
      progress.push(value.kind);
    });
    const result = await client.connection.sendRequest<{ findings: number; files: { uri: string }[] }>(
      'preflight/lintWorkspace',
      { workDoneToken: 'x' },
    );
    assert.equal(result.findings, 1);
    assert.deepEqual(
      result.files.map(({ uri }) => uri),
      [client.uri('more.sql')],
    );
    assert.deepEqual([progress.at(0), progress.at(-1)], ['begin', 'end']);
    assert.match(
      (await client.connection.sendRequest<string>('preflight/rulePage', { rule: 'query/full-scan' })) ?? '',
      /^# query\/full-scan/,
    );
  }));
