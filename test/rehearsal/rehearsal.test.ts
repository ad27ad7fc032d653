import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { planRehearsal } from '../../src/rehearsal/plan.ts';
import { readRehearsal } from '../../src/rehearsal/read.ts';
import type { RehearsalEvent } from '../../src/schema/rehearsal.ts';
import { linterFor, startEngine } from '../support/lint.ts';
import { harmless, migrations, type RehearsalCase, unfinished } from './cases.ts';

const engine = startEngine();
after(() => engine.dispose());

/** An event as one line: kind, what it is about, and how far it goes. */
function describeEvent(event: RehearsalEvent): string {
  const end = event.mended ? ' mended' : '';
  switch (event.kind) {
    case 'refused': {
      const what = [event.table, ...event.columns].join('.');
      return `refused ${event.cause} ${what}${event.always ? ' always' : ''}${end}`;
    }
    case 'rows-lost':
      return `rows-lost ${event.table} of ${event.parent} ${event.action} ${event.lost === event.rows ? 'all' : 'some'}${end}`;
    case 'object-lost':
      return `${event.object}-lost ${event.name} of ${event.table}${end}`;
    case 'constraints-lost':
      return `constraints-lost ${event.table} ${event.constraints.join()}${end}`;
    case 'violations-left':
      return `violations-left ${event.table} to ${event.parent}${end}`;
    case 'reference-moved':
      return `reference-moved ${event.table} ${event.from} to ${event.to}${end}`;
    case 'object-broken':
      return `${event.object}-broken ${event.name}${end}`;
    case 'shape-kept':
      return `shape-kept ${event.table} ${event.missing.join()}${end}`;
    case 'rewritten':
      return `rewritten ${event.table} by ${event.by}`;
  }
}

/** The events of a small project, without those that only tell how much is written. */
async function eventsOf({ files }: RehearsalCase): Promise<string[]> {
  const linter = linterFor(engine, files);
  await linter.update();
  return linter.project.databases.flatMap(({ rehearsal }) => {
    assert.equal(rehearsal?.stopped, undefined);
    return (rehearsal?.events ?? []).filter(({ kind }) => kind !== 'rewritten').map(describeEvent);
  });
}

/** Runs the scripts on an empty database: all that a test on a fresh one shows. */
function runEmpty({ files, foreignKeys = false }: RehearsalCase): void {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: foreignKeys });
  for (const [path, text] of Object.entries(files)) if (path.endsWith('.sql')) db.exec(text);
  db.close();
}

describe('migrations that pass on an empty database, and not on one with rows', () => {
  for (const one of migrations) {
    test(one.name, async () => {
      if (Object.keys(one.files).every((path) => /\.(?:sql|js)$/.test(path))) runEmpty(one);
      assert.deepEqual(await eventsOf(one), one.expected);
    });
  }
});

describe('migrations that are sound', () => {
  for (const one of harmless) test(one.name, async () => assert.deepEqual(await eventsOf(one), []));
});

describe('a rehearsal that ends before the last migration', () => {
  for (const { name, files, expected } of unfinished) {
    test(name, async () => {
      const linter = linterFor(engine, files);
      const { project } = linter;
      const plan = project.databases.flatMap((database) => planRehearsal(database, project) ?? [])[0];
      assert.ok(plan);
      const results = await engine.rehearse(plan.items.slice(0, -1), new Map());
      const { events, stopped } = readRehearsal(plan, results);
      assert.ok(stopped);
      assert.deepEqual(events.filter(({ kind }) => kind !== 'rewritten').map(describeEvent), expected);
    });
  }
});
