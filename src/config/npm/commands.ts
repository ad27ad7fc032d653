import { type Node, parseTree } from 'jsonc-parser';
import type { CommandText } from '../../embedded/shell/command.ts';
import { commandTextOf } from '../command-text.ts';

export const npmFiles = /(?:^|\/)package\.json$/;

/** The scripts of a package.json: https://docs.npmjs.com/cli/using-npm/scripts */
export function readPackageScripts(text: string): CommandText[] {
  if (!text.includes('"scripts"')) return [];
  const scripts = parseTree(text)?.children?.find(({ children }) => children?.[0]?.value === 'scripts')
    ?.children?.[1];
  return (scripts?.children ?? []).flatMap(({ children }) => {
    const [name, script] = children ?? [];
    if (!name || script?.type !== 'string') return [];
    return commandTextOf(
      text,
      { words: undefined, range: rangeOf(script) },
      { purpose: name.value === 'start' ? 'start' : 'task', what: `npm run ${name.value}` },
    );
  });
}

function rangeOf({ offset, length }: Node): { start: number; end: number } {
  return { start: offset, end: offset + length };
}
