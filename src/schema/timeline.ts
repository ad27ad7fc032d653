import type { Catalog, SchemaFault, Table } from '../engine/catalog.ts';
import type { SchemaStep, SchemaStepResult } from '../engine/protocol.ts';
import type { Statement } from '../sql/statement.ts';
import { hashText } from '../text/hash.ts';
import type { Place } from './place.ts';
import type { TimelineStep } from './steps.ts';

/** A table as it stands after the last step, with who made what. Names are compared without regard to case. */
export interface TableState {
  readonly table: Table;
  /** Where the surviving definition is written. */
  readonly created: Place;
  /** What added each column, by its lower-case name. */
  readonly columns: ReadonlyMap<string, Place>;
  /** What declared each foreign key, by its columns: lower-case names with commas between them. */
  readonly foreignKeys: ReadonlyMap<string, Place>;
  /** What made each index that CREATE INDEX made, by its lower-case name. */
  readonly indexes: ReadonlyMap<string, Place>;
  /** What made each trigger, by its lower-case name. */
  readonly triggers: ReadonlyMap<string, Place>;
  /** Set when a step that touched the table could not be replayed: what is known of it may be wrong. */
  readonly uncertain: string | undefined;
}

export type SchemaState = ReadonlyMap<string, TableState>;

/** A schema as its steps build it, one after the other. */
export interface Timeline {
  /** The same for the same schema: what facts about queries are remembered by. */
  readonly key: string;
  /** The same for the same schema written in the same places: what findings are remembered by. */
  readonly placesKey: string;
  readonly tables: SchemaState;
  /** What SQLite accepts in the schema and refuses when it is used. */
  readonly faults: readonly SchemaFault[];
  /** The steps that failed or can't be followed, with the reason. */
  readonly failures: readonly { readonly place: Place; readonly error: string }[];
  /** Virtual tables, functions and collations that were replaced. */
  readonly stubbed: readonly { readonly place: Place; readonly reason: string }[];
  /** The schema as it was before a DROP TABLE of the timeline; undefined for other statements. */
  before(file: string, statement: Statement): SchemaState | undefined;
  /** What the steps of a file change: tables made (`+book`), changed (`~book`) and dropped (`-book`). */
  changes(file: string): readonly string[];
}

/** What the engine is to run, in order. */
export function engineSteps(steps: readonly TimelineStep[]): SchemaStep[] {
  return steps.flatMap(({ run, touches, renames }) => {
    if (!run) return [];
    // A rename changes what others say of the table; where nothing is named, anything may have changed.
    return touches?.length && !renames ? [{ ...run, touches }] : [run];
  });
}

/** The key of the schema that these steps build: what the engine runs, and what it can't. */
export function schemaKey(steps: readonly TimelineStep[]): string {
  let key = schemaKeys.get(steps);
  if (key === undefined) {
    key = hashText(
      steps
        .map(({ run, opaque, touches }) => run?.sql ?? `-- ${opaque} ${touches?.join() ?? '*'}`)
        .join(';\n'),
    );
    schemaKeys.set(steps, key);
  }
  return key;
}

/** The key of where the steps are written. */
export function placesKey(steps: readonly TimelineStep[]): string {
  let key = placesKeys.get(steps);
  if (key === undefined) {
    key = hashText(
      steps
        .map(({ place }) => {
          const names = [...(place.names ?? [])].map(([name, { range }]) => `${name}:${range.start}`);
          return [place.file, place.range.start, ...names].join();
        })
        .join('\n'),
    );
    placesKeys.set(steps, key);
  }
  return key;
}

const schemaKeys = new WeakMap<readonly TimelineStep[], string>();
const placesKeys = new WeakMap<readonly TimelineStep[], string>();

/** Puts the engine's results together with the steps that they came from. */
export function assembleTimeline(
  steps: readonly TimelineStep[],
  results: readonly SchemaStepResult[],
  catalog: Catalog,
): Timeline {
  const state = new Map<string, TableState>();
  /** By file and offset: whoever asks may have read the same text anew. */
  const before = new Map<string, SchemaState>();
  const changes = new Map<string, ChangeList>();
  const failures: { place: Place; error: string }[] = [];
  const stubbed: { place: Place; reason: string }[] = [];
  /** Tables that a step touched which could not be replayed, with the reason. */
  const doubts = new Map<string, string>();

  let position = 0;
  for (const step of steps) {
    const { place } = step;
    if (place.statement?.tree?.type === 'DropTableStmt')
      before.set(`${place.file} ${place.statement.start}`, new Map(state));
    const result = step.run ? results[position++] : undefined;
    if (!result) {
      if (step.opaque !== undefined) {
        failures.push({ place, error: step.opaque });
        for (const name of step.touches ?? state.keys()) doubts.set(name, step.opaque);
      }
    } else if (!result.ok) {
      if (step.perhaps) continue;
      const harmless = step.drops && /^no such (?:table|index|view|trigger)/.test(result.error);
      // What is dropped is gone, whether or not it was known.
      if (harmless && step.drops === 'table') settleDoubts(doubts, step, step.touches ?? []);
      if (!harmless) {
        failures.push({ place, error: result.error });
        for (const name of step.touches ?? state.keys()) doubts.set(name, result.error);
      }
    } else {
      if (result.stubbed !== undefined) stubbed.push({ place, reason: result.stubbed });
      const { tables, removed } = result.change;
      settleDoubts(doubts, step, removed);
      // What is made without IF NOT EXISTS was not there before, whatever had been tried.
      if (step.creates !== undefined) doubts.delete(step.creates);
      const list = changes.get(place.file) ?? new ChangeList();
      changes.set(place.file, list);
      advance(state, tables, removed, step, list);
    }
  }

  const final = new Map<string, TableState>();
  for (const table of catalog.tables) {
    const name = table.name.toLowerCase();
    const known = state.get(name);
    if (known) final.set(name, { ...known, table, uncertain: doubts.get(name) });
  }
  return {
    key: schemaKey(steps),
    placesKey: placesKey(steps),
    tables: final,
    faults: catalog.faults,
    failures,
    stubbed,
    before: (file, statement) => before.get(`${file} ${statement.start}`),
    changes: (file) => changes.get(file)?.list ?? [],
  };
}

/** A table that is dropped takes its doubts along; one that is renamed keeps them. */
function settleDoubts(
  doubts: Map<string, string>,
  { renames, continues }: TimelineStep,
  removed: readonly string[],
): void {
  if (renames) {
    const doubt = doubts.get(renames.from);
    doubts.delete(renames.from);
    if (doubt !== undefined) doubts.set(renames.to, doubt);
    return;
  }
  for (const name of removed) if (name.toLowerCase() !== continues) doubts.delete(name.toLowerCase());
}

/** What happens to the tables in one file, each in one word. */
class ChangeList {
  readonly #marks = new Map<string, { mark: '+' | '~' | '-'; name: string }>();

  note(name: string, mark: '+' | '~' | '-'): void {
    const known = this.#marks.get(name.toLowerCase())?.mark;
    if (mark === '-' && known === '+') this.#marks.delete(name.toLowerCase());
    else if (mark === '+' && known === '-') this.#marks.set(name.toLowerCase(), { mark: '~', name });
    else if (known !== '+' || mark === '-') this.#marks.set(name.toLowerCase(), { mark, name });
  }

  get list(): string[] {
    return [...this.#marks.values()].map(({ mark, name }) => `${mark}${name}`);
  }
}

/** Carries out on the state of the tables what a step has changed. */
function advance(
  state: Map<string, TableState>,
  changed: readonly Table[],
  removed: readonly string[],
  { place, continues }: TimelineStep,
  changes: ChangeList,
): void {
  /** A renamed table is found by its pages, before its old name goes. */
  const pages = new Map<number, TableState>();
  for (const table of changed) {
    if (state.has(table.name.toLowerCase()) || table.rootPage === 0) continue;
    for (const known of state.values()) pages.set(known.table.rootPage, known);
    break;
  }
  for (const name of removed) {
    if (name.toLowerCase() === continues) continue;
    state.delete(name.toLowerCase());
    changes.note(name, '-');
  }
  for (const table of changed) {
    const name = table.name.toLowerCase();
    // A renamed table keeps its pages, and with them its history.
    const earlier = state.get(name) ?? (table.rootPage > 0 ? pages.get(table.rootPage) : undefined);
    changes.note(table.name, state.has(name) ? '~' : '+');
    const same =
      earlier !== undefined &&
      earlier.table.kind === table.kind &&
      (earlier.table.rootPage === table.rootPage || name === continues);
    /** What a tool that makes the table anew has not declared anew keeps its place. */
    const placeOf = (known: Place | undefined, key: string): Place =>
      known && !(name === continues && place.names?.has(key)) ? known : place;
    state.set(name, {
      table,
      created: same ? earlier.created : place,
      columns: new Map(
        table.columns.map((column) => {
          const key = column.name.toLowerCase();
          return [key, placeOf(same ? earlier.columns.get(key) : undefined, `column ${key}`)];
        }),
      ),
      foreignKeys: new Map(
        table.foreignKeys.map(({ columns }) => {
          const key = columns.join().toLowerCase();
          return [key, placeOf(same ? earlier.foreignKeys.get(key) : undefined, `key ${key}`)];
        }),
      ),
      indexes: new Map(
        table.indexes
          .filter((index) => index.origin === 'create')
          .map((index) => {
            const key = index.name.toLowerCase();
            return [key, placeOf(same ? earlier.indexes.get(key) : undefined, `index ${key}`)];
          }),
      ),
      triggers: new Map(
        table.triggers.map(({ name: trigger }) => {
          const key = trigger.toLowerCase();
          return [key, placeOf(same ? earlier.triggers.get(key) : undefined, `trigger ${key}`)];
        }),
      ),
      uncertain: undefined,
    });
  }
}
