import type { CommandPurpose, CommandText } from '../embedded/shell/command.ts';
import { commandOfWords, commandsOfText } from '../embedded/shell/read.ts';
import type { MappedText } from '../text/mapped-text.ts';
import type { Range } from '../text/range.ts';
import { writtenLine } from '../text/written-line.ts';
import type { Located } from './deployment.ts';

/** What a configuration starts: a list of arguments, or a line for the shell. */
export interface WrittenCommand {
  readonly words: readonly Located<string>[] | undefined;
  readonly range: Range;
}

/** What a text of commands is for. */
export interface Heading {
  readonly purpose: CommandPurpose;
  readonly what: string;
}

/** The commands of a configuration's value, as readers of services give them. */
export function commandTextOf(
  text: string,
  { words, range }: WrittenCommand,
  heading: Heading,
): CommandText[] {
  if (!words) return commandTextOfScript(writtenLine(text, range), range, heading);
  const commands = commandOfWords(
    words.map(({ value, range: place }) => {
      const whole = withQuotes(text, place);
      return {
        text: value,
        byDefault: value,
        written: text.slice(whole.start, whole.end),
        range: whole,
      };
    }),
    range,
  );
  return commands.length === 0 ? [] : [{ ...heading, commands, range }];
}

/** What a service starts by a line for the shell, wherever that is written; nothing where it is not. */
export function startLine(
  text: string,
  line: Pick<Located<unknown>, 'range'> | undefined,
  what: string,
): CommandText[] {
  return line ? commandTextOf(text, { words: undefined, range: line.range }, { purpose: 'start', what }) : [];
}

/** The commands of a script that its file holds in another form; none for one without commands. */
export function commandTextOfScript(script: MappedText, range: Range, heading: Heading): CommandText[] {
  const commands = commandsOfText(script);
  return commands.length === 0 ? [] : [{ ...heading, commands, range }];
}

/** The place of a text with the quotes around it. */
function withQuotes(text: string, { start, end }: Range): Range {
  return text[start - 1] === '"' && text[end] === '"' ? { start: start - 1, end: end + 1 } : { start, end };
}
