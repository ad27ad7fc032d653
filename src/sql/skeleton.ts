import { lexemeAt } from './scan.ts';

/**
 * SQL without its comments and with every quoted thing emptied: what patterns may be matched against, since no
 * prose and no data is left. Line ends stay; offsets do not.
 */
export function skeletonOf(sql: string): string {
  let result = '';
  for (let at = 0; at < sql.length; ) {
    const { kind, end } = lexemeAt(sql, at);
    if (kind === 'quoted') result += `${sql[at]}${sql[at] === '[' ? ']' : sql[at]}`;
    else if (kind === 'block-comment') result += ' ';
    else if (kind !== 'line-comment') result += sql.slice(at, end);
    at = end;
  }
  return result;
}
