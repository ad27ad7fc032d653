import { argumentsAt } from './arguments.ts';
import { isBlank, lexemeAt } from './scan.ts';

/**
 * The arguments that a CREATE VIRTUAL TABLE statement hands to its module, as they are written: the parser's tree has
 * them without the space between their words. Comments count as space.
 */
export function moduleArguments(text: string): string[] {
  return (argumentsAt(text, 0)?.list ?? []).map(({ start, end }) => {
    let argument = '';
    for (let at = start; at < end; ) {
      const { kind, end: next } = lexemeAt(text, at);
      argument += isBlank(kind) ? ' ' : text.slice(at, next);
      at = next;
    }
    return argument;
  });
}
