import type { CommandText } from '../../embedded/shell/command.ts';
import { nameOf } from '../../text/paths.ts';
import { commandTextOfScript } from '../command-text.ts';

/** Scripts of a shell, by their extension or their first line. */
export function readShellScript(path: string, text: string): CommandText[] {
  const interpreter = interpreterOf(text);
  const isShell = interpreter === undefined ? /\.(?:sh|bash|ksh)$/.test(path) : interpreter.some(isShellName);
  if (!isShell) return [];
  return commandTextOfScript(
    { text, places: 0 },
    { start: 0, end: text.length },
    { purpose: 'script', what: nameOf(path) },
  );
}

/** The words of a script's first line; with nix-shell, of what its next lines say. */
function interpreterOf(text: string): readonly string[] | undefined {
  const first = /^#!([^\n]*)/.exec(text)?.[1];
  if (first === undefined || !/\bnix(?:-shell)?\b/.test(first)) return first?.trim().split(/\s+/);
  // https://nix.dev/manual/nix/stable/command-ref/nix-shell#use-as-a--interpreter
  const inner = /^#![ \t]*nix(?:-shell)?[ \t](?:.*[ \t])?(?:-i|-c|--command)[ \t]+(\S+)/m.exec(text)?.[1];
  return inner === undefined ? [] : [inner];
}

function isShellName(word: string): boolean {
  return /^(?:ba|da|a|z|k)?sh$/.test(nameOf(word));
}
