/** The extension in a project that uses SQLite: one test for each thing that a user does. */
import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import {
  codeActions,
  discardChanges,
  extensionId,
  finding,
  findings,
  hoverText,
  noFinding,
  open,
  ruleOf,
  source,
  until,
  uriOf,
} from '../support/editor.ts';
import { env } from '../support/protocol.ts';

suite('SQLite Preflight in a SQLite project', () => {
  teardown(discardChanges);

  test('is the extension under test', () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    const expected = process.env[env.extensionRoot];
    if (expected) assert.ok(extension.extensionPath.startsWith(expected), extension.extensionPath);
  });

  test('activates when an SQL file opens', async () => {
    await open('queries/authors.sql');
    await until('activation', () => vscode.extensions.getExtension(extensionId)?.isActive);
  });

  test('registers its commands', async () => {
    const commands = await vscode.commands.getCommands(true);
    for (const name of ['restart', 'showOutput', 'lintWorkspace', 'showFacts']) {
      assert.ok(commands.includes(`sqlite-preflight.${name}`), name);
    }
  });

  test('reports a dangerous pragma where it stands', async () => {
    const { document } = await open('maintenance.sql');
    const diagnostic = await finding(document.uri, 'pragma/synchronous-off');
    assert.equal(diagnostic.source, source);
    assert.equal(diagnostic.range.start.line, 0);
    assert.equal(diagnostic.range.isEmpty, false);
    assert.match(document.getText(diagnostic.range), /synchronous|OFF/);
    const { code } = diagnostic;
    assert.ok(typeof code === 'object', 'the code has no link');
    assert.match(code.target.toString(), /synchronous-off/);
  });

  test('reports nothing on a good query', async () => {
    const { document } = await open('queries/authors.sql');
    await finding((await open('maintenance.sql')).document.uri, 'pragma/synchronous-off');
    assert.deepEqual(findings(document.uri).map(ruleOf), []);
  });

  test('corrects a misspelt pragma', async () => {
    const { document } = await open('tuning.sql');
    const diagnostic = await finding(document.uri, 'pragma/unknown-name');
    // The editor asks again when another file's findings arrive in between, as for the light bulb.
    const edit = await until('a fix', async () => {
      const actions = await codeActions(document.uri, diagnostic);
      return actions.find((action) => action.title.includes('synchronous') && action.edit)?.edit;
    });
    assert.ok(await vscode.workspace.applyEdit(edit), 'the edit was refused');
    assert.equal(document.getText(), 'PRAGMA synchronous = NORMAL;\n');
    await noFinding(document.uri, 'pragma/unknown-name');
  });

  test('follows what is typed', async () => {
    const editor = await open('queries/authors.sql');
    const { document } = editor;
    const end = document.positionAt(document.getText().length);
    const typed = 'PRAGMA synchronous = OFF;\n';
    await editor.edit((edit) => edit.insert(end, typed));
    const diagnostic = await finding(document.uri, 'pragma/synchronous-off');
    assert.equal(diagnostic.range.start.line, end.line);
    await editor.edit((edit) =>
      edit.delete(new vscode.Range(end, document.positionAt(document.getText().length))),
    );
    await noFinding(document.uri, 'pragma/synchronous-off');
  });

  test('follows what is typed in a program', async () => {
    const editor = await open('db.js');
    const { document } = editor;
    await finding(document.uri, 'connection/missing-busy-timeout');
    const end = document.positionAt(document.getText().length);
    await editor.edit((edit) => edit.insert(end, "db.exec('PRAGMA busy_timeout = 5000');\n"));
    await noFinding(document.uri, 'connection/missing-busy-timeout');
    await editor.edit((edit) =>
      edit.delete(new vscode.Range(end, document.positionAt(document.getText().length))),
    );
    await finding(document.uri, 'connection/missing-busy-timeout');
  });

  test('reports in a configuration file, and follows what is typed there', async () => {
    const editor = await open('admin/config/database.yml');
    const { document } = editor;
    const { message } = await finding(document.uri, 'connection/busy-timeout-too-low');
    assert.match(message, /100 ms/);
    const line = document.lineAt(2);
    await editor.edit((edit) => edit.replace(line.range, '  timeout: 5000'));
    await noFinding(document.uri, 'connection/busy-timeout-too-low');
  });

  test('reports a full scan that an index of the schema would avoid', async () => {
    const { document } = await open('queries/books.sql');
    const diagnostic = await finding(document.uri, 'query/full-scan');
    assert.match(diagnostic.message, /books/);
  });

  test('offers to suppress a finding and to open its documentation', async () => {
    const { document } = await open('maintenance.sql');
    const actions = await codeActions(document.uri, await finding(document.uri, 'pragma/synchronous-off'));
    const offered = titles(actions);
    assert.match(offered, /\b(disable|suppress|ignore)\b.*\b(line|statement)\b/i);
    assert.match(offered, /\b(disable|suppress|ignore)\b.*\bfile\b/i);
    assert.match(offered, /\bdocumentation\b|\bdocs\b/i);
  });

  test('suppresses a finding in its line', async () => {
    const { document } = await open('maintenance.sql');
    const actions = await codeActions(document.uri, await finding(document.uri, 'pragma/synchronous-off'));
    const action = actions.find(({ title }) =>
      /\b(disable|suppress|ignore)\b.*\b(line|statement)\b/i.test(title),
    );
    assert.ok(action?.edit, `no suppression with an edit among: ${titles(actions)}`);
    await vscode.workspace.applyEdit(action.edit);
    await noFinding(document.uri, 'pragma/synchronous-off');
  });

  test('explains a finding on hover', async () => {
    const { document } = await open('maintenance.sql');
    const { range } = await finding(document.uri, 'pragma/synchronous-off');
    const text = await until('a hover that names the rule', async () => {
      const hover = await hoverText(document.uri, range.start);
      return hover.includes('pragma/synchronous-off') && hover;
    });
    assert.ok(text.length > 'pragma/synchronous-off'.length + 40, `the hover says too little: ${text}`);
  });

  test('lints files that are not open', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('sqlite-preflight.lintWorkspace');
    await finding(uriOf('migrations/001_init.sql'), 'schema/unindexed-foreign-key');
    await finding(uriOf('db.js'), 'connection/missing-busy-timeout');
  });

  test('shows what is known of the databases', async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    const facts = await vscode.commands.executeCommand<{ markdown: string }>('sqlite-preflight.showFacts');
    assert.match(facts.markdown, /^# migrations: a database of SQLite$/m);
    assert.match(facts.markdown, /migrations\/001_init\.sql/);
    await until('a preview', () =>
      vscode.window.tabGroups.all.some(({ tabs }) =>
        tabs.some(({ label }) => label.includes('What Is Known')),
      ),
    );
  });

  test('shows its output', async () => {
    await vscode.commands.executeCommand('sqlite-preflight.showOutput');
    await until('the output panel', () =>
      vscode.window.visibleTextEditors.some(({ document }) => document.uri.scheme === 'output'),
    );
  });

  test('reports again after a restart of the server', async () => {
    const { document } = await open('maintenance.sql');
    await finding(document.uri, 'pragma/synchronous-off');
    let gone = false;
    const watch = vscode.languages.onDidChangeDiagnostics(() => {
      gone ||= findings(document.uri).length === 0;
    });
    try {
      await vscode.commands.executeCommand('sqlite-preflight.restart');
      await until('the old findings to go', () => gone, { timeoutMs: 5_000 }).catch(() => {});
      await finding(document.uri, 'pragma/synchronous-off');
    } finally {
      watch.dispose();
    }
    const editor = await open('queries/authors.sql');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'PRAGMA synchronous = OFF;\n'));
    await finding(editor.document.uri, 'pragma/synchronous-off');
  });
});

function titles(actions: readonly vscode.CodeAction[]): string {
  return actions.map((action) => action.title).join('\n');
}
