import type { Database } from 'sql.js';
import { quoteName } from './read-catalog.ts';
import type { LostRows, RehearsalFact } from './rehearsal-protocol.ts';
import { countRows, type RehearsalState } from './rehearsal-state.ts';

/** A table whose rows change when those of another are deleted. */
interface Child {
  readonly table: string;
  readonly columns: readonly string[];
  readonly action: LostRows['action'];
  readonly rows: number;
  /** The values that refer to the other table, in order. */
  readonly references: string;
  readonly referring: number;
}

/** Watches what dropping a table does to the rows that refer to it. */
export class CascadeWatch {
  readonly #db: Database;
  readonly #found: { readonly step: number; readonly parent: string; readonly child: Child }[] = [];
  #watched:
    | { readonly step: number; readonly parent: string; readonly children: readonly Child[] }
    | undefined;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Before a table is dropped. */
  before(step: number, parent: string): void {
    this.#watched = undefined;
    if (!this.#db.exec('PRAGMA foreign_keys')[0]?.values[0]?.[0]) return;
    const children = this.#childrenOf(parent, new Set([parent]));
    if (children.length > 0) this.#watched = { step, parent, children };
  }

  /** Behind the statement. */
  after(): void {
    const watched = this.#watched;
    this.#watched = undefined;
    for (const child of watched?.children ?? []) {
      if (this.#lost(child) > 0)
        this.#found.push({ step: watched?.step ?? 0, parent: watched?.parent ?? '', child });
    }
  }

  /**
   * What is lost when the migration has ended: the dropped table is there again, and so is the other, without rows or
   * references that it had.
   */
  facts({ byName }: RehearsalState): RehearsalFact[] {
    return this.#found.flatMap(({ step, parent, child }): RehearsalFact[] => {
      const lost = byName.has(parent) && byName.has(child.table.toLowerCase()) ? this.#lost(child) : 0;
      if (lost === 0) return [];
      const { table, action, rows } = child;
      return [
        {
          step,
          kind: 'rows-lost',
          table,
          parent: byName.get(parent)?.name ?? parent,
          action,
          rows,
          lost,
        },
      ];
    });
  }

  /** Those that a deletion reaches, also by way of others. */
  #childrenOf(parent: string, seen: Set<string>): Child[] {
    const keys = this.#db.exec(
      `SELECT m.name, f.id, f."from", f.on_delete FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
       WHERE m.type = 'table' AND lower(f."table") = ? ORDER BY m.name, f.id, f.seq`,
      [parent],
    )[0]?.values;
    const byKey = new Map<string, { table: string; columns: string[]; action: string }>();
    for (const [name, id, from, action] of keys ?? []) {
      const key = byKey.get(`${name} ${id}`);
      if (key) key.columns.push(String(from));
      else
        byKey.set(`${name} ${id}`, { table: String(name), columns: [String(from)], action: String(action) });
    }
    return [...byKey.values()].flatMap(({ table, columns, action }): Child[] => {
      if (seen.has(table.toLowerCase()) || !isAction(action)) return [];
      const further =
        action === 'CASCADE'
          ? this.#childrenOf(table.toLowerCase(), new Set([...seen, table.toLowerCase()]))
          : [];
      return [{ table, columns, action, ...this.#measure(table, columns) }, ...further];
    });
  }

  #measure(table: string, columns: readonly string[]): Pick<Child, 'rows' | 'references' | 'referring'> {
    const set = columns.map((column) => `${quoteName(column)} IS NOT NULL`).join(' AND ');
    const values = columns.map((column) => `quote(${quoteName(column)})`).join(" || ',' || ");
    try {
      const [row] =
        this.#db.exec(
          `SELECT count(*), group_concat(k, ';') FROM (SELECT ${values} AS k FROM ${quoteName(table)} WHERE ${set} ORDER BY k)`,
        )[0]?.values ?? [];
      return {
        rows: countRows(this.#db, table),
        referring: Number(row?.[0] ?? 0),
        references: String(row?.[1] ?? ''),
      };
    } catch {
      return { rows: 0, referring: 0, references: '' };
    }
  }

  #lost({ table, columns, action, rows, referring, references }: Child): number {
    const now = this.#measure(table, columns);
    if (action === 'CASCADE') return Math.max(0, rows - now.rows);
    if (action === 'SET NULL') return Math.max(0, referring - now.referring);
    return now.references === references ? 0 : referring;
  }
}

function isAction(action: string): action is LostRows['action'] {
  return action === 'CASCADE' || action === 'SET NULL' || action === 'SET DEFAULT';
}
