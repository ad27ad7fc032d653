/**
 * Uses the extension as a user does: through the keyboard of a real VS Code, from the command palette to what is shown.
 *
 *     node test/vscode/palette.ts [--theme light|dark|hc] [--pictures folder] [--vsix file]
 *
 * With `--pictures`, a picture of each result is saved. The last line is "N passed, N failed".
 */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openWindow, saveScreenshot, startHost } from './host/host.ts';
import { cache, root, setup, stopwatch } from './host/setup.ts';
import { temporaryFolder } from './host/temporary.ts';
import { isTheme, type Theme, themes } from './host/themes.ts';
import { backedUp, restricted, type Scenes, scenes } from './palette/scenes.ts';
import { litestream, makeWorkspace } from './palette/workspace.ts';

interface Options {
  readonly theme: Theme;
  readonly pictures: string | undefined;
  readonly vsix: string | undefined;
}

/** Plays scenes one after the other in one window. */
async function play(
  acts: Scenes,
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
