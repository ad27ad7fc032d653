import type { SourceFile } from './source-file.ts';

/** The line of an offset, from 1. */
export function lineOf(file: SourceFile, offset: number): number {
  return file.lines.positionAt(offset).line + 1;
}
