import type { ConnectionSite } from '../../embedded/connections/site.ts';
import type { LogicalDatabase } from '../databases.ts';
import { type Fact, known, unknown } from '../facts.ts';
import { pathAndLine } from '../lines.ts';
import type { SourceFile } from '../source-file.ts';
import type { GatheredContext } from './context.ts';
import { writtenName } from './database-path.ts';
import { foreignKeyOfImporters, opensThroughAnother } from './importers.ts';
import { mappedForeignKey } from './mapped-keys.ts';

/** A foreign key that the schema of a connection's database declares. */
export interface DeclaredForeignKey {
  readonly table: string;
  /** `path:line`. */
  readonly place: string;
}

/**
 * A foreign key of the database that a site opens; known and undefined where it surely declares none.
 *
 * Which schema a connection is to is told by its own file, when that makes tables, by the models of its mapper, or by the
 * files that make tables through it; else all schemas of the project have to say the same.
 */
export function foreignKeyOf(
  file: SourceFile,
  site: ConnectionSite,
  context: GatheredContext,
): Fact<DeclaredForeignKey | undefined> {
  const inFile = context.facts.get(file.path);
  const created = inFile?.creates.find(({ hasForeignKey }) => hasForeignKey);
  if (created) {
    if (opensSeveral(inFile?.sites ?? []))
      return unknown(`${file.path} opens several databases and makes tables`);
    const place = pathAndLine(file, created.range.start);
    return known({ table: created.name, place }, place);
  }
  const mapped = mappedForeignKey(file, site, context);
  if (mapped) return known(mapped, mapped.place);
  const imported = opensSeveral(inFile?.sites ?? []) ? undefined : foreignKeyOfImporters(file, context);
  if (imported) return known(imported, imported.place);
  if (inFile?.creates.some(({ name }) => !/migrat|version/i.test(name)))
    return unknown(`${file.path} makes tables of its own, without foreign keys`);
  const all = context.databases.filter(({ steps }) => steps.length > 0);
  if (all.length === 0) return unknown('no schema of the project is known');
  const named = inFile?.access?.tables ?? new Set();
  const databases = named.size === 0 ? all : all.filter((database) => hasTable(database, named));
  const keys = databases.map((database) => firstForeignKey(database, context));
  const doubt = keys.find((key) => !key.known);
  if (doubt) return doubt;
  const [first] = keys;
  if (!first) return unknown(`the SQL of ${file.path} is about tables of no schema that is known`);
  const declaring = databases.flatMap(({ files }) => files);
  if (declaring.length > 0 && declaring.every((one) => opensThroughAnother(one, file, context)))
    return unknown('the files that make tables open their database elsewhere');
  const same = keys.every((key) => key.known && first.known && !key.value === !first.value);
  return same ? first : unknown('the project has several databases, with and without foreign keys');
}

function hasTable({ steps }: LogicalDatabase, names: ReadonlySet<string>): boolean {
  return steps.some(({ touches }) => touches?.some((table) => names.has(table.toLowerCase())));
}

/** True for a file that opens more than one database, as they are written there. */
function opensSeveral(sites: readonly ConnectionSite[]): boolean {
  return new Set(sites.map(({ database }) => writtenName(database))).size > 1;
}

function firstForeignKey(
  { name, timeline }: LogicalDatabase,
  context: GatheredContext,
): Fact<DeclaredForeignKey | undefined> {
  if (!timeline) return unknown(`the schema of ${name} is not worked out yet`);
  let doubt: string | undefined;
  for (const { table, created, foreignKeys, uncertain } of timeline.tables.values()) {
    const [declared] = foreignKeys.values();
    if (uncertain !== undefined) doubt ??= uncertain;
    else if (declared && table.kind === 'table') {
      const at = declared ?? created;
      const file = context.files.find(({ path }) => path === at.file);
      const place = file ? pathAndLine(file, at.range.start) : at.file;
      return known({ table: table.name, place }, place);
    }
  }
  if (doubt !== undefined || timeline.tables.size === 0)
    return unknown(doubt ?? `the schema of ${name} has no table that is known`);
  return known(undefined, `${name} declares none`);
}
