import type { ShellCommand, ShellWord } from './command.ts';

/** The words of a command that are no options, nor the values of options. */
export function operandsOf({ words }: Pick<ShellCommand, 'words'>, valued: RegExp, from = 1): ShellWord[] {
  const operands: ShellWord[] = [];
  for (let at = from; at < words.length; at++) {
    const word = words[at] as ShellWord;
    const text = word.text ?? word.written;
    if (text === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (/^-./.test(text)) {
      if (valued.test(text)) at++;
    } else operands.push(word);
  }
  return operands;
}
