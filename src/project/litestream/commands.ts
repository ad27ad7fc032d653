import type { CommandText, ShellCommand, ShellWord } from '../../embedded/shell/command.ts';
import { litestreamOptions, sharedOptions } from '../../facts/litestream/commands.ts';
import { commandsWith } from '../commands.ts';
import type { Project } from '../project.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';

/** A command that runs Litestream. */
export interface LitestreamCommand {
  readonly file: SourceFile;
  /** The text that it stands in, and its place among the commands there. */
  readonly text: CommandText;
  readonly index: number;
  readonly command: ShellCommand;
  /** `replicate`, `restore`; undefined where none is written. */
  readonly name: (ShellWord & { readonly text: string }) | undefined;
  /** Options without their dashes, up to the first operand, as Go reads them. */
  readonly options: readonly {
    readonly name: string;
    readonly word: ShellWord;
    readonly value: ShellWord | undefined;
  }[];
  readonly operands: readonly ShellWord[];
}

/** The commands of a project's files that name Litestream. */
const commandsWithLitestream = commandsWith(/litestream/);

/** The commands of a project that run Litestream. */
export const litestreamCommandsOf = remember((project: Project): readonly LitestreamCommand[] => {
  const found: LitestreamCommand[] = [];
  for (const [file, texts] of commandsWithLitestream(project)) {
    for (const text of texts)
      for (const [index, command] of text.commands.entries())
        if (command.program === 'litestream') found.push(read(file, text, index, command));
  }
  return found;
});

function read(file: SourceFile, text: CommandText, index: number, command: ShellCommand): LitestreamCommand {
  const [, name, ...rest] = command.words;
  const known = litestreamOptions[name?.text ?? ''] ?? sharedOptions;
  const options: LitestreamCommand['options'][number][] = [];
  let at = 0;
  for (; at < rest.length; at++) {
    const word = rest[at] as ShellWord;
    const [, option, equals] = /^--?([\w-]+)(=)?/.exec(word.text ?? '') ?? [];
    if (option === undefined) break;
    const isValued = known.some((one) => one.name === option && one.valued);
    const value = isValued && equals === undefined ? rest[++at] : undefined;
    options.push({ name: option, word, value });
  }
  return {
    file,
    text,
    index,
    command,
    name: name?.text === undefined || name.text.startsWith('-') ? undefined : { ...name, text: name.text },
    options,
    operands: rest.slice(at),
  };
}

/**
 * An option that a command is given: the word that its value stands in, and the value, which is undefined where it is not
 * known. Undefined where the option is not given.
 */
export function optionOf(
  { options }: LitestreamCommand,
  name: string,
): { readonly word: ShellWord; readonly text: string | undefined } | undefined {
  const option = options.find((one) => one.name === name);
  if (!option) return undefined;
  const { word, value } = option;
  return value ? { word: value, text: value.text } : { word, text: /=(.+)$/s.exec(word.text ?? '')?.[1] };
}
