import type { Node } from '@vscode/tree-sitter-wasm';

/** What the body of a literal without interpolation stands for: only its delimiters and `\` are escaped. */
export const rawRubyEscapes = /\\[\\'()[\]{}<>|!/]/g;

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  n: '\n',
  r: '\r',
  s: ' ',
  t: '\t',
  v: '\v',
  '\n': '',
  '\r\n': '',
};

/** What an escape in a literal with interpolation stands for: `\n`, `\u00e9`, `\x41`, `\101`. */
export function decodeRubyEscape(sequence: string): string {
  const code = /^\\(?:u\{?([0-9a-f]+)\}?|x([0-9a-f]{1,2}))$/i.exec(sequence);
  const digits = code?.[1] ?? code?.[2];
  if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16));
  const simple = sequence.slice(1);
  if (/^[0-7]{1,3}$/.test(simple)) return String.fromCodePoint(Number.parseInt(simple, 8));
  return escapes[simple] ?? simple;
}

/** The bodies of a file's heredocs, by the ids of the nodes that begin them. */
export function heredocBodies(root: Node): ReadonlyMap<number, Node> {
  const bodies = root.descendantsOfType('heredoc_body');
  const heredocs = new Map<number, Node>();
  for (const [at, beginning] of root.descendantsOfType('heredoc_beginning').entries()) {
    const body = bodies[at];
    if (beginning && body) heredocs.set(beginning.id, body);
  }
  return heredocs;
}
