import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompletionItem, Hover } from 'vscode-languageserver-types';
import { until, within } from './client.ts';

const yml =
  'dbs:\n  - path: /data/app.db\n    replicas:\n      - url: s3://backups/app\n        retention: 72h\n        \n';
const project = { 'litestream.yml': yml, Dockerfile: 'FROM litestream/litestream:0.5.6\n' };

test('a litestream.yml is asked for before anything is found in it, and then has findings', () =>
  within(
    project,
    async (client) => {
      const asked = (method: string) =>
        client.registrations.some(
          (one) => one.method === method && JSON.stringify(one.registerOptions).includes('litestream'),
        );
      await until(
        () => ['textDocument/didOpen', 'textDocument/completion', 'textDocument/hover'].every(asked),
        (all) => all,
      );
      const uri = client.uri('litestream.yml');
      await client.open(uri, yml);
      await client.waitFor(uri, ['litestream/wrong-line-key']);
    },
    { registers: true },
  ));

test('the keys of its release are completed where they belong', () =>
  within(project, async (client) => {
    const uri = client.uri('litestream.yml');
    await client.open(uri, yml);
    const at = (line: number, character: number) =>
      client.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
        textDocument: { uri },
        position: { line, character },
      });
    const labels = (items: readonly CompletionItem[]) => items.map(({ label }) => label);
    const inReplica = await at(5, 8);
    assert.ok(labels(inReplica).includes('sync-interval'));
    assert.ok(labels(inReplica).includes('sse-kms-key-id'));
    // One is there already, one is of 0.3, one came later.
    for (const other of ['url', 'snapshot-interval', 'storage-class'])
      assert.ok(!labels(inReplica).includes(other), other);
    const sync = inReplica.find(({ label }) => label === 'sync-interval');
    assert.match(JSON.stringify(sync), /default: 1s/);
    assert.ok(labels(await at(6, 0)).includes('snapshot'));
  }));

test('a hover tells what a key does, and which Litestream reads it', () =>
  within(project, async (client) => {
    const uri = client.uri('litestream.yml');
    await client.open(uri, yml);
    const hover = await client.connection.sendRequest<Hover>('textDocument/hover', {
      textDocument: { uri },
      position: { line: 4, character: 10 },
    });
    const text = JSON.stringify(hover.contents);
    assert.match(text, /How far back a restore can go/);
    assert.match(text, /0\.5 has `snapshot\.retention` instead/);
    assert.match(text, /Read by Litestream 0\.5\.6: Dockerfile names Litestream 0\.5\.6/);
    assert.match(text, /litestream\/wrong-line-key/);
  }));
