import type { QueryAdvice } from '../advice/advice.ts';
import { adviseQueries } from '../advice/advise-queries.ts';
import type { Catalog } from '../engine/catalog.ts';
import type { EngineClient } from '../engine/client.ts';
import type { QueryResult, SchemaStepResult } from '../engine/protocol.ts';
import type { TimelineStep } from '../schema/steps.ts';
import { assembleTimeline, engineSteps, placesKey, schemaKey, type Timeline } from '../schema/timeline.ts';
import type { StatementSyntax } from '../sql/statement.ts';
import { walk } from '../sql/tree.ts';

/** The facts of one schema. */
interface SchemaFacts {
  /** What the engine said of each step, and of the schema at the end. */
  readonly results: readonly SchemaStepResult[];
  readonly catalog: Catalog;
  readonly queries: Map<string, QueryResult>;
  readonly advice: Map<string, QueryAdvice>;
}

/** How many schemas' facts are remembered beside the present ones: those that an undo leads back to. */
const schemasRemembered = 4;

/**
 * What the engine said, remembered by text: the same statement against the same schema is never asked about twice.
 */
export class FactStore {
  readonly #engine: EngineClient;
  readonly #judged = new Map<string, string | undefined>();
  readonly #schemas = new Map<string, SchemaFacts>();
  /** The key of each database's schema, as it was last replayed. */
  readonly #latest = new Map<string, string>();
  /** By the schema's key and that of its places. */
  readonly #timelines = new Map<string, Timeline>();
  /** How many statements the engine was asked about. */
  asked = 0;

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  /** How many steps of schemas the engine was asked to run. */
  replayed = 0;

  /** The timeline of a schema that was replayed before, wherever its steps are written now. */
  timelineOf(steps: readonly TimelineStep[]): Timeline | undefined {
    const facts = this.#schemas.get(schemaKey(steps));
    if (!facts) return undefined;
    const key = `${schemaKey(steps)} ${placesKey(steps)}`;
    let timeline = this.#timelines.get(key);
    if (!timeline) {
      timeline = assembleTimeline(steps, facts.results, facts.catalog);
      this.#timelines.set(key, timeline);
    }
    return timeline;
  }

  /** SQLite's message of a syntax error; `known` is false while the engine was not asked. */
  verdict(text: string): { known: boolean; message: string | undefined } {
    return { known: this.#judged.has(text), message: this.#judged.get(text) };
  }

  query(schemaKey: string, text: string): QueryResult | undefined {
    return this.#schemas.get(schemaKey)?.queries.get(text);
  }

  advice(schemaKey: string, text: string): QueryAdvice | undefined {
    return this.#schemas.get(schemaKey)?.advice.get(text);
  }

  /** Replays the schema of a database, by its name, unless it is known. True when it was replayed. */
  async replay(name: string, steps: readonly TimelineStep[]): Promise<boolean> {
    const key = schemaKey(steps);
    const before = this.#latest.get(name);
    this.#latest.set(name, key);
    if (this.#schemas.has(key)) return false;
    const known = before === undefined ? undefined : this.#schemas.get(before);
    const base = before !== undefined && known ? { key: before, results: known.results } : undefined;
    const { results, catalog, run } = await this.#engine.build(key, engineSteps(steps), base);
    this.replayed += run;
    this.#schemas.set(key, { results, catalog, queries: new Map(), advice: new Map() });
    return true;
  }

  /** Forgets the facts of schemas that are gone. */
  keep(present: ReadonlySet<string>): void {
    const old = [...this.#schemas.keys()].filter((key) => !present.has(key));
    for (const key of old.slice(0, Math.max(0, old.length - schemasRemembered))) {
      this.#schemas.delete(key);
      this.#engine.forget(key);
    }
    for (const key of this.#timelines.keys())
      if (!this.#schemas.has(key.slice(0, key.indexOf(' ')))) this.#timelines.delete(key);
  }

  /** Asks SQLite about the syntax of statements that it was not asked about before. */
  async judge(statements: Iterable<StatementSyntax>): Promise<boolean> {
    const fresh = new Map<string, StatementSyntax>();
    for (const syntax of statements) if (!this.#judged.has(syntax.text)) fresh.set(syntax.text, syntax);
    if (fresh.size === 0) return false;
    this.asked += fresh.size;
    // Compiling a pragma can carry it out (hard_heap_limit, say). The parser accepts none that the grammar refuses,
    // so those that it accepts need no second opinion.
    const toAsk = [...fresh.values()]
      .filter(({ tree }) => tree?.type !== 'PragmaStmt')
      .map(({ text }) => text);
    const messages = await this.#engine.judge(toAsk);
    for (const text of fresh.keys()) this.#judged.set(text, undefined);
    for (const [index, text] of toAsk.entries()) this.#judged.set(text, messages[index]);
    return true;
  }

  /** Compiles queries against the project's schema and looks for indexes for those that read a whole table. */
  async plan(timeline: Timeline, statements: Iterable<StatementSyntax>): Promise<boolean> {
    const facts = this.#schemas.get(timeline.key);
    if (!facts) return false;
    const fresh = new Map<string, StatementSyntax>();
    for (const syntax of statements) if (!facts.queries.has(syntax.text)) fresh.set(syntax.text, syntax);
    if (fresh.size === 0) return false;
    this.asked += fresh.size;
    const list = [...fresh.values()];
    const results = await this.#engine.query(
      timeline.key,
      list.map((syntax) => ({ sql: syntax.text, quoted: doubleQuoted(syntax) })),
    );
    const compiled = list.map((syntax, index) => ({ syntax, result: results[index] as QueryResult }));
    const sound = compiled.filter(({ result }) => result.error === undefined && !result.stubbed);
    const advice = await adviseQueries(
      sound.map(({ syntax, result }) => ({ syntax, plan: result.plan })),
      timeline.tables,
      (requests) => this.#engine.advise(timeline.key, requests),
    );
    // Both at once: whoever sees that a query was planned may rely on its advice.
    for (const { syntax, result } of compiled) facts.queries.set(syntax.text, result);
    for (const [index, { syntax }] of sound.entries()) {
      const found = advice[index];
      if (found) facts.advice.set(syntax.text, found);
    }
    return true;
  }
}

/** The double-quoted names that stand where an expression may stand: each may be a string by mistake. */
function doubleQuoted(syntax: StatementSyntax): [number, number][] {
  const found: [number, number][] = [];
  if (!syntax.tree || !syntax.text.includes('"')) return found;
  walk(syntax.tree, (node, parent) => {
    if (node.type !== 'Id' || (parent?.type === 'FunctionCallExpr' && parent.name === node)) return undefined;
    const { start, end } = syntax.rangeOf(node);
    if (syntax.text[start] === '"') found.push([start, end - start]);
    return undefined;
  });
  return found;
}
