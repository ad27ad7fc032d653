import type { ShellWord } from './command.ts';

/** How a program hands over to the command in its arguments. */
interface Launcher {
  /** Options that take the next word as their value. */
  readonly valued?: RegExp;
  /** How many words stand before the command, after the options. */
  readonly operands?: number;
  /** True where assignments may stand before the command. */
  readonly assigns?: boolean;
  /** The word that has to stand next for there to be a command behind it. */
  readonly subcommand?: string;
  /** True where `--` has to stand before the command for there to be one. */
  readonly needsDashes?: boolean;
}

/** Programs that run the rest of their arguments elsewhere: in a container, on another machine. */
const elsewhere: readonly { readonly name: string; readonly words: RegExp; readonly valued: RegExp }[] = [
  {
    name: 'docker exec',
    words: /^(?:docker|podman|nerdctl)( container)? exec /,
    valued: /^(?:-[ewu]|--(?:env|env-file|workdir|user|detach-keys))$/,
  },
  {
    name: 'docker compose exec',
    words: /^(?:docker compose|docker-compose|podman-compose)(?: -\S+)* exec /,
    valued: /^(?:-[ewufp]|--(?:env|workdir|user|index|file|project-name|profile))$/,
  },
];

/** Programs that do nothing but start another one. */
const launchers: ReadonlyMap<string, Launcher> = new Map<string, Launcher>([
  ['exec', { valued: /^-a$/ }],
  ['command', {}],
  ['builtin', {}],
  ['nohup', {}],
  ['time', { valued: /^-[fo]$/ }],
  ['setsid', {}],
  ['doas', { valued: /^-[uC]$/ }],
  ['sudo', { valued: /^-(?:[ugpCrtTUDRh]|-user|-group|-prompt|-chdir|-host)$/, assigns: true }],
  ['env', { valued: /^-(?:[uC]|-unset|-chdir)$/, assigns: true }],
  ['nice', { valued: /^-(?:n|-adjustment)$/ }],
  ['ionice', { valued: /^-(?:[cnp]|-class|-classdata)$/ }],
  ['chrt', { operands: 1 }],
  ['stdbuf', { valued: /^-[ioe]$/ }],
  ['timeout', { valued: /^-(?:[ks]|-signal|-kill-after)$/, operands: 1 }],
  ['gosu', { operands: 1 }],
  ['su-exec', { operands: 1 }],
  ['s6-setuidgid', { operands: 1 }],
  ['s6-envdir', { operands: 1 }],
  ['setuidgid', { operands: 1 }],
  ['with-contenv', {}],
  ['chpst', { valued: /^-[ubUenm/doptfrc]$/ }],
  [
    'setpriv',
    { valued: /^--(?:reuid|regid|groups|inh-caps|ambient-caps|bounding-set|securebits|pdeathsig)$/ },
  ],
  ['runuser', { valued: /^-(?:[ugG]|-user|-group)$/ }],
  ['tini', { valued: /^-[pe]$/ }],
  ['tini-static', { valued: /^-[pe]$/ }],
  ['dumb-init', { valued: /^-(?:r|-rewrite)$/ }],
  ['catatonit', {}],
  ['flock', { valued: /^-(?:[wE]|-timeout|-wait|-conflict-exit-code)$/, operands: 1 }],
  ['chronic', {}],
  ['bundle', { subcommand: 'exec', valued: /^--gemfile$/ }],
  ['dotenv', { valued: /^-[efv]$/, needsDashes: true }],
  ['doppler', { needsDashes: true }],
  ['infisical', { needsDashes: true }],
]);

/** The words of a command from its program on, and what launches it. */
export interface Launched {
  readonly launchers: readonly string[];
  /** Words of the form `NAME=value` that a launcher takes. */
  readonly assignments: readonly ShellWord[];
  readonly words: readonly ShellWord[];
}

/** Takes launchers off a command. A launcher whose arguments are not known keeps its place as the program. */
export function withoutLaunchers(command: readonly ShellWord[]): Launched {
  const names: string[] = [];
  const assignments: ShellWord[] = [];
  let words = command;
  for (;;) {
    const name = programOf(words[0]);
    const launcher = name === undefined ? undefined : launchers.get(name);
    const away = awayFrom(words);
    if (away) {
      names.push(away.name);
      words = away.words;
      continue;
    }
    if (name === undefined || !launcher) break;
    const rest = commandOf(words, launcher, assignments);
    if (!rest) break;
    names.push(name);
    words = rest;
  }
  return { launchers: names, assignments, words };
}

/** The program without its folder; undefined where it is put together at run time. */
export function programOf(word: ShellWord | undefined): string | undefined {
  return word?.text?.replace(/^.*\//, '');
}

/** What runs in the container that `docker exec` names. */
function awayFrom(
  words: readonly ShellWord[],
): { readonly name: string; readonly words: readonly ShellWord[] } | undefined {
  const line = words.map(({ text, written }) => text ?? written).join(' ');
  const found = elsewhere.find((one) => one.words.test(line));
  if (!found) return undefined;
  let at = words.findIndex(({ text }) => text === 'exec') + 1;
  for (; at < words.length && /^-/.test(words[at]?.written ?? ''); at++)
    if (found.valued.test(words[at]?.text ?? '')) at++;
  // The container.
  const rest = words.slice(at + 1);
  return rest.length === 0 ? undefined : { name: found.name, words: rest };
}

function commandOf(
  words: readonly ShellWord[],
  { valued, operands = 0, assigns = false, needsDashes = false, subcommand }: Launcher,
  assignments: ShellWord[],
): readonly ShellWord[] | undefined {
  let at = 1;
  if (subcommand !== undefined && words[at++]?.text !== subcommand) return undefined;
  if (needsDashes) {
    at = words.findIndex(({ text }) => text === '--') + 1;
    if (at === 0) return undefined;
  }
  for (; at < words.length; at++) {
    const text = words[at]?.text;
    if (text === undefined) break;
    if (text === '--') {
      at++;
      break;
    }
    // `exec -`, `su -`: no option.
    if (!/^-./.test(text)) break;
    // `command -v` asks where a program is; `sudo -l` what is allowed.
    if (words[0]?.text === 'command' && /^-[vV]/.test(text)) return undefined;
    if (valued?.test(text)) at++;
  }
  at += operands;
  if (assigns) {
    for (; at < words.length && /^[A-Za-z_]\w*=/.test(words[at]?.written ?? ''); at++)
      assignments.push(words[at] as ShellWord);
  }
  const rest = words.slice(at);
  return rest.length === 0 ? undefined : rest;
}
