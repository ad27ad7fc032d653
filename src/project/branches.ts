import type { SourceFile } from './source-file.ts';

/** How far above a place the branch is looked for that it stands in, in lines. */
const lookBack = 40;

/**
 * True for a place in a branch that is taken where something holds, by the lines above that are indented less:
 * `if in_memory:`, `if config.Env == "test" {`.
 * @param condition what the line of the branch names, without flags but `i`
 */
export function isInBranch({ text, lines }: SourceFile, offset: number, condition: RegExp): boolean {
  if (!condition.test(text)) return false;
  const lineAt = (at: number): string => text.slice(lines.lineStart(at), lines.lineStart(at + 1));
  const { line } = lines.positionAt(offset);
  let inner = indentOf(lineAt(line));
  for (let above = line - 1; above >= Math.max(0, line - lookBack) && inner > 0; above--) {
    const written = lineAt(above);
    const indent = indentOf(written);
    if (written.trim() === '' || indent >= inner) continue;
    inner = indent;
    if (/\b(?:else|elif|elsif)\b/.test(written)) return false;
    if (/\b(?:if|unless|when|case|match)\b/.test(written) && condition.test(written))
      return !/!|\bnot\b|\bunless\b/i.test(written);
  }
  return false;
}

function indentOf(line: string): number {
  return /^[ \t]*/.exec(line)?.[0].length ?? 0;
}
