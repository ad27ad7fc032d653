import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nodeFileSystem } from '../../src/host/node/files.ts';
import { Linter } from '../../src/lint/linter.ts';
import { loadProject } from '../../src/lint/load.ts';
import { rules } from '../../src/rules/index.ts';
import { LineIndex } from '../../src/text/lines.ts';
import { languages, startEngine } from '../support/lint.ts';

/** What is true of a project, in paths relative to it. Names of tables, columns and indexes are in lower case. */
interface Expected {
  readonly tool: string;
  /** The files that build the schema; those of an inner list may stand in any order. */
  readonly order: readonly (string | readonly string[])[];
  readonly tables: Readonly<
    Record<
      string,
      {
        readonly created: string;
        readonly columns: Readonly<Record<string, string>>;
        readonly indexes: Readonly<Record<string, string>>;
        /** How many more indexes a file makes, under names that the tool computes (Django's hashes). */
        readonly unnamed?: Readonly<Record<string, number>>;
      }
    >
  >;
  readonly uncertain: readonly string[];
  /** All findings of the two rules, in order. `line` counts from 1. */
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly line: number }[];
}

const engine = startEngine();
after(() => engine.dispose());

const fixtures = new URL('../fixtures/timelines/', import.meta.url);

for (const convention of readdirSync(fixtures)) {
  describe(convention, async () => {
    const root = new URL(`${convention}/`, fixtures);
    const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');
    const expected: Expected = JSON.parse(textOf('expected.json'));
    const linter = new Linter({ engine, languages }, rules);
    const problems = await loadProject(linter, nodeFileSystem, fileURLToPath(root).replace(/\/$/, ''));
    await linter.update();
    const { databases } = linter.project;
    const [database] = databases;

    test('is one database, built by its files in order', () => {
      assert.deepEqual(problems, []);
      assert.equal(databases.length, 1);
      assert.equal(database?.tool, expected.tool);
      const paths = database.files.map(({ path }) => path);
      let at = 0;
      const inTurn = expected.order.map((step) => {
        if (typeof step === 'string') return paths[at++];
        const group = paths.slice(at, at + step.length);
        at += step.length;
        return step.toSorted().join() === group.toSorted().join() ? step : group;
      });
      assert.deepEqual(inTurn, expected.order);
      assert.equal(at, paths.length);
    });

    test('has the tables that survive, each part from the file that made it', () => {
      const tables = [...(database?.timeline?.tables.values() ?? [])].filter(
        ({ table }) => table.kind === 'table',
      );
      assert.deepEqual(
        tables
          .flatMap(({ table, uncertain }) => (uncertain === undefined ? [] : [table.name.toLowerCase()]))
          .sort(),
        expected.uncertain.toSorted(),
      );
      assert.deepEqual(
        tables.map(({ table }) => table.name.toLowerCase()).sort(),
        Object.keys(expected.tables).sort(),
      );
      for (const { table, created, columns, indexes, uncertain } of tables) {
        const wanted = expected.tables[table.name.toLowerCase()];
        assert.ok(wanted);
        // What is uncertain may have any columns; its name is all that is claimed.
        if (uncertain !== undefined) continue;
        assert.equal(created.file, wanted.created, table.name);
        assert.deepEqual(filesOf(columns), wanted.columns, table.name);
        const found = filesOf(indexes);
        const unnamed: Record<string, number> = {};
        for (const [name, file] of Object.entries(found)) {
          if (name in wanted.indexes) continue;
          unnamed[file] = (unnamed[file] ?? 0) + 1;
          delete found[name];
        }
        assert.deepEqual(found, wanted.indexes, table.name);
        assert.deepEqual(unnamed, wanted.unnamed ?? {}, table.name);
      }
    });

    test('has these problems and no others', () => {
      const findings = linter
        .checkAll()
        .filter(({ rule }) => rule === 'schema/unindexed-foreign-key' || rule === 'schema/redundant-index')
        .map(({ rule, file, range }) => ({
          rule,
          path: file,
          line: new LineIndex(textOf(file)).positionAt(range.start).line + 1,
        }));
      const inOrder = (list: Expected['findings']): Expected['findings'] =>
        list.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line));
      assert.deepEqual(inOrder(findings), inOrder(expected.findings));
    });
  });
}

function filesOf(places: ReadonlyMap<string, { readonly file: string }>): Record<string, string> {
  return Object.fromEntries([...places].map(([name, { file }]) => [name, file]));
}
