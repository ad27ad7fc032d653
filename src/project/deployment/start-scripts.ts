import type { CommandText, ShellCommand } from '../../embedded/shell/command.ts';
import { nameOf, parentOf } from '../../text/paths.ts';
import { commandsIn, commandsOfFile } from '../commands.ts';
import type { Project } from '../project.ts';
import type { SourceFile } from '../source-file.ts';
import { type PlacedService, runningOf } from './services.ts';

/** What a service runs when it starts: the commands that its file or its image names, and the scripts that these run. */
export interface StartText {
  readonly file: SourceFile;
  readonly text: CommandText;
  /** The command that runs the script; undefined for the commands that the service itself names. */
  readonly by: ShellCommand | undefined;
}

/** The texts that a service runs when it starts, the scripts of the project that they run among them. */
export function startTextsOf(placed: PlacedService, project: Pick<Project, 'sources'>): StartText[] {
  const own = placed.service.start.length > 0 ? placed.file : placed.image?.file;
  if (!own) return [];
  const texts: StartText[] = runningOf(placed).start.map((text) => ({ file: own, text, by: undefined }));
  const seen = new Set<SourceFile>([own]);
  for (let at = 0; at < texts.length; at++) {
    for (const command of texts[at]?.text.commands ?? []) {
      const script = scriptOf(command, own, project);
      if (!script || seen.has(script)) continue;
      seen.add(script);
      for (const text of commandsOfFile(script)) texts.push({ file: script, text, by: command });
    }
  }
  return texts;
}

/** The one script of the project that a command runs, by the name of its file; the nearest of several. */
function scriptOf(
  { words, program }: ShellCommand,
  near: SourceFile,
  project: Pick<Project, 'sources'>,
): SourceFile | undefined {
  const isShell = program !== undefined && /^(?:ba|da|a)?sh$/.test(program);
  const path = isShell ? words.slice(1).find(({ text }) => !text?.startsWith('-'))?.text : words[0]?.text;
  if (path === undefined || !/[/.]/.test(path)) return undefined;
  const name = nameOf(path);
  const named = project.sources.filter((file) => nameOf(file.path) === name);
  const found = commandsIn(named).flatMap(([file, [first]]) => (first?.purpose === 'script' ? [file] : []));
  const closest = found.filter(({ folder }) => folder.startsWith(parentOf(near.path)));
  return closest.length === 1 ? closest[0] : found.length === 1 ? found[0] : undefined;
}
