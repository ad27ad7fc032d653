import type {
  ColumnSpec,
  ForeignKeySpec,
  IndexSpec,
  MigrationScript,
  SchemaOperation,
  ScriptTool,
} from '../embedded/migrations/operations.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import { Statement } from '../sql/statement.ts';
import type { Range } from '../text/range.ts';
import type { Named, Place } from './place.ts';
import {
  alterColumn,
  columnOf,
  dropColumn,
  dropForeignKey,
  dropUnique,
  isMeant,
  renameColumn,
  renameRailsIndexes,
  replaceColumn,
  type TableChange,
} from './script-changes.ts';
import {
  columnName,
  columnSql,
  createIndexSql,
  createTableSql,
  exactName,
  indexName,
  referencesSql,
  type ScriptTable,
} from './script-tables.ts';
import { shapesSchema, statementStep, type TimelineStep } from './steps.ts';

type Operation<K extends SchemaOperation['kind']> = Extract<SchemaOperation, { kind: K }>;
type Names = ReadonlyMap<string, Named>;

/** What the project says beside its scripts. */
export interface ScriptContext {
  /** Names by which scripts call tables that other code names (Django's `settings.AUTH_USER_MODEL`). */
  readonly aliases?: ReadonlyMap<string, string>;
  /** The major version of Laravel. */
  readonly laravel?: number;
}

/**
 * Turns the operations of migration scripts, in their order, into SQL steps. It keeps what it needs to know of the
 * tables: a tool changes a column by making its table anew, and calls tables and columns by names of its own.
 */
export class ScriptCompiler {
  readonly #cache: SyntaxCache;
  readonly #tables = new Map<string, ScriptTable>();
  /** Real names by the names that scripts use, where they differ; in lower case as keys. */
  readonly #aliases = new Map<string, string>();
  #steps: TimelineStep[] = [];
  #file = '';
  #tool: ScriptTool = 'rails';
  readonly #laravel: number;

  constructor(cache: SyntaxCache, { aliases = new Map(), laravel = 11 }: ScriptContext = {}) {
    this.#cache = cache;
    this.#laravel = laravel;
    for (const [alias, table] of aliases) this.#aliases.set(alias.toLowerCase(), table);
  }

  /** The steps of one script, which follows those compiled before. */
  compile(file: string, script: MigrationScript): TimelineStep[] {
    this.#steps = [];
    this.#file = file;
    this.#tool = script.tool;
    for (const operation of script.operations) this.#compile(this.#asRun(operation));
    return this.#steps;
  }

  /** Before Laravel 11 a foreign key on a table that is there already was dropped without a word (SQLiteGrammar::compileForeign). */
  #asRun(operation: SchemaOperation): SchemaOperation {
    if (this.#tool !== 'laravel' || this.#laravel >= 11) return operation;
    if (operation.kind === 'add-column') return { ...operation, foreignKeys: [] };
    if (operation.kind !== 'add-foreign-key') return operation;
    const reason = 'Laravel before 11 adds no foreign key to a table of SQLite';
    return { kind: 'opaque', range: operation.range, reason, tables: [] };
  }

  /** Takes note of tables that SQL outside of the scripts' operations has shaped. */
  noteSql(touches: readonly string[]): void {
    for (const name of touches) {
      const table = this.#table(name);
      if (table) table.raw = true;
    }
  }

  #compile(operation: SchemaOperation): void {
    switch (operation.kind) {
      case 'create-table':
        this.#createTable(operation);
        break;
      case 'drop-table':
        this.#dropTable(operation);
        break;
      case 'rename-table':
      case 'set-table-name':
        this.#renameTable(operation);
        break;
      case 'add-column':
        this.#addColumn(operation);
        break;
      case 'drop-column': {
        const table = this.#table(operation.table);
        if (operation.ifExists && table && !table.raw && !columnOf(table, operation.column)) break;
        const stored = table && !columnOf(table, operation.column) ? this.#storing(operation) : undefined;
        if (stored) this.#drop(stored, operation.range);
        else this.#rebuild(operation, dropColumn(operation.column, this.#tool));
        break;
      }
      case 'rename-column':
        this.#renameColumn(operation);
        break;
      case 'alter-column':
        this.#rebuild(operation, alterColumn(operation));
        break;
      case 'replace-column':
        this.#rebuild(operation, replaceColumn(operation), this.#namesOf(operation, operation.to));
        break;
      case 'add-index':
        this.#addIndex(operation.table, operation.index, operation.ifNotExists === true);
        break;
      case 'set-together':
        this.#setTogether(operation);
        break;
      case 'drop-index':
        this.#dropIndex(operation);
        break;
      case 'rename-index':
        this.#renameIndex(operation);
        break;
      case 'add-unique': {
        const { columns, name } = operation;
        this.#rebuild(operation, (table) => void table.uniques.push({ columns, name }));
        break;
      }
      case 'drop-unique':
        this.#rebuild(operation, dropUnique(operation));
        break;
      case 'add-foreign-key': {
        const { foreignKey } = operation;
        const names = this.#namesOf({ table: operation.table, foreignKeys: [foreignKey], indexes: [] });
        this.#rebuild(operation, (table) => void table.foreignKeys.push(foreignKey), names);
        break;
      }
      case 'drop-foreign-key':
        this.#rebuild(
          operation,
          dropForeignKey(operation, (name) => this.#real(name), this.#tool),
        );
        break;
      case 'add-primary-key':
        this.#rebuild(operation, (table) => {
          table.primaryKey = operation.columns;
          return undefined;
        });
        break;
      case 'sql':
        this.#sql(operation);
        break;
      case 'opaque':
        this.#opaque(operation.reason, operation.tables, operation.range);
        break;
    }
  }

  #createTable(operation: Operation<'create-table'>): void {
    const { text: name } = operation.table;
    if (operation.ifNotExists && this.#table(name)) return;
    if (operation.force) {
      this.#run(`DROP TABLE IF EXISTS ${exactName(name)}`, [name], operation.range, { drops: 'table' });
    }
    const table: ScriptTable = {
      name,
      columns: [...operation.columns],
      primaryKey: operation.primaryKey,
      uniques: operation.uniques.map(({ columns, name: own }) => ({ columns, name: own })),
      foreignKeys: [...operation.foreignKeys],
      indexes: new Map(),
      extras: [],
      stores: operation.storesField,
      raw: false,
    };
    this.#tables.set(name.toLowerCase(), table);
    if (operation.alias !== undefined) this.#aliases.set(operation.alias.toLowerCase(), name);
    const names = new Map([
      ['table', { range: operation.table.range }],
      ...operation.columns.map((column) => [columnKey(column), { range: column.range }] as const),
      ...this.#namesOf({ table: name, foreignKeys: operation.foreignKeys, indexes: [] }),
    ]);
    const sql = createTableSql(table, (parent) => this.#real(parent));
    const text = operation.ifNotExists ? sql.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS') : sql;
    this.#run(text, [name], operation.range, { names });
    for (const index of operation.indexes) this.#addIndex(name, index, false);
  }

  #dropTable({ table, ifExists, range }: Operation<'drop-table'>): void {
    const name = this.#real(table);
    const stored = [...this.#tables.values()].filter(
      ({ stores }) => stores && this.#real(stores.table) === name,
    );
    for (const other of stored) this.#drop(other, range);
    this.#run(`DROP TABLE ${ifExists ? 'IF EXISTS ' : ''}${exactName(name)}`, [name], range, {
      drops: 'table',
    });
    this.#tables.delete(name.toLowerCase());
    this.#aliases.delete(table.toLowerCase());
  }

  #drop({ name }: ScriptTable, range: Range): void {
    this.#run(`DROP TABLE ${exactName(name)}`, [name], range, { drops: 'table' });
    this.#tables.delete(name.toLowerCase());
  }

  /** The table that stores a field of another. */
  #storing({ table, column }: { readonly table: string; readonly column: string }): ScriptTable | undefined {
    const owner = this.#real(table);
    return [...this.#tables.values()].find(
      ({ stores }) =>
        stores && this.#real(stores.table) === owner && stores.field.toLowerCase() === column.toLowerCase(),
    );
  }

  #renameTable({ kind, table, to, range }: Operation<'rename-table' | 'set-table-name'>): void {
    const name = this.#real(table);
    if (kind === 'rename-table' && this.#aliases.has(table.toLowerCase())) {
      this.#aliases.delete(table.toLowerCase());
      this.#aliases.set(to.text.toLowerCase(), name);
      return;
    }
    if (kind === 'set-table-name') this.#aliases.set(table.toLowerCase(), to.text);
    if (name.toLowerCase() === to.text.toLowerCase()) return;
    this.#run(`ALTER TABLE ${exactName(name)} RENAME TO ${exactName(to.text)}`, [name, to.text], range, {
      renames: { from: name.toLowerCase(), to: to.text.toLowerCase() },
    });
    const known = this.#tables.get(name.toLowerCase());
    // Tables that store its fields are renamed with it, and so are their columns: how is not followed.
    const stored = [...this.#tables.values()].filter(
      ({ stores }) => stores && this.#real(stores.table) === name,
    );
    if (stored.length > 0) {
      const names = stored.map((other) => other.name);
      this.#opaque('it stores a field of a table that is renamed', names, range);
    }
    this.#tables.delete(name.toLowerCase());
    if (known) {
      const renamed = { ...known, name: to.text };
      this.#tables.set(to.text.toLowerCase(), renamed);
      this.#renameIndexes(renamed, name, new Map(), range);
    }
    for (const other of this.#tables.values()) {
      other.foreignKeys = other.foreignKeys.map((key) =>
        key.table.toLowerCase() === name.toLowerCase() ? { ...key, table: to.text } : key,
      );
    }
  }

  #addColumn(operation: Operation<'add-column'>): void {
    const { column, foreignKeys, indexes, range } = operation;
    const name = this.#real(operation.table);
    const table = this.#table(name);
    if (operation.ifNotExists && table && columnOf(table, column.name.text)) return;
    const names = this.#namesOf({ table: name, foreignKeys, indexes: [] }, column);
    const [key, ...more] = foreignKeys;
    // What ALTER TABLE ADD COLUMN refuses, or has no words for, is added by making the table anew.
    const plain = !column.unique && !column.primaryKey && column.generated === undefined;
    const plainKey = !key || (column.default === undefined && key.columns.length === 1 && more.length === 0);
    if (plain && plainKey) {
      const references = key ? ` ${referencesSql(key, (parent) => this.#real(parent))}` : '';
      const sql = `ALTER TABLE ${exactName(name)} ADD COLUMN ${columnSql(column, false)}${references}`;
      this.#run(sql, [name], range, { names });
      table?.columns.push(column);
      table?.foreignKeys.push(...foreignKeys);
    } else {
      const add: TableChange = (known) => {
        known.columns.push(column);
        known.foreignKeys.push(...foreignKeys);
        return undefined;
      };
      this.#rebuild(operation, add, names);
    }
    for (const index of indexes) this.#addIndex(name, index, false);
  }

  #renameColumn({ table: tableName, column, to, field, range }: Operation<'rename-column'>): void {
    const name = this.#real(tableName);
    const table = this.#table(name);
    const from = columnName(table, column);
    const known = table && columnOf(table, column);
    const stored = field !== undefined && !known ? this.#storing({ table: tableName, column }) : undefined;
    if (stored) {
      this.#opaque('it stores a field that is renamed', [stored.name], range);
      return;
    }
    const text = field === undefined ? to.text : columnOfField(known, column, to.text);
    if (from.toLowerCase() !== text.toLowerCase()) {
      const sql = `ALTER TABLE ${exactName(name)} RENAME COLUMN ${exactName(from)} TO ${exactName(text)}`;
      this.#run(sql, [name], range, {
        names: new Map([[`column ${text.toLowerCase()}`, { range: to.range }]]),
      });
    }
    if (!table) return;
    const before = new Map([...table.indexes].map(([key, index]) => [key, index.columns]));
    renameColumn(column, text, field)(table);
    this.#renameIndexes(table, name, before, range);
  }

  #renameIndexes(
    table: ScriptTable,
    before: string,
    columns: ReadonlyMap<string, readonly string[]>,
    range: Range,
  ): void {
    if (this.#tool !== 'rails') return;
    for (const [from, to] of renameRailsIndexes(table, { table: before, columns })) {
      const index = table.indexes.get(to);
      if (!index) continue;
      this.#run(`DROP INDEX ${exactName(from)}`, [table.name], range, { drops: 'other' });
      this.#addIndex(table.name, index, false);
    }
  }

  #addIndex(tableName: string, index: IndexSpec, ifNotExists: boolean): void {
    const name = this.#real(tableName);
    const table = this.#table(name);
    const own = indexName(name, index);
    if (ifNotExists && table?.indexes.has(own.toLowerCase())) return;
    table?.indexes.set(own.toLowerCase(), index);
    const sql = createIndexSql(table, name, index);
    this.#run(ifNotExists ? sql.replace(' INDEX ', ' INDEX IF NOT EXISTS ') : sql, [name], index.range, {
      names: new Map([[`index ${own.toLowerCase()}`, placeOfIndex(index)]]),
    });
  }

  #setTogether({ table: tableName, option, indexes, range }: Operation<'set-together'>): void {
    const table = this.#table(tableName);
    if (!table) {
      this.#opaque(`no script makes the table ${this.#real(tableName)}`, [tableName], range);
      return;
    }
    const wanted = new Set(indexes.map((index) => indexName(table.name, index).toLowerCase()));
    for (const [key, index] of [...table.indexes]) {
      if (index.together !== option || wanted.has(key)) continue;
      this.#run(`DROP INDEX ${exactName(indexName(table.name, index))}`, [table.name], range, {
        drops: 'other',
      });
      table.indexes.delete(key);
    }
    for (const index of indexes)
      if (!table.indexes.has(indexName(table.name, index).toLowerCase()))
        this.#addIndex(tableName, index, false);
  }

  #dropIndex({ table: tableName, name, columns, ifExists, range }: Operation<'drop-index'>): void {
    const touched = tableName === undefined ? undefined : [this.#real(tableName)];
    const table = tableName === undefined ? undefined : this.#table(tableName);
    const found =
      table && [...table.indexes].find(([key, index]) => isMeant(table, key, index, name, columns));
    const own = found ? indexName(table.name, found[1]) : name;
    if (ifExists && table && !table.raw && !found) return;
    if (own === undefined) {
      this.#opaque('the index that it drops is not known', touched, range);
      return;
    }
    const owners = [...this.#tables.values()].filter(({ indexes }) => indexes.has(own.toLowerCase()));
    this.#run(`DROP INDEX ${exactName(own)}`, touched ?? owners.map((owner) => owner.name), range, {
      drops: 'other',
    });
    for (const owner of owners) owner.indexes.delete(own.toLowerCase());
  }

  #renameIndex({ table: tableName, name, to, range }: Operation<'rename-index'>): void {
    const wanted = tableName === undefined ? undefined : this.#real(tableName).toLowerCase();
    const table = [...this.#tables.values()].find(
      (candidate) =>
        candidate.indexes.has(name.toLowerCase()) &&
        (wanted === undefined || candidate.name.toLowerCase() === wanted),
    );
    const index = table?.indexes.get(name.toLowerCase());
    if (!table || !index) {
      this.#opaque(
        `the index ${name} that it renames is not known`,
        wanted === undefined ? undefined : [wanted],
        range,
      );
      return;
    }
    this.#run(`DROP INDEX ${exactName(name)}`, [table.name], range, { drops: 'other' });
    table.indexes.delete(name.toLowerCase());
    this.#addIndex(table.name, { ...index, name: to }, false);
  }

  /** SQL that the script runs as it is. */
  #sql({ sql, textRange, verbatim, range }: Operation<'sql'>): void {
    for (const { syntax, start } of readSqlDocument(sql, this.#cache).statements) {
      if (!shapesSchema(syntax)) continue;
      const statement = new Statement(syntax, textRange.start + start, undefined);
      const place: Place = verbatim
        ? { file: this.#file, range: statement.range, statement }
        : { file: this.#file, range };
      const step = statementStep(syntax, place);
      this.#steps.push(step);
      const { tree } = syntax;
      if (tree?.type === 'CreateIndexStmt') this.#table(tree.tblName.text)?.extras.push(syntax.text);
      else if (tree?.type === 'CreateTriggerStmt')
        this.#table(tree.tblName.objName.text)?.extras.push(syntax.text);
      else this.noteSql(step.touches ?? []);
    }
  }

  /** Changes what is known of a table, and makes the table anew from it. */
  #rebuild(
    { table: tableName, range }: { readonly table: string; readonly range: Range },
    change: TableChange,
    names: Names = new Map(),
  ): void {
    const name = this.#real(tableName);
    const table = this.#table(name);
    const failure = !table
      ? `no script makes the table ${name}`
      : table.raw
        ? `SQL that a script runs has shaped the table ${name}`
        : change(table);
    if (!table || failure !== undefined) {
      this.#opaque(failure ?? '', [name], range);
      return;
    }
    const create = createTableSql(table, (parent) => this.#real(parent));
    const indexes = [...table.indexes.values()].map((index) => createIndexSql(table, name, index));
    this.#run(
      [`DROP TABLE ${exactName(name)}`, create, ...indexes, ...table.extras].join(';\n'),
      [name],
      range,
      {
        continues: name.toLowerCase(),
        names,
      },
    );
  }

  #run(
    sql: string,
    touches: readonly string[],
    range: Range,
    options: Pick<TimelineStep, 'drops' | 'continues' | 'renames'> & { readonly names?: Names } = {},
  ): void {
    const { names, ...rest } = options;
    this.#steps.push({
      place: { file: this.#file, range, ...(names && { names }) },
      run: { sql, ...(rest.continues !== undefined && { atomic: true }) },
      touches: touches.map((name) => name.toLowerCase()),
      ...rest,
    });
  }

  #opaque(reason: string, tables: readonly string[] | undefined, range: Range): void {
    this.#steps.push({
      place: { file: this.#file, range },
      run: undefined,
      touches: tables?.map((name) => this.#real(name).toLowerCase()),
      opaque: reason,
    });
  }

  /** The places of what an operation declares. */
  #namesOf(
    {
      table: tableName,
      foreignKeys,
      indexes,
    }: {
      readonly table: string;
      readonly foreignKeys: readonly ForeignKeySpec[];
      readonly indexes: readonly IndexSpec[];
    },
    column?: ColumnSpec,
  ): Map<string, Named> {
    const name = this.#real(tableName);
    const table = this.#table(name);
    const names = new Map<string, Named>(column && [[columnKey(column), { range: column.range }]]);
    for (const { columns, range } of foreignKeys) {
      const own = columns.map((other) =>
        column?.field !== undefined && column.field.toLowerCase() === other.toLowerCase()
          ? column.name.text
          : columnName(table, other),
      );
      names.set(`key ${own.join().toLowerCase()}`, { range });
    }
    for (const index of indexes)
      names.set(`index ${indexName(name, index).toLowerCase()}`, placeOfIndex(index));
    return names;
  }

  #table(name: string): ScriptTable | undefined {
    return this.#tables.get(this.#real(name).toLowerCase());
  }

  #real(name: string): string {
    return this.#aliases.get(name.toLowerCase()) ?? name;
  }
}

/** The column of a renamed field: `<field>_id` follows the field, and so does one of its name; another keeps its own. */
function columnOfField(column: ColumnSpec | undefined, field: string, to: string): string {
  const own = column?.name.text;
  if (own === undefined || own.toLowerCase() === field.toLowerCase()) return to;
  return own.toLowerCase() === `${field}_id`.toLowerCase() ? `${to}_id` : own;
}

function columnKey({ name }: ColumnSpec): string {
  return `column ${name.text.toLowerCase()}`;
}

function placeOfIndex({ range, implied, name }: IndexSpec): Named {
  return { range, implied, unnamed: name === undefined };
}
