import type { SourceFile } from '../source-file.ts';
import { indexChangeOf, type PlainIndex } from './index-change.ts';
import type { MigrationRequest, WrittenMigration } from './new-migration.ts';
import { nextFolder, script } from './sql-file.ts';

/**
 * A folder with `migration.sql`, and the index in the model: Prisma takes back what the schema does not have
 * (https://www.prisma.io/docs/orm/prisma-schema/data-model/indexes).
 */
export function writePrisma({
  change,
  database,
  project,
  now,
}: MigrationRequest): WrittenMigration | undefined {
  const folder = nextFolder(database, change, now);
  const index = indexChangeOf(change);
  if (folder === undefined || index?.kind !== 'add' || index.index.unique) return undefined;
  const models = project.sources.flatMap((file) =>
    file.path.endsWith('.prisma') ? modelsOf(file, index.index) : [],
  );
  const [model] = models;
  if (!model || models.length > 1) return undefined;
  const text = `-- CreateIndex\n${script(change.up)}`;
  return { files: [{ path: `${folder}/migration.sql`, text }], edits: [model] };
}

/** The edits that add an index to the models of its table: one, where the schema is plain. */
function modelsOf(
  { path, text }: SourceFile,
  { name, table, columns }: PlainIndex,
): { file: string; range: { start: number; end: number }; text: string }[] {
  return [...text.matchAll(/^model\s+(\w+)\s*\{\n([^}]*)^\}/gm)].flatMap((match) => {
    const [whole, model = '', body = ''] = match;
    const mapped = /^\s*@@map\(\s*(?:name:\s*)?"([^"]+)"/m.exec(body)?.[1];
    if ((mapped ?? model) !== table) return [];
    const fields = columns.map((column) => fieldOf(body, column));
    if (fields.includes(undefined)) return [];
    // A name that is not Prisma's own has to be told.
    const isOwn = name === `${table}_${columns.join('_')}_idx`;
    const map = isOwn ? '' : `, map: "${name}"`;
    const end = match.index + whole.length - 1;
    const gap = /@@/.test(body) ? '' : '\n';
    return [
      { file: path, range: { start: end, end }, text: `${gap}  @@index([${fields.join(', ')}]${map})\n` },
    ];
  });
}

/** The field that a column is called in its model. */
function fieldOf(body: string, column: string): string | undefined {
  for (const line of body.split('\n')) {
    const field = /^\s*(\w+)\s+[\w[\]?]+(.*)$/.exec(line);
    if (!field) continue;
    const mapped = /@map\(\s*(?:name:\s*)?"([^"]+)"/.exec(field[2] ?? '')?.[1];
    if ((mapped ?? field[1]) === column) return field[1];
  }
  return undefined;
}
