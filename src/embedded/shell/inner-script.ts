import type { Word } from 'unbash';
import { type MappedText, MappedTextBuilder } from '../../text/mapped-text.ts';
import { writtenLine } from '../../text/written-line.ts';
import type { ShellWord } from './command.ts';
import { isTemplate, type Lookup, nothingKnown } from './words.ts';

/** The text that a command gives another shell. */
export interface InnerScript {
  readonly text: MappedText;
  /** The variables that are known in it beside its own. */
  readonly lookup: Lookup;
}

/** The argument that holds a script: that after `sh -c`, `bash -lc`, `su app -c`. */
export function scriptWordOf(
  program: string | undefined,
  words: readonly ShellWord[],
): ShellWord | undefined {
  if (program === undefined || !/^(?:ba|da|a|z|k)?sh$|^su$/.test(program)) return undefined;
  for (let at = 1; at < words.length; at++) {
    const text = words[at]?.text;
    if (text === undefined) return undefined;
    if (program === 'su' ? /^(?:-\w*c|--command)$/.test(text) : /^-\w*c$/.test(text)) return words[at + 1];
    if (/^-\w*[oO]$/.test(text)) at++;
    else if (program !== 'su' && !/^[-+]/.test(text)) return undefined;
  }
  return undefined;
}

/** The script in a word, where it stands in one piece: in quotes of one kind, or in none. */
export function innerScriptOf(word: Word, text: MappedText, lookup: Lookup): InnerScript | undefined {
  const [part, ...more] = word.parts ?? [];
  if (more.length > 0 || isTemplate(word.text)) return undefined;
  const { text: written } = word;
  if (written.startsWith("'")) {
    const quoted = /^'([^']*)'$/.exec(written)?.[1];
    return quoted === undefined
      ? undefined
      : { text: unescaped(text, word.pos + 1, word.end - 1), lookup: nothingKnown };
  }
  if (written.startsWith('"')) {
    if (part && part.type !== 'DoubleQuoted') return undefined;
    if (!part && !/^"(?:[^"\\]|\\[\s\S])*"$/.test(written)) return undefined;
    return {
      text: unescaped(text, word.pos + 1, word.end - 1, /^\\[$`"\\\n]/),
      // With a dollar that is escaped, the inner shell has variables of its own.
      lookup: written.includes('\\$') ? nothingKnown : (name) => lookup(name, word.pos),
    };
  }
  if (part || /["'\\]/.test(written)) return undefined;
  return { text: unescaped(text, word.pos, word.end), lookup: nothingKnown };
}

/** The script in an argument that no shell reads: an item of a list. */
export function innerScriptOfArgument({ text, written, range }: ShellWord): InnerScript | undefined {
  if (text === undefined || isTemplate(text)) return undefined;
  const line = writtenLine(written, { start: 0, end: written.length }, range.start);
  return {
    text:
      line.text.trim() === text.trim()
        ? line
        : { text, places: [...Array.from({ length: text.length }, () => range.start), range.end] },
    lookup: nothingKnown,
  };
}

function unescaped({ text, places }: MappedText, start: number, end: number, escapes?: RegExp): MappedText {
  const placeOf = (at: number): number =>
    typeof places === 'number' ? places + at : (places[at] ?? places.at(-1) ?? 0);
  const inner = new MappedTextBuilder();
  for (let at = start; at < end; at++) {
    const [escaped] = escapes?.exec(text.slice(at, at + 2)) ?? [];
    if (escaped === undefined) inner.addRun(text[at] as string, placeOf(at));
    else {
      if (escaped !== '\\\n') inner.addEscape(escaped.slice(1), placeOf(at));
      at++;
    }
  }
  return inner.build(placeOf(end));
}
