import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ClientOptions, type Diagnostic, type TestClient, within } from './client.ts';

interface Action {
  readonly title: string;
  readonly edit?: { readonly documentChanges?: readonly unknown[] };
  readonly command?: { readonly command: string; readonly arguments: readonly unknown[] };
}

const project = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12" } }',
  'migrations/0001_books.up.sql': 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL);\n',
  'migrations/0001_books.down.sql': 'DROP TABLE book;\n',
  'queries/book.sql': 'SELECT id FROM book WHERE isbn = ?;\n',
};

/** What is offered for the finding on the query, but for what every finding offers. */
async function offered(client: TestClient): Promise<Action[]> {
  const uri = client.uri('queries/book.sql');
  await client.open(uri, project['queries/book.sql']);
  const [finding] = (await client.waitFor(uri, ['query/full-scan'])) as [Diagnostic];
  const actions = await client.connection.sendRequest<Action[]>('textDocument/codeAction', {
    textDocument: { uri },
    range: finding.range,
    context: { diagnostics: [] },
  });
  return actions.filter(({ title }) => !/^(?:Suppress|Open the documentation)/.test(title));
}

const inEditor = (options: ClientOptions, judge: (actions: Action[], client: TestClient) => void) =>
  within(project, async (client) => judge(await offered(client), client), options);

test('a fix that takes a migration makes the files of one, or copies its statement', () =>
  inEditor({ creates: true, initializationOptions: { copiesText: true } }, (actions, client) => {
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Create a migration: index book on isbn', 'Copy the statement: index book on isbn'],
    );
    const start = { line: 0, character: 0 };
    const made = (path: string, newText: string): unknown[] => [
      { kind: 'create', uri: client.uri(path), options: { overwrite: false, ignoreIfExists: false } },
      {
        textDocument: { uri: client.uri(path), version: null },
        edits: [{ range: { start, end: start }, newText }],
      },
    ];
    assert.deepEqual(actions[0]?.edit?.documentChanges, [
      ...made('migrations/0002_index_book_on_isbn.up.sql', 'CREATE INDEX idx_book_isbn ON book (isbn);\n'),
      ...made('migrations/0002_index_book_on_isbn.down.sql', 'DROP INDEX idx_book_isbn;\n'),
    ]);
    assert.equal(actions[1]?.command?.command, 'sqlite-preflight.copyText');
    assert.deepEqual(actions[1]?.command?.arguments, ['CREATE INDEX idx_book_isbn ON book (isbn);\n']);
  }));

test('an editor is offered only what it can do', async () => {
  await inEditor({ creates: true }, (actions) =>
    assert.deepEqual(
      actions.map(({ title }) => title),
      ['Create a migration: index book on isbn'],
    ),
  );
  await inEditor({}, (actions) => assert.deepEqual(actions, []));
});
