import type { Range } from './range.ts';

/** What a file writes in another form, with escapes or indentation, and where each of its characters stands there. */
export interface MappedText {
  readonly text: string;
  /** Offset in the file of each character of `text` and of its end; a number where they stand in one piece from there on. */
  readonly places: number | readonly number[];
}

/** Where a stretch of the text stands in the file. */
export function rangeInFile({ places }: MappedText, { start, end }: Range): Range {
  if (typeof places === 'number') return { start: places + start, end: places + end };
  return { start: placeOf(places, start), end: placeOf(places, end) };
}

/** A text that is put together character by character, or in runs of them. */
export class MappedTextBuilder {
  #text = '';
  readonly #places: number[] = [];

  /** Adds characters that stand in one piece in the file. */
  addRun(text: string, start: number): this {
    this.#text += text;
    for (let at = 0; at < text.length; at++) this.#places.push(start + at);
    return this;
  }

  /** Adds what an escape stands for; each of its characters stands at the start of the escape. */
  addEscape(text: string, start: number): this {
    this.#text += text;
    for (let at = 0; at < text.length; at++) this.#places.push(start);
    return this;
  }

  /** @param end offset in the file of the end of the text */
  build(end: number): MappedText {
    return { text: this.#text, places: [...this.#places, end] };
  }
}

function placeOf(places: readonly number[], offset: number): number {
  return places[Math.min(offset, places.length - 1)] ?? 0;
}
