import type { Database, SqlJsStatic } from 'sql.js';
import type { Table } from './catalog.ts';
import { messageOf } from './messages.ts';
import { compareStates, isStillTrue } from './rehearsal-compare.ts';
import { changedBytes, commonFacts, concerns, type Outcome, rowCounts } from './rehearsal-outcome.ts';
import {
  type RehearsalFact,
  type RehearsalItem,
  type RehearsalResult,
  unknownRehearsal,
} from './rehearsal-protocol.ts';
import { foreignKeysMatter, tablesInvolved, withoutForeignKeys } from './rehearsal-reach.ts';
import { type MigrationRun, type RunContext, refusalOf, runMigration } from './rehearsal-run.ts';
import { emptySnapshot, type Snapshot, Snapshots } from './rehearsal-snapshots.ts';
import {
  type RehearsalState,
  raiseSequences,
  readRows,
  readState,
  type StateReading,
} from './rehearsal-state.ts';
import { emptyTables, makeUnkind, needsSeeds, seedTables, withoutTriggers } from './seed.ts';
import { UnknownNames } from './unknown-names.ts';

/** How large a database may become, in rows and bytes, before a rehearsal ends. */
const maxRows = 50_000;
const maxBytes = 32 * 1024 * 1024;

/** How many tables are remembered as they were read. */
const rememberedLimit = 20_000;

/**
 * Runs migrations, one after the other, on a database in memory that has made-up rows. Before each, tables without rows
 * are filled; then it runs in a copy, once in each of the states in which it may be run.
 */
export class Rehearsals {
  readonly #sql: SqlJsStatic;
  readonly #names = new UnknownNames();
  readonly #snapshots = new Snapshots();
  /** Tables as they were read, by all that SQLite has written of them. */
  readonly #remembered = new Map<string, Table>();
  /** True from the first statement on that has the operator in it. */
  #usesRegexp = false;

  constructor(sql: SqlJsStatic) {
    this.#sql = sql;
  }

  /**
   * @param after the key of the migration that went before; undefined for the first
   * @param onItem called before each migration with its position
   * @returns the results, and the keys of the migrations behind which it can go on
   */
  run(
    after: string | undefined,
    items: readonly RehearsalItem[],
    onItem: (position: number) => void,
  ): { results: RehearsalResult[]; kept: string[] } {
    let current: Snapshot | undefined = after === undefined ? emptySnapshot : this.#snapshots.get(after);
    if (!current) throw new Error(unknownRehearsal);
    if (this.#remembered.size > rememberedLimit) this.#remembered.clear();
    this.#usesRegexp ||= items.some(({ steps }) => steps.some(({ sql }) => /\bREGEXP\b/i.test(sql ?? '')));
    const results: RehearsalResult[] = [];
    for (const [position, item] of items.entries()) {
      onItem(position);
      const { result, snapshot } = this.#rehearse(current, item);
      results.push(result);
      if (!snapshot) break;
      current = snapshot;
      // Whoever types in one of the last migrations goes on from the one before it.
      if (position >= items.length - 3) this.#snapshots.keep(item.key, snapshot);
    }
    return { results, kept: this.#snapshots.keys() };
  }

  #open(bytes: Uint8Array): Database {
    return this.#withFunctions(bytes.length === 0 ? new this.#sql.Database() : new this.#sql.Database(bytes));
  }

  /** The REGEXP operator calls a function that applications bring along. */
  #withFunctions(db: Database): Database {
    if (this.#usesRegexp) db.create_function('regexp', (_pattern: unknown, _text: unknown) => 0);
    return db;
  }

  #rehearse(
    from: Snapshot,
    item: RehearsalItem,
  ): { result: RehearsalResult; snapshot: Snapshot | undefined } {
    const stubs = new Set(from.stubs);
    const seeded = new Map(from.seeded);
    const isKind = (fact: RehearsalFact): boolean =>
      fact.kind === 'violations-left' || fact.kind === 'object-broken';
    const thorough =
      item.steps.some(({ sql, drops, renames }) => sql !== undefined && (drops || renames)) ||
      from.open.some(isKind);
    const reading: StateReading = { stubs, remembered: this.#remembered, thorough };
    const { before, unseeded, bytes, db } = this.#prepare(from, seeded, reading, item.unfilled);
    const context = { item, unknown: from.unknown, names: this.#names, reading };

    const [first, ...others] = foreignKeysMatter(item.steps, before)
      ? item.modes
      : withoutForeignKeys(item.modes);
    if (!first) throw new Error('a migration runs in at least one state');
    const runs = [
      this.#runOn(db ?? this.#open(bytes), bytes, before, { ...context, mode: first }),
      ...others.map((mode) => this.#runOn(this.#open(bytes), bytes, before, { ...context, mode })),
    ];
    const empty = runs.find(({ run }) => run.refused)?.empty;
    const chosen = runs.find(({ run }) => !run.refused) ?? (runs[0] as Outcome);
    try {
      // Of a migration that is refused, what it would have done to the schema is known from one without rows.
      const last = chosen.run.refused && empty ? empty : chosen.run;
      const unknown = new Set(
        runs.flatMap(({ run }) => [...run.unknown, ...(run.refused ? last.unknown : [])]),
      );
      const facts = commonFacts(runs)
        .concat(
          item.delicate && !chosen.run.refused
            ? this.#delicate(bytes, before, { ...context, mode: first })
            : [],
        )
        .filter((fact) => concerns(fact).every((name) => !unknown.has(name.toLowerCase())))
        .map((fact, at): RehearsalFact => ({ ...fact, id: `${item.key} ${at}` }));
      for (const name of last.stubs) stubs.add(name);
      const { state: after, bytes: next } = this.#inUse(last, facts);
      const open = [...from.open, ...facts].filter((fact) => isStillTrue(fact, after));
      const rows = [...after.rows.values()].reduce((sum, count) => sum + count, 0);
      const stopped =
        rows > maxRows || next.length > maxBytes
          ? 'its migrations write more rows than are looked at'
          : undefined;
      for (const name of seeded.keys()) if (!after.byName.has(name)) seeded.delete(name);
      const result: RehearsalResult = {
        facts,
        open: open.map(({ id }) => id as string),
        tables: rowCounts(before, chosen.run.state),
        statements: chosen.run.statements,
        bytesWritten: changedBytes(bytes, chosen.run.bytes),
        unseeded,
        unknown: [...unknown].filter((name) => after.byName.has(name)),
        stopped,
      };
      return {
        result,
        snapshot:
          stopped === undefined ? { bytes: next, state: after, unknown, stubs, seeded, open } : undefined,
      };
    } catch (error) {
      const stopped = messageOf(error);
      return {
        result: {
          facts: [],
          open: from.open.map(({ id }) => id as string),
          tables: [],
          statements: 0,
          bytesWritten: 0,
          unseeded,
          unknown: [],
          stopped,
        },
        snapshot: undefined,
      };
    }
  }

  /** Fills what has no rows; where nothing has to be filled, the database is as the last migration left it. */
  #prepare(
    from: Snapshot,
    seeded: Map<string, ReadonlySet<string>>,
    reading: StateReading,
    unfilled: readonly string[],
  ): { before: RehearsalState; unseeded: string[]; bytes: Uint8Array; db: Database | undefined } {
    const { state } = from;
    const isFilled =
      state?.tables.every(
        (table) => unfilled.includes(table.name.toLowerCase()) || !needsSeeds(table, seeded, state.rows),
      ) ?? from.bytes.length === 0;
    if (state && isFilled && (state.isThorough || !reading.thorough))
      return { before: state, unseeded: [], bytes: from.bytes, db: undefined };
    const db = this.#open(from.bytes);
    if (!state || isFilled) return { before: readState(db, reading), unseeded: [], bytes: from.bytes, db };
    db.run('PRAGMA foreign_keys = OFF');
    const { tables, rows } = state;
    const unseeded = withoutTriggers(db, tables, () => seedTables(db, tables, seeded, rows, unfilled));
    const before = readRows(db, state, reading);
    // An export opens the database anew, without the functions that are not SQLite's.
    const bytes = db.export();
    return { before, unseeded, bytes, db: this.#withFunctions(db) };
  }

  /**
   * Runs a migration in one state, and looks at what a refusal has to do with rows.
   * @param db holds what `bytes` do, and is closed
   */
  #runOn(db: Database, bytes: Uint8Array, before: RehearsalState, context: RunContext): Outcome {
    let empty: MigrationRun | undefined;
    const run = runMigration(db, context, () => {
      empty ??= runMigration(this.#emptied(bytes, before), context);
      return empty.failed;
    });
    if (run.refused)
      return { run, facts: [...run.facts, ...this.#refusals(bytes, before, context, run.refused)], empty };
    return { run, facts: [...run.facts, ...compareStates(before, run, context.item)], empty };
  }

  /** The database that a migration leaves, after some use of the tables whose sequence it has lost. */
  #inUse(run: MigrationRun, facts: readonly RehearsalFact[]): Pick<MigrationRun, 'state' | 'bytes'> {
    const lost = facts.flatMap((fact) =>
      fact.kind === 'object-lost' && fact.object === 'sequence' ? [fact.table] : [],
    );
    if (lost.length === 0) return run;
    const db = this.#open(run.bytes);
    try {
      return { state: raiseSequences(db, run.state, lost), bytes: db.export() };
    } finally {
      db.close();
    }
  }

  /**
   * A refusal, and those behind it that are none of its consequences: whether a column can be added to rows hangs on
   * nothing but that there are some.
   */
  #refusals(
    bytes: Uint8Array,
    before: RehearsalState,
    context: RunContext,
    first: RehearsalFact,
  ): RehearsalFact[] {
    const found = [first];
    const steps = [...context.item.steps];
    for (let last: RehearsalFact | undefined = first; last && isOfAddedColumn(last); ) {
      steps[last.step] = { touches: [], perhaps: true };
      const rest = { ...context, item: { ...context.item, steps } };
      last = refusalOf(
        this.#open(bytes),
        rest,
        () => runMigration(this.#emptied(bytes, before), rest).failed,
      );
      if (last && isOfAddedColumn(last)) found.push(last);
    }
    return found;
  }

  #emptied(bytes: Uint8Array, { tables }: RehearsalState): Database {
    const db = this.#open(bytes);
    db.run('PRAGMA foreign_keys = OFF');
    withoutTriggers(db, tables, () => emptyTables(db, tables));
    return db;
  }

  /** What is refused on rows with duplicates and NULLs, of which the kind ones say nothing. */
  #delicate(bytes: Uint8Array, before: RehearsalState, context: RunContext): RehearsalFact[] {
    const involved = tablesInvolved(context.item.steps, before);
    if (involved.length === 0) return [];
    const db = this.#open(bytes);
    db.run('PRAGMA foreign_keys = OFF');
    withoutTriggers(db, involved, () => makeUnkind(db, involved));
    const refused = refusalOf(db, context, () => runMigration(this.#emptied(bytes, before), context).failed);
    return refused ? [{ ...refused, delicate: true } as RehearsalFact] : [];
  }
}

function isOfAddedColumn(fact: RehearsalFact): boolean {
  return fact.kind === 'refused' && /^cannot add /i.test(fact.message);
}
