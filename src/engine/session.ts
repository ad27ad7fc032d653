import type { Database, SqlJsStatic } from 'sql.js';
import { isSyntaxMessage, messageOf } from './messages.ts';
import {
  type AdviceRequest,
  type EngineMethod,
  type EngineMethods,
  type QueryRequest,
  type SchemaStep,
  unknownDatabase,
} from './protocol.ts';
import { quoteName } from './read-catalog.ts';
import type { RehearsalItem } from './rehearsal-protocol.ts';
import { Rehearsals } from './rehearse.ts';
import { ShadowDatabase } from './shadow-database.ts';

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
  #rehearsals: Rehearsals | undefined;

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
          const advisor = this.#find((context as { key: string }).key).advisor();
          return {
            results: each(items as AdviceRequest[], (request) => advisor.advise(request)),
            summary: null,
          };
        }
        case 'rehearse': {
          this.#rehearsals ??= new Rehearsals(this.#sql);
          const { after } = context as EngineMethods['rehearse']['context'];
          const { results, kept } = this.#rehearsals.run(after, items as RehearsalItem[], onItem);
          return { results, summary: kept };
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
    return this.#judgeWithTable(this.#empty, sql, message);
  }

  /**
   * SQLite looks for the table of a trigger before it reads the body, and for the one that is altered before it reads the
   * column: the rest is judged with a table of that name in place.
   */
  #judgeWithTable(db: Database, sql: string, message: string): string | null {
    const missing = /^no such table: (?:main\.)?(.+)$/s.exec(message)?.[1];
    if (
      missing === undefined ||
      !/^\s*(?:CREATE\s+(?:TEMP\s+|TEMPORARY\s+)?TRIGGER|ALTER\s+TABLE)\b/i.test(withoutComments(sql))
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
