import type { EngineClient } from '../engine/client.ts';
import type { RehearsalResult } from '../engine/rehearsal-protocol.ts';
import type { LogicalDatabase } from '../project/databases.ts';
import type { Project } from '../project/project.ts';
import type { SourceFile } from '../project/source-file.ts';
import { planRehearsal } from '../rehearsal/plan.ts';
import { readRehearsal } from '../rehearsal/read.ts';
import type { Rehearsal } from '../schema/rehearsal.ts';

interface Rehearsed {
  readonly files: readonly SourceFile[];
  /** The plan's key; undefined for a database that is not rehearsed. */
  readonly key: string | undefined;
  readonly rehearsal: Rehearsal | undefined;
  /** By the key of the migration: what need not be run again. */
  readonly results: ReadonlyMap<string, RehearsalResult>;
}

/** What migrations do to rows, remembered by database as long as its files are the same. */
export class RehearsalStore {
  readonly #engine: EngineClient;
  readonly #latest = new Map<string, Rehearsed>();

  constructor(engine: EngineClient) {
    this.#engine = engine;
  }

  /**
   * What is known of a database's migrations. Where a file has changed since, that is what happened before it: places
   * behind it may be others now.
   */
  of({ name, files }: Pick<LogicalDatabase, 'name' | 'files'>): Rehearsal | undefined {
    const known = this.#latest.get(name);
    if (!known?.rehearsal) return undefined;
    let same = 0;
    while (same < files.length && files[same] === known.files[same]) same++;
    if (same === files.length && same === known.files.length) return known.rehearsal;
    const paths = new Set(files.slice(0, same).map(({ path }) => path));
    const { events, migrations } = known.rehearsal;
    return {
      events: events.filter(({ migration }) => paths.has(migration)),
      migrations: migrations.filter(({ migration }) => paths.has(migration)),
      stopped: { place: undefined, reason: 'a migration has changed since' },
    };
  }

  /** True when nothing is left to be found out about a database. */
  isKnown({ name, files }: Pick<LogicalDatabase, 'name' | 'files'>): boolean {
    const known = this.#latest.get(name);
    return known?.files.length === files.length && known.files.every((file, at) => file === files[at]);
  }

  /** Rehearses the migrations of a database, as far as that is not known. True when something new is known. */
  async update(database: LogicalDatabase, project: Project): Promise<boolean> {
    const { name, files } = database;
    const known = this.#latest.get(name);
    const plan = planRehearsal(database, project);
    if (known && known.key === plan?.key && this.isKnown(database)) return false;
    if (!plan) {
      this.#latest.set(name, { files, key: undefined, rehearsal: undefined, results: new Map() });
      return false;
    }
    const found = await this.#engine.rehearse(plan.items, known?.results ?? new Map());
    const results = new Map(found.map((result, at) => [plan.items[at]?.key ?? '', result]));
    const rehearsal = readRehearsal(plan, found);
    this.#latest.set(name, { files, key: plan.key, rehearsal, results });
    return rehearsal.events.length > 0 || (known?.rehearsal?.events.length ?? 0) > 0;
  }

  /** Forgets databases that are gone. */
  keep(present: ReadonlySet<string>): void {
    for (const name of this.#latest.keys()) if (!present.has(name)) this.#latest.delete(name);
  }
}
