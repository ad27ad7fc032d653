import type { CommandText } from '../../embedded/shell/command.ts';
import { type MappedText, MappedTextBuilder } from '../../text/mapped-text.ts';
import { commandTextOfScript } from '../command-text.ts';

export const justFiles = /(?:^|\/)\.?[Jj]ustfile$|\.just$/;

/** The recipes of a justfile: https://just.systems/man/en/ */
export function readJustfile(text: string): CommandText[] {
  const variables = new Map(
    [...text.matchAll(/^(?:export[ \t]+)?([\w-]+)[ \t]*:=[ \t]*(?:"([^"\\\n]*)"|'([^'\n]*)')[ \t]*$/gm)].map(
      ([, name = '', double, single]) => [name, double ?? single ?? ''],
    ),
  );
  const found: CommandText[] = [];
  const recipes =
    /^@?([A-Za-z_][\w-]*)(?:[ \t][^:\n]*)?:(?!=)[^\n]*\n((?:(?:[ \t]+\S[^\n]*|[ \t]*)(?:\n|$))*)/gm;
  for (const { 0: all, 1: name = '', 2: body = '', index } of text.matchAll(recipes)) {
    if (body.trim() === '') continue;
    const shebang = /^\s*#!([^\n]*)/.exec(body)?.[1];
    if (shebang !== undefined && !/\b(?:ba|da|a|z|k)?sh\b/.test(shebang)) continue;
    const start = index + all.length - body.length;
    found.push(
      ...commandTextOfScript(
        expanded(body, start, variables),
        { start, end: start + body.trimEnd().length },
        { purpose: 'task', what: `just ${name}` },
      ),
    );
  }
  return found;
}

function expanded(body: string, start: number, variables: ReadonlyMap<string, string>): MappedText {
  const shell = new MappedTextBuilder();
  let at = 0;
  for (const match of body.matchAll(
    /(?<=^|\n)[ \t]+@?-?|\{\{\{\{|\{\{\s*([\w-]+)\s*\}\}|\{\{[^{}\n]*\}\}/g,
  )) {
    const [written, name] = match;
    shell.addRun(body.slice(at, match.index), start + at);
    at = match.index + written.length;
    if (written === '{{{{') shell.addEscape('{{', start + match.index);
    else if (written.startsWith('{{'))
      shell.addEscape(variables.get(name ?? '') ?? '$' + '{_}', start + match.index);
  }
  shell.addRun(body.slice(at), start + at);
  return shell.build(start + body.length);
}
