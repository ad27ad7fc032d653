import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { SchemaSetting } from '../../src/project/schema-sources.ts';
import { linterFor, startEngine } from './lint.ts';

/** A small project, and everything that is to be said of it. */
export interface ProjectCase {
  /** Path → text. */
  readonly files: Readonly<Record<string, string>>;
  /** All findings of some rules on schemas, syntax and plans: `rule path:line`, in order of path and line. */
  readonly findings: readonly string[];
  /** All databases of SQLite: name → files in the order in which they run. */
  readonly databases?: Readonly<Record<string, readonly string[]>>;
  /** The dialect of some of the `.sql` files. */
  readonly dialects?: Readonly<Record<string, string>>;
  readonly schema?: SchemaSetting;
}

/** Rules that show which database, table or index a project is understood to have. */
const judged =
  /^schema\/(?:unindexed-foreign-key|redundant-index|nullable-primary-key|serial-type)$|^migration\/(?:add-not-null-column|rebuild-cascade)$|^(?:portability|internal)\/|^syntax\/error$|^query\/full-scan$/;

/** One test for each case, by its title. */
export function testProjects(theme: string, cases: Readonly<Record<string, ProjectCase>>): void {
  describe(theme, () => {
    const engine = startEngine();
    after(() => engine.dispose());
    for (const [title, { files, findings, databases, dialects, schema }] of Object.entries(cases)) {
      test(title, async () => {
        const linter = linterFor(engine, files, { preset: 'all', ...(schema && { schema }) });
        await linter.update();
        const found = linter
          .checkAll()
          .filter(({ rule }) => judged.test(rule))
          .map(({ rule, file, range }) => {
            const line = (linter.file(file)?.lines.positionAt(range.start).line ?? 0) + 1;
            return `${rule} ${file}:${line}`;
          });
        assert.deepEqual(found, findings);
        const { project } = linter;
        if (databases) {
          const names = project.databases.map(({ name, files: own }) => [name, own.map(({ path }) => path)]);
          assert.deepEqual(Object.fromEntries(names), databases);
        }
        for (const [path, dialect] of Object.entries(dialects ?? {}))
          assert.equal(project.sqlFiles.get(path)?.verdict.dialect, dialect, path);
      });
    }
  });
}

/** A manifest of npm that depends on these packages. */
export const npm = (...names: string[]): string =>
  JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) });

export const author = 'CREATE TABLE author (id INTEGER PRIMARY KEY, name TEXT);\n';
/** Refers to `author`, and nothing leads there. One line. */
export const book =
  'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT, author_id INTEGER REFERENCES author (id));\n';
export const bookIndex = 'CREATE INDEX book_author ON book (author_id);\n';
/** Two tables, and on the second line a foreign key that no index leads to. */
export const library: string = author + book;

/** The finding for a foreign key without index. */
export const unindexed = (place: string): string => `schema/unindexed-foreign-key ${place}`;
/** The finding for a query that reads a whole table. */
export const fullScan = (place: string): string => `query/full-scan ${place}`;
