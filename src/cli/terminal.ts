import { styleText } from 'node:util';
import type { Paint, Style } from '../report/pretty.ts';

/** Colours for a stream: only on a terminal, and not where NO_COLOR asks for none (https://no-color.org). */
export function paintFor(stream: NodeJS.WriteStream): Paint {
  if (!stream.isTTY || process.env.NO_COLOR || process.env.TERM === 'dumb') return (_, text) => text;
  return (style, text) => styleText(style as Style | Style[], text, { validateStream: false });
}

/** A line on standard error that says how far a long run is. It appears after a second, and only on a terminal. */
export class ProgressLine {
  readonly #stream = process.stderr;
  readonly #started = performance.now();
  #shown = false;

  update(text: string): void {
    if (!this.#stream.isTTY || performance.now() - this.#started < 1000) return;
    this.#shown = true;
    this.#stream.write(`\r\u001B[2K${text}`);
  }

  clear(): void {
    if (this.#shown) this.#stream.write('\r\u001B[2K');
    this.#shown = false;
  }
}
