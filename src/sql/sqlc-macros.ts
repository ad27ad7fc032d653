import type { Range } from '../text/range.ts';

/** https://docs.sqlc.dev/en/stable/reference/macros.html */
const macro = /\bsqlc\.(arg|narg|slice|embed)\s*\(\s*(?:'(\w+)'|"(\w+)"|(\w+))\s*\)/gi;

/** The macros of sqlc in a text. */
export function sqlcMacros(text: string): Range[] {
  return text.includes('sqlc.')
    ? [...text.matchAll(macro)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }))
    : [];
}

/**
 * The text with what sqlc puts in the place of its macros, blanks behind it, so that all else stays where it is:
 * `sqlc.arg(id)` is a parameter, `sqlc.slice(ids)` a list of some, `sqlc.embed(author)` all columns of a table.
 */
export function withoutSqlcMacros(text: string): string {
  if (!text.includes('sqlc.')) return text;
  return text.replace(macro, (whole, kind: string, single?: string, double?: string, bare?: string) => {
    const name = single ?? double ?? bare ?? '';
    const kept = /arg$/i.test(kind) ? `:${name}` : /^slice$/i.test(kind) ? '?,?' : `${name}.*`;
    return kept.padEnd(whole.length);
  });
}
