import type { WorkerHandle, WorkerHost } from '../host/workers.ts';
import type { Catalog } from './catalog.ts';
import {
  type AdviceRequest,
  type AdviceResult,
  type EngineAnswer,
  type EngineCall,
  type EngineMethod,
  type EngineMethods,
  noAdvice,
  type QueryRequest,
  type QueryResult,
  type SchemaStep,
  type SchemaStepResult,
  unknownDatabase,
} from './protocol.ts';
import type { RehearsalItem, RehearsalResult } from './rehearsal-protocol.ts';
import { unknownRehearsal } from './rehearsal-protocol.ts';

/** How long one item of a batch may take before its worker is stopped. Nearly all take well under a millisecond. */
export const defaultDeadlineMs = 2_000;

/** How often a batch is begun again without the items that hung; those behind the last are given up. */
const maxRestarts = 5;

/** How long the migrations of one database may be rehearsed. Two hundred take about a second. */
export const defaultRehearsalMs = 10_000;

/** How many migrations are run in one call, while others wait. */
const rehearsalPortion = 8;

export const deadlineMessage = 'stopped at its deadline';

/** A failure of the engine itself, not of a statement. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

interface Pending {
  readonly call: EngineCall;
  resolve(answer: EngineAnswer): void;
  /** Rejects with a HungItem when the deadline ended the worker. */
  reject(error: Error): void;
}

class HungItem extends Error {
  readonly position: number;
  constructor(position: number) {
    super(deadlineMessage);
    this.position = position;
  }
}

/**
 * Talks to the engine's worker. SQLite in WebAssembly can't be interrupted: when one item takes longer than the
 * deadline, the worker is terminated and another takes over, without that item.
 */
export class EngineClient {
  readonly #host: WorkerHost;
  readonly #deadlineMs: number;
  /** What built each database, so that a new worker can build it again. */
  readonly #recipes = new Map<string, readonly SchemaStep[]>();
  /** The keys of migrations behind which the worker can go on. */
  #rehearsed: ReadonlySet<string> = new Set();
  #worker: WorkerHandle | undefined;
  #pending: Pending | undefined;
  #queue: Promise<unknown> = Promise.resolve();
  #nextId = 1;
  #disposed = false;
  /** How many workers were started; more than one means that some hung. */
  started = 0;

  constructor(host: WorkerHost, options: { deadlineMs?: number } = {}) {
    this.#host = host;
    this.#deadlineMs = options.deadlineMs ?? defaultDeadlineMs;
  }

  /** Starts the worker before it is needed: it takes some 80 ms, which the caller can spend otherwise. */
  warmUp(): void {
    this.#start();
  }

  /** For each statement the message by which SQLite's grammar refuses it; undefined when it is accepted or unknown. */
  async judge(statements: readonly string[]): Promise<(string | undefined)[]> {
    if (statements.length === 0) return [];
    const { results } = await this.#exclusive(() => this.#batch('judge', null, statements, () => null));
    return results.map((message) => message ?? undefined);
  }

  /**
   * Builds a database from statements. A step that fails leaves the others to be run.
   * @param base a database that was built before from mostly the same steps, with its results: those that both have in
   *   common, from the first on, are not run again where that can be helped
   * @returns the results, and how many steps were run
   */
  async build(
    key: string,
    steps: readonly SchemaStep[],
    base?: { readonly key: string; readonly results: readonly SchemaStepResult[] },
  ): Promise<{ results: SchemaStepResult[]; catalog: Catalog; run: number }> {
    const recipe = base && this.#recipes.get(base.key);
    const from = base && recipe ? { key: base.key, same: sameSteps(recipe, steps) } : undefined;
    this.#recipes.set(key, steps);
    const { results, summary } = await this.#exclusive(() => this.#build(key, from));
    const fresh = results.filter((result) => result !== null);
    return {
      results: results.map((result, at) => result ?? (base?.results[at] as SchemaStepResult)),
      catalog: summary,
      run: fresh.length,
    };
  }

  /** Compiles queries against a database that was built before. */
  async query(key: string, requests: readonly QueryRequest[]): Promise<QueryResult[]> {
    if (requests.length === 0) return [];
    const hung: QueryResult = { error: deadlineMessage, plan: [], strings: [], stubbed: false };
    return this.#onDatabase('query', key, requests, () => hung);
  }

  /** Tries candidate indexes for queries. */
  async advise(key: string, requests: readonly AdviceRequest[]): Promise<AdviceResult[]> {
    if (requests.length === 0) return [];
    return this.#onDatabase('advise', key, requests, () => noAdvice);
  }

  /**
   * Runs migrations on made-up rows, one after the other, in portions between which other calls get their turn.
   * @param known results of earlier calls, by key: migrations are not run again that are the same behind the same ones
   * @param budgetMs how long it may take in all
   * @returns the results of the first migrations, where one says why it stopped, hangs, or the time is up
   */
  async rehearse(
    items: readonly RehearsalItem[],
    known: ReadonlyMap<string, RehearsalResult>,
    budgetMs = defaultRehearsalMs,
  ): Promise<RehearsalResult[]> {
    const end = performance.now() + budgetMs;
    const results: RehearsalResult[] = [];
    let limit = items.length;
    const restart = (): void => {
      results.length = 0;
      for (const [at, { key }] of items.entries()) {
        const result = known.get(key);
        if (!result || at >= limit) break;
        results.push(result);
      }
      if (results.length < limit)
        while (results.length > 0 && !this.#rehearsed.has((items[results.length - 1] as RehearsalItem).key))
          results.pop();
    };
    restart();
    while (results.length < limit && performance.now() < end && results.at(-1)?.stopped === undefined) {
      const from = results.length;
      const portion = items.slice(from, Math.min(limit, from + rehearsalPortion));
      const after = items[from - 1]?.key;
      try {
        const answer = await this.#exclusive(() => this.#call('rehearse', { after }, portion));
        const { summary, results: found } = answer as EngineAnswer<'rehearse'>;
        this.#rehearsed = new Set(summary);
        results.push(...(found ?? []));
      } catch (error) {
        const isLost = error instanceof EngineError && error.message === unknownRehearsal;
        if (error instanceof HungItem) limit = from + error.position;
        else if (!isLost) throw error;
        this.#rehearsed = new Set();
        restart();
      }
    }
    return results;
  }

  /** Lets go of what built a database that nobody will ask about any more. */
  forget(key: string): void {
    this.#recipes.delete(key);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const worker = this.#worker;
    this.#worker = undefined;
    this.#pending?.reject(new EngineError('the engine was stopped'));
    this.#pending = undefined;
    await worker?.terminate();
  }

  async #onDatabase<M extends 'query' | 'advise'>(
    method: M,
    key: string,
    items: readonly EngineMethods[M]['item'][],
    giveUp: () => EngineMethods[M]['result'],
  ): Promise<EngineMethods[M]['result'][]> {
    return this.#exclusive(async () => {
      for (let attempt = 0; ; attempt++) {
        try {
          const { results } = await this.#batch(method, { key }, items, giveUp);
          return results;
        } catch (error) {
          const lost = error instanceof EngineError && error.message === unknownDatabase;
          if (!lost || attempt > 0 || !this.#recipes.has(key)) throw error;
          await this.#build(key);
        }
      }
    });
  }

  #build(
    key: string,
    from?: EngineMethods['build']['context']['from'],
  ): Promise<{ results: (SchemaStepResult | null)[]; summary: Catalog }> {
    const steps = this.#recipes.get(key) ?? [];
    return this.#batch('build', { key, from }, steps, () => ({ ok: false, error: deadlineMessage }));
  }

  /** One call after the other: the worker's state is shared. */
  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work, work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Runs a batch; an item that hangs gets `giveUp`'s result, and the others are run without it. */
  async #batch<M extends EngineMethod>(
    method: M,
    context: EngineMethods[M]['context'],
    items: readonly EngineMethods[M]['item'][],
    giveUp: () => EngineMethods[M]['result'],
  ): Promise<{ results: EngineMethods[M]['result'][]; summary: EngineMethods[M]['summary'] }> {
    let left = items.map((item, position) => ({ item, position }));
    for (let restart = 0; ; restart++) {
      try {
        const answer = await this.#call(
          method,
          context,
          left.map(({ item }) => item),
        );
        const results: EngineMethods[M]['result'][] = items.map(giveUp);
        for (const [index, { position }] of left.entries()) {
          results[position] = (answer.results as EngineMethods[M]['result'][])[
            index
          ] as EngineMethods[M]['result'];
        }
        return { results, summary: answer.summary as EngineMethods[M]['summary'] };
      } catch (error) {
        if (!(error instanceof HungItem)) throw error;
        if (restart === maxRestarts) left = left.slice(0, error.position);
        else left = left.filter((_, index) => index !== error.position);
        if (restart > maxRestarts) throw new EngineError(deadlineMessage);
      }
    }
  }

  #call<M extends EngineMethod>(
    method: M,
    context: EngineMethods[M]['context'],
    items: readonly EngineMethods[M]['item'][],
  ): Promise<EngineAnswer> {
    if (this.#disposed) return Promise.reject(new EngineError('the engine was stopped'));
    const worker = this.#start();
    const call = { id: this.#nextId++, method, context, items } as EngineCall;
    return new Promise<EngineAnswer>((resolve, reject) => {
      const progress = new Int32Array(worker.progress);
      Atomics.store(progress, 0, -1);
      let seen = -1;
      // A worker that is still starting has done nothing wrong: it gets ten deadlines for that.
      let patience = 10;
      const timer = setInterval(() => {
        const now = Atomics.load(progress, 0);
        if (now !== seen || (now === -1 && --patience > 0)) {
          seen = now;
          return;
        }
        void this.#stop().then(() =>
          settle(() => reject(now < 0 ? new EngineError(deadlineMessage) : new HungItem(now))),
        );
      }, this.#deadlineMs);
      const settle = (finish: () => void): void => {
        clearInterval(timer);
        this.#pending = undefined;
        finish();
      };
      this.#pending = {
        call,
        resolve: (answer) =>
          settle(() =>
            answer.error === undefined ? resolve(answer) : reject(new EngineError(answer.error)),
          ),
        reject: (error) => settle(() => reject(error)),
      };
      worker.post(call);
    });
  }

  #start(): WorkerHandle {
    if (this.#worker) return this.#worker;
    this.started++;
    this.#worker = this.#host.start({
      onMessage: (message) => {
        const answer = message as EngineAnswer;
        if (this.#pending?.call.id === answer.id) this.#pending.resolve(answer);
      },
      onError: (error) => {
        this.#worker = undefined;
        this.#pending?.reject(new EngineError(`the engine failed: ${error.message}`));
      },
    });
    return this.#worker;
  }

  async #stop(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

/** How many steps two lists have in common, from the first on. */
function sameSteps(a: readonly SchemaStep[], b: readonly SchemaStep[]): number {
  let same = 0;
  while (same < a.length && a[same]?.sql === b[same]?.sql && a[same]?.stub === b[same]?.stub) same++;
  return same;
}
