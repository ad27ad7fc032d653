import { remember } from './remember.ts';
import type { SourceFile } from './source-file.ts';

const answersOf = remember((_file: SourceFile) => new Map<string, boolean>());

/** True where a file's text has a word somewhere; each file is searched once for each word, however often it is asked. */
export function textHas(file: SourceFile, word: string): boolean {
  const answers = answersOf(file);
  let answer = answers.get(word);
  if (answer === undefined) {
    answer = file.text.includes(word);
    answers.set(word, answer);
  }
  return answer;
}
