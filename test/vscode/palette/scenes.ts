import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { answer, command, decide, goBack, opened, openFile, panel, pick, previews, waitMs } from './hands.ts';
import { makeBackup, rows } from './workspace.ts';

/** What a scene plays on. */
export interface Stage {
  readonly page: Page;
  /** The workspace. */
  readonly folder: string;
  picture(name: string): Promise<void>;
}

/** Scenes by what they show; each goes on where the one before ended. */
export type Scenes = Readonly<Record<string, (stage: Stage) => Promise<void>>>;

/** In a workspace that is trusted. */
export const scenes: Scenes = {
  'Run Query asks what to run on and for the parameter, and shows the rows': async ({ page, picture }) => {
    await openFile(page, 'report.sql');
    await command(page, 'SQLite Preflight: Run Query');
    await pick(page, 'library.db');
    const input = page.locator('.quick-input-widget input').first();
    await page.locator('.quick-input-title', { hasText: 'value of :after' }).waitFor({ timeout: waitMs });
    await input.fill('10');
    await page.keyboard.press('Enter');
    const table = panel(page).locator('table[role=grid]');
    await table.locator('td', { hasText: 'Volume 00011' }).waitFor({ timeout: waitMs });
    assert.equal(await table.getAttribute('aria-rowcount'), String(rows - 10 + 1));
    await page.waitForTimeout(500);
    await picture('query');
  },

  'the table is walked through with the keyboard, its rows come as they are needed': async ({ page }) => {
    const frame = panel(page);
    const first = frame.locator('td[tabindex="0"]');
    await first.click();
    await page.keyboard.press('Control+End');
    const last = frame.locator('td', { hasText: `Volume 0${rows}` });
    await last.waitFor({ timeout: waitMs });
    const focused = frame.locator('td:focus');
    assert.equal(await focused.getAttribute('data-row'), String(rows - 11));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    assert.equal(await focused.textContent(), `Volume 0${rows}`);
    await page.keyboard.press('Control+Home');
    assert.equal(await focused.textContent(), '11');
    const count = await frame.locator('tbody tr').count();
    assert.ok(count < 200, `${count} rows exist at the same time`);
  },

  'Explain Query Plan shows a tree that marks what costs': async ({ page, picture }) => {
    await openFile(page, 'report.sql');
    await command(page, 'SQLite Preflight: Explain Query Plan');
    const tree = page.locator('.part.panel .monaco-list-row');
    await tree.filter({ hasText: 'USE TEMP B-TREE FOR ORDER BY' }).waitFor({ timeout: waitMs });
    const label = await tree.filter({ hasText: 'TEMP B-TREE' }).first().getAttribute('aria-label');
    assert.match(label ?? '', /Warning: sorts all rows/);
    await page.waitForTimeout(500);
    await picture('plan');
  },

  'a query without end is cancelled, and the editor has its diagnostics meanwhile': async ({ page }) => {
    await openFile(page, 'endless.sql');
    await command(page, 'SQLite Preflight: Run Query');
    await page.waitForTimeout(1000);
    await openFile(page, 'maintenance.sql');
    await page.locator('.monaco-editor .squiggly-warning, .monaco-editor .squiggly-error').first().waitFor({
      timeout: waitMs,
      state: 'attached',
    });
    await command(page, 'Notifications: Show Notifications');
    const notice = page.locator('.notifications-center .monaco-list-row', { hasText: 'running the query' });
    await notice.waitFor({ timeout: waitMs });
    await notice.hover();
    await notice.getByRole('button', { name: 'Cancel' }).click();
    await notice.waitFor({ timeout: waitMs, state: 'detached' });
  },

  'Create litestream.yml asks for what it needs, shows the file, and writes it only then': async ({
    page,
    picture,
    folder,
  }) => {
    const file = path.join(folder, 'litestream.yml');
    await command(page, 'SQLite Preflight: Create litestream.yml');
    const title = page.locator('.quick-input-title', { hasText: 'litestream.yml' });
    await title.waitFor({ timeout: waitMs });
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'library.db' })
      .waitFor({ timeout: waitMs });
    await page.keyboard.press('Enter');
    await pick(page, '0.5');
    await pick(page, 'Cloudflare R2');
    await answer(page, 'The bucket at', 'wrong');
    // Back: the answer stands there again.
    await page
      .locator('.quick-input-message', { hasText: 'The path in the bucket' })
      .waitFor({ timeout: waitMs });
    await goBack(page);
    await page.locator('.quick-input-message', { hasText: 'The bucket at' }).waitFor({ timeout: waitMs });
    await answer(page, 'The bucket at', 'backups', 'wrong');
    await answer(page, 'The path in the bucket', 'library');
    await answer(page, 'The account id', 'abc');
    await answer(page, 'How far back', '7d');
    await page.locator('.quick-input-message', { hasText: 'write 168h' }).waitFor({ timeout: waitMs });
    await picture('litestream-step');
    await answer(page, 'write 168h', '72h');
    await answer(page, 'How often a full copy', '24h');
    await answer(page, 'How often changes', '1s');
    await answer(page, 'Where metrics', '127.0.0.1:9090');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'litestream.service' })
      .waitFor({ timeout: waitMs });
    await page.keyboard.press('Enter');
    await page.locator('.monaco-diff-editor .view-line', { hasText: 'retention: 72h' }).first().waitFor({
      timeout: waitMs,
    });
    assert.equal(fs.existsSync(file), false, 'nothing is written before the user says so');
    await page.waitForTimeout(500);
    await picture('litestream');
    await decide(page, 'Write it?', 'Write the File');
    await opened(page, 'litestream.yml');
    // A file is there, and empty, before its text is.
    const read = (): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
    for (let tries = 0; tries < 50 && read() === ''; tries++) await page.waitForTimeout(100);
    const text = read();
    assert.match(text, /^snapshot:\n(?:.*\n){3} {2}retention: 72h$/m);
    assert.match(text, /endpoint: https:\/\/abc\.r2\.cloudflarestorage\.com/);
    assert.match(text, /library\.db$/m);
  },

  'Create litefs.yml says first what LiteFS is, and leads back': async ({ page, picture, folder }) => {
    await command(page, 'SQLite Preflight: Create litefs.yml');
    await page
      .locator('.quick-input-list .monaco-list-row', { hasText: 'Fly.io gives no support' })
      .waitFor({ timeout: waitMs });
    await picture('litefs-step');
    await pick(page, 'Write a litefs.yml');
    await pick(page, 'Another one, for good');
    await answer(page, 'Where replicas reach', 'http://first:20202');
    await answer(page, 'Where the application finds', '/wrong');
    await page
      .locator('.quick-input-message', { hasText: 'Where LiteFS keeps' })
      .waitFor({ timeout: waitMs });
    await goBack(page);
    await answer(page, 'Where the application finds', '/litefs', '/wrong');
    await answer(page, 'Where LiteFS keeps', '/var/lib/litefs');
    await answer(page, 'The command that starts', '');
    await answer(page, 'Where the application listens', '');
    await previews(page, 'litefs.yml (new)', 'hostname: "first"');
    await picture('litefs');
    await decide(page, 'litefs.yml for LiteFS', 'Discard');
    assert.equal(fs.existsSync(path.join(folder, 'litefs.yml')), false);
  },

  'Set up Turso shows each file, and a wrong number is refused at once': async ({
    page,
    picture,
    folder,
  }) => {
    await command(page, 'SQLite Preflight: Set up Turso');
    await pick(page, 'without a server');
    await page.locator('.quick-input-message', { hasText: 'The file of the database' }).waitFor({
      timeout: waitMs,
    });
    await goBack(page);
    await pick(page, 'A replica of it');
    await answer(page, 'The file of the replica', 'data/replica.db');
    await answer(page, 'How often it is brought up', 'often');
    await picture('turso-step');
    await answer(page, 'A number of seconds', '30');
    await pick(page, 'JavaScript');
    await previews(page, 'src/db.js', 'syncInterval: 30');
    await picture('turso');
    await decide(page, 'src/db.js. Write it?', 'Discard');
    await previews(page, '.env.example', 'TURSO_AUTH_TOKEN=');
    await decide(page, '.env.example. Write it?', 'Write the File');
    await opened(page, '.env.example');
    assert.deepEqual(
      [fs.existsSync(path.join(folder, '.env.example')), fs.existsSync(path.join(folder, 'src'))],
      [true, false],
    );
  },

  'Set up D1 shows each file, and leads back': async ({ page, picture, folder }) => {
    await command(page, 'SQLite Preflight: Set up D1');
    await answer(page, 'The name of the database', 'wrong');
    await page.locator('.quick-input-message', { hasText: 'Its id' }).waitFor({ timeout: waitMs });
    await goBack(page);
    await answer(page, 'The name of the database', 'shop', 'wrong');
    await answer(page, 'Its id', '');
    await answer(page, 'an environment for tests', 'staging');
    await answer(page, 'The name of the binding', 'DB');
    await answer(page, 'The folder of the migrations', 'migrations');
    await previews(page, 'wrangler.jsonc', '"database_name": "shop-staging"');
    await picture('d1');
    for (const file of ['wrangler.jsonc', 'migrations/0001_init.sql', 'src/db.ts'])
      await decide(page, `${file}. Write it?`, 'Discard');
    assert.equal(fs.existsSync(path.join(folder, 'wrangler.jsonc')), false);
  },

  'Show What Is Known opens the databases with their timelines': async ({ page, picture }) => {
    await command(page, 'View: Close All Editors');
    await command(page, 'SQLite Preflight: Show What Is Known');
    const title = panel(page).locator('h1', { hasText: 'a database of SQLite' });
    await title.first().waitFor({ timeout: waitMs });
    await page.waitForTimeout(500);
    await picture('facts');
  },

  'Benchmark Database measures a copy and opens the report': async ({ page, picture, folder }) => {
    const database = path.join(folder, 'library.db');
    const before = fs.readFileSync(database);
    await command(page, 'View: Close All Editors');
    await command(page, 'SQLite Preflight: Benchmark Database');
    await pick(page, 'library.db');
    const cell = panel(page).locator('td', { hasText: 'insert one row into books' });
    await cell.first().waitFor({ timeout: 60_000 });
    assert.deepEqual(fs.readFileSync(database), before);
    await page.waitForTimeout(2000);
    await picture('benchmark');
  },
};

/** Where a real Litestream is. */
export const backedUp: Scenes = {
  'Verify Backup restores the backup, checks it and opens the report': async ({ page, folder, picture }) => {
    const name = makeBackup(folder);
    const before = fs.readFileSync(path.join(folder, 'library.db'));
    // The report of the scene before is not saved.
    await command(page, 'View: Close All Editors');
    await page.getByRole('button', { name: "Don't Save" }).click({ timeout: waitMs });
    await command(page, 'SQLite Preflight: Verify Backup');
    await pick(page, name);
    await panel(page).locator('h1', { hasText: 'The backup is good.' }).waitFor({ timeout: 60_000 });
    const row = panel(page).locator('tr', { hasText: 'books' });
    assert.equal(await row.locator('td').nth(1).textContent(), rows.toLocaleString('en'));
    assert.deepEqual(fs.readFileSync(path.join(folder, 'library.db')), before);
    await page.waitForTimeout(1000);
    await picture('verify');
  },
};

/** In Restricted Mode: what a stranger's repository gets. */
export const restricted: Scenes = {
  'a workspace that is not trusted is linted, and nothing of it is run': async ({ page, folder }) => {
    await openFile(page, 'maintenance.sql');
    await page
      .locator('.monaco-editor .squiggly-error')
      .first()
      .waitFor({ timeout: waitMs, state: 'attached' });
    for (const [title, what] of [
      ['Run Query', 'runs no query'],
      ['Benchmark Database', 'measures no database'],
      ['Verify Backup', 'verifies no backup'],
    ] as const) {
      await command(page, `SQLite Preflight: ${title}`);
      await command(page, 'Notifications: Show Notifications');
      const notice = page.locator('.notifications-center .monaco-list-row', { hasText: what });
      await notice.waitFor({ timeout: waitMs });
      await page.keyboard.press('Escape');
    }
    assert.equal(await page.locator('iframe.webview').count(), 0);
    assert.deepEqual(
      fs.readdirSync(folder).filter((name) => name.startsWith('library.db-')),
      [],
    );
  },
};
