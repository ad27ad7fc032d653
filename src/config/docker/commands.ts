import type { CommandText } from '../../embedded/shell/command.ts';
import { commandTextOf, commandTextOfScript } from '../command-text.ts';
import { type DockerCommand, readDockerfile } from './dockerfile.ts';

/** What a Dockerfile runs: when the image is built, in each of its stages, and when it is started. */
export function readDockerCommands(text: string): CommandText[] {
  // A stage has the commands of the one that it builds on as well.
  const seen = new Set<number>();
  const isNew = ({ range }: DockerCommand): boolean =>
    !seen.has(range.start) && Boolean(seen.add(range.start));
  return readDockerfile(text)
    .flatMap(({ runs, entrypoint, command }) => [
      ...runs.filter(isNew).flatMap((run) => textsOf(text, run, { purpose: 'image-build', what: 'RUN' })),
      ...(entrypoint && isNew(entrypoint)
        ? textsOf(text, entrypoint, { purpose: 'start', what: 'the image’s entrypoint' })
        : []),
      ...(command && isNew(command)
        ? textsOf(text, command, { purpose: 'start', what: 'the image’s command' })
        : []),
    ])
    .sort((a, b) => a.range.start - b.range.start);
}

function textsOf(
  text: string,
  command: DockerCommand,
  heading: Pick<CommandText, 'purpose' | 'what'>,
): CommandText[] {
  const { words, range } = command;
  if (words) return commandTextOf(text, command, heading);
  const written = text.slice(range.start, range.end);
  const document = /^<<-?\s*(["']?)(\w+)\1[ \t]*\n([\s\S]*)\n[ \t]*\2\s*$/.exec(written);
  if (document) {
    const body = document[3] ?? '';
    const places = range.start + written.indexOf('\n') + 1;
    // Its first line may name another program than the shell.
    return /^#!(?!.*\b(?:ba|da|a)?sh\b)/.test(body)
      ? []
      : commandTextOfScript({ text: body, places }, range, heading);
  }
  // Comments between continued lines are taken out before a shell sees them.
  const script = written.replace(/(?<=\\[ \t]*\r?\n(?:[ \t]*#.*\n)*)[ \t]*#.*\r?\n/g, (comment) =>
    ' '.repeat(comment.length),
  );
  return commandTextOfScript({ text: script, places: range.start }, range, heading);
}
