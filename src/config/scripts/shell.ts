import type { CommandText } from '../../embedded/shell/command.ts';
import { nameOf } from '../../text/paths.ts';
import { commandTextOfScript } from '../command-text.ts';

/** Scripts of a shell, by their extension or their first line. */
export function readShellScript(path: string, text: string): CommandText[] {
  const first = /^#![^\n]*/.exec(text)?.[0];
  const isShell =
    first === undefined ? /\.(?:sh|bash|ksh)$/.test(path) : /\b(?:ba|da|a|z|k)?sh\b/.test(first);
  if (!isShell) return [];
  return commandTextOfScript(
    { text, places: 0 },
    { start: 0, end: text.length },
    { purpose: 'script', what: nameOf(path) },
  );
}
