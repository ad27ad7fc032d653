import type { TextPiece } from './builder.ts';

/**
 * The text of a literal that is written over several lines, without the indentation that its language takes away.
 * Pieces without a place are escapes: they are content, and do not start a line.
 *
 * @param columns How wide the indentation is.
 * @param tabSize Where a tab ends: at the next multiple of it.
 */
export function withoutIndentation<Other extends object>(
  parts: readonly (TextPiece | Other)[],
  columns: number,
  tabSize = 1,
): (TextPiece | Other)[] {
  const kept: (TextPiece | Other)[] = [];
  let atStart = true;
  for (const part of parts) {
    if (!isPlaced(part)) {
      kept.push(part);
      atStart = false;
      continue;
    }
    let offset = part.host;
    for (const line of linesOf(part.text)) {
      const taken = atStart ? indentationOf(line, columns, tabSize).length : 0;
      if (taken < line.length) kept.push({ text: line.slice(taken), host: offset + taken });
      offset += line.length;
      atStart = line.endsWith('\n');
    }
  }
  return kept;
}

/** How wide the indentation is that all lines have; lines of nothing but blanks do not count. */
export function commonIndentation<Other extends object>(
  parts: readonly (TextPiece | Other)[],
  tabSize = 1,
): number {
  let common = Number.POSITIVE_INFINITY;
  // The columns of blanks at the start of the line that is read, while it has nothing else.
  let blanks: number | undefined = 0;
  for (const part of parts) {
    if (!isPlaced(part)) {
      if (blanks !== undefined) common = Math.min(common, blanks);
      blanks = undefined;
      continue;
    }
    for (const line of linesOf(part.text)) {
      if (blanks !== undefined) {
        const { length, columns } = indentationOf(line, Number.POSITIVE_INFINITY, tabSize);
        blanks += columns;
        if (/\S/.test(line.slice(length))) {
          common = Math.min(common, blanks);
          blanks = undefined;
        }
      }
      if (line.endsWith('\n')) blanks = 0;
    }
  }
  return Number.isFinite(common) ? common : 0;
}

function isPlaced(part: object): part is { readonly text: string; readonly host: number } {
  return 'text' in part && 'host' in part && part.host !== undefined;
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

function indentationOf(line: string, most: number, tabSize: number): { length: number; columns: number } {
  let columns = 0;
  let length = 0;
  for (; length < line.length && columns < most; length++) {
    const next =
      line[length] === '\t'
        ? columns + tabSize - (columns % tabSize)
        : line[length] === ' '
          ? columns + 1
          : undefined;
    if (next === undefined || next > most) break;
    columns = next;
  }
  return { length, columns };
}
