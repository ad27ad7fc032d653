import { mentionsName, sameName } from '../sql/names.ts';
import type { Table } from './catalog.ts';
import { hasColumn, isServed, lostIndexes } from './lost-indexes.ts';
import type { LostObject, RehearsalFact, RehearsalItem } from './rehearsal-protocol.ts';
import type { MigrationRun } from './rehearsal-run.ts';
import type { RehearsalState } from './rehearsal-state.ts';

/** What a migration has done to the database, beside what was seen while it ran. */
export function compareStates(
  before: RehearsalState,
  run: MigrationRun,
  { steps }: RehearsalItem,
): RehearsalFact[] {
  const { state: after, history, blurred } = run;
  const last = Math.max(0, steps.length - 1);
  const facts: RehearsalFact[] = [];
  for (const [name, step] of history.dropped) {
    const old = before.byName.get(name);
    const table = after.byName.get(name);
    if (old?.kind !== 'table' || table?.kind !== 'table') continue;
    facts.push(
      ...lostIndexes(old, table, history.droppedObjects).map((index) => ({ ...index, step })),
      ...lostTriggers(old, table, before, run).map((trigger) => ({ ...trigger, step })),
      ...lostSequence(before, after, name).map((sequence) => ({ ...sequence, step })),
    );
    const copied = history.copies.get(name);
    const constraints = copied === undefined ? [] : constraintsOf(old);
    if (copied !== undefined && constraints.length > 0)
      facts.push({ step: copied, kind: 'constraints-lost', table: table.name, constraints });
    const trees = (one: Table): number => 1 + one.indexes.length;
    facts.push({
      step,
      kind: 'rewritten',
      table: table.name,
      by: 'rebuild',
      factor: trees(table) / trees(old),
    });
  }
  facts.push(...movedReferences(before, after, run, last));
  facts.push(...rewrites(before, after, run, steps));
  for (const [key, count] of after.violations) {
    const [child = '', parent = '', columns = ''] = key.split('\n');
    // What is deleted on a condition hangs on the data.
    const step = history.dropped.get(parent);
    const had = before.byName
      .get(child)
      ?.foreignKeys.some((own) => own.columns.join().toLowerCase() === columns);
    const more = count - (before.violations.get(key) ?? 0);
    if (step === undefined || !had || more <= 0 || !after.byName.has(parent)) continue;
    if (blurred.has(child) || blurred.has(parent)) continue;
    facts.push({
      step,
      kind: 'violations-left',
      table: after.byName.get(child)?.name ?? child,
      parent: after.byName.get(parent)?.name ?? parent,
      rows: more,
    });
  }
  for (const fault of after.faults) {
    if (fault.kind === 'default' || before.faults.some((old) => old.name === fault.name)) continue;
    const existed = before.tables.some(
      ({ name, triggers }) => name === fault.name || triggers.some((trigger) => trigger.name === fault.name),
    );
    if (!existed) continue;
    const step = breakingStep(fault.message, steps) ?? last;
    facts.push({ step, kind: 'object-broken', object: fault.kind, name: fault.name, message: fault.message });
  }
  return facts;
}

/** True while no later migration has put right what a fact says. */
export function isStillTrue(fact: RehearsalFact, { byName, violations, faults }: RehearsalState): boolean {
  switch (fact.kind) {
    case 'object-lost': {
      const table = byName.get(fact.table.toLowerCase());
      if (fact.object === 'sequence') return true;
      if (table?.kind !== 'table') return false;
      if (fact.object === 'trigger')
        return (
          fact.tables.every((name) => byName.has(name.toLowerCase())) &&
          !table.triggers.some(({ name }) => sameName(name, fact.name))
        );
      return fact.columns.every((column) => hasColumn(table, column)) && !isServed(fact, table);
    }
    case 'constraints-lost': {
      const table = byName.get(fact.table.toLowerCase());
      return table?.kind === 'table' && constraintsOf(table).length === 0;
    }
    case 'shape-kept': {
      const table = byName.get(fact.table.toLowerCase());
      return table !== undefined && fact.missing.some((column) => !hasColumn(table, column));
    }
    case 'reference-moved': {
      const table = byName.get(fact.table.toLowerCase());
      return (
        !byName.has(fact.to.toLowerCase()) &&
        (table?.foreignKeys.some(({ parent }) => sameName(parent, fact.to)) ?? false)
      );
    }
    case 'violations-left':
      return [...violations.keys()].some((key) =>
        key.startsWith(`${fact.table}\n${fact.parent}\n`.toLowerCase()),
      );
    case 'object-broken':
      return faults.some(({ name }) => name === fact.name);
    default:
      return true;
  }
}

function lostTriggers(
  old: Table,
  table: Table,
  before: RehearsalState,
  { state: after, history }: MigrationRun,
): LostObject[] {
  const gone = old.columns.filter(({ name }) => !hasColumn(table, name));
  // One of another name may do the same.
  const isNew = table.triggers.some(({ name }) => !old.triggers.some((one) => one.name === name));
  if (isNew) return [];
  return old.triggers.flatMap((trigger): LostObject[] => {
    const isKept = table.triggers.some(({ name }) => sameName(name, trigger.name));
    if (isKept || history.droppedObjects.has(trigger.name.toLowerCase())) return [];
    // What it has to do with is gone as well.
    const tables = before.tables.map(({ name }) => name).filter((name) => mentionsName(trigger.sql, name));
    if (gone.some(({ name }) => mentionsName(trigger.sql, name))) return [];
    if (tables.some((name) => !after.byName.has(name.toLowerCase()))) return [];
    return [
      {
        kind: 'object-lost',
        object: 'trigger',
        name: trigger.name,
        table: table.name,
        columns: [],
        unique: false,
        tables: tables.filter((name) => name !== old.name),
      },
    ];
  });
}

/** AUTOINCREMENT that gives out a number again: what it remembers went with the old table. */
function lostSequence(before: RehearsalState, after: RehearsalState, name: string): LostObject[] {
  const table = after.byName.get(name);
  const had = before.sequences.get(name);
  const has = after.sequences.get(name) ?? 0;
  const counts = (state: RehearsalState): boolean =>
    /\bAUTOINCREMENT\b/i.test(state.byName.get(name)?.sql ?? '');
  if (!table || had === undefined || has >= had || !counts(before) || !counts(after)) return [];
  if ((after.rows.get(name) ?? 0) < (before.rows.get(name) ?? 0)) return [];
  return [
    {
      kind: 'object-lost',
      object: 'sequence',
      name: table.name,
      table: table.name,
      columns: [],
      unique: false,
      tables: [],
    },
  ];
}

/** What a table promises of its rows, in a few words each. */
function constraintsOf({ columns, indexes, foreignKeys }: Table): string[] {
  return [
    ...(columns.some(({ primaryKey }) => primaryKey > 0) ? ['PRIMARY KEY'] : []),
    ...(columns.some(({ notNull }) => notNull) ? ['NOT NULL'] : []),
    ...(indexes.some(({ origin }) => origin === 'unique') ? ['UNIQUE'] : []),
    ...(columns.some(({ defaultValue }) => defaultValue !== null) ? ['DEFAULT'] : []),
    ...(foreignKeys.length > 0 ? ['FOREIGN KEY'] : []),
  ];
}

/** Foreign keys that followed a table which was renamed, and name one that is gone. */
function movedReferences(
  before: RehearsalState,
  after: RehearsalState,
  { history }: MigrationRun,
  last: number,
): RehearsalFact[] {
  return after.tables.flatMap((table) =>
    table.foreignKeys.flatMap((key): RehearsalFact[] => {
      const to = key.parent.toLowerCase();
      if (after.byName.has(to)) return [];
      const columns = key.columns.join().toLowerCase();
      const old = before.byName
        .get(table.name.toLowerCase())
        ?.foreignKeys.find((candidate) => candidate.columns.join().toLowerCase() === columns);
      const from = old?.parent.toLowerCase();
      if (!old || from === undefined || from === to || !after.byName.has(from)) return [];
      const step = history.renames.find((rename) => rename.from === from && rename.to === to)?.step ?? last;
      return [{ step, kind: 'reference-moved', table: table.name, from: old.parent, to: key.parent }];
    }),
  );
}

/** Tables whose rows one statement writes again. */
function rewrites(
  before: RehearsalState,
  after: RehearsalState,
  { history }: MigrationRun,
  steps: RehearsalItem['steps'],
): RehearsalFact[] {
  return [...history.rewritten.values()].flatMap((rewrite): RehearsalFact[] => {
    const old = before.byName.get(rewrite.table);
    const table = after.byName.get(rewrite.table);
    const step = steps.findIndex((candidate) => candidate.rewrites === rewrite);
    if (!old || !table || (before.rows.get(rewrite.table) ?? 0) === 0 || history.dropped.has(rewrite.table))
      return [];
    const written = old.indexes.filter((index) =>
      index.columns.some((column) => rewrite.columns?.includes(column.name.toLowerCase())),
    );
    const factor = (1 + written.length) / (1 + old.indexes.length);
    return [{ step: Math.max(0, step), kind: 'rewritten', table: table.name, by: rewrite.by, factor }];
  });
}

/** The step that took away what a message misses. */
function breakingStep(message: string, steps: RehearsalItem['steps']): number | undefined {
  const found = steps.findIndex(
    ({ drops, renames }) =>
      (drops && mentionsName(message, drops.name)) || (renames && mentionsName(message, renames.from)),
  );
  return found < 0 ? undefined : found;
}
