import { readShellWords } from '../shellwords.ts';

/** Why a command means something else to Litestream, which starts it without a shell. */
export type ExecTrouble =
  /** An operator of the shell: it and all that follows are dropped. */
  | { readonly kind: 'operator'; readonly text: string; readonly before: string }
  /** Quotes that stay open, or parentheses, which Litestream cannot read. */
  | { readonly kind: 'refused' }
  /** `NAME=value` before the program, which is taken for the program. */
  | { readonly kind: 'assignment'; readonly text: string }
  /** A word that only shells know. */
  | { readonly kind: 'builtin'; readonly text: string }
  /** A variable that nothing expands. */
  | { readonly kind: 'variable'; readonly text: string };

const builtins =
  /^(?:cd|export|source|\.|set|exec|eval|trap|umask|ulimit|unset|alias|if|for|while|until|case)(?=\s|$)/;

/** What is wrong with a command of `exec`. */
export function execTrouble(command: string): ExecTrouble | undefined {
  const text = command.trim();
  const { words, dropped, isRefused } = readShellWords(text);
  if (isRefused) return { kind: 'refused' };
  if (dropped) {
    const [operator = ''] = /^(?:&&|\|\||>>|<<|[;&|<>])/.exec(text.slice(dropped.start)) ?? [];
    return { kind: 'operator', text: operator, before: words.join(' ') };
  }
  const assignment = /^[A-Za-z_]\w*=\S*/.exec(text)?.[0];
  if (assignment !== undefined) return { kind: 'assignment', text: assignment };
  const builtin = builtins.exec(text)?.[0];
  return builtin === undefined ? undefined : { kind: 'builtin', text: builtin };
}

/** A variable in a command that reaches Litestream as it is written: it hands `$NAME` to the program. */
export function literalVariable(command: string): ExecTrouble | undefined {
  if (/^(?:\S*\/)?(?:ba|da|a|z)?sh\s/.test(command.trim())) return undefined;
  const text = /\$\{?[A-Za-z_]\w*\}?/.exec(command)?.[0];
  return text === undefined ? undefined : { kind: 'variable', text };
}

/** The same command as a shell runs it. The last of a chain replaces the shell, so that it gets the signals. */
export function withShell(command: string): string {
  const text = command.trim();
  const chain = /^([^;&|<>"'`]+(?:&&[^;&|<>"'`]+)*&&\s*)([^;&|<>"'`=\s]\S*.*)$/s.exec(text);
  const [, head = '', last = ''] = chain ?? [];
  const isPlain = chain && execTrouble(last) === undefined;
  const script = isPlain ? `${head}exec ${last}` : text;
  return script.includes("'")
    ? `sh -c "${script.replace(/["\\]/g, (char) => `\\${char}`)}"`
    : `sh -c '${script}'`;
}
