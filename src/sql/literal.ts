/**
 * One of SQLite's values in a form that JSON holds. Integers beyond what JavaScript holds exactly, reals (SQLite tells
 * 1.0 from 1) and blobs (in hexadecimal) are written out.
 */
export type LiteralValue =
  | null
  | number
  | string
  | { readonly integer: string }
  | { readonly real: string }
  | { readonly blob: string };

/**
 * Reads a value as SQL writes it: `NULL`, `42`, `1.5`, `'text'`, `x'00ff'`. Anything else is text as it stands, so that
 * `alice@example.org` needs no quotes and `'42'` is text.
 */
export function readLiteral(text: string): LiteralValue {
  const trimmed = text.trim();
  if (/^null$/i.test(trimmed)) return null;
  if (/^true$/i.test(trimmed)) return 1;
  if (/^false$/i.test(trimmed)) return 0;
  if (/^[+-]?\d+$/.test(trimmed)) {
    const value = Number(trimmed);
    return Number.isSafeInteger(value) ? value : { integer: BigInt(trimmed).toString() };
  }
  if (/^[+-]?(?:\d+\.\d*|\.?\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) return { real: trimmed };
  const quoted = /^'((?:[^']|'')*)'$/s.exec(trimmed);
  if (quoted) return (quoted[1] as string).replaceAll("''", "'");
  const blob = /^x'((?:[0-9a-f]{2})*)'$/i.exec(trimmed);
  if (blob) return { blob: (blob[1] as string).toLowerCase() };
  return text;
}
