import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hostFile } from '../../src/embedded/host-file.ts';
import { type HostLanguage, parsable } from '../../src/embedded/host-languages.ts';
import { readProgramFacts } from '../../src/embedded/transactions/read.ts';
import type { ProgramFacts, TransactionSite } from '../../src/embedded/transactions/site.ts';
import { SyntaxCache } from '../../src/sql/document.ts';
import { languages } from './lint.ts';

/** A small program, and what it does in transactions. */
export interface TransactionCase {
  readonly name: string;
  readonly source: string;
  /**
   * All transactions in the order of the text, each as `mode [read write …]` and what else is so of it. `mode` is that of
   * `TransactionSite`, `?` for one that is computed. Then, where they are so: `complete`, `upgrade 4→6` with the lines of
   * the read and the write, `outside fetch`.
   */
  readonly transactions?: readonly string[];
  /** The values that are put into SQL: `place origin expression`. */
  readonly filled?: readonly string[];
  /** `BEGIN 3` or `VACUUM 3`, by the line. */
  readonly nested?: readonly string[];
  /** The pragmas that are set in transactions: `3 foreign_keys tx`, by the line. */
  readonly pragmas?: readonly string[];
  /** The lines of writes in loops. */
  readonly loopWrites?: readonly number[];
}

/** Tests the cases of one language. Only what a case has is looked at. */
export function testTransactions(language: HostLanguage, cases: readonly TransactionCase[]): void {
  describe(language, () => {
    for (const { name, source, ...expected } of cases) {
      test(name, async () => {
        const facts = await read(language, source);
        const line = (at: number): number => source.slice(0, at).split('\n').length;
        if (expected.transactions)
          assert.deepEqual(
            facts.transactions.map((site) => shown(site, line)),
            expected.transactions,
          );
        if (expected.filled)
          assert.deepEqual(
            facts.filled.map(({ place, origin, written }) => `${place} ${origin} ${written}`),
            expected.filled,
          );
        if (expected.nested)
          assert.deepEqual(
            facts.nested.map(({ what, range }) => `${what} ${line(range.start)}`),
            expected.nested,
          );
        if (expected.pragmas)
          assert.deepEqual(
            facts.pragmas.map(({ pragma, range, opened }) => `${line(range.start)} ${pragma} ${opened}`),
            expected.pragmas,
          );
        if (expected.loopWrites)
          assert.deepEqual(
            facts.loopWrites.map(({ range }) => line(range.start)),
            expected.loopWrites,
          );
      });
    }
  });
}

const none: ProgramFacts = {
  transactions: [],
  nested: [],
  loopWrites: [],
  pragmas: [],
  filled: [],
  extensions: [],
};

async function read(language: HostLanguage, source: string): Promise<ProgramFacts> {
  const tree = await languages.parse(language, parsable(language, source));
  assert.ok(tree);
  const file = hostFile(language, 'program', source, tree.rootNode, new SyntaxCache());
  const facts = readProgramFacts(language, file);
  tree.delete();
  return facts ?? none;
}

function shown(site: TransactionSite, line: (at: number) => number): string {
  const { begin, statements, upgrade, outside, complete } = site;
  return [
    `${begin ?? '?'} [${statements.map(({ kind }) => kind).join(' ')}]`,
    ...(complete ? ['complete'] : []),
    ...(upgrade ? [`upgrade ${line(upgrade.read.range.start)}→${line(upgrade.write.range.start)}`] : []),
    ...outside.map(({ written }) => `outside ${written}`),
  ].join(' ');
}
