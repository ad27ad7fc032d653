import type { Catalog, Table } from '../engine/catalog.ts';
import type { SchemaStep, SchemaStepResult } from '../engine/protocol.ts';
import type { Statement } from '../sql/statement.ts';
import { hashText } from '../text/hash.ts';
import { schemaStep, targetsOf } from './steps.ts';

/** A statement in its file. */
export interface Place {
  readonly file: string;
  readonly statement: Statement;
}

/** A table as it stands after the last step, with who made what. Names are compared without regard to case. */
export interface TableState {
  readonly table: Table;
  /** The statement of the surviving definition. */
  readonly created: Place;
  /** The statement that added each column, by its lower-case name. */
  readonly columns: ReadonlyMap<string, Place>;
  /** The statement that made each index that CREATE INDEX made, by its lower-case name. */
  readonly indexes: ReadonlyMap<string, Place>;
  /** Set when a step that touched the table could not be replayed: what is known of it may be wrong. */
  readonly uncertain: string | undefined;
}

export type SchemaState = ReadonlyMap<string, TableState>;

/** A schema as its statements build it, one after the other. */
export interface Timeline {
  /** The same for the same statements: what facts about queries are remembered by. */
  readonly key: string;
  readonly tables: SchemaState;
  /** The steps that failed, with SQLite's reason. */
  readonly failures: readonly { readonly place: Place; readonly error: string }[];
  /** Virtual tables, functions and collations that were replaced. */
  readonly stubbed: readonly { readonly place: Place; readonly reason: string }[];
  /** The schema as it was before a statement of the timeline; undefined for other statements. */
  before(statement: Statement): SchemaState | undefined;
}

/** The key of a schema that these places build. */
export function timelineKey(places: readonly Place[]): string {
  return hashText(places.map(({ statement }) => statement.text).join(';\n'));
}

/** What the engine is to run. */
export function timelineSteps(places: readonly Place[]): SchemaStep[] {
  return places.map(({ statement }) => schemaStep(statement));
}

/** Puts the engine's results together with the statements that they came from. */
export function assembleTimeline(
  places: readonly Place[],
  results: readonly SchemaStepResult[],
  catalog: Catalog,
): Timeline {
  let state: SchemaState = new Map();
  const before = new Map<Statement, SchemaState>();
  const failures: { place: Place; error: string }[] = [];
  const stubbed: { place: Place; reason: string }[] = [];
  /** Names touched by failed steps: a table of that name stays uncertain, whatever creates it later. */
  const doubts = new Map<string, string>();

  for (const [position, place] of places.entries()) {
    before.set(place.statement, state);
    const result = results[position];
    if (!result) continue;
    if (!result.ok) {
      failures.push({ place, error: result.error });
      if (!isHarmless(place.statement, result.error)) {
        for (const target of targetsOf(place.statement)) doubts.set(target.toLowerCase(), result.error);
      }
      continue;
    }
    if (result.stubbed !== undefined) stubbed.push({ place, reason: result.stubbed });
    const { tables, removed } = result.change;
    if (tables.length === 0 && removed.length === 0) continue;
    state = advance(state, tables, removed, place);
  }

  const final = new Map<string, TableState>();
  for (const table of catalog.tables) {
    const known = state.get(table.name.toLowerCase());
    if (!known) continue;
    const doubt = doubts.get(table.name.toLowerCase());
    final.set(table.name.toLowerCase(), { ...known, table, uncertain: doubt });
  }
  for (const [name, reason] of doubts) {
    const known = final.get(name);
    if (known) final.set(name, { ...known, uncertain: reason });
  }
  return {
    key: timelineKey(places),
    tables: final,
    failures,
    stubbed,
    before: (statement) => before.get(statement),
  };
}

/** Dropping what is not there changes nothing that we know. */
function isHarmless(statement: Statement, error: string): boolean {
  return /^DROP\b/i.test(statement.text) && /^no such (?:table|index|view|trigger)/.test(error);
}

function advance(
  state: SchemaState,
  changed: readonly Table[],
  removed: readonly string[],
  place: Place,
): SchemaState {
  const next = new Map(state);
  for (const name of removed) next.delete(name.toLowerCase());
  for (const table of changed) {
    const name = table.name.toLowerCase();
    // A renamed table keeps its pages, and with them its history.
    const earlier =
      state.get(name) ??
      (table.rootPage > 0
        ? [...state.values()].find((known) => known.table.rootPage === table.rootPage)
        : undefined);
    const same =
      earlier !== undefined && earlier.table.rootPage === table.rootPage && earlier.table.kind === table.kind;
    next.set(name, {
      table,
      created: same ? earlier.created : place,
      columns: new Map(
        table.columns.map((column) => [
          column.name.toLowerCase(),
          (same && earlier.columns.get(column.name.toLowerCase())) || place,
        ]),
      ),
      indexes: new Map(
        table.indexes
          .filter((index) => index.origin === 'create')
          .map((index) => [
            index.name.toLowerCase(),
            (same && earlier.indexes.get(index.name.toLowerCase())) || place,
          ]),
      ),
      uncertain: undefined,
    });
  }
  return next;
}
