import type { CommandPurpose, CommandText, ShellCommand } from '../embedded/shell/command.ts';
import type { Range } from '../text/range.ts';
import type { Located } from './deployment.ts';

/** What a configuration starts: a list of arguments, or a line for the shell. */
export interface WrittenCommand {
  readonly words: readonly Located<string>[] | undefined;
  readonly range: Range;
}

/** The commands of a configuration's value, as readers of services give them. */
export function commandTextOf(
  text: string,
  { words, range }: WrittenCommand,
  { purpose, what }: { readonly purpose: CommandPurpose; readonly what: string },
): CommandText[] {
  if (!words || words.length === 0) return [];
  const command: ShellCommand = {
    program: (words[0]?.value ?? '').replace(/^.*\//, ''),
    words: words.map((word) => ({
      text: word.value,
      written: text.slice(word.range.start, word.range.end),
      range: word.range,
    })),
    launchers: [],
    assignments: [],
    certainty: 'always',
    background: false,
    range,
  };
  return [{ purpose, what, commands: [command], range }];
}
