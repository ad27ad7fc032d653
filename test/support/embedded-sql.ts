import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HostLanguage } from '../../src/embedded/host-languages.ts';
import { type EmbeddedSql, hostOffset } from '../../src/embedded/sql/embedded-sql.ts';
import { readEmbeddedSql, textReaderOf } from '../../src/embedded/sql/read.ts';
import { languages } from './lint.ts';

/** A snippet of a host language, and the SQL in it. */
export interface EmbeddedCase {
  readonly name: string;
  readonly source: string;
  readonly sql: readonly ExpectedSql[];
}

export interface ExpectedSql {
  readonly text: string;
  readonly by: EmbeddedSql['by'];
  readonly callee?: string;
  /** What is written for each hole; one that the driver binds with `=` before it. */
  readonly holes?: readonly string[];
  /** A word of the SQL, and what is written for it in the file. It must stand in the SQL once. */
  readonly word?: string;
  readonly written?: string;
}

/** One test for each snippet: the SQL, its holes, and where its characters stand in the file. */
export function testEmbeddedSql(language: HostLanguage, cases: readonly EmbeddedCase[]): void {
  for (const { name, source, sql } of cases) {
    test(`${language}: ${name}`, async () => {
      const tree = await languages.parse(language, source);
      assert.ok(tree);
      const texts = textReaderOf(language, tree.rootNode, source);
      const found = readEmbeddedSql(language, tree.rootNode, texts);
      tree.delete();
      assert.deepEqual(
        found.map(({ text, by, callee, holes }) => ({
          text,
          by,
          callee,
          holes: holes.map(({ kind, host }) => `${kind === 'parameter' ? '=' : ''}${slice(source, host)}`),
        })),
        sql.map(({ text, by, callee, holes = [] }) => ({ text, by, callee, holes })),
      );
      for (const [at, one] of found.entries()) {
        checkPlaces(one, source);
        const { word, written = word } = sql[at] ?? {};
        if (word === undefined || written === undefined) continue;
        const start = one.text.indexOf(word);
        assert.ok(start >= 0 && start === one.text.lastIndexOf(word), `${word} must stand once in the SQL`);
        const last = hostOffset(one, start + word.length - 1);
        assert.equal(source.slice(hostOffset(one, start), last + 1), written);
      }
    });
  }
}

function checkPlaces({ text, segments, holes }: EmbeddedSql, source: string): void {
  let end = 0;
  for (const { at, host, length } of segments) {
    assert.ok(at >= end && length > 0, 'segments are in order and not empty');
    assert.equal(source.slice(host, host + length), text.slice(at, at + length));
    end = at + length;
  }
  for (const { range } of holes) assert.equal(slice(text, range), '?');
}

const slice = (text: string, { start, end }: { start: number; end: number }): string =>
  text.slice(start, end);
