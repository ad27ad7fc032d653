/** A place in a text as editors count it: both zero-based, the character in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * Translates between offsets and lines. A line ends with LF, CRLF or a lone CR, as in the
 * Language Server Protocol (https://microsoft.github.io/language-server-protocol/, "Text Documents").
 */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#length = text.length;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) this.#starts.push(i + 1);
    }
  }

  /** The position of `offset`; one outside the text is clamped to its nearest end. */
  positionAt(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - (this.#starts[low] as number) };
  }

  /** The offset of a position; one past the end of its line or of the text is clamped. */
  offsetAt({ line, character }: Position): number {
    if (line < 0) return 0;
    const start = this.#starts[line];
    if (start === undefined) return this.#length;
    const next = this.#starts[line + 1] ?? this.#length;
    return Math.min(start + Math.max(0, character), next);
  }

  /** The offset where `line` (zero-based) starts. */
  lineStart(line: number): number {
    return this.offsetAt({ line, character: 0 });
  }
}
