/**
 * Takes a picture of the workbench with a finding: the squiggle, the Problems panel, the quick-fix menu.
 *
 *     node test/vscode/screenshot.ts <folder> <file in it> <picture.png>
 *         [--theme light|dark|hc] [--finding text] [--no-menu] [--size 1280x800] [--vsix file] [--extension folder]
 *
 * The finding is the first in the Problems panel, or the first whose line contains the text. The folder is copied,
 * so that what the extension writes there does not stay.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { openWindow, saveScreenshot, startHost } from './host/host.ts';
import { cache, root, setup, stopwatch } from './host/setup.ts';
import { temporaryFolder } from './host/temporary.ts';
import { isTheme, type Theme, themes } from './host/themes.ts';

const usage =
  'usage: node test/vscode/screenshot.ts <folder> <file in it> <picture.png> [--theme light|dark|hc]';
const waitMs = 30_000;

/** What to show. */
interface Scene {
  readonly folder: string;
  /** Path of the file in the folder. */
  readonly file: string;
  /** Where to save the picture. */
  readonly picture: string;
  readonly theme: Theme;
  /** Part of the line in the Problems panel. */
  readonly finding: string;
  /** Whether to open the quick-fix menu. */
  readonly menu: boolean;
  readonly size: { readonly width: number; readonly height: number };
  /** The extension under development, unless a VSIX is installed. */
  readonly extension: string;
  readonly vsix?: string;
}

async function takePicture(scene: Scene): Promise<void> {
  const log = stopwatch();
  const installation = await setup(log);
  const temporary = temporaryFolder('sqlite-preflight-picture');
  const folder = path.join(temporary.path, path.basename(scene.folder));
  fs.cpSync(scene.folder, folder, { recursive: true });
  const host = await startHost({
    installation,
    settings: {
      'workbench.colorTheme': themes[scene.theme],
      'window.autoDetectColorScheme': false,
      'editor.minimap.enabled': false,
      'editor.occurrencesHighlight': 'off',
      'editor.fontFamily': "'DejaVu Sans Mono', monospace",
      'workbench.tips.enabled': false,
    },
    ...(scene.vsix ? { vsix: scene.vsix } : {}),
  });
  try {
    const page = await openWindow(host, {
      folder,
      file: path.join(folder, scene.file),
      size: scene.size,
      ...(scene.vsix ? {} : { extension: scene.extension }),
    });
    try {
      await arrange(page, scene);
      await saveScreenshot(page, scene.picture);
      log(`saved ${scene.picture}`);
    } catch (error) {
      const failed = path.join(cache, 'vscode-screenshot-failed.png');
      await saveScreenshot(page, failed);
      throw new Error(`${(error as Error).message}\nThe workbench at that moment: ${failed}`);
    }
  } finally {
    await host.stop();
    temporary.remove();
  }
}

/** Does what a user would: sees the squiggle, opens Problems, goes to the finding, opens the menu. */
async function arrange(page: Page, { finding, menu }: Scene): Promise<void> {
  const squiggle = page.locator('.monaco-editor :is(.squiggly-error, .squiggly-warning, .squiggly-info)');
  await squiggle.first().waitFor({ timeout: waitMs, state: 'attached' });
  await page.keyboard.press('Control+Shift+M');
  const row = page
    .locator('.markers-panel-container .monaco-list-row:has(.marker-message-details-container)')
    .filter({ hasText: finding });
  await row.first().dblclick({ timeout: waitMs }); // opens the editor at the finding and moves the focus there
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: waitMs });
  await page.keyboard.press('ArrowLeft'); // a selection would hide the squiggle
  if (menu) {
    await page.keyboard.press('Control+.');
    const action = page.locator('.action-widget .monaco-list-row.action');
    await action.first().waitFor({ timeout: waitMs });
  }
  await page.waitForTimeout(1000); // notifications and the light bulb come late
}

function readScene(): Scene {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    allowNegative: true,
    options: {
      theme: { type: 'string', default: 'dark' },
      finding: { type: 'string', default: '' },
      menu: { type: 'boolean', default: true },
      size: { type: 'string', default: '1280x800' },
      extension: { type: 'string', default: root },
      vsix: { type: 'string' },
    },
  });
  const [folder, file, picture, ...more] = positionals;
  if (!folder || !file || !picture || more.length > 0) throw new Error(usage);
  if (!fs.existsSync(path.join(folder, file))) throw new Error(`${path.join(folder, file)} does not exist`);
  const { theme } = values;
  if (!isTheme(theme)) throw new Error(`--theme wants ${Object.keys(themes).join(', ')}, not "${theme}"`);
  const [width, height] = values.size.split('x').map(Number);
  if (!width || !height) throw new Error(`--size wants pixels as in 1280x800, not "${values.size}"`);
  return {
    folder: path.resolve(folder),
    file,
    picture: path.resolve(picture),
    theme,
    finding: values.finding,
    menu: values.menu,
    size: { width, height },
    extension: path.resolve(values.extension),
    ...(values.vsix ? { vsix: path.resolve(values.vsix) } : {}),
  };
}

try {
  await takePicture(readScene());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
