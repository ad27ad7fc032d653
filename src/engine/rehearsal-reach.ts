import { sameName } from '../sql/names.ts';
import type { Table } from './catalog.ts';
import type { RehearsalMode, RehearsalStep } from './rehearsal-protocol.ts';
import type { RehearsalState } from './rehearsal-state.ts';

/** The tables with rows that a migration reads or writes, as far as they are there before it; all where that is not known. */
export function tablesInvolved(
  steps: readonly RehearsalStep[],
  { tables, byName, rows }: RehearsalState,
): Table[] {
  const own = new Set<string>();
  const named = new Set<string>();
  let isKnown = true;
  for (const { sql, stub, touches, reads, creates, expects, copies, renames } of steps) {
    for (const name of [creates, expects?.table, copies, renames?.to]) if (name !== undefined) own.add(name);
    if (sql === undefined && stub === undefined) continue;
    if (!touches) isKnown = false;
    for (const name of [...(touches ?? []), ...(reads ?? [])]) named.add(name);
  }
  // A view reads tables that the statement does not name.
  for (const name of named) if (byName.get(name)?.kind === 'view') isKnown = false;
  return tables.filter(({ name, kind }) => {
    const key = name.toLowerCase();
    return kind === 'table' && (rows.get(key) ?? 0) > 0 && (!isKnown || named.has(key) || own.has(key));
  });
}

/** False where it is certain that a migration does the same with foreign keys and without them. */
export function foreignKeysMatter(
  steps: readonly RehearsalStep[],
  { tables, byName }: RehearsalState,
): boolean {
  const parents = new Set(
    tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ parent }) => parent.toLowerCase())),
  );
  return steps.some(({ sql, touches, drops, changesRows, rewrites, creates, expects, copies }) => {
    if (sql === undefined) return false;
    if (/\b(?:REFERENCES|legacy_alter_table)\b/i.test(sql)) {
      // A table that is made with foreign keys matters by what is done to rows then.
      const isNew = creates !== undefined || expects !== undefined || copies !== undefined;
      return !isNew || steps.some((step) => step.changesRows || step.drops?.kind === 'table');
    }
    if (drops?.kind === 'table') return parents.has(drops.name);
    if (!changesRows) return false;
    if (!touches) return true;
    return touches.some((name) => {
      const table = byName.get(name);
      if (table && table.triggers.length > 0) return true;
      const columns = rewrites?.by === 'update' ? rewrites.columns : undefined;
      if (!table || !columns) return parents.has(name) || (table?.foreignKeys.length ?? 1) > 0;
      return table.foreignKeys.length > 0 || parents.has(name) ? setsKey(table, tables, columns) : false;
    });
  });
}

/** True when one of these columns of a table refers to another, or is referred to. */
function setsKey(table: Table, tables: readonly Table[], columns: readonly string[]): boolean {
  const keys = new Set<string>(
    table.foreignKeys.flatMap((key) => key.columns.map((name) => name.toLowerCase())),
  );
  for (const { foreignKeys } of tables)
    for (const { parent, parentColumns } of foreignKeys) {
      if (!sameName(parent, table.name)) continue;
      for (const name of parentColumns ?? primaryKeyOf(table)) keys.add(name.toLowerCase());
    }
  return columns.some((name) => keys.has(name));
}

function primaryKeyOf({ columns }: Table): string[] {
  return columns.filter(({ primaryKey }) => primaryKey > 0).map(({ name }) => name);
}

/** One state of those that differ in nothing but foreign keys. */
export function withoutForeignKeys(modes: readonly RehearsalMode[]): RehearsalMode[] {
  return modes.filter(
    (mode, at) =>
      modes.findIndex(
        ({ transaction, legacyAlter }) =>
          transaction === mode.transaction && legacyAlter === mode.legacyAlter,
      ) === at,
  );
}
