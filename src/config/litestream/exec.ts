/** Why a command means something else to Litestream, which starts it without a shell. */
export type ExecTrouble =
  /** An operator of the shell: it and all that follows are dropped. */
  | { readonly kind: 'operator'; readonly text: string; readonly before: string }
  /** `NAME=value` before the program, which is taken for the program. */
  | { readonly kind: 'assignment'; readonly text: string }
  /** A word that only shells know. */
  | { readonly kind: 'builtin'; readonly text: string }
  /** A variable that nothing expands. */
  | { readonly kind: 'variable'; readonly text: string };

const builtins =
  /^(?:cd|export|source|\.|set|exec|eval|trap|umask|ulimit|unset|alias|if|for|while|until|case)(?=\s|$)/;

/**
 * What is wrong with a command of `exec`. Litestream splits it with go-shellwords
 * (https://github.com/mattn/go-shellwords), which knows quotes and backslashes and stops at the first operator.
 */
export function execTrouble(command: string): ExecTrouble | undefined {
  const text = command.trim();
  const assignment = /^[A-Za-z_]\w*=\S*/.exec(text)?.[0];
  const builtin = builtins.exec(text)?.[0];
  const at = operatorIn(text);
  if (at !== undefined) {
    const operator = /^(?:&&|\|\||>>|<<|[;&|<>])/.exec(text.slice(at))?.[0] ?? '';
    return { kind: 'operator', text: operator, before: text.slice(0, at).trim() };
  }
  if (assignment !== undefined) return { kind: 'assignment', text: assignment };
  return builtin === undefined ? undefined : { kind: 'builtin', text: builtin };
}

/** A variable in a command that reaches Litestream as it is written: it hands `$NAME` to the program. */
export function literalVariable(command: string): ExecTrouble | undefined {
  if (/^(?:\S*\/)?(?:ba|da|a|z)?sh\s/.test(command.trim())) return undefined;
  const text = /\$\{?[A-Za-z_]\w*\}?/.exec(command)?.[0];
  return text === undefined ? undefined : { kind: 'variable', text };
}

function operatorIn(text: string): number | undefined {
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '\\' && quote !== "'") at++;
    else if (quote !== undefined) quote = char === quote ? undefined : quote;
    else if (/["'`]/.test(char)) quote = char;
    else if (/[;&|<>]/.test(char)) return at;
  }
  return undefined;
}

/** The same command as a shell runs it. The last of a chain replaces the shell, so that it gets the signals. */
export function withShell(command: string): string {
  const text = command.trim();
  const chain = /^([^;&|<>"'`]+(?:&&[^;&|<>"'`]+)*&&\s*)([^;&|<>"'`=\s]\S*.*)$/s.exec(text);
  const [, head = '', last = ''] = chain ?? [];
  const isPlain = chain && operatorIn(last) === undefined && !builtins.test(last) && !/^\w+=/.test(last);
  const script = isPlain ? `${head}exec ${last}` : text;
  return script.includes("'")
    ? `sh -c "${script.replace(/["\\]/g, (char) => `\\${char}`)}"`
    : `sh -c '${script}'`;
}
