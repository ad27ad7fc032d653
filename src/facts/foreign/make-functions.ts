import type { ForeignFunction, ForeignOrigin, ForeignRule, Rewrite } from './construct.ts';

interface Row {
  readonly of?: ForeignOrigin;
  readonly rewrites?: readonly Rewrite[];
  readonly since?: string;
}

type Functions = (names: string, meaning: string, instead: string, row?: Row) => ForeignFunction;

/** Makes functions of one rule; `names` are divided by blanks, the best known first. */
export function functions(rule: ForeignRule, of: ForeignOrigin, source: string): Functions {
  return (names, meaning, instead, row = {}) => ({
    name: `${names.split(' ')[0]}()`,
    of,
    rule,
    functions: names.split(' '),
    meaning,
    instead,
    source,
    ...row,
  });
}

/** A text that means the same, for a number of arguments or for any. */
export function same(to: string, args?: number): { rewrites: Rewrite[] } {
  return { rewrites: [{ ...written(to, args), exact: true }] };
}

/** A text that means nearly the same. */
export function alike(to: string, args?: number): { rewrites: Rewrite[] } {
  return { rewrites: [written(to, args)] };
}

/** The same for two values and more: of one alone, SQLite's function of that name is an aggregate. */
export function several(to: string): { rewrites: Rewrite[] } {
  return { rewrites: [2, 3, 4, 5].map((args) => written(to, args)) };
}

const written = (to: string, args: number | undefined): Rewrite =>
  args === undefined ? { to } : { to, args };
