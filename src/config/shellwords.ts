import { type Range, shift } from '../text/range.ts';

/** A command as the Go package that Litestream and LiteFS use reads it: no shell is involved. */
export interface ShellWords {
  /** The program and its arguments, without their quotes. `$VAR` stands as it is written. */
  readonly words: readonly string[];
  /** From the operator on that ends the command: this is dropped without a word; undefined where nothing is. */
  readonly dropped: Range | undefined;
  /** True for one that it refuses: quotes that stay open, parentheses. */
  readonly isRefused: boolean;
}

/**
 * Divides a command into words as go-shellwords 1.0.12 does (https://github.com/mattn/go-shellwords): it ends at the first
 * `;`, `&`, `|`, `<` or `>` outside of quotes, and drops what follows.
 */
export function readShellWords(command: string, start = 0): ShellWords {
  const words: string[] = [];
  let word: string | undefined;
  let quote: "'" | '"' | '`' | '(' | undefined;
  const refused: ShellWords = { words, dropped: undefined, isRefused: true };
  const add = (text: string): void => {
    word = (word ?? '') + text;
  };
  for (let at = 0; at < command.length; at++) {
    const char = command[at] as string;
    if (char === '\\' && quote !== "'") {
      if (at + 1 === command.length) return refused;
      add(command[++at] as string);
    } else if (/[ \t\r\n]/.test(char)) {
      if (quote !== undefined) add(char);
      else if (word !== undefined) {
        words.push(word);
        word = undefined;
      }
    } else if (quote === undefined && /[;&|<>]/.test(char)) {
      // `2>` names a file descriptor, which is no word.
      if (word !== undefined && !(char === '>' && /^\d/.test(word))) words.push(word);
      return { words, dropped: shift({ start: at, end: command.length }, start), isRefused: false };
    } else if (char === "'" && (quote === undefined || quote === "'")) {
      quote = quote === undefined ? "'" : undefined;
      word ??= '';
    } else if (char === '"' && (quote === undefined || quote === '"')) {
      quote = quote === undefined ? '"' : undefined;
      word ??= '';
    } else if (char === '(' && (quote === undefined || quote === '(')) {
      if (quote === '(' || !word?.endsWith('$')) return refused;
      quote = '(';
      add(char);
    } else if (char === ')' && (quote === undefined || quote === '(')) {
      if (quote === undefined) return refused;
      quote = undefined;
      add(char);
    } else {
      if (char === '`' && (quote === undefined || quote === '`'))
        quote = quote === undefined ? '`' : undefined;
      add(char);
    }
  }
  if (quote !== undefined) return refused;
  if (word !== undefined) words.push(word);
  return { words, dropped: undefined, isRefused: false };
}
