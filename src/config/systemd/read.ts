import { nameOf } from '../../text/paths.ts';
import { commandTextOf } from '../command-text.ts';
import {
  type DeploymentReader,
  type EnvironmentVariable,
  type Located,
  plainService,
} from '../deployment.ts';

/** A line of a unit: its key, and its value with continued lines. */
interface UnitLine {
  readonly section: string;
  readonly key: string;
  readonly value: Located<string>;
}

/** Units of systemd: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html */
export const systemdReader: DeploymentReader = {
  files: /\.service$/,
  read(path, text) {
    const lines = readUnit(text).filter(({ section }) => section === 'Service');
    const all = (key: string): Located<string>[] =>
      lines.filter((line) => line.key === key).map(({ value }) => value);
    const starts = settled(all('ExecStart'));
    const [first] = starts;
    if (!first) return [];
    const folder = all('WorkingDirectory').at(-1)?.value;
    return [
      {
        ...plainService,
        tool: 'systemd',
        name: nameOf(path).replace(/\.service$/, ''),
        range: first.range,
        mountsAreWhole: false,
        environment: settled(all('Environment')).flatMap(variablesIn),
        environmentIsWhole: all('EnvironmentFile').length === 0,
        start: starts.flatMap((start) =>
          commandTextOf(
            text,
            { words: wordsOf(start), range: start.range },
            { purpose: 'start', what: 'the unit’s ExecStart' },
          ),
        ),
        workingDirectory: folder?.startsWith('/') && !folder.includes('%') ? folder : undefined,
        user: all('User').at(-1),
        restarts: all('Restart').some(({ value }) => value !== 'no'),
      },
    ];
  },
};

/** An empty value drops those before it. */
function settled(values: readonly Located<string>[]): readonly Located<string>[] {
  return values.slice(values.findLastIndex(({ value }) => value === '') + 1);
}

/** The lines of a unit in their order. */
function readUnit(text: string): UnitLine[] {
  const found: UnitLine[] = [];
  let section = '';
  const line = /^[ \t]*(?:\[([^\]\n]+)\]|(?![#;])([\w-]+)[ \t]*=[ \t]*((?:.*\\\r?\n)*.*))/gm;
  for (const { 1: head, 2: key, 3: value = '', index, 0: all } of text.matchAll(line)) {
    if (head !== undefined) section = head;
    if (key === undefined) continue;
    const start = index + all.length - value.length;
    const trimmed = value.trimEnd();
    found.push({ section, key, value: { value: trimmed, range: { start, end: start + trimmed.length } } });
  }
  return found;
}

/** The words of a line, as systemd divides it; `%` stands for something that the unit's name or the system decides. */
function wordsOf({ value, range }: Located<string>): Located<string>[] {
  // The characters before the path of a program say how it is run.
  const from = /^[-@:+!|]*/.exec(value)?.[0].length ?? 0;
  return [...value.slice(from).matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|(?:[^\s\\]|\\[^\n])+/g)].map(
    (match) => {
      const [written, double, single] = match;
      const start = range.start + from + match.index;
      return { value: double ?? single ?? written, range: { start, end: start + written.length } };
    },
  );
}

function variablesIn(line: Located<string>): EnvironmentVariable[] {
  return wordsOf(line).flatMap(({ value, range }): EnvironmentVariable[] => {
    const [, name, rest] = /^([A-Za-z_]\w*)=(.*)$/s.exec(value) ?? [];
    if (name === undefined) return [];
    const text = rest === undefined || rest.includes('%') ? undefined : rest.replace(/^(["'])(.*)\1$/s, '$2');
    return [{ name, value: text, range }];
  });
}
