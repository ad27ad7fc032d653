import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Registry } from '../../src/facts/drivers/driver.ts';
import { SourceFile } from '../../src/project/source-file.ts';
import { findVersions } from '../../src/project/versions/versions.ts';
import { SyntaxCache } from '../../src/sql/document.ts';

/** A small project, and what is known of the version of a package. */
export interface VersionCase {
  readonly name: string;
  readonly registry: Registry;
  readonly packageName: string;
  /** Path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** Of the code that uses the package. */
  readonly folder?: string;
  /** `1.2.3 of <file>`, `>= 1.2.3 of <file>`; undefined where nothing is known. */
  readonly expected: string | undefined;
}

/** One test for each project, by its name. */
export function testVersions(title: string, cases: readonly VersionCase[]): void {
  describe(title, () => {
    for (const { name, registry, packageName, files, folder = '', expected } of cases) {
      test(name, () => {
        const cache = new SyntaxCache();
        const versions = findVersions(
          Object.entries(files).map(([path, text]) => new SourceFile(path, text, cache)),
        );
        const found = versions.of({ name: packageName, registry, packages: [packageName] }, folder);
        const { exact, atLeast, source } = found ?? {};
        assert.equal(
          found && (exact === undefined ? `>= ${atLeast} of ${source}` : `${exact} of ${source}`),
          expected,
        );
      });
    }
  });
}
