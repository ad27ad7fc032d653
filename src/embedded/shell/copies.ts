import type { ShellCommand, ShellWord } from './command.ts';
import { operandsOf } from './operands.ts';

/** Files that a command copies byte by byte. */
export interface FileCopy {
  /** As people call it: `cp`, `aws s3 cp`. */
  readonly by: string;
  readonly sources: readonly ShellWord[];
  /** Undefined where it goes to something else than a path: a stream, an archive. */
  readonly target: ShellWord | undefined;
}

interface CopyProgram {
  readonly by: string;
  /** Matches the first words, joined by blanks. */
  readonly words: RegExp;
  /** How many words name the program and its command. */
  readonly length: number;
  /** Options that take the next word as their value. */
  readonly valued: RegExp;
  /** `all`: each operand is read; the last is written to otherwise. */
  readonly target: 'last' | 'none';
  /** How many operands stand before the files. */
  readonly skip?: number;
}

const none = /^$/;

/** Programs that copy whole files without asking SQLite. */
const copyPrograms: readonly CopyProgram[] = [
  { by: 'cp', words: /^cp /, length: 1, valued: /^(?:-S|--suffix)$/, target: 'last' },
  {
    by: 'rsync',
    words: /^rsync /,
    length: 1,
    valued:
      /^(?:-[efTMB]|-\w*e|--(?:rsh|exclude|include|filter|exclude-from|include-from|files-from|temp-dir|compare-dest|copy-dest|link-dest|backup-dir|suffix|bwlimit|timeout|port|password-file|log-file|rsync-path|chmod|chown|partial-dir|max-size|min-size))$/,
    target: 'last',
  },
  { by: 'scp', words: /^scp /, length: 1, valued: /^-[cDFiJloPSX]$/, target: 'last' },
  { by: 'docker cp', words: /^(?:docker|podman|nerdctl) cp /, length: 2, valued: none, target: 'last' },
  { by: 'docker cp', words: /^docker compose cp /, length: 3, valued: /^--index$/, target: 'last' },
  { by: 'docker cp', words: /^docker-compose cp /, length: 2, valued: /^--index$/, target: 'last' },
  {
    by: 'kubectl cp',
    words: /^kubectl cp /,
    length: 2,
    valued: /^(?:-[nc]|--(?:namespace|container|context))$/,
    target: 'last',
  },
  {
    by: 'aws s3 cp',
    words: /^aws s3 (?:cp|sync|mv) /,
    length: 3,
    valued: /^--(?!recursive|quiet|only-show-errors|no-progress|dryrun|delete|no-guess-mime-type)/,
    target: 'last',
  },
  { by: 'gsutil cp', words: /^gsutil (?:-m )?(?:cp|rsync) /, length: 2, valued: none, target: 'last' },
  {
    by: 'gcloud storage cp',
    words: /^gcloud storage (?:cp|rsync) /,
    length: 3,
    valued: none,
    target: 'last',
  },
  {
    by: 'rclone copy',
    words: /^rclone (?:copy|copyto|sync) /,
    length: 2,
    valued: /^--(?:config|include|exclude|filter|transfers|checkers|bwlimit|log-file|log-level|s3-[\w-]+)$/,
    target: 'last',
  },
  { by: 's3cmd put', words: /^s3cmd (?:put|sync) /, length: 2, valued: /^(?:-c|--config)$/, target: 'last' },
  {
    by: 'mc cp',
    words: /^mc (?:cp|mirror) /,
    length: 2,
    valued: /^(?:--attr|--storage-class)$/,
    target: 'last',
  },
  {
    by: 'restic backup',
    words: /^restic (?:-\S+ )*backup /,
    length: 2,
    valued: /^(?:-[rpe]|--(?:repo|password-file|exclude|tag|host|exclude-file))$/,
    target: 'none',
  },
  { by: 'gzip', words: /^(?:gzip|bzip2|xz|zstd) (?:\S+ )*-\w*[kc]/, length: 1, valued: none, target: 'none' },
  { by: 'zip', words: /^zip /, length: 1, valued: none, target: 'none', skip: 1 },
];

/** The files that a command copies; undefined for one that copies none, or which is not known. */
export function copyOf(command: ShellCommand): FileCopy | undefined {
  const { program, words } = command;
  if (program === undefined) return undefined;
  if (program === 'tar') return tarOf(command);
  if (program === 'fly' || program === 'flyctl') return flyDownload(command);
  const line = [program, ...words.slice(1).map(({ text, written }) => text ?? written)].join(' ');
  const found = copyPrograms.find((one) => one.words.test(line));
  if (!found) return undefined;
  const { by, length, valued, target, skip = 0 } = found;
  const named = words.find(({ text }) => text === '-t' || /^--target-directory/.test(text ?? ''));
  const operands = operandsOf(command, valued, length).slice(skip);
  if (named && by === 'cp') return undefined;
  const to = target === 'last' ? operands.at(-1) : undefined;
  const sources = target === 'last' ? operands.slice(0, -1) : operands;
  return sources.length === 0 ? undefined : { by, sources, target: to };
}

/** `tar czf archive.tgz -C folder file …`, in each of its ways to write the options. */
function tarOf({ words }: ShellCommand): FileCopy | undefined {
  const [, first] = words;
  const options = first?.text ?? '';
  const isCreated =
    /^-?[a-zA-Z]*c[a-zA-Z]*$/.test(options) || words.some(({ text }) => /^(?:-c|--create)$/.test(text ?? ''));
  // Files of a folder that `-C` goes to have another path than they are written with.
  if (!isCreated || words.some(({ text }) => /^(?:-C|--directory)/.test(text ?? ''))) return undefined;
  const operands = operandsOf(
    { words },
    /^(?:-\w*f|--(?:file|exclude|exclude-from|transform))$/,
    /^-/.test(options) ? 1 : 2,
  );
  const files = !/^-/.test(options) && options.includes('f') ? operands.slice(1) : operands;
  return files.length === 0 ? undefined : { by: 'tar', sources: files, target: undefined };
}

/** `fly ssh sftp get /data/app.db` reads a file of the machine. */
function flyDownload(command: ShellCommand): FileCopy | undefined {
  const operands = operandsOf(command, /^(?:-[acorgu]|--(?:app|config|org|region|user|machine|address))$/);
  const [ssh, sftp, get, source, target] = operands;
  if (ssh?.text !== 'ssh' || sftp?.text !== 'sftp' || get?.text !== 'get' || !source) return undefined;
  return { by: 'fly ssh sftp get', sources: [source], target };
}
