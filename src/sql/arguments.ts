import type { Range } from '../text/range.ts';
import { isBlank, lexemeAt } from './scan.ts';

/**
 * The arguments within the first parentheses from an offset on, each without the space and comments around it; one that
 * is missing between commas is empty. `end` is behind the closing parenthesis. Undefined where that is missing.
 */
export function argumentsAt(
  text: string,
  start: number,
): { readonly list: readonly Range[]; readonly end: number } | undefined {
  const list: Range[] = [];
  let depth = 0;
  let argument: Range | undefined;
  for (let at = start; at < text.length; ) {
    const { kind, end } = lexemeAt(text, at);
    const token = text.slice(at, end);
    if (token === ')') depth--;
    const isLast = token === ')' && depth === 0;
    if (isLast || (token === ',' && depth === 1)) {
      if (argument || list.length > 0 || !isLast) list.push(argument ?? { start: at, end: at });
      argument = undefined;
    } else if (depth > 0 && !isBlank(kind)) {
      argument = { start: argument?.start ?? at, end };
    }
    if (isLast) return { list, end };
    if (token === '(') depth++;
    at = end;
  }
  return undefined;
}
