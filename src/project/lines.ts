import type { SourceFile } from './source-file.ts';

/** The line of an offset, from 1. */
export function lineOf(file: SourceFile, offset: number): number {
  return file.lines.positionAt(offset).line + 1;
}

/** `path:line` of an offset, as messages and reports name a place. */
export function pathAndLine(file: SourceFile, offset: number): string {
  return `${file.path}:${lineOf(file, offset)}`;
}
