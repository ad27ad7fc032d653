import type { ColumnSpec, ForeignKeySpec, IndexSpec } from '../embedded/migrations/operations.ts';
import type { Range } from '../text/range.ts';
import type { Named } from './place.ts';
import { columnName, indexName, type ScriptTable } from './script-tables.ts';
import type { TimelineStep } from './steps.ts';

export type Names = ReadonlyMap<string, Named>;

/** The tables that scripts have made so far, by their names in the database and by those that scripts call them. */
export class ScriptRegistry {
  readonly #tables = new Map<string, ScriptTable>();
  /** Real names by the names that scripts use, where they differ; in lower case as keys. */
  readonly #aliases = new Map<string, string>();

  constructor(aliases: ReadonlyMap<string, string>) {
    for (const [alias, table] of aliases) this.setAlias(alias, table);
  }

  get tables(): ScriptTable[] {
    return [...this.#tables.values()];
  }

  find(name: string): ScriptTable | undefined {
    return this.#tables.get(this.real(name).toLowerCase());
  }

  add(table: ScriptTable): void {
    this.#tables.set(table.name.toLowerCase(), table);
  }

  remove(name: string): void {
    this.#tables.delete(this.real(name).toLowerCase());
    this.#aliases.delete(name.toLowerCase());
  }

  /** The name in the database. */
  real(name: string): string {
    return this.#aliases.get(name.toLowerCase()) ?? name;
  }

  hasAlias(name: string): boolean {
    return this.#aliases.has(name.toLowerCase());
  }

  setAlias(alias: string, table: string): void {
    this.#aliases.set(alias.toLowerCase(), table);
  }

  moveAlias(from: string, to: string): void {
    const table = this.real(from);
    this.#aliases.delete(from.toLowerCase());
    this.setAlias(to, table);
  }

  /** Gives a table another name, to which the foreign keys of others follow. */
  rename(from: string, to: string): ScriptTable | undefined {
    const table = this.#tables.get(from.toLowerCase());
    this.#tables.delete(from.toLowerCase());
    const renamed = table && { ...table, name: to };
    if (renamed) this.add(renamed);
    for (const other of this.#tables.values()) {
      other.foreignKeys = other.foreignKeys.map((key) =>
        key.table.toLowerCase() === from.toLowerCase() ? { ...key, table: to } : key,
      );
    }
    return renamed;
  }

  /** The tables that store fields of another, perhaps of one field alone. */
  storing(table: string, field?: string): ScriptTable[] {
    const owner = this.real(table).toLowerCase();
    return this.tables.filter(
      ({ stores }) =>
        stores !== undefined &&
        this.real(stores.table).toLowerCase() === owner &&
        (field === undefined || stores.field.toLowerCase() === field.toLowerCase()),
    );
  }

  /** The places of what an operation declares. */
  namesOf(
    tableName: string,
    {
      columns = [],
      foreignKeys = [],
      indexes = [],
    }: {
      readonly columns?: readonly ColumnSpec[];
      readonly foreignKeys?: readonly ForeignKeySpec[];
      readonly indexes?: readonly IndexSpec[];
    },
  ): Map<string, Named> {
    const table = this.find(tableName);
    const names = new Map<string, Named>();
    for (const { name, range } of columns) names.set(`column ${name.text.toLowerCase()}`, { range });
    for (const { columns: own, range } of foreignKeys) {
      const real = own.map(
        (name) =>
          columns.find(({ field }) => field?.toLowerCase() === name.toLowerCase())?.name.text ??
          columnName(table, name),
      );
      names.set(`key ${real.join().toLowerCase()}`, { range });
    }
    for (const index of indexes) {
      const { range, implied, name } = index;
      const key = indexName(table?.name ?? this.real(tableName), index).toLowerCase();
      names.set(`index ${key}`, { range, implied, unnamed: name === undefined });
    }
    return names;
  }
}

/** Collects the steps of one script. */
export class StepWriter {
  readonly steps: TimelineStep[] = [];
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  run(
    sql: string,
    touches: readonly string[],
    range: Range,
    options: Pick<TimelineStep, 'drops' | 'continues' | 'renames'> & { readonly names?: Names } = {},
  ): void {
    const { names, ...rest } = options;
    this.steps.push({
      place: { file: this.file, range, ...(names && { names }) },
      run: { sql, ...(rest.continues !== undefined && { atomic: true }) },
      touches: touches.map((name) => name.toLowerCase()),
      ...rest,
    });
  }

  /** A step that can't be followed; `tables`: real names, undefined when it may touch any. */
  opaque(reason: string, tables: readonly string[] | undefined, range: Range): void {
    this.steps.push({
      place: { file: this.file, range },
      run: undefined,
      touches: tables?.map((name) => name.toLowerCase()),
      opaque: reason,
    });
  }
}
