import type { ConnectionSite } from '../../embedded/connections/site.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';

/**
 * True for a connection through which the project does not keep its data: nothing is written, as far as its file tells (a
 * report, an import from another program’s database, a copy), or it is that of a tool which somebody runs now and then.
 * The connection that counts is opened elsewhere.
 */
export function isAside(file: SourceFile, site: ConnectionSite, context: GatheredContext): boolean {
  if (site.readOnly) return true;
  if (isTool(file) && context.sites.some(({ file: other }) => !isTool(other))) return true;
  if (isFilledByCopy(file, site)) return true;
  if (context.facts.get(file.path)?.access?.writes ?? true) return false;
  if (isCopy(file)) return true;
  return (
    hasOnlyQueries(file, context) && context.sites.some(({ file: other }) => !hasOnlyQueries(other, context))
  );
}

/** Folders and names of what developers and operators run by hand. */
export function isTool({ path }: SourceFile): boolean {
  return /(?:^|\/)(?:tools?|scripts?|hack|dev|management\/commands)\/|(?:^|[/._-])(?:seed(?:er|s|ing)?|smoke)(?:[._-][^/]*)?\.\w+$/i.test(
    path,
  );
}

function hasOnlyQueries({ path }: SourceFile, { facts }: GatheredContext): boolean {
  const access = facts.get(path)?.access;
  return access?.reads === true && !access.writes;
}

/** True for the target of SQLite’s backup interface: `source.backup(copy)`, and `copy.backup("main", source, "main")` of APSW. */
function isFilledByCopy({ text }: SourceFile, { variable, driver }: ConnectionSite): boolean {
  if (variable === undefined || !/^\w+$/.test(variable)) return false;
  const call =
    driver === 'apsw' ? `\\b${variable}\\.backup\\s*\\(` : `\\bbackup\\w*\\s*\\([^)]*\\b${variable}\\b`;
  return new RegExp(call, 'i').test(text);
}

/** The backup interface of SQLite, as drivers call it, in a file that is named for it. */
function isCopy({ path, text }: SourceFile): boolean {
  return (
    /backup|restore|export|snapshot|dump/i.test(path) && /\bbackup\w*\s*\(|\bvacuum\s+into\b/i.test(text)
  );
}
