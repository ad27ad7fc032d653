import type { Connection } from '../../project/connections.ts';
import type { Fix } from '../rule.ts';

/** A fix that runs a pragma on the connection right behind the statement that opens it, where there is room for one. */
export function execFix({ site }: Connection, title: string, sql: string): Fix[] {
  if (!site.insertion || site.variable === undefined) return [];
  const { offset, indent } = site.insertion;
  return [
    {
      title,
      safe: false,
      edits: [{ range: { start: offset, end: offset }, text: `\n${indent}${site.variable}.exec('${sql}');` }],
    },
  ];
}
