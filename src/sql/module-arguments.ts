import { isBlank, lexemeAt } from './scan.ts';

/**
 * The arguments that a CREATE VIRTUAL TABLE statement hands to its module, as they are written: the parser's tree has
 * them without the space between their words. Comments count as space.
 */
export function moduleArguments(text: string): string[] {
  const list: string[] = [];
  let argument: string | undefined;
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const { kind, end } = lexemeAt(text, at);
    const lexeme = text.slice(at, end);
    at = end;
    if (lexeme === ')' && --depth === 0) break;
    if (argument !== undefined && lexeme === ',' && depth === 1) {
      list.push(argument.trim());
      argument = '';
    } else if (argument !== undefined) {
      argument += isBlank(kind) ? ' ' : lexeme;
    }
    if (lexeme === '(' && ++depth === 1) argument = '';
  }
  return argument === undefined || (list.length === 0 && argument.trim() === '')
    ? []
    : [...list, argument.trim()];
}
