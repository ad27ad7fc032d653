import { shapesSchema } from '../schema/steps.ts';
import type { Place } from '../schema/timeline.ts';
import type { SourceFile } from './source-file.ts';

/** Where a project's schema is written, or why that isn't clear. */
export type SchemaSource =
  | { readonly kind: 'migrations'; readonly folder: string; readonly files: readonly SourceFile[] }
  | { readonly kind: 'schema'; readonly file: SourceFile }
  | { readonly kind: 'none'; readonly reason: string; readonly migrationFiles: ReadonlySet<string> };

export interface SchemaSetting {
  readonly migrations?: string | undefined;
  readonly schema?: string | undefined;
}

interface MigrationFile {
  readonly file: SourceFile;
  /** The folder that holds the migrations, also where each has a folder of its own. */
  readonly home: string;
  readonly order: string;
  readonly down: boolean;
}

/**
 * Finds the one place that builds the schema: a folder of ordered migrations, else one file of definitions.
 * With several candidates nothing is known. `files` are those of the project that are SQLite's.
 */
export function findSchemaSource(files: readonly SourceFile[], setting: SchemaSetting = {}): SchemaSource {
  const migrations = files.flatMap((file) => migrationOf(file) ?? []);
  const homes = groupBy(migrations, ({ home }) => home);
  const migrationFiles = new Set(migrations.map(({ file }) => file.path));
  const none = (reason: string): SchemaSource => ({ kind: 'none', reason, migrationFiles });

  if (setting.migrations !== undefined) {
    const folder = setting.migrations.replace(/^\.\/|\/+$/g, '');
    const chosen = homes.get(folder);
    return chosen
      ? ordered(folder, chosen, none)
      : none(`the configured folder ${folder} has no ordered .sql files of SQLite`);
  }
  if (setting.schema !== undefined) {
    const path = setting.schema.replace(/^\.\//, '');
    const file = files.find((candidate) => candidate.path === path);
    return file
      ? { kind: 'schema', file }
      : none(`the configured schema ${path} is not among the project's SQLite files`);
  }

  const folders = [...homes].filter(([home, list]) => {
    const shaping = list.some(({ file }) => file.document.statements.some(shapesSchema));
    return (
      shaping &&
      (list.length > 1 ||
        /(?:^|\/)(?:migrations?|migrate|changelog|versions)$/i.test(home) ||
        hasMarkers(list))
    );
  });
  if (folders.length > 1) {
    return none(
      `several folders hold migrations: ${folders
        .map(([home]) => home || '.')
        .sort()
        .join(', ')}`,
    );
  }
  const only = folders[0];
  if (only) return ordered(only[0], only[1], none);

  const defining = files.filter(
    (file) =>
      !migrationFiles.has(file.path) &&
      file.document.statements.some(({ tree }) => tree?.type === 'CreateTableStmt'),
  );
  const byName = defining.filter((file) =>
    /(?:^|[/._-])(?:schema|structure|latest)[^/]*\.sql$/i.test(file.path),
  );
  const candidates = byName.length > 0 ? byName : defining;
  if (candidates.length > 1) {
    return none(
      `several files define tables: ${candidates
        .map((file) => file.path)
        .sort()
        .join(', ')}`,
    );
  }
  const schema = candidates[0];
  return schema ? { kind: 'schema', file: schema } : none('no file of SQLite defines tables');
}

/** The statements that build the schema, in the order in which they run. */
export function schemaPlaces(source: SchemaSource): Place[] {
  const files = source.kind === 'migrations' ? source.files : source.kind === 'schema' ? [source.file] : [];
  return files.flatMap((file) =>
    file.document.statements
      .filter((statement) => statement.section?.direction !== 'down' && shapesSchema(statement))
      .map((statement) => ({ file: file.path, statement })),
  );
}

/** Reads the names that migration tools give their files. */
function migrationOf(file: SourceFile): MigrationFile | undefined {
  const name = file.path.slice(file.folder === '' ? 0 : file.folder.length + 1);
  const own = /^(?:V|v)?(\d+(?:[._-]\d+)*)(?:[-_.]|__).*\.sql$|^(\d+)\.sql$/.exec(name);
  if (own) {
    return {
      file,
      home: file.folder,
      order: (own[1] ?? own[2]) as string,
      down: /(?:\.down|[._-]rollback|\.undo)\.sql$/i.test(name),
    };
  }
  // Prisma and Diesel: a folder for each migration, `20240101_init/migration.sql`, `2024-01-01-000000_init/up.sql`.
  const parent = file.folder.slice(file.folder.lastIndexOf('/') + 1);
  const byFolder = /^(\d[\d-]*)[-_]/.exec(parent);
  if (byFolder && /^(?:migration|up|down)\.sql$/.test(name)) {
    const home = file.folder.slice(0, Math.max(0, file.folder.length - parent.length - 1));
    return { file, home, order: (byFolder[1] as string).replaceAll('-', ''), down: name === 'down.sql' };
  }
  return undefined;
}

function hasMarkers(list: readonly MigrationFile[]): boolean {
  return list.some(({ file }) => file.document.markers.some(({ marker }) => marker.kind === 'up'));
}

function ordered(
  folder: string,
  list: readonly MigrationFile[],
  none: (reason: string) => SchemaSource,
): SchemaSource {
  const up = list.filter(({ down }) => !down).sort((a, b) => compareOrder(a.order, b.order));
  for (const [index, { order, file }] of up.entries()) {
    const next = up[index + 1];
    if (next && compareOrder(order, next.order) === 0) {
      return none(
        `the order in ${folder || '.'} is unclear: ${file.path} and ${next.file.path} have the same number`,
      );
    }
  }
  return { kind: 'migrations', folder, files: up.map(({ file }) => file) };
}

/** Versions compare number by number: 9 before 10, 1.2 before 1.10. */
function compareOrder(a: string, b: string): number {
  const left = a.split(/[._-]/);
  const right = b.split(/[._-]/);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = BigInt(left[i] ?? 0) - BigInt(right[i] ?? 0);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(keyOf(item));
    if (list) list.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
