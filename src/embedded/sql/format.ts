import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../text/range.ts';
import type { Part } from './text-expressions.ts';

/** What a placeholder of a format is filled with: an expression, a text, or what isn't known. */
export type Filling = Node | string | undefined;

/** C's placeholders, as PHP, Ruby and Java have them: `%s`, `%1$s`, `%-5d`, `%<name>s`, `%{name}`, `%%`. */
export const printfPlaceholders =
  /%(?:%|\{\w+\}|(?:(\d+)\$)?[-+ 0#,]*\d*(?:\.\d+)?(?:<\w+>)?[-+ 0#,]*\d*(?:\.\d+)?[a-zA-Z])/g;

/** The placeholders of .NET: `{0}`, `{1,5:x}`, `{{`, `}}`. */
export const compositePlaceholders = /\{\{|\}\}|\{(\d+)(?:,[^{}:]*)?(?::[^{}]*)?\}/g;

/** What stands for a placeholder of `printf`, whose arguments are given in order. */
export function printfFilling(args: readonly (Node | undefined)[]): (match: RegExpExecArray) => Filling {
  let next = 0;
  return ([placeholder, position]) => {
    if (placeholder === '%%') return '%';
    if (placeholder === '%n') return '\n';
    if (/^%(?:\{|[^a-z]*<)/.test(placeholder)) return undefined;
    return args[position === undefined ? next++ : Number(position) - 1];
  };
}

/** What stands for a placeholder of .NET's `string.Format`. */
export function compositeFilling(args: readonly (Node | undefined)[]): (match: RegExpExecArray) => Filling {
  return ([placeholder, position]) =>
    position === undefined ? placeholder.slice(1) : args[Number(position)];
}

/** A text that is made of one that has a name: what the name stands for isn't run as it is. */
export function madeOf(template: Node): Part[] {
  const host = { start: template.startIndex, end: template.endIndex };
  return [{ hole: host }, { operand: template, host }];
}

/**
 * The parts of a formatted text.
 *
 * @param placeholders Must be global.
 * @param whole Where the format stands: the place of placeholders that have none of their own.
 */
export function formatted(
  parts: readonly Part[],
  placeholders: RegExp,
  filling: (match: RegExpExecArray) => Filling,
  whole: Range,
): Part[] {
  return parts.flatMap((part): Part[] => {
    if (!('text' in part)) return [part];
    const { text, host } = part;
    const found: Part[] = [];
    let from = 0;
    const upTo = (end: number): void => {
      if (end > from)
        found.push({ text: text.slice(from, end), host: host === undefined ? undefined : host + from });
    };
    for (const match of text.matchAll(placeholders)) {
      upTo(match.index);
      from = match.index + match[0].length;
      const place = host === undefined ? whole : { start: host + match.index, end: host + from };
      const filled = filling(match);
      if (typeof filled === 'string') found.push({ text: filled, host: undefined });
      else found.push(filled ? { operand: filled, host: place } : { hole: place });
    }
    upTo(text.length);
    return found;
  });
}
