import type { Node } from '@vscode/tree-sitter-wasm';
import type { SiteFix } from './site.ts';

/** An edit that puts a line of code behind the statement that keeps a connection. */
export function behind(
  statement: Pick<Node, 'startIndex' | 'endIndex'> | undefined,
  text: string,
  code: string,
): SiteFix | undefined {
  if (!statement) return undefined;
  const { startIndex, endIndex } = statement;
  const lineStart = text.lastIndexOf('\n', startIndex - 1) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
  return { range: { start: endIndex, end: endIndex }, text: `\n${indent}${code}` };
}
