import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostLanguage, ParsedText } from '../../src/embedded/host-languages.ts';
import { languages } from '../support/lint.ts';

const texts: Partial<Record<HostLanguage, string>> = {
  typescript: `import Database from 'better-sqlite3';\nconst db = new Database('app.db');\nexport const all = () => db.prepare('SELECT 1').all();\n`,
  python: `import sqlite3\n\ndef rows(db):\n    return db.execute("SELECT 1").fetchall()\n`,
  go: 'package main\n\nfunc rows() {\n\tdb.Query(`SELECT "é"`)\n}\n',
};

/** What somebody types: a stretch that is replaced. */
const edits: readonly ((text: string) => string)[] = [
  (text) => text.replace('SELECT 1', 'SELECT 1, 2'),
  (text) => `\n${text}`,
  (text) => text.slice(0, -3),
  (text) => text.replace('(', '(('),
  (text) => text.replace('((', '('),
  (text) => `${text}\n// the end\n`,
  (text) => text.replaceAll('\n', '\r\n'),
  () => '',
  () => 'x',
];

for (const [language, start] of Object.entries(texts) as [HostLanguage, string][]) {
  test(`${language}: a text that is parsed again from its earlier state has the tree of a new one`, async () => {
    let text = start;
    let before: ParsedText | undefined;
    for (const edit of [(same: string) => same, ...edits, () => start, ...edits]) {
      text = edit(text);
      const tree = await languages.parse(language, text, before);
      const fresh = await languages.parse(language, text);
      assert.ok(tree && fresh);
      assert.equal(tree.rootNode.toString(), fresh.rootNode.toString());
      assert.equal(tree.rootNode.endIndex, text.length);
      fresh.delete();
      before = { text, tree };
    }
    before?.tree.delete();
  });
}
