import type { MigrationScript, SchemaOperation, ScriptTool } from '../embedded/migrations/operations.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import { Statement } from '../sql/statement.ts';
import type { Range } from '../text/range.ts';
import type { Place } from './place.ts';
import {
  alterColumn,
  columnOf,
  dropColumn,
  dropForeignKey,
  dropUnique,
  renameColumn,
  replaceColumn,
  type TableChange,
} from './script-changes.ts';
import { addIndex, dropIndex, followRenames, renameIndex, setTogether } from './script-indexes.ts';
import { type Names, ScriptRegistry, StepWriter } from './script-registry.ts';
import {
  columnName,
  columnSql,
  createIndexSql,
  createTableSql,
  exactName,
  referencesSql,
  type ScriptTable,
} from './script-tables.ts';
import { shapesSchema, statementStep, type TimelineStep } from './steps.ts';

type Operation<K extends SchemaOperation['kind']> = Extract<SchemaOperation, { kind: K }>;

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
  readonly #registry: ScriptRegistry;
  readonly #laravel: number;
  #writer = new StepWriter('');
  #tool: ScriptTool = 'rails';

  constructor(cache: SyntaxCache, { aliases = new Map(), laravel = 11 }: ScriptContext = {}) {
    this.#cache = cache;
    this.#registry = new ScriptRegistry(aliases);
    this.#laravel = laravel;
  }

  /** The steps of one script, which follows those compiled before. */
  compile(file: string, script: MigrationScript): TimelineStep[] {
    this.#writer = new StepWriter(file);
    this.#tool = script.tool;
    for (const operation of script.operations) this.#compile(this.#asRun(operation));
    return this.#writer.steps;
  }

  /** Takes note of tables that SQL outside of the scripts' operations has shaped. */
  noteSql(touches: readonly string[]): void {
    for (const name of touches) {
      const table = this.#registry.find(name);
      if (table) table.raw = true;
    }
  }

  /** Before Laravel 11 a foreign key on a table that is there already was left out without a word (SQLiteGrammar). */
  #asRun(operation: SchemaOperation): SchemaOperation {
    if (this.#tool !== 'laravel' || this.#laravel >= 11) return operation;
    if (operation.kind === 'add-column') return { ...operation, foreignKeys: [] };
    if (operation.kind !== 'add-foreign-key') return operation;
    const reason = 'Laravel before 11 adds no foreign key to a table of SQLite';
    return { kind: 'opaque', range: operation.range, reason, tables: [] };
  }

  #compile(operation: SchemaOperation): void {
    const registry = this.#registry;
    const writer = this.#writer;
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
      case 'drop-column':
        this.#dropColumn(operation);
        break;
      case 'rename-column':
        this.#renameColumn(operation);
        break;
      case 'alter-column':
        this.#rebuild(operation, alterColumn(operation));
        break;
      case 'replace-column': {
        const { to, foreignKeys, indexes } = operation;
        const names = registry.namesOf(operation.table, { columns: [to], foreignKeys, indexes });
        this.#rebuild(operation, replaceColumn(operation), names);
        break;
      }
      case 'add-index':
        addIndex(registry, writer, operation.table, operation.index, operation.ifNotExists);
        break;
      case 'set-together':
        setTogether(registry, writer, operation);
        break;
      case 'drop-index':
        dropIndex(registry, writer, operation);
        break;
      case 'rename-index':
        renameIndex(registry, writer, operation);
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
        const names = registry.namesOf(operation.table, { foreignKeys: [foreignKey] });
        this.#rebuild(operation, (table) => void table.foreignKeys.push(foreignKey), names);
        break;
      }
      case 'drop-foreign-key':
        this.#rebuild(
          operation,
          dropForeignKey(operation, (name) => registry.real(name), this.#tool),
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
        writer.opaque(
          operation.reason,
          operation.tables?.map((name) => registry.real(name)),
          operation.range,
        );
        break;
    }
  }

  #createTable(operation: Operation<'create-table'>): void {
    const { table: named, columns, foreignKeys, range } = operation;
    const { text: name } = named;
    if (operation.ifNotExists && this.#registry.find(name)) return;
    if (operation.force) {
      this.#writer.run(`DROP TABLE IF EXISTS ${exactName(name)}`, [name], range, { drops: 'table' });
    }
    const table: ScriptTable = {
      name,
      columns: [...columns],
      primaryKey: operation.primaryKey,
      uniques: operation.uniques.map(({ columns: own, name: constraint }) => ({
        columns: own,
        name: constraint,
      })),
      foreignKeys: [...foreignKeys],
      indexes: new Map(),
      extras: [],
      stores: operation.storesField,
      raw: false,
    };
    this.#registry.add(table);
    if (operation.alias !== undefined) this.#registry.setAlias(operation.alias, name);
    const names = this.#registry.namesOf(name, { columns, foreignKeys }).set('table', { range: named.range });
    const sql = createTableSql(table, (parent) => this.#registry.real(parent));
    const text = operation.ifNotExists ? sql.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS') : sql;
    this.#writer.run(text, [name], range, { names });
    for (const index of operation.indexes) addIndex(this.#registry, this.#writer, name, index);
  }

  #dropTable({ table, ifExists, range }: Operation<'drop-table'>): void {
    const name = this.#registry.real(table);
    for (const other of this.#registry.storing(table)) this.#drop(other.name, range);
    const sql = `DROP TABLE ${ifExists ? 'IF EXISTS ' : ''}${exactName(name)}`;
    this.#writer.run(sql, [name], range, { drops: 'table' });
    this.#registry.remove(table);
  }

  #drop(name: string, range: Range): void {
    this.#writer.run(`DROP TABLE ${exactName(name)}`, [name], range, { drops: 'table' });
    this.#registry.remove(name);
  }

  #renameTable({ kind, table, to, range }: Operation<'rename-table' | 'set-table-name'>): void {
    const name = this.#registry.real(table);
    if (kind === 'rename-table' && this.#registry.hasAlias(table)) {
      this.#registry.moveAlias(table, to.text);
      return;
    }
    if (kind === 'set-table-name') this.#registry.setAlias(table, to.text);
    if (name.toLowerCase() === to.text.toLowerCase()) return;
    this.#writer.run(
      `ALTER TABLE ${exactName(name)} RENAME TO ${exactName(to.text)}`,
      [name, to.text],
      range,
      { renames: { from: name.toLowerCase(), to: to.text.toLowerCase() } },
    );
    // Tables that store its fields are renamed with it, and so are their columns: how is not followed.
    const stored = this.#registry.storing(name).map((other) => other.name);
    if (stored.length > 0) this.#writer.opaque('it stores a field of a table that is renamed', stored, range);
    const renamed = this.#registry.rename(name, to.text);
    if (renamed && this.#tool === 'rails') {
      const before = { table: name, columns: new Map<string, readonly string[]>() };
      followRenames(this.#registry, this.#writer, renamed, before, range);
    }
  }

  #addColumn(operation: Operation<'add-column'>): void {
    const { column, foreignKeys, indexes, range } = operation;
    const name = this.#registry.real(operation.table);
    const table = this.#registry.find(name);
    if (operation.ifNotExists && table && columnOf(table, column.name.text)) return;
    const names = this.#registry.namesOf(name, { columns: [column], foreignKeys });
    const [key, ...more] = foreignKeys;
    // What ALTER TABLE ADD COLUMN refuses, or has no words for, is added by making the table anew.
    const plain = !column.unique && !column.primaryKey && column.generated === undefined;
    const plainKey = !key || (column.default === undefined && key.columns.length === 1 && more.length === 0);
    if (plain && plainKey) {
      const references = key ? ` ${referencesSql(key, (parent) => this.#registry.real(parent))}` : '';
      const sql = `ALTER TABLE ${exactName(name)} ADD COLUMN ${columnSql(column, false)}${references}`;
      this.#writer.run(sql, [name], range, { names });
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
    for (const index of indexes) addIndex(this.#registry, this.#writer, name, index);
  }

  #dropColumn(operation: Operation<'drop-column'>): void {
    const { column, ifExists, range } = operation;
    const table = this.#registry.find(operation.table);
    const isUnknown = table !== undefined && !columnOf(table, column);
    if (ifExists && isUnknown && !table.raw) return;
    const [stored] = isUnknown ? this.#registry.storing(operation.table, column) : [];
    if (stored) this.#drop(stored.name, range);
    else this.#rebuild(operation, dropColumn(column, this.#tool));
  }

  #renameColumn({ table: tableName, column, to, field, range }: Operation<'rename-column'>): void {
    const name = this.#registry.real(tableName);
    const table = this.#registry.find(name);
    const known = table && columnOf(table, column);
    const [stored] = field !== undefined && !known ? this.#registry.storing(tableName, column) : [];
    if (stored) {
      this.#writer.opaque('it stores a field that is renamed', [stored.name], range);
      return;
    }
    const from = columnName(table, column);
    const text = field === undefined ? to.text : columnOfField(known?.name.text, column, to.text);
    if (from.toLowerCase() !== text.toLowerCase()) {
      const sql = `ALTER TABLE ${exactName(name)} RENAME COLUMN ${exactName(from)} TO ${exactName(text)}`;
      const names = new Map([[`column ${text.toLowerCase()}`, { range: to.range }]]);
      this.#writer.run(sql, [name], range, { names });
    }
    if (!table) return;
    const columns = new Map([...table.indexes].map(([key, index]) => [key, index.columns]));
    renameColumn(column, text, field)(table);
    if (this.#tool === 'rails')
      followRenames(this.#registry, this.#writer, table, { table: name, columns }, range);
  }

  /** SQL that the script runs as it is. */
  #sql({ sql, textRange, verbatim, range }: Operation<'sql'>): void {
    const { file } = this.#writer;
    for (const { syntax, start } of readSqlDocument(sql, this.#cache).statements) {
      if (!shapesSchema(syntax)) continue;
      const statement = new Statement(syntax, textRange.start + start, undefined);
      const place: Place = verbatim ? { file, range: statement.range, statement } : { file, range };
      const step = statementStep(syntax, place);
      this.#writer.steps.push(step);
      const { tree } = syntax;
      if (tree?.type === 'CreateIndexStmt') this.#registry.find(tree.tblName.text)?.extras.push(syntax.text);
      else if (tree?.type === 'CreateTriggerStmt')
        this.#registry.find(tree.tblName.objName.text)?.extras.push(syntax.text);
      else this.noteSql(step.touches ?? []);
    }
  }

  /** Changes what is known of a table, and makes the table anew from it. */
  #rebuild(
    { table: tableName, range }: { readonly table: string; readonly range: Range },
    change: TableChange,
    names: Names = new Map(),
  ): void {
    const name = this.#registry.real(tableName);
    const table = this.#registry.find(name);
    const failure = !table
      ? `no script makes the table ${name}`
      : table.raw
        ? `SQL that a script runs has shaped the table ${name}`
        : change(table);
    if (!table || failure !== undefined) {
      this.#writer.opaque(failure ?? '', [name], range);
      return;
    }
    const create = createTableSql(table, (parent) => this.#registry.real(parent));
    const indexes = [...table.indexes.values()].map((index) => createIndexSql(table, name, index));
    const sql = [`DROP TABLE ${exactName(name)}`, create, ...indexes, ...table.extras].join(';\n');
    this.#writer.run(sql, [name], range, { continues: name.toLowerCase(), names });
  }
}

/** The column of a renamed field: `<field>_id` follows the field, and so does one of its name; another keeps its own. */
function columnOfField(column: string | undefined, field: string, to: string): string {
  if (column === undefined || column.toLowerCase() === field.toLowerCase()) return to;
  return column.toLowerCase() === `${field}_id`.toLowerCase() ? `${to}_id` : column;
}
