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

/** Variables that the file sets once: to a plain text, or (`?=`) to one that the environment can replace. */
function variablesOf(text: string): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  const often = new Set<string>();
  for (const [, name = '', operator = '', rest = ''] of text.matchAll(
    /^[ \t]*(?:export[ \t]+|override[ \t]+)?([\w.-]+)[ \t]*(::?:?=|\?=|\+=|!=|=)[ \t]*([^#\n]*)/gm,
  )) {
    const value = rest.trim();
    if (all.has(name) || /^[+!]/.test(operator)) often.add(name);
    const isReplaceable = operator === '?=' && /^\w+$/.test(name) && !/[$}]/.test(value);
    if (operator === '?=' && !isReplaceable) often.add(name);
    all.set(name, isReplaceable ? `\${${name}:-${value}}` : value);
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
    else if (written.startsWith('$')) shell.addEscape(expansionOf(round ?? curly, variables, 0), place);
  }
  shell.addRun(recipe.slice(at), start + at);
  return shell.build(start + recipe.length);
}

/** What a reference comes to, as the shell would write it: one that is not known is a variable that nothing sets. */
function expansionOf(
  name: string | undefined,
  variables: ReadonlyMap<string, string>,
  depth: number,
): string {
  if (name === undefined || depth > 8) return '$' + '{_}';
  const value = variables.get(name);
  if (value === undefined) return `\${${/^[A-Za-z_]\w*$/.test(name) ? name : '_'}}`;
  // The variable of the shell that one with `?=` became has no reference of make in it.
  if (value.startsWith('$' + '{') && value.includes(':-')) return value;
  return value.replace(/\$\$|\$\(([\w.-]+)\)|\$\{([\w.-]+)\}|\$(?:\([^()]*\)|.)/g, (written, round, curly) =>
    written === '$$' ? '$' : expansionOf(round ?? curly, variables, depth + 1),
  );
}
