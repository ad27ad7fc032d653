import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import {
  type NewFile,
  type SchemaChange,
  writeMigration,
} from '../../src/project/new-migration/new-migration.ts';
import { nextVersion } from '../../src/project/new-migration/version.ts';
import { linterFor, startEngine } from '../support/lint.ts';

const now = new Date('2026-03-04T05:06:07Z');

describe('the next version', () => {
  const cases: readonly (readonly [last: string, next: string | undefined, others?: readonly string[]])[] = [
    ['0007', '0008'],
    ['9', undefined],
    ['9', '10', ['9', '10']],
    ['099', '100'],
    ['999', undefined],
    ['999', '1000', ['99', '999']],
    ['20240110090000', '20260304050607'],
    ['20240110', '20260304'],
    ['2024-01-10-090000', '2026-03-04-050607'],
    ['2024_01_10_090000', '2026_03_04_050607'],
    ['202401100900', '202603040506'],
    ['2024-01-10-090000-0000', '2026-03-04-050607-0000'],
    // What is dated ahead stays in front of what comes behind it.
    ['20260304050607', '20260304050608'],
    ['20271231235959', '20280101000000'],
    ['20260304', undefined],
    ['1700000000', '1772600767'],
    ['1700000000000', '1772600767000'],
    // Versions of the product, or of nobody knows what.
    ['1.2.3', undefined],
    ['0.10', undefined],
    ['', undefined],
  ];
  for (const [last, next, others = [last]] of cases)
    test(`${last || 'nothing'} → ${next}`, () => assert.equal(nextVersion(last, others, now), next));
});

describe('names and texts', () => {
  const engine = startEngine();
  after(() => engine.dispose());
  const first = 'CREATE TABLE book (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL);\n';
  const second = 'ALTER TABLE book ADD COLUMN title TEXT;\n';
  const index: SchemaChange = {
    title: 'index book on isbn',
    up: ['CREATE INDEX added ON book (isbn);'],
    down: ['DROP INDEX added;'],
  };
  const sqlite = { 'package.json': '{ "dependencies": { "better-sqlite3": "12", "knex": "3" } }' };

  async function written(
    files: Record<string, string>,
    change = index,
  ): Promise<readonly NewFile[] | undefined> {
    const linter = linterFor(engine, { ...sqlite, ...files });
    await linter.update();
    const [database, ...others] = linter.project.databases;
    assert.ok(database && others.length === 0);
    return writeMigration(change, database, linter.project, now)?.files;
  }

  const paths: Readonly<Record<string, readonly [last: string, next: string | undefined]>> = {
    'words with dashes': ['migrations/002-add-title.sql', 'migrations/003-index-book-on-isbn.sql'],
    'words in capitals': ['migrations/V2__AddTitle.sql', 'migrations/V3__IndexBookOnIsbn.sql'],
    'no words': ['migrations/002.sql', 'migrations/003.sql'],
    'a word in front': ['migrations/Script002 - Titles.sql', 'migrations/Script003 - index_book_on_isbn.sql'],
    'a letter behind the number': ['migrations/002b_title.sql', undefined],
    'versions of the product': ['migrations/1.2.0_title.sql', undefined],
  };
  for (const [title, [last, next]] of Object.entries(paths))
    test(title, async () => {
      const init = last
        .replace('002', '001')
        .replace(/(^|\D)2/, '$11')
        .replace('1.2.0', '1.1.0');
      const files = await written({ [init]: first, [last]: second });
      assert.deepEqual(
        files?.map(({ path }) => path),
        next === undefined ? undefined : [next],
      );
    });

  const plain = { 'migrations/001_init.sql': first, 'migrations/002_title.sql': second };

  test('none where each file counts the version up, or a program names each file', async () => {
    assert.equal((await written(plain))?.length, 1);
    const counted = { ...plain, 'migrations/002_title.sql': `${second}PRAGMA user_version = 2;\n` };
    assert.equal(await written(counted), undefined);
    const kept = {
      ...plain,
      'migrations/002_title.sql': `${second}INSERT INTO schema_version VALUES (2);\n`,
    };
    assert.equal(await written(kept), undefined);
    const named = {
      ...plain,
      'src/db.rs': 'const MIGRATIONS: &[&str] = &[include_str!("../migrations/002_title.sql")];\n',
    };
    assert.equal(await written(named), undefined);
    const again = { 'migrations/001_init.sql': first.replace('TABLE', 'TABLE IF NOT EXISTS') };
    assert.equal(await written(again), undefined);
  });

  test('statements with semicolons of their own stand between the tool’s marks', async () => {
    const files = await written(
      {
        'migrations/00001_init.sql': `-- +goose Up\n${first}`,
        'migrations/00002_title.sql': `-- +goose Up\n${second}\n-- +goose Down\nSELECT 1;\n`,
      },
      {
        title: 'touch book',
        up: ['CREATE TRIGGER t AFTER INSERT ON book BEGIN SELECT 1; END;'],
        down: ['DROP TRIGGER t;'],
      },
    );
    assert.equal(
      files?.[0]?.text,
      '-- +goose Up\n-- +goose StatementBegin\nCREATE TRIGGER t AFTER INSERT ON book BEGIN SELECT 1; END;\n-- +goose StatementEnd\n\n-- +goose Down\nDROP TRIGGER t;\n',
    );
  });

  test('the lines of the npm package sqlite are taken over', async () => {
    const files = await written({
      'migrations/001-init.sql': `--- Up\n${first}`.replace('---', '--'),
      'migrations/002-title.sql': `-- Up ---\n${second}\n-- Down ---\nSELECT 1;\n`,
    });
    assert.equal(
      files?.[0]?.text,
      '-- Up ---\nCREATE INDEX added ON book (isbn);\n\n-- Down ---\nDROP INDEX added;\n',
    );
  });

  test('modules of Knex in TypeScript', async () => {
    const files = await written({
      'knexfile.ts': "export default { client: 'better-sqlite3', connection: 'app.db' };\n",
      'migrations/20240101000000_init.ts': `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.createTable('book', (table) => {
    table.increments('id');
    table.string('isbn');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.dropTable('book');
}
`,
    });
    assert.deepEqual(files, [
      {
        path: 'migrations/20260304050607_index_book_on_isbn.ts',
        text: `import type { Knex } from 'knex';

export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('book', (table) => {
    table.index(['isbn'], 'added');
  });
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('book', (table) => {
    table.dropIndex(['isbn'], 'added');
  });
}
`,
      },
    ]);
  });
});
