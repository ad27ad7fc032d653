import type { Database } from 'sql.js';
import { messageOf } from './messages.ts';
import { quoteName } from './read-catalog.ts';
import { CascadeWatch } from './rehearsal-cascade.ts';
import type { RehearsalFact, RehearsalItem, RehearsalMode, RehearsalStep } from './rehearsal-protocol.ts';
import { type RehearsalState, readState, type StateReading } from './rehearsal-state.ts';
import { TableHistory } from './table-history.ts';
import { lacksModule, stubName, type UnknownNames } from './unknown-names.ts';

/** What one run of a migration came to. */
export interface MigrationRun {
  readonly facts: readonly RehearsalFact[];
  /** What ended it: a statement that rows alone make fail. */
  readonly refused: RehearsalFact | undefined;
  /** The steps that failed otherwise, by number; that behind the last is the end of the transaction. */
  readonly failed: ReadonlySet<number>;
  /** Tables of which nothing is known any more, in lower case. */
  readonly unknown: ReadonlySet<string>;
  /** Tables whose rows a tool would have kept in a way that is not followed. */
  readonly blurred: ReadonlySet<string>;
  readonly stubs: ReadonlySet<string>;
  /** How many statements were run. */
  readonly statements: number;
  readonly history: TableHistory;
  readonly state: RehearsalState;
  readonly bytes: Uint8Array;
}

/** What a migration is run by. */
export interface RunContext {
  readonly item: RehearsalItem;
  readonly mode: RehearsalMode;
  readonly unknown: ReadonlySet<string>;
  readonly names: UnknownNames;
  /** How the state behind it is read. */
  readonly reading: StateReading;
}

/** The messages by which SQLite refuses a statement because of rows. */
const refusal =
  /^(?:cannot add an? (?:NOT NULL|STORED|REFERENCES|column with non-constant)|UNIQUE constraint failed|NOT NULL constraint failed|CHECK constraint failed|FOREIGN KEY constraint failed|cannot store |datatype mismatch)/i;

/**
 * Runs a migration, and closes the database.
 * @param failedWithoutRows the steps that fail on tables without rows too; left out where these are the tables
 */
export function runMigration(
  db: Database,
  context: RunContext,
  failedWithoutRows?: () => ReadonlySet<number>,
): MigrationRun {
  const runner = new Runner(db, context, failedWithoutRows);
  try {
    return runner.run();
  } finally {
    db.close();
  }
}

/** Runs a migration, and closes the database: what rows make fail in it, of which alone it is asked here. */
export function refusalOf(
  db: Database,
  context: RunContext,
  failedWithoutRows: () => ReadonlySet<number>,
): RehearsalFact | undefined {
  try {
    return new Runner(db, context, failedWithoutRows).runSteps();
  } finally {
    db.close();
  }
}

class Runner {
  readonly #db: Database;
  readonly #context: RunContext;
  readonly #failedWithoutRows: (() => ReadonlySet<number>) | undefined;
  readonly #facts: RehearsalFact[] = [];
  readonly #failed = new Set<number>();
  readonly #unknown: Set<string>;
  readonly #blurred = new Set<string>();
  readonly #stubs: Set<string>;
  readonly #history = new TableHistory();
  readonly #cascades: CascadeWatch;
  #statements = 0;

  constructor(db: Database, context: RunContext, failedWithoutRows: (() => ReadonlySet<number>) | undefined) {
    this.#db = db;
    this.#context = context;
    this.#failedWithoutRows = failedWithoutRows;
    this.#unknown = new Set(context.unknown);
    this.#stubs = new Set(context.reading.stubs);
    this.#cascades = new CascadeWatch(db);
  }

  run(): MigrationRun {
    const refused = this.runSteps();
    if (refused) this.#rollback();
    this.#db.run('PRAGMA foreign_keys = OFF');
    const state = readState(this.#db, { ...this.#context.reading, stubs: this.#stubs });
    return {
      facts: refused ? [] : [...this.#facts, ...this.#cascades.facts(state)],
      refused,
      failed: this.#failed,
      unknown: this.#unknown,
      blurred: this.#blurred,
      stubs: this.#stubs,
      statements: this.#statements,
      history: this.#history,
      state,
      bytes: this.#db.export(),
    };
  }

  /** Runs all steps up to the first that is refused because of rows. */
  runSteps(): RehearsalFact | undefined {
    const { item, mode } = this.#context;
    this.#db.run(`PRAGMA foreign_keys = ${mode.foreignKeys ? 'ON' : 'OFF'}`);
    if (mode.legacyAlter) this.#db.run('PRAGMA legacy_alter_table = ON');
    if (mode.transaction) this.#db.run('BEGIN');
    for (const [step, what] of item.steps.entries()) {
      const message = this.#step(step, what);
      if (message !== undefined) return { step, kind: 'refused', message, delicate: false };
    }
    return this.#end(item.steps.length);
  }

  /** Ends the transaction, if one is open: foreign keys that are deferred are looked at now. */
  #end(step: number): RehearsalFact | undefined {
    try {
      this.#db.run('COMMIT');
    } catch (error) {
      const message = messageOf(error);
      if (/no transaction is active/.test(message)) return undefined;
      this.#rollback();
      if (!this.#isOfRows(step, message)) return undefined;
      return { step: Math.max(0, step - 1), kind: 'refused', message, delicate: false };
    }
    return undefined;
  }

  #rollback(): void {
    try {
      this.#db.run('ROLLBACK');
    } catch {
      // None is open.
    }
  }

  /** Runs one step; returns SQLite's message where rows are the reason that it fails. */
  #step(step: number, what: RehearsalStep): string | undefined {
    if (what.sql === undefined) {
      if (!what.perhaps) this.#blur(what.touches);
      return undefined;
    }
    this.#statements++;
    if (what.expects) this.#compareShape(step, what.expects);
    if (what.drops?.kind === 'table') this.#cascades.before(step, what.drops.name);
    try {
      this.#run(what, what.sql);
    } catch (error) {
      return this.#failure(step, what, messageOf(error));
    }
    this.#cascades.after();
    this.#settle(what);
    this.#history.follow(step, what);
    if (what.reads?.some((name) => this.#unknown.has(name))) this.#blur(what.touches);
    return undefined;
  }

  #failure(step: number, what: RehearsalStep, message: string): string | undefined {
    this.#cascades.after();
    if (what.perhaps) return undefined;
    if (what.drops && /^no such (?:table|index|view|trigger)/.test(message)) return undefined;
    if (what.lenient && refusal.test(message) && this.#withoutRows(what)) return undefined;
    const touchesUnknown = [...(what.touches ?? []), ...(what.reads ?? [])].some((name) =>
      this.#unknown.has(name),
    );
    // What is put into a table with rows of its own, or changed in it, hangs on the values of both.
    const isOfValues = what.changesRows && !what.touches?.every((name) => this.#history.isNew(name));
    if (!touchesUnknown && !isOfValues && this.#isOfRows(step, message)) return message;
    this.#failed.add(step);
    this.#blur(what.touches);
    return undefined;
  }

  /** True for a failure that is known to come from rows: without them, the step passes. */
  #isOfRows(step: number, message: string): boolean {
    const isOfRows =
      this.#failedWithoutRows !== undefined && refusal.test(message) && !this.#failedWithoutRows().has(step);
    if (!isOfRows) this.#failed.add(step);
    return isOfRows;
  }

  /** Runs a step on a table without its rows, which the tool would have kept. */
  #withoutRows(what: RehearsalStep): boolean {
    const [table] = what.touches ?? [];
    if (table === undefined || what.sql === undefined) return false;
    try {
      this.#db.run(`DELETE FROM ${quoteName(table)}`);
      this.#run(what, what.sql);
    } catch {
      return false;
    }
    this.#blurred.add(table);
    this.#settle(what);
    return true;
  }

  #run(what: RehearsalStep, sql: string): void {
    if (what.continues !== undefined) {
      this.#remake(what.continues, sql);
      return;
    }
    try {
      const { stubbed } = this.#context.names.compile(sql, (text) => this.#db.run(text));
      if (stubbed !== undefined) this.#blur(what.touches);
    } catch (error) {
      if (!lacksModule(messageOf(error)) || what.stub === undefined) throw error;
      this.#db.run(what.stub);
      const name = stubName(what.stub);
      if (name !== undefined) this.#stubs.add(name);
    }
  }

  /** What a tool does to change a column: it makes the table anew, and its rows are copied as far as they fit. */
  #remake(table: string, sql: string): void {
    const name = quoteName(table);
    this.#db.run('SAVEPOINT preflight_remake');
    try {
      this.#db.run(`CREATE TEMP TABLE preflight_kept AS SELECT * FROM ${name}`);
      this.#context.names.compile(sql, (text) => this.#db.run(text));
      const old = this.#columns('temp.preflight_kept');
      const common = this.#columns(table)
        .filter((column) => old.includes(column))
        .map(quoteName);
      try {
        if (common.length > 0)
          this.#db.run(
            `INSERT INTO ${name} (${common.join()}) SELECT ${common.join()} FROM temp.preflight_kept`,
          );
      } catch {
        // How the tool would have filled it is not known.
        this.#blurred.add(table);
      }
      this.#db.run('DROP TABLE temp.preflight_kept');
    } catch (error) {
      this.#db.run('ROLLBACK TO preflight_remake');
      throw error;
    } finally {
      this.#db.run('RELEASE preflight_remake');
    }
  }

  #columns(table: string): string[] {
    const [schema, name] = table.startsWith('temp.') ? ['temp', table.slice(5)] : ['main', table];
    const rows = this.#db.exec(`PRAGMA ${schema}.table_info(${quoteName(name as string)})`)[0]?.values ?? [];
    return rows.map((row) => String(row[1]).toLowerCase());
  }

  #compareShape(step: number, { table, columns }: NonNullable<RehearsalStep['expects']>): void {
    const there = this.#columns(table);
    const missing = columns.filter((name) => !there.includes(name.toLowerCase()));
    if (there.length > 0 && missing.length > 0)
      this.#facts.push({ step, kind: 'shape-kept', table, missing });
  }

  /** Takes note of what is known or not known of tables behind a step that has passed. */
  #settle({ drops, renames, creates, continues, rewrites }: RehearsalStep): void {
    if (drops?.kind === 'table' && continues === undefined) this.#unknown.delete(drops.name);
    if (creates !== undefined) this.#unknown.delete(creates);
    if (renames && this.#unknown.delete(renames.from)) this.#unknown.add(renames.to);
    if (renames && this.#blurred.delete(renames.from)) this.#blurred.add(renames.to);
    if (rewrites) this.#history.rewritten.set(`${rewrites.table} ${rewrites.by}`, rewrites);
  }

  /** Nothing is known of these tables from here on; undefined: of none that is there. */
  #blur(tables: readonly string[] | undefined): void {
    const all = (): string[] =>
      (this.#db.exec("SELECT lower(name) FROM sqlite_schema WHERE type = 'table'")[0]?.values ?? []).map(
        ([name]) => String(name),
      );
    for (const name of tables ?? all()) this.#unknown.add(name);
  }
}
