import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { nodeFileSystem } from '../../src/host/node/files.ts';
import { Linter } from '../../src/lint/linter.ts';
import { loadProject } from '../../src/lint/load.ts';
import type { LogicalDatabase } from '../../src/project/databases.ts';
import {
  type SchemaChange,
  type WrittenMigration,
  writeMigration,
} from '../../src/project/new-migration/new-migration.ts';
import { rules } from '../../src/rules/index.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { languages, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const fixtures = new URL('../fixtures/timelines/', import.meta.url);
const now = new Date('2026-03-04T05:06:07Z');

async function load(convention: string): Promise<Linter> {
  const linter = new Linter({ engine, languages }, rules);
  const root = fileURLToPath(new URL(convention, fixtures));
  assert.deepEqual(await loadProject(linter, nodeFileSystem, root), []);
  await linter.update();
  return linter;
}

function write(linter: Linter, change: SchemaChange): WrittenMigration | undefined {
  const [database] = linter.project.databases;
  assert.ok(database);
  return writeMigration(change, database, linter.project, now);
}

function put(linter: Linter, { files, edits = [] }: WrittenMigration): Promise<boolean> {
  for (const { path, text } of files) {
    assert.equal(linter.file(path), undefined, path);
    linter.setFile(path, text);
  }
  for (const path of new Set(edits.map(({ file }) => file)))
    linter.setFile(
      path,
      applyEdits(
        linter.file(path)?.text ?? '',
        edits.filter(({ file }) => file === path),
      ),
    );
  return linter.update();
}

/** The last file that runs once. */
function lastOf(database: LogicalDatabase | undefined): string | undefined {
  return database?.files.findLast(({ path }) => !/\/R__/.test(path))?.path;
}

/** By convention: a table, a column of it, and the files that a new migration consists of. */
const conventions: Readonly<
  Record<string, { table: string; column: string; paths: string[]; text?: string }>
> = {
  alembic: { table: 'guest', column: 'name', paths: ['migrations/versions/*_index_guest_on_name.py'] },
  d1: {
    table: 'issue',
    column: 'sent_at',
    paths: ['db/migrations/0005_index_issue_on_sent_at.sql'],
    text: '-- Migration number: 0005 \t 2026-03-04T05:06:07.000Z\nCREATE INDEX added ON issue (sent_at);\n',
  },
  dbmate: {
    table: 'patients',
    column: 'born_on',
    paths: ['db/migrations/20260304050607_index_patients_on_born_on.sql'],
    text: '-- migrate:up\nCREATE INDEX added ON patients (born_on);\n\n-- migrate:down\nDROP INDEX added;\n',
  },
  diesel: {
    table: 'tasks',
    column: 'done',
    paths: [
      'migrations/2026-03-04-050607_index_tasks_on_done/up.sql',
      'migrations/2026-03-04-050607_index_tasks_on_done/down.sql',
    ],
  },
  flyway: {
    table: 'station',
    column: 'name',
    paths: ['src/main/resources/db/migration/V11__index_station_on_name.sql'],
  },
  'golang-migrate': {
    table: 'products',
    column: 'price_cents',
    paths: [
      'migrations/000011_index_products_on_price_cents.up.sql',
      'migrations/000011_index_products_on_price_cents.down.sql',
    ],
  },
  goose: {
    table: 'shelf',
    column: 'room',
    paths: ['migrations/00006_index_shelf_on_room.sql'],
    text: '-- +goose Up\nCREATE INDEX added ON shelf (room);\n\n-- +goose Down\nDROP INDEX added;\n',
  },
  knex: {
    table: 'cars',
    column: 'plate',
    paths: ['migrations/20260304050607_index_cars_on_plate.js'],
    text: `exports.up = async function (knex) {
  await knex.schema.alterTable('cars', (table) => {
    table.index(['plate'], 'added');
  });
};

exports.down = async function (knex) {
  await knex.schema.alterTable('cars', (table) => {
    table.dropIndex(['plate'], 'added');
  });
};
`,
  },
  laravel: {
    table: 'authors',
    column: 'name',
    paths: ['database/migrations/2026_03_04_050607_index_authors_on_name.php'],
  },
  numbered: { table: 'sensor', column: 'kind', paths: ['sql/011_index_sensor_on_kind.sql'] },
  prisma: {
    table: 'Film',
    column: 'title',
    paths: ['prisma/migrations/20260304050607_index_film_on_title/migration.sql'],
    text: '-- CreateIndex\nCREATE INDEX added ON Film (title);\n',
  },
  'rails-migrate': {
    table: 'beds',
    column: 'name',
    paths: ['db/migrate/20260304050607_index_beds_on_name.rb'],
    text: "class IndexBedsOnName < ActiveRecord::Migration[8.1]\n  def change\n    add_index :beds, :name, name: 'added'\n  end\nend\n",
  },
  sqlx: {
    table: 'meal',
    column: 'eaten_on',
    paths: [
      'migrations/20260304050607_index_meal_on_eaten_on.up.sql',
      'migrations/20260304050607_index_meal_on_eaten_on.down.sql',
    ],
  },
};

for (const [convention, { table, column, paths, text }] of Object.entries(conventions)) {
  describe(convention, () => {
    const index = `CREATE INDEX added ON ${table} (${column});`;
    const plain = { title: `index ${table} on ${column}`, up: [index], down: ['DROP INDEX added;'] };

    test('an index is made by a migration that is the last one, and nothing else changes', async () => {
      const linter = await load(convention);
      const before = linter.checkAll();
      const written = write(linter, plain);
      assert.ok(written);
      assert.deepEqual(
        written.files.map(({ path }) => path.replace(/(?<=\/)[0-9a-f]{12}(?=_index)/, '*')),
        paths,
      );
      if (text !== undefined) assert.equal(written.files[0]?.text, text);
      await put(linter, written);
      const [database] = linter.project.databases;
      const path = written.files[0]?.path;
      assert.equal(linter.project.databases.length, 1);
      assert.equal(lastOf(database), path);
      const state = database?.timeline?.tables.get(table.toLowerCase());
      const made = state?.table.indexes.find(({ name }) => name === 'added');
      assert.deepEqual(
        made?.columns.map(({ name }) => name),
        [column],
      );
      assert.equal(state?.indexes.get('added')?.file, path);
      assert.deepEqual(
        linter.checkAll().filter(({ file }) => file === path),
        [],
      );
      // It may have mended something: the index that a rebuild has lost.
      assert.ok(linter.checkAll().length <= before.length);

      // And another one behind it that takes the index away.
      const dropped = write(linter, { title: 'drop index added', up: plain.down, down: plain.up });
      if (convention === 'prisma') return assert.equal(dropped, undefined);
      assert.ok(dropped);
      await put(linter, dropped);
      const [after] = linter.project.databases;
      assert.equal(lastOf(after), dropped.files[0]?.path);
      const left = after?.timeline?.tables.get(table.toLowerCase())?.table.indexes.map(({ name }) => name);
      assert.ok(left && !left.includes('added'), String(left));
    });

    test('statements that are no plain index are run as they are', async () => {
      const linter = await load(convention);
      const partial = `CREATE INDEX added ON ${table} (${column}) WHERE ${column} <> 'it''s';`;
      const written = write(linter, { ...plain, up: [partial] });
      if (convention === 'prisma') return assert.equal(written, undefined);
      assert.ok(written);
      await put(linter, written);
      const state = linter.project.databases[0]?.timeline?.tables.get(table.toLowerCase());
      assert.equal(state?.table.indexes.find(({ name }) => name === 'added')?.where, `${column} <> 'it''s'`);
    });
  });
}
