import type { Database, SqlValue } from 'sql.js';
import { argumentsAt } from '../sql/arguments.ts';
import { skeletonOf } from '../sql/skeleton.ts';
import type { CatalogChange, Column, ForeignKey, Index, IndexColumn, Table, Trigger } from './catalog.ts';

/** A row of sqlite_schema that has pages or a definition of its own. */
interface SchemaObject {
  readonly type: string;
  readonly name: string;
  readonly table: string;
  readonly rootPage: number;
  readonly sql: string | null;
}

/** Reads a database's schema, and after each statement only the part that the statement changed. */
export class CatalogReader {
  readonly #db: Database;
  /** Tables that stand in for a module which this build lacks. */
  readonly #stubs: ReadonlySet<string>;
  readonly #remembered: Map<string, Table> | undefined;
  #version = -1;
  #hasVirtual = false;
  #signatures = new Map<string, string>();
  /** Tables with their foreign keys judged, by the table as it was read: it is read again when anything of it changes. */
  readonly #judged = new WeakMap<Table, Table>();
  #tables = new Map<string, Table>();

  /** @param remembered tables that were read before, perhaps in other databases, by all that SQLite has written of them */
  constructor(db: Database, stubs: ReadonlySet<string>, remembered?: Map<string, Table>) {
    this.#db = db;
    this.#stubs = stubs;
    this.#remembered = remembered;
  }

  get tables(): Table[] {
    return [...this.#tables.values()];
  }

  /** What changed since the last call. */
  refresh(only?: readonly string[]): CatalogChange {
    const version = this.#number('PRAGMA schema_version');
    if (version === this.#version) return { tables: [], removed: [] };
    this.#version = version;

    const objects = this.#objects(only);
    this.#hasVirtual =
      this.#number("SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0") > 0;
    const byTable = new Map<string, SchemaObject[]>();
    for (const object of objects) {
      const list = byTable.get(object.table);
      if (list) list.push(object);
      else byTable.set(object.table, [object]);
    }
    const tables: Table[] = [];
    for (const [name, parts] of byTable) {
      const signature = parts
        .map((part) => `${part.type}|${part.name}|${part.rootPage}|${part.sql}`)
        .join('\n');
      if (this.#signatures.get(name) === signature) continue;
      this.#signatures.set(name, signature);
      const table = this.#remembered?.get(signature) ?? this.#readTable(name, parts);
      if (!table) continue;
      // What columns a view has hangs on other tables.
      if (table.kind === 'table') this.#remembered?.set(signature, table);
      this.#tables.set(name, table);
      tables.push(table);
    }
    const removed = [...this.#tables.keys()].filter(
      (name) => !byTable.has(name) && (!only || only.includes(name.toLowerCase())),
    );
    for (const name of removed) this.#signatures.delete(name);
    for (const name of removed) this.#tables.delete(name);
    if (only) return { tables, removed };
    // In the order of the schema, also where a database was taken back to an earlier step.
    this.#tables = new Map(
      [...byTable.keys()].flatMap((name) => {
        const table = this.#tables.get(name);
        return table ? [[name, table] as const] : [];
      }),
    );
    return { tables, removed };
  }

  /** The tables with every foreign key's look-up judged by its plan, as the sqlite3 shell's `.lint fkey-indexes` does. */
  withForeignKeyLookups(): Table[] {
    return this.tables.map((table) => {
      if (table.foreignKeys.length === 0) return table;
      let judged = this.#judged.get(table);
      if (!judged) {
        const foreignKeys = table.foreignKeys.map((key) => ({
          ...key,
          ...this.#lookup(table, key),
        }));
        judged = { ...table, foreignKeys };
        this.#judged.set(table, judged);
      }
      return judged;
    });
  }

  #lookup(table: Table, key: ForeignKey): Pick<ForeignKey, 'indexed' | 'partlyIndexed'> {
    const terms = key.columns.map((column) => `${quoteName(column)} = ?`).join(' AND ');
    try {
      const rows = this.#rows(`EXPLAIN QUERY PLAN SELECT 1 FROM ${quoteName(table.name)} WHERE ${terms}`);
      const detail = String(rows[0]?.[3] ?? '');
      const constraints = /\((.*)\)$/.exec(detail)?.[1]?.split(' AND ') ?? [];
      const isSearched = detail.startsWith('SEARCH') && !detail.includes('AUTOMATIC');
      const indexed = isSearched && constraints.length === key.columns.length;
      return { indexed, ...(isSearched && !indexed && { partlyIndexed: true }) };
    } catch {
      return { indexed: undefined };
    }
  }

  #objects(only?: readonly string[]): SchemaObject[] {
    const columns = 'type, name, tbl_name, rootpage, sql';
    // Temporary tables are gone with their connection: they are no part of a schema.
    const where = only
      ? ` WHERE lower(tbl_name) IN (${only.map((name) => `'${name.replaceAll("'", "''")}'`).join()})`
      : '';
    return this.#rows(`SELECT ${columns} FROM main.sqlite_schema${where}`).map(
      ([type, name, table, rootPage, sql]) => ({
        type: String(type),
        name: String(name),
        table: String(table),
        rootPage: Number(rootPage),
        sql: sql === null ? null : String(sql),
      }),
    );
  }

  #readTable(name: string, parts: readonly SchemaObject[]): Table | undefined {
    const own = parts.find((part) => part.name === name && (part.type === 'table' || part.type === 'view'));
    if (!own || name.startsWith('sqlite_')) return undefined;
    const isView = own.type === 'view';
    return {
      name,
      kind: this.#kindOf(own, isView),
      ...(isView ? { withoutRowid: false, strict: false } : optionsOf(own.sql ?? '')),
      rootPage: own.rootPage,
      columns: this.#readColumns(name),
      foreignKeys: isView ? [] : this.#readForeignKeys(name),
      indexes: isView ? [] : this.#readIndexes(name, parts),
      triggers: parts.flatMap((part): Trigger[] =>
        part.type === 'trigger' ? [{ name: part.name, sql: part.sql ?? '' }] : [],
      ),
      sql: own.sql ?? '',
    };
  }

  #kindOf({ name, rootPage }: SchemaObject, isView: boolean): Table['kind'] {
    if (this.#stubs.has(name.toLowerCase())) return 'stub';
    if (isView) return 'view';
    if (rootPage === 0) return 'virtual';
    if (!this.#hasVirtual) return 'table';
    // Only SQLite knows a virtual table's own tables. It compiles every view to answer: it is not asked without need.
    const listed = this.#rows(`PRAGMA table_list(${quoteName(name)})`)[0];
    return listed?.[2] === 'shadow' ? 'virtual' : 'table';
  }

  #readColumns(table: string): Column[] {
    let rows: SqlValue[][];
    try {
      rows = this.#rows(`PRAGMA table_xinfo(${quoteName(table)})`);
    } catch {
      // A view over a table that is missing: it exists, its columns are unknown.
      return [];
    }
    return rows
      .filter((row) => Number(row[6]) !== 1)
      .map((row) => ({
        name: String(row[1]),
        type: String(row[2]),
        notNull: Number(row[3]) === 1,
        defaultValue: row[4] === null ? null : String(row[4]),
        primaryKey: Number(row[5]),
        generated: Number(row[6]) >= 2,
      }));
  }

  #readForeignKeys(table: string): ForeignKey[] {
    const byId = new Map<number, SqlValue[][]>();
    for (const row of this.#rows(`PRAGMA foreign_key_list(${quoteName(table)})`)) {
      const id = Number(row[0]);
      byId.set(id, [...(byId.get(id) ?? []), row]);
    }
    return [...byId]
      .sort(([a], [b]) => b - a)
      .map(([id, rows]) => {
        const sorted = rows.toSorted((a, b) => Number(a[1]) - Number(b[1]));
        const first = sorted[0] as SqlValue[];
        return {
          id,
          columns: sorted.map((row) => String(row[3])),
          parent: String(first[2]),
          parentColumns: first[4] === null ? undefined : sorted.map((row) => String(row[4])),
          onUpdate: String(first[5]),
          onDelete: String(first[6]),
        };
      });
  }

  #readIndexes(table: string, parts: readonly SchemaObject[]): Index[] {
    return this.#rows(`PRAGMA index_list(${quoteName(table)})`).map((row): Index => {
      const name = String(row[1]);
      const part = parts.find((candidate) => candidate.type === 'index' && candidate.name === name);
      const definition = splitIndexDefinition(part?.sql ?? '');
      const columns = this.#rows(`PRAGMA index_xinfo(${quoteName(name)})`)
        .filter((column) => Number(column[5]) === 1)
        .map((column, position): IndexColumn => {
          const expression = Number(column[1]) === -2;
          return {
            name: expression ? (definition.terms[position] ?? '') : String(column[2] ?? 'rowid'),
            expression,
            descending: Number(column[3]) === 1,
            collation: String(column[4]),
          };
        });
      return {
        name,
        unique: Number(row[2]) === 1,
        origin: row[3] === 'c' ? 'create' : row[3] === 'u' ? 'unique' : 'primary-key',
        where: Number(row[4]) === 1 ? definition.where : undefined,
        columns,
        rootPage: part?.rootPage ?? 0,
      };
    });
  }

  #number(sql: string): number {
    return Number(this.#rows(sql)[0]?.[0] ?? 0);
  }

  #rows(sql: string): SqlValue[][] {
    return this.#db.exec(sql)[0]?.values ?? [];
  }
}

/** A name as an SQL identifier, whatever characters it has. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The terms and the WHERE clause of a `CREATE INDEX` statement's text. */
function splitIndexDefinition(sql: string): { terms: string[]; where: string | undefined } {
  const open = /\bON\b[^(]*\(/i.exec(sql);
  if (!open) return { terms: [], where: undefined };
  const { list = [], end = sql.length } = argumentsAt(sql, open.index) ?? {};
  const terms = list.map((range) => sql.slice(range.start, range.end));
  const where = /^\s*WHERE\s+([\s\S]+)$/i.exec(sql.slice(end));
  return { terms, where: where?.[1]?.trim() };
}

/** The options of a table: they stand behind its last parenthesis. */
function optionsOf(sql: string): { withoutRowid: boolean; strict: boolean } {
  const skeleton = skeletonOf(sql);
  const options = skeleton.slice(skeleton.lastIndexOf(')'));
  return { withoutRowid: /\bWITHOUT\s+ROWID\b/i.test(options), strict: /\bSTRICT\b/i.test(options) };
}
