/** The extension in a project of another database: it must not say a word. */
import assert from 'node:assert/strict';
import { suite, test } from 'mocha';
import * as vscode from 'vscode';
import { extensionId, open, ruleOf, sleep, source } from '../support/editor.ts';

const quietMs = 2_000;

suite('SQLite Preflight in a Postgres project', () => {
  test('reports nothing on open files', async () => {
    await vscode.extensions.getExtension(extensionId)?.activate();
    await open('db.js');
    await open('schema.sql');
    await sleep(quietMs);
    assert.deepEqual(allFindings(), []);
  });

  test('reports nothing when the workspace is linted', async () => {
    await vscode.commands.executeCommand('sqlite-preflight.lintWorkspace');
    await sleep(quietMs);
    assert.deepEqual(allFindings(), []);
  });
});

function allFindings(): string[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) =>
      diagnostics
        .filter((diagnostic) => diagnostic.source === source)
        .map((diagnostic) => `${vscode.workspace.asRelativePath(uri)}: ${ruleOf(diagnostic)}`),
    );
}
