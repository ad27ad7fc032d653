import type { IndexSpec, SchemaOperation } from '../embedded/migrations/operations.ts';
import type { Range } from '../text/range.ts';
import { isMeant, renameRailsIndexes } from './script-changes.ts';
import type { ScriptRegistry, StepWriter } from './script-registry.ts';
import { createIndexSql, exactName, indexName, type ScriptTable } from './script-tables.ts';

type Operation<K extends SchemaOperation['kind']> = Extract<SchemaOperation, { kind: K }>;

export function addIndex(
  registry: ScriptRegistry,
  writer: StepWriter,
  tableName: string,
  index: IndexSpec,
  ifNotExists = false,
): void {
  const name = registry.real(tableName);
  const table = registry.find(name);
  const own = indexName(name, index);
  if (ifNotExists && table?.indexes.has(own.toLowerCase())) return;
  table?.indexes.set(own.toLowerCase(), index);
  const sql = createIndexSql(table, name, index);
  writer.run(ifNotExists ? sql.replace(' INDEX ', ' INDEX IF NOT EXISTS ') : sql, [name], index.range, {
    names: registry.namesOf(name, { indexes: [index] }),
  });
}

export function dropIndex(
  registry: ScriptRegistry,
  writer: StepWriter,
  { table: tableName, name, columns, ifExists, range }: Operation<'drop-index'>,
): void {
  const touched = tableName === undefined ? undefined : [registry.real(tableName)];
  const table = tableName === undefined ? undefined : registry.find(tableName);
  const found = table && [...table.indexes].find(([key, index]) => isMeant(table, key, index, name, columns));
  if (ifExists && table && !table.raw && !found) return;
  const own = found ? indexName(table.name, found[1]) : name;
  if (own === undefined) {
    writer.opaque('the index that it drops is not known', touched, range);
    return;
  }
  const owners = registry.tables.filter(({ indexes }) => indexes.has(own.toLowerCase()));
  dropByName(writer, own, touched ?? owners.map((owner) => owner.name), range);
  for (const owner of owners) owner.indexes.delete(own.toLowerCase());
}

export function renameIndex(
  registry: ScriptRegistry,
  writer: StepWriter,
  { table: tableName, name, to, range }: Operation<'rename-index'>,
): void {
  const wanted = tableName === undefined ? undefined : registry.real(tableName).toLowerCase();
  const table = registry.tables.find(
    (candidate) =>
      candidate.indexes.has(name.toLowerCase()) &&
      (wanted === undefined || candidate.name.toLowerCase() === wanted),
  );
  const index = table?.indexes.get(name.toLowerCase());
  if (!table || !index) {
    const touched = wanted === undefined ? undefined : [wanted];
    writer.opaque(`the index ${name} that it renames is not known`, touched, range);
    return;
  }
  dropByName(writer, name, [table.name], range);
  table.indexes.delete(name.toLowerCase());
  addIndex(registry, writer, table.name, { ...index, name: to });
}

/** Replaces all indexes of a model's option (Django). */
export function setTogether(
  registry: ScriptRegistry,
  writer: StepWriter,
  { table: tableName, option, indexes, range }: Operation<'set-together'>,
): void {
  const table = registry.find(tableName);
  if (!table) {
    const name = registry.real(tableName);
    writer.opaque(`no script makes the table ${name}`, [name], range);
    return;
  }
  const keyOf = (index: IndexSpec): string => indexName(table.name, index).toLowerCase();
  const wanted = new Set(indexes.map(keyOf));
  for (const [key, index] of [...table.indexes]) {
    if (index.together !== option || wanted.has(key)) continue;
    dropByName(writer, indexName(table.name, index), [table.name], range);
    table.indexes.delete(key);
  }
  for (const index of indexes)
    if (!table.indexes.has(keyOf(index))) addIndex(registry, writer, tableName, index);
}

/** Renames the indexes that Rails has named after a table and columns which had other names before. */
export function followRenames(
  registry: ScriptRegistry,
  writer: StepWriter,
  table: ScriptTable,
  before: Parameters<typeof renameRailsIndexes>[1],
  range: Range,
): void {
  for (const [from, to] of renameRailsIndexes(table, before)) {
    const index = table.indexes.get(to);
    if (!index) continue;
    dropByName(writer, from, [table.name], range);
    addIndex(registry, writer, table.name, index);
  }
}

function dropByName(writer: StepWriter, name: string, touches: readonly string[], range: Range): void {
  writer.run(`DROP INDEX ${exactName(name)}`, touches, range, { drops: 'other' });
}
