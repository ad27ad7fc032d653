import type { CommandText } from '../../embedded/shell/command.ts';
import { type MappedText, MappedTextBuilder } from '../../text/mapped-text.ts';
import { commandTextOfScript } from '../command-text.ts';

export const makeFiles = /(?:^|\/)(?:GNUm|[Mm])akefile(?:\.[\w.-]+)?$|\.mk$/;

/** The recipes of a Makefile, one text for each target: https://www.gnu.org/software/make/manual/make.html#Recipes */
export function readMakefile(text: string): CommandText[] {
  const variables = variablesOf(text);
  const found: CommandText[] = [];
  // `.ONESHELL` or not, a recipe's lines run in their order.
  const rule =
    /^([^\s#:=][^#:=\n]*?)[ \t]*::?(?![:=])[^\n]*\n((?:(?:\t[^\n]*|[ \t]*#[^\n]*|[ \t]*)(?:\n|$))*)/gm;
  for (const { 0: all, 1: target = '', 2: recipe = '', index } of text.matchAll(rule)) {
    if (!/^\t/m.test(recipe)) continue;
    const start = index + all.length - recipe.length;
    found.push(
      ...commandTextOfScript(
        expanded(recipe, start, variables),
        { start, end: start + recipe.trimEnd().length },
        { purpose: 'task', what: `make ${target}` },
      ),
    );
  }
  return found;
}

/** Variables that the file sets once, without a condition, to a plain text. */
function variablesOf(text: string): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  const often = new Set<string>();
  for (const [, name = '', operator = '', value = ''] of text.matchAll(
    /^[ \t]*(?:export[ \t]+|override[ \t]+)?([\w.-]+)[ \t]*(::?:?=|\?=|\+=|!=|=)[ \t]*([^#\n]*)/gm,
  )) {
    if (all.has(name) || /^[?+!]/.test(operator)) often.add(name);
    all.set(name, value.trim());
  }
  for (const name of often) all.delete(name);
  return all;
}

function expanded(recipe: string, start: number, variables: ReadonlyMap<string, string>): MappedText {
  const shell = new MappedTextBuilder();
  let at = 0;
  // A prefix of a line that says how make runs it; `$$` is a dollar of the shell.
  const part =
    /(?<=^|\n)\t[@+-]*[ \t]*|\$\$|\$\(([\w.-]+)\)|\$\{([\w.-]+)\}|\$\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|\$[@<^*?%+|]/g;
  for (const match of recipe.matchAll(part)) {
    const [written, round, curly] = match;
    shell.addRun(recipe.slice(at, match.index), start + at);
    at = match.index + written.length;
    const place = start + match.index;
    if (written === '$$') shell.addEscape('$', place);
    else if (written.startsWith('$'))
      shell.addEscape(expansionOf(round ?? curly, variables, 0) ?? unknown, place);
  }
  shell.addRun(recipe.slice(at), start + at);
  return shell.build(start + recipe.length);
}

/** A variable of the shell that nothing sets. */
const unknown = '$' + '{_}';

function expansionOf(
  name: string | undefined,
  variables: ReadonlyMap<string, string>,
  depth: number,
): string | undefined {
  const value = name === undefined || depth > 8 ? undefined : variables.get(name);
  return value?.replace(
    /\$\$|\$\(([\w.-]+)\)|\$\{([\w.-]+)\}|\$(?:\([^()]*\)|.)/g,
    (written, round, curly) =>
      written === '$$' ? '$' : (expansionOf(round ?? curly, variables, depth + 1) ?? unknown),
  );
}
