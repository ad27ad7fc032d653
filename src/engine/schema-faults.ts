import type { Database } from 'sql.js';
import { mentionsName } from '../sql/names.ts';
import { type Expr, walk } from '../sql/tree.ts';
import type { SchemaFault, Table } from './catalog.ts';
import { checksOf, collationOf, columnDefinition, definitionOf } from './definition.ts';
import { messageOf } from './messages.ts';
import { quoteName } from './read-catalog.ts';
import { rowidAlias } from './rowid.ts';

/** Messages that say nothing of the schema: of what this build lacks, and of what a view can't do by itself. */
const unknown =
  /^(?:no such (?:function|module|collation sequence)|unknown function|wrong number of arguments|cannot modify |malformed |unable to use function|parser stack overflow)/;

/**
 * Finds what SQLite accepts when a schema is built and refuses when it is used: it looks into views, triggers and
 * defaults at that time only (https://sqlite.org/lang_createtrigger.html). Everything is compiled or run in the
 * database, which is the same afterwards and has no rows.
 */
export class FaultFinder {
  readonly #db: Database;
  /** Tables that stand in for others, in lower case: what is said of them may be wrong. */
  readonly #stubs: ReadonlySet<string>;
  readonly #defaults = new WeakMap<Table, SchemaFault[]>();

  constructor(db: Database, stubs: ReadonlySet<string>) {
    this.#db = db;
    this.#stubs = stubs;
  }

  find(tables: readonly Table[]): SchemaFault[] {
    const views = this.#views(tables);
    const broken = new Set(views.map(({ table }) => table.toLowerCase()));
    return [
      ...views,
      ...this.#triggers(tables.filter(({ name }) => !broken.has(name.toLowerCase()))),
      ...tables.flatMap((table) => this.#ofDefaults(table)),
    ];
  }

  #views(tables: readonly Table[]): SchemaFault[] {
    const faults = tables.flatMap((table): { fault: SchemaFault; sql: string }[] => {
      if (table.kind !== 'view' || this.#namesStub(table.sql)) return [];
      const message = this.#refusal(`SELECT * FROM ${quoteName(table.name)}`);
      if (message === undefined || unknown.test(message)) return [];
      return [{ fault: { kind: 'view', table: table.name, name: table.name, message }, sql: table.sql }];
    });
    // A view on a broken one is broken by that.
    return faults
      .filter(
        ({ fault, sql }) =>
          !faults.some(
            (other) =>
              other.fault !== fault &&
              other.fault.message === fault.message &&
              mentionsName(sql, other.fault.name),
          ),
      )
      .map(({ fault }) => fault);
  }

  #triggers(tables: readonly Table[]): SchemaFault[] {
    const suspects = tables.filter(
      (table) => table.triggers.length > 0 && writesTo(table).some((sql) => this.#fails(sql)),
    );
    if (suspects.length === 0) return [];
    // Which of the triggers it is shows when each is there alone.
    return this.#aside(() => {
      for (const { triggers } of tables)
        for (const { name } of triggers) this.#db.run(`DROP TRIGGER ${quoteName(name)}`);
      return suspects.flatMap((table) =>
        table.triggers.flatMap(({ name, sql }): SchemaFault[] => {
          if (this.#namesStub(sql)) return [];
          this.#db.run(sql);
          const message = writesTo(table)
            .map((write) => this.#refusal(write))
            .find((text) => text !== undefined && !unknown.test(text));
          this.#db.run(`DROP TRIGGER ${quoteName(name)}`);
          return message === undefined ? [] : [{ kind: 'trigger', table: table.name, name, message }];
        }),
      );
    });
  }

  #ofDefaults(table: Table): SchemaFault[] {
    let faults = this.#defaults.get(table);
    if (!faults) {
      faults = table.kind === 'table' ? this.#refusedDefaults(table) : [];
      this.#defaults.set(table, faults);
    }
    return faults;
  }

  #refusedDefaults(table: Table): SchemaFault[] {
    // SQLite numbers the rowid by itself, whatever its default is.
    const alias = rowidAlias(table);
    const given = table.columns.filter(
      (column) =>
        column !== alias &&
        !column.generated &&
        column.defaultValue !== null &&
        !/^null$/i.test(column.defaultValue),
    );
    if (given.length === 0 || !(table.strict || /\bCHECK\b/i.test(table.sql))) return [];
    return given.flatMap((column): SchemaFault[] => {
      const sql = columnAlone(table, column.name, column.defaultValue as string);
      if (sql === undefined) return [];
      const message = this.#aside(() => {
        try {
          this.#db.run(sql);
        } catch {
          return undefined;
        }
        try {
          this.#db.run('INSERT INTO temp.preflight_default DEFAULT VALUES');
          return undefined;
        } catch (error) {
          return messageOf(error);
        }
      });
      if (message === undefined || !/^(?:CHECK constraint failed|cannot store )/.test(message)) return [];
      return [{ kind: 'default', table: table.name, name: column.name, message }];
    });
  }

  /** Does something in the database, and takes it back. */
  #aside<T>(work: () => T): T {
    this.#db.run('SAVEPOINT preflight_aside');
    try {
      return work();
    } finally {
      this.#db.run('ROLLBACK TO preflight_aside; RELEASE preflight_aside');
    }
  }

  #fails(sql: string): boolean {
    const message = this.#refusal(sql);
    return message !== undefined && !unknown.test(message);
  }

  /** SQLite's message where it does not compile a statement. */
  #refusal(sql: string): string | undefined {
    try {
      this.#db.prepare(sql).free();
      return undefined;
    } catch (error) {
      return messageOf(error);
    }
  }

  #namesStub(sql: string): boolean {
    return [...this.#stubs].some((name) => mentionsName(sql, name));
  }
}

/** Statements that set off every trigger of a table or view. */
function writesTo(table: Table): string[] {
  const name = quoteName(table.name);
  const columns = table.columns.filter(({ generated }) => !generated).map((column) => quoteName(column.name));
  if (columns.length === 0) return [];
  return [
    `INSERT INTO ${name} (${columns.join()}) VALUES (${columns.map(() => 'NULL').join()})`,
    `UPDATE ${name} SET ${columns.map((column) => `${column} = NULL`).join()}`,
    `DELETE FROM ${name}`,
  ];
}

/** Functions whose replacement in this build, or whose effect, is not what an application has. */
const foreignFunctions = /\b(?:printf|regexp|match|random|randomblob)\b/i;

/**
 * A table of one column alone, with its type, its default and the CHECKs that look at nothing else. Undefined where there is
 * nothing that could refuse the default.
 */
function columnAlone(table: Table, column: string, value: string): string | undefined {
  const definition = columnDefinition(table, column);
  if (!definition) return undefined;
  const checks = checksOf(table).map(({ expr }) => expr);
  const others = new Set(
    table.columns.map(({ name }) => name.toLowerCase()).filter((name) => name !== column.toLowerCase()),
  );
  /** The parser's own span: the repaired one may leave out the parenthesis that a list ends in. */
  const written = ({ span }: Expr): string => table.sql.slice(span.offset, span.offset + span.length);
  const alone = checks.filter((expr) => {
    let only = !foreignFunctions.test(written(expr));
    walk(expr, (node) => {
      if (node.type === 'QualifiedExpr' || (node.type === 'Id' && others.has(node.name.toLowerCase())))
        only = false;
      return undefined;
    });
    return only;
  });
  if (alone.length === 0 && !table.strict) return undefined;
  const type = definition.colType ? definitionOf(table)?.syntax.textOf(definition.colType) : '';
  const collation = collationOf(table, column);
  return [
    'CREATE TABLE temp.preflight_default (',
    quoteName(column),
    type,
    `COLLATE ${quoteName(collation)}`,
    `DEFAULT (${value})`,
    ...alone.map((expr) => `CHECK (${written(expr)})`),
    table.strict ? ') STRICT' : ')',
  ].join(' ');
}
