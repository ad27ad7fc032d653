/** What a user does in the window, with keyboard and mouse. */
import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';

/** How long something may take to appear, in milliseconds. */
export const waitMs = 20_000;

/** Picks a command from the palette. */
export async function command(page: Page, title: string): Promise<void> {
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
export async function pick(page: Page, label: string): Promise<void> {
  const entry = page.locator('.quick-input-list .monaco-list-row', { hasText: label }).first();
  await entry.waitFor({ timeout: waitMs });
  await entry.click();
}

/** Opens a file from the explorer, and waits until it has the focus. */
export async function openFile(page: Page, name: string): Promise<void> {
  await page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first().dblclick();
  await page.locator('.tab.active', { hasText: name }).first().waitFor({ timeout: waitMs });
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: waitMs });
}

/** What the webview shows that is in front. */
export function panel(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
}

/** Answers a question of one line. @param before what stands in the line, where that matters */
export async function answer(page: Page, question: string, text: string, before?: string): Promise<void> {
  await page.locator('.quick-input-message', { hasText: question }).waitFor({ timeout: waitMs });
  const input = page.locator('.quick-input-widget input').first();
  if (before !== undefined) assert.equal(await input.inputValue(), before);
  await input.fill(text);
  await page.keyboard.press('Enter');
}

/** Goes back to the step before. */
export async function goBack(page: Page): Promise<void> {
  await page.locator('.quick-input-titlebar [aria-label^="Back"]').click();
}

/** Waits until a preview of a file has a line. */
export async function previews(page: Page, tab: string, line: string): Promise<void> {
  await page.locator('.tab.active', { hasText: tab }).first().waitFor({ timeout: waitMs });
  await page
    .locator('.monaco-diff-editor .view-line', { hasText: line })
    .first()
    .waitFor({ timeout: waitMs });
}

/** Presses a button of a notification. */
export async function decide(page: Page, question: string, button: string): Promise<void> {
  await command(page, 'Notifications: Show Notifications');
  const notice = page.locator('.notifications-center .monaco-list-row', { hasText: question });
  await notice.waitFor({ timeout: waitMs });
  await notice.getByRole('button', { name: button, exact: true }).click();
}

/** Waits until a file itself is open and has the focus: the tab of its preview has a longer name. */
export async function opened(page: Page, name: string): Promise<void> {
  await page.locator('.tab.active').getByText(name, { exact: true }).first().waitFor({ timeout: waitMs });
  await page.locator('.editor-instance .monaco-editor.focused').first().waitFor({ timeout: waitMs });
}
