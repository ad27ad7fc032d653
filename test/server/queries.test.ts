import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type {
  PlanResult,
  QueryRowsResult,
  QueryStatementsResult,
  QueryTarget,
  RunQueryResult,
} from '../../server/protocol.ts';
import { type TestClient, until, within } from './client.ts';

const project = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12" } }',
  'schema.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);\n',
  'queries/q.sql': 'SELECT title FROM book WHERE id = :id;\nSELECT 1;\n',
};
const endless = 'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r';

const ask = <T>(client: TestClient, method: string, params: object): Promise<T> =>
  client.connection.sendRequest<T>(`preflight/${method}`, params);

function makeDatabase(path: string): void {
  const db = new DatabaseSync(path);
  db.exec(`CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    INSERT INTO book SELECT i, 'title ' || i FROM n`);
  db.close();
}

test('a query runs on a copy of a database file, its rows come in windows', () =>
  within(project, async (client, root) => {
    makeDatabase(`${root}/app.db`);
    const uri = client.uri('queries/q.sql');
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: client.uri('app.db'), type: 1 }],
    });
    const targets = await until(
      () => ask<QueryTarget[]>(client, 'queryTargets', { uri }),
      ({ length }) => length === 2,
    );
    assert.deepEqual(
      targets.map(({ label }) => label),
      ["The project's schema", 'app.db'],
    );
    const { statements } = await ask<QueryStatementsResult>(client, 'queryStatements', {
      text: 'SELECT id, title FROM book WHERE id > :id; -- the rest\n',
    });
    assert.deepEqual(statements, [
      { sql: 'SELECT id, title FROM book WHERE id > :id;', end: 42, parameters: [':id'] },
    ]);
    const run = await ask<RunQueryResult>(client, 'runQuery', {
      uri,
      target: targets[1]?.target,
      statements: [{ sql: statements[0]?.sql, values: ['10'] }],
      timeoutMs: 5000,
    });
    assert.deepEqual([run.results[0]?.columns, run.results[0]?.rowCount], [['id', 'title'], 990]);
    const window = { id: run.id, result: 0, start: 500, count: 2 };
    assert.deepEqual((await ask<QueryRowsResult>(client, 'queryRows', window)).rows, [
      [511, 'title 511'],
      [512, 'title 512'],
    ]);
    const csv = await ask<string>(client, 'exportRows', { id: run.id, result: 0, format: 'csv' });
    assert.equal(csv.split('\r\n').length, 992);
    await client.connection.sendNotification('preflight/forgetQuery', { id: run.id });
    await assert.rejects(ask(client, 'queryRows', window), /no longer kept/);
  }));

test("a plan is compiled against the project's schema", () =>
  within(project, async (client) => {
    const uri = client.uri('queries/q.sql');
    const { plans } = await ask<PlanResult>(client, 'plan', {
      uri,
      target: 'schema:schema.sql',
      statements: [{ sql: 'SELECT title FROM book WHERE title = ?' }],
      timeoutMs: 5000,
    });
    assert.deepEqual(plans[0]?.steps, [
      { detail: 'SCAN book', warning: 'reads every row of book', children: [] },
    ]);
  }));

test('a query without end is stopped by its deadline and by a cancellation, and diagnostics come meanwhile', () =>
  within(project, async (client) => {
    const uri = client.uri('queries/new.sql');
    const params = { uri, target: 'schema:schema.sql', statements: [{ sql: endless }], timeoutMs: 1500 };
    const late = assert.rejects(ask(client, 'runQuery', params), /stopped after 1\.5 s/);
    await client.open(uri, 'PRAGMA synchronous = OFF;\n');
    const asked = Date.now();
    await client.waitFor(uri, ['pragma/synchronous-off']);
    const waited = Date.now() - asked;
    await late;
    assert.ok(waited < 1400, `diagnostics took ${waited} ms`);

    const source = new CancellationTokenSource();
    const cancelled = client.connection.sendRequest(
      'preflight/runQuery',
      { ...params, timeoutMs: 60_000 },
      source.token,
    );
    setTimeout(() => source.cancel(), 200);
    await assert.rejects(cancelled, /cancelled/);
  }));

test('what can not be opened is said', () =>
  within({ 'package.json': '{}' }, async (client, root) => {
    const uri = client.uri('a.sql');
    const run = (target: string) =>
      ask(client, 'runQuery', { uri, target, statements: [{ sql: 'SELECT 1' }], timeoutMs: 5000 });
    await assert.rejects(run(`${root}/none.db`), /none\.db: no such file/);
    await assert.rejects(run('schema:db'), /schema of db is not known.*Choose another, or a database file/);
  }));

test('lenses stand above queries, where the editor can carry them out', async () => {
  const lenses = (client: TestClient, path: string): Promise<{ command: { title: string } }[]> =>
    client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri: client.uri(path) } });
  await within(
    project,
    async (client) => {
      await client.open(client.uri('queries/q.sql'), project['queries/q.sql']);
      assert.deepEqual(
        (await lenses(client, 'queries/q.sql')).map(({ command }) => command.title),
        ['$(play) Run', 'Explain', '$(play) Run', 'Explain'],
      );
      await client.open(client.uri('schema.sql'), project['schema.sql']);
      assert.deepEqual(await lenses(client, 'schema.sql'), []);
    },
    { initializationOptions: { runsQueries: true } },
  );
  await within(project, async (client) => assert.equal(client.capabilities.codeLensProvider, undefined));
});
