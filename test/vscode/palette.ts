/**
 * Uses the extension as a user does: through the keyboard of a real VS Code, from the command palette to what is shown.
 *
 *     node test/vscode/palette.ts [--theme light|dark|hc] [--pictures folder] [--vsix file]
 *
 * With `--pictures`, a picture of each result is saved. The last line is "N passed, N failed".
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import type { FrameLocator, Page } from 'playwright-core';
import { program } from '../programs/programs.ts';
import { environmentOf } from '../programs/round-trip.ts';
import { openWindow, saveScreenshot, startHost } from './host/host.ts';
import { cache, root, setup, stopwatch } from './host/setup.ts';
import { temporaryFolder } from './host/temporary.ts';
import { isTheme, type Theme, themes } from './host/themes.ts';

const waitMs = 20_000;
const rows = 5000;

const endless = 'WITH RECURSIVE r(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM r) SELECT max(x) FROM r;\n';

/** The workspace of the other suites, with a database in WAL mode and queries to run on it. */
function makeWorkspace(folder: string): void {
  fs.cpSync(path.join(import.meta.dirname, 'workspace'), folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, 'queries/report.sql'),
    'SELECT books.id, title, isbn, name AS author FROM books JOIN authors ON authors.id = author_id WHERE books.id > :after ORDER BY title;\n',
  );
  fs.writeFileSync(path.join(folder, 'queries/endless.sql'), endless);
  const db = new DatabaseSync(path.join(folder, 'library.db'));
  db.exec('PRAGMA journal_mode = WAL');
  db.exec(fs.readFileSync(path.join(folder, 'migrations/001_init.sql'), 'utf8'));
  db.exec(`INSERT INTO authors (name) VALUES ('Ursula K. Le Guin'), ('Stanisław Lem'), ('Italo Calvino');
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO books (author_id, title, isbn)
    SELECT 1 + i % 3, printf('Volume %05d', i), CASE WHEN i % 7 THEN printf('978-%09d', i) END FROM n`);
  db.close();
}

/** Picks a command from the palette. */
async function command(page: Page, title: string): Promise<void> {
  const input = page.locator('.quick-input-widget input').first();
  const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
  for (let tries = 0; ; tries++) {
    await page.keyboard.press('F1');
    try {
      await input.fill(`>${title}`, { timeout: 5000 });
      await entry.click({ timeout: 5000 });
      return;
    } catch (error) {
      // An editor that opens just now takes the focus, and the palette closes.
      if (tries === 3) throw error;
    }
  }
}

/** Picks an entry of a list that asks. */
async function pick(page: Page, label: string): Promise<void> {
  const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  await entry.waitFor({ timeout: waitMs });
  await entry.click();
}

async function openFile(page: Page, name: string): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
  await page.locator('.tab.active', { hasText: name }).first().waitFor({ timeout: waitMs });
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: waitMs });
}

function panel(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

interface Stage {
  readonly page: Page;
  /** The workspace. */
  readonly folder: string;
  picture(name: string): Promise<void>;
}

const scenes: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
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
    await page.locator('.quick-input-titlebar [aria-label^="Back"]').click();
    await page.locator('.quick-input-message', { hasText: 'The bucket at' }).waitFor({ timeout: waitMs });
    assert.equal(await page.locator('.quick-input-widget input').first().inputValue(), 'wrong');
    await answer(page, 'The bucket at', 'backups');
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
    await command(page, 'Notifications: Show Notifications');
    const notice = page.locator('.notifications-center .monaco-list-row', { hasText: 'Write it?' });
    await notice.waitFor({ timeout: waitMs });
    await notice.getByRole('button', { name: 'Write the File' }).click();
    await page.locator('.tab.active', { hasText: 'litestream.yml' }).first().waitFor({ timeout: waitMs });
    await page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: waitMs });
    // A file is there, and empty, before its text is.
    const read = (): string => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');
    for (let tries = 0; tries < 50 && read() === ''; tries++) await page.waitForTimeout(100);
    const text = read();
    assert.match(text, /^snapshot:\n(?:.*\n){3} {2}retention: 72h$/m);
    assert.match(text, /endpoint: https:\/\/abc\.r2\.cloudflarestorage\.com/);
    assert.match(text, /library\.db$/m);
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
const backedUp: typeof scenes = {
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

const litestream = program('litestream-0.5');

/** Backs the workspace's database up, and puts Litestream where a package of the project has it. */
function makeBackup(folder: string): string {
  const name = 'ops/litestream.library.yml';
  const carried = path.join(folder, 'node_modules/@flydotio/litestream-linux-x64');
  for (const made of [carried, path.join(folder, 'ops')]) fs.mkdirSync(made, { recursive: true });
  fs.symlinkSync(litestream.path as string, path.join(carried, 'litestream'));
  fs.writeFileSync(
    path.join(folder, name),
    `dbs:\n  - path: ${path.join(folder, 'library.db')}\n    replica: { type: file, path: ${path.join(folder, 'ops/replica')} }\n`,
  );
  execFileSync(litestream.path as string, ['replicate', '-once', '-config', path.join(folder, name)], {
    env: environmentOf(),
  });
  return name;
}

/** Answers a question of one line. */
async function answer(page: Page, question: string, text: string): Promise<void> {
  await page.locator('.quick-input-message', { hasText: question }).waitFor({ timeout: waitMs });
  await page.locator('.quick-input-widget input').first().fill(text);
  await page.keyboard.press('Enter');
}

/** In Restricted Mode: what a stranger's repository gets. */
const restricted: typeof scenes = {
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

interface Options {
  readonly theme: Theme;
  readonly pictures: string | undefined;
  readonly vsix: string | undefined;
}

/** Plays scenes one after the other in one window. */
async function play(
  acts: typeof scenes,
  trusted: boolean,
  { theme, pictures, vsix }: Options,
): Promise<{ passed: number; failed: number }> {
  const installation = await setup(stopwatch());
  const temporary = temporaryFolder('sqlite-preflight-palette');
  const folder = path.join(temporary.path, 'library');
  makeWorkspace(folder);
  const host = await startHost({
    installation,
    trusted,
    settings: {
      'workbench.colorTheme': themes[theme],
      'window.autoDetectColorScheme': false,
      'editor.minimap.enabled': false,
      'editor.fontFamily': "'DejaVu Sans Mono', monospace",
    },
    ...(vsix ? { vsix: path.resolve(vsix) } : {}),
  });
  const count = { passed: 0, failed: 0 };
  try {
    const page = await openWindow(host, {
      folder,
      file: path.join(folder, 'queries/report.sql'),
      ...(vsix ? {} : { extension: root }),
    });
    await page.locator('.monaco-editor .view-line').first().waitFor({ timeout: 60_000 });
    const picture = async (scene: string): Promise<void> => {
      if (pictures !== undefined)
        await saveScreenshot(page, path.join(path.resolve(pictures), `${scene}-${theme}.png`));
    };
    for (const [name, act] of Object.entries(acts)) {
      try {
        await act({ page, folder, picture });
        count.passed++;
        console.log(`✔ ${name}`);
      } catch (error) {
        count.failed++;
        const moment = path.join(cache, `palette-failed-${count.failed}.png`);
        await saveScreenshot(page, moment);
        console.log(`✖ ${name}\n  ${error instanceof Error ? error.message : error}\n  See ${moment}`);
        await page.keyboard.press('Escape');
      }
    }
  } finally {
    await host.stop();
    temporary.remove();
  }
  return count;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      theme: { type: 'string', default: 'dark' },
      pictures: { type: 'string' },
      vsix: { type: 'string' },
    },
  });
  const { theme, pictures, vsix } = values;
  if (!isTheme(theme)) throw new Error(`--theme wants ${Object.keys(themes).join(', ')}, not "${theme}"`);
  const options: Options = { theme, pictures, vsix };
  if (litestream.skip) console.log(`Verify Backup is left out: ${litestream.skip}`);
  const open = await play({ ...scenes, ...(litestream.skip ? {} : backedUp) }, true, options);
  const closed = await play(restricted, false, options);
  const failed = open.failed + closed.failed;
  console.log(`${open.passed + closed.passed} passed, ${failed} failed`);
  return failed === 0;
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
