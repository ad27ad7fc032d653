import type { Database, SqlJsStatic } from 'sql.js';
import { lexemeAt } from '../sql/scan.ts';
import type { Catalog } from './catalog.ts';
import { isSyntaxMessage } from './messages.ts';
import { type PlanRow, readPlan, readPlanRows } from './plan.ts';
import {
  type AdviceRequest,
  type AdviceResult,
  type EngineMethod,
  type EngineMethods,
  type QueryRequest,
  type QueryResult,
  type SchemaStep,
  type SchemaStepResult,
  unknownDatabase,
} from './protocol.ts';
import { CatalogReader, quoteName } from './read-catalog.ts';

/** How many built databases a session keeps; the least recently used is closed first. */
const databaseLimit = 8;

/**
 * SQLite itself, in memory: compiles statements, builds schemas, asks for plans. It never runs a query's rows.
 * What this build lacks (FTS5, R*Tree, an application's functions and collations) is replaced, and said to be.
 */
export class EngineSession {
  readonly #sql: SqlJsStatic;
  readonly #databases = new Map<string, ShadowDatabase>();
  #empty: Database | undefined;

  constructor(sql: SqlJsStatic) {
    this.#sql = sql;
  }

  /** Runs one batch. `onItem` is called before each item with its position. */
  run<M extends EngineMethod>(
    method: M,
    context: EngineMethods[M]['context'],
    items: readonly EngineMethods[M]['item'][],
    onItem: (position: number) => void = () => {},
  ): { results: EngineMethods[M]['result'][]; summary: EngineMethods[M]['summary'] } {
    const each = <I, R>(list: readonly I[], work: (item: I) => R): R[] =>
      list.map((item, position) => {
        onItem(position);
        return work(item);
      });
    const answer = ((): { results: unknown[]; summary: unknown } => {
      switch (method) {
        case 'judge':
          return { results: each(items as string[], (sql) => this.#judge(sql)), summary: null };
        case 'build': {
          const { key, from } = context as EngineMethods['build']['context'];
          const database = this.#continue(key, from) ?? this.#create(key);
          const done = database.position;
          const results = (items as SchemaStep[]).map((step, position) => {
            onItem(position);
            return position < done ? null : database.step(step);
          });
          onItem(items.length);
          return { results, summary: database.finish() };
        }
        case 'query': {
          const database = this.#find((context as { key: string }).key);
          return {
            results: each(items as QueryRequest[], (request) => database.query(request)),
            summary: null,
          };
        }
        case 'advise': {
          const database = this.#find((context as { key: string }).key);
          return {
            results: each(items as AdviceRequest[], (request) => database.advise(request)),
            summary: null,
          };
        }
        default:
          throw new Error(`unknown method ${String(method)}`);
      }
    })();
    return answer as { results: EngineMethods[M]['result'][]; summary: EngineMethods[M]['summary'] };
  }

  #judge(sql: string): string | null {
    this.#empty ??= new this.#sql.Database();
    const message = compileError(this.#empty, sql);
    if (message === undefined || isSyntaxMessage(message)) return message ?? null;
    return this.#judgeTrigger(this.#empty, sql, message);
  }

  /** SQLite looks for a trigger's table before it reads the body: the body is judged with a table of that name in place. */
  #judgeTrigger(db: Database, sql: string, message: string): string | null {
    const missing = /^no such table: (?:main\.)?(.+)$/s.exec(message)?.[1];
    if (
      missing === undefined ||
      !/^\s*CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER\b/i.test(withoutComments(sql))
    )
      return null;
    for (const kind of ['TABLE', 'VIEW']) {
      try {
        db.run(`CREATE ${kind} ${quoteName(missing)} ${kind === 'TABLE' ? '(a)' : 'AS SELECT 1'}`);
      } catch {
        return null;
      }
      const again = compileError(db, sql);
      db.run(`DROP ${kind} ${quoteName(missing)}`);
      if (again === undefined) return null;
      if (isSyntaxMessage(again)) return again;
    }
    return null;
  }

  #create(key: string): ShadowDatabase {
    this.#databases.get(key)?.close();
    this.#databases.delete(key);
    for (const [oldest, database] of this.#databases) {
      if (this.#databases.size < databaseLimit) break;
      database.close();
      this.#databases.delete(oldest);
    }
    const database = new ShadowDatabase(new this.#sql.Database());
    this.#databases.set(key, database);
    return database;
  }

  /** Takes a database back to the steps that another one shares with it, and gives it the other's key. */
  #continue(key: string, from: EngineMethods['build']['context']['from']): ShadowDatabase | undefined {
    const database = from && this.#databases.get(from.key);
    if (!database) return undefined;
    this.#databases.delete(from.key);
    this.#databases.get(key)?.close();
    database.rewind(from.same);
    this.#databases.delete(key);
    this.#databases.set(key, database);
    return database;
  }

  #find(key: string): ShadowDatabase {
    const database = this.#databases.get(key);
    if (!database) throw new Error(unknownDatabase);
    this.#databases.delete(key);
    this.#databases.set(key, database);
    return database;
  }
}

/** How many steps lie between two savepoints to which a database can be taken back. */
const savepointEvery = 16;

/**
 * A database that has a project's schema and no rows. It is built within savepoints, one in another, so that it can be
 * taken back to an earlier step: while someone types in the last of many migrations, the others are not run again.
 */
class ShadowDatabase {
  readonly #db: Database;
  readonly #stubs = new Set<string>();
  readonly #functions = new Set<string>();
  readonly #collations = new Set<string>();
  readonly #reader: CatalogReader;
  readonly #savepoints: { readonly position: number; readonly stubs: readonly string[] }[] = [];
  /** How many steps have been run. */
  position = 0;

  constructor(db: Database) {
    this.#db = db;
    this.#reader = new CatalogReader(db, this.#stubs);
    // The REGEXP operator calls a function that applications bring along.
    db.create_function('regexp', (_pattern: unknown, _text: unknown) => 0);
  }

  close(): void {
    this.#db.close();
  }

  /** Goes back to a savepoint at or before the step number `position`. */
  rewind(position: number): void {
    let last = this.#savepoints.at(-1);
    while (last && last.position > position) {
      this.#db.run(`ROLLBACK TO preflight_${last.position}; RELEASE preflight_${last.position}`);
      this.#savepoints.pop();
      this.position = last.position;
      this.#restoreStubs(last.stubs);
      last = this.#savepoints.at(-1);
    }
    if (last && last.position < this.position) {
      this.#db.run(`ROLLBACK TO preflight_${last.position}`);
      this.position = last.position;
      this.#restoreStubs(last.stubs);
    }
    // What is different now is no step's doing.
    this.#reader.refresh();
  }

  #restoreStubs(names: readonly string[]): void {
    this.#stubs.clear();
    for (const name of names) this.#stubs.add(name);
  }

  step(step: SchemaStep): SchemaStepResult {
    if (this.position % savepointEvery === 0 && this.#savepoints.at(-1)?.position !== this.position) {
      this.#db.run(`SAVEPOINT preflight_${this.position}`);
      this.#savepoints.push({ position: this.position, stubs: [...this.#stubs] });
    }
    this.position++;
    let stubbed: string | undefined;
    try {
      stubbed = this.#compile(step.sql, (sql) =>
        step.atomic ? this.#runAtomically(sql) : this.#db.run(sql),
      ).stubbed;
    } catch (error) {
      const message = messageOf(error);
      const lacksModule = /^no such module: |^unknown tokenizer: |^error in tokenizer constructor/.test(
        message,
      );
      if (!lacksModule || !step.stub) return { ok: false, error: message };
      try {
        this.#db.run(step.stub);
      } catch (stubError) {
        return { ok: false, error: messageOf(stubError) };
      }
      const name = /^CREATE TABLE (?:IF NOT EXISTS )?"((?:[^"]|"")*)"/
        .exec(step.stub)?.[1]
        ?.replaceAll('""', '"');
      if (name !== undefined) this.#stubs.add(name.toLowerCase());
      stubbed = message;
    }
    return { ok: true, change: this.#reader.refresh(step.touches), stubbed };
  }

  #runAtomically(sql: string): void {
    this.#db.run('SAVEPOINT preflight_step');
    try {
      this.#db.run(sql);
    } catch (error) {
      this.#db.run('ROLLBACK TO preflight_step');
      throw error;
    } finally {
      this.#db.run('RELEASE preflight_step');
    }
  }

  finish(): Catalog {
    this.#reader.refresh();
    return this.#reader.withForeignKeyLookups();
  }

  query({ sql, quoted }: QueryRequest): QueryResult {
    let compiled: { result: PlanRow[]; stubbed: string | undefined };
    try {
      compiled = this.#compile(sql, (text) => readPlanRows(this.#db, text));
    } catch (error) {
      return { error: messageOf(error), plan: [], strings: [], stubbed: false };
    }
    const strings = quoted
      .filter(([offset, length]) => this.#isString(sql, offset, length))
      .map(([offset]) => offset);
    return { plan: compiled.result, strings, stubbed: compiled.stubbed !== undefined };
  }

  /**
   * Double quotes around a name that no column has make a string (https://sqlite.org/quirks.html#dblquote).
   * Backticks never do: with them in place SQLite says whether there is such a column.
   */
  #isString(sql: string, offset: number, length: number): boolean {
    const name = sql.slice(offset + 1, offset + length - 1).replaceAll('""', '"');
    const asName = `${sql.slice(0, offset)}\`${name.replaceAll('`', '``')}\`${sql.slice(offset + length)}`;
    try {
      this.#compile(asName, (text) => this.#db.prepare(text).free());
      return false;
    } catch (error) {
      return messageOf(error) === `no such column: ${name}`;
    }
  }

  advise({ sql, candidates }: AdviceRequest): AdviceResult {
    const none = { before: [], after: [], used: [] };
    const created: number[] = [];
    const name = (position: number): string => `preflight_candidate_${position}`;
    const drop = (position: number): void => {
      this.#db.run(`DROP INDEX IF EXISTS ${name(position)}`);
    };
    const create = (position: number): void => {
      this.#compile(`CREATE INDEX ${name(position)} ON ${candidates[position]}`, (text) =>
        this.#db.run(text),
      );
    };
    try {
      const before = this.#compile(sql, (text) => readPlanRows(this.#db, text)).result;
      for (const position of candidates.keys()) {
        try {
          create(position);
          created.push(position);
        } catch {
          // SQLite refuses this candidate (a non-deterministic expression, say): it is no advice.
        }
      }
      const best = this.#compile(sql, (text) => readPlanRows(this.#db, text)).result;
      const bestCost = planCost(best);
      for (const position of [...created]) {
        drop(position);
        const without = this.#compile(sql, (text) => readPlanRows(this.#db, text)).result;
        if (planCost(without) <= bestCost) created.splice(created.indexOf(position), 1);
        else create(position);
      }
      const after = this.#compile(sql, (text) => readPlanRows(this.#db, text)).result;
      return { before, after, used: planCost(after) < planCost(before) ? [...created] : [] };
    } catch {
      return none;
    } finally {
      for (const position of candidates.keys()) drop(position);
    }
  }

  /**
   * Runs `work` on the statement, replacing what this build does not know until it compiles: a function by printf(),
   * which takes any arguments and is deterministic as an index demands, a collation by BINARY.
   */
  #compile<T>(sql: string, work: (sql: string) => T): { result: T; stubbed: string | undefined } {
    for (let attempt = 0; ; attempt++) {
      const text = this.#replaceUnknown(sql);
      try {
        return { result: work(text), stubbed: text === sql ? undefined : 'function or collation' };
      } catch (error) {
        const message = messageOf(error);
        const unknownFunction = /^(?:unknown function|no such function): (\w+)/.exec(message)?.[1];
        const unknownCollation = /^no such collation sequence: (\w+)/.exec(message)?.[1];
        if (attempt === 20 || (!unknownFunction && !unknownCollation)) throw error;
        if (unknownFunction) this.#functions.add(unknownFunction.toLowerCase());
        if (unknownCollation) this.#collations.add(unknownCollation.toLowerCase());
        if (this.#replaceUnknown(sql) === text) throw error;
      }
    }
  }

  #replaceUnknown(sql: string): string {
    if (this.#functions.size === 0 && this.#collations.size === 0) return sql;
    let result = '';
    let previous = '';
    for (let at = 0; at < sql.length; ) {
      const { kind, end } = lexemeAt(sql, at);
      const token = sql.slice(at, end);
      const word = (kind === 'quoted' ? token.slice(1, -1) : token).toLowerCase();
      if (previous === 'collate' && this.#collations.has(word)) result += 'BINARY';
      else if (kind === 'word' && this.#functions.has(word) && /^\s*\(/.test(sql.slice(end)))
        result += 'printf';
      else result += token;
      if (kind !== 'space') previous = word;
      at = end;
    }
    return result;
  }
}

/**
 * A rank of plans, not a time: reading a whole table weighs most, then a whole index, an index built for one query,
 * a sort; each constraint that a search uses takes a little off.
 */
export function planCost(rows: readonly PlanRow[]): number {
  let cost = 0;
  for (const step of readPlan(rows)) {
    if (step.kind === 'sort') cost += 3;
    if (step.kind !== 'scan' && step.kind !== 'search') continue;
    if (step.by === 'automatic-index') cost += 9;
    else if (step.kind === 'scan') cost += step.by === 'index' ? 6 : 10;
    else cost += step.by === 'none' ? 10 : Math.max(0, 2 - 0.5 * step.constraints.split(' AND ').length);
  }
  return cost;
}

/** SQLite's message when the statement does not compile. */
function compileError(db: Database, sql: string): string | undefined {
  try {
    db.prepare(sql).free();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function withoutComments(sql: string): string {
  return sql.replace(/^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
