import type { Range } from '../../text/range.ts';

/** A name with the place where it stands in its file. */
export interface Named {
  readonly text: string;
  readonly range: Range;
}

/** A value that a script computes at run time: nothing is known of it. */
export const computed = Symbol('computed');
export type Computed = typeof computed;

export interface ForeignKeySpec {
  readonly columns: readonly string[];
  /** The parent table's name, or the alias that an `alias` operation gave it. */
  readonly table: string;
  /** Undefined: the parent's primary key. */
  readonly parentColumns?: readonly string[] | undefined;
  /** `CASCADE`, `SET NULL` …; undefined for SQLite's default. */
  readonly onDelete?: string | undefined;
  readonly onUpdate?: string | undefined;
  readonly name?: string | undefined;
  readonly range: Range;
}

export interface ColumnSpec {
  /** The column's name in the database. */
  readonly name: Named;
  /** The name by which later operations of the tool call it, where that is another (Django's field `user` for `user_id`). */
  readonly field?: string | undefined;
  /** The type that the tool writes for SQLite; its own word in capitals where that isn't settled. */
  readonly type: string;
  readonly notNull: boolean;
  /** SQL text (`0`, `'x'`, `CURRENT_TIMESTAMP`); undefined without one. */
  readonly default?: string | Computed | undefined;
  readonly primaryKey?: boolean | undefined;
  readonly autoincrement?: boolean | undefined;
  /** A UNIQUE constraint of the column; tools that make an index of their own say so by an index. */
  readonly unique?: boolean | undefined;
  readonly collate?: string | undefined;
  /** The expression of a generated column. */
  readonly generated?: string | undefined;
  /** Where the column is declared: one line of the file, as a rule its name. */
  readonly range: Range;
}

export interface IndexSpec {
  /** The name that the tool gives it; undefined where that can't be told. */
  readonly name: string | undefined;
  /** Names of columns (or of fields); an expression stands in parentheses, as SQL. */
  readonly columns: readonly string[];
  /** Those of `columns` that are sorted downwards. */
  readonly descending?: readonly string[] | undefined;
  readonly unique: boolean;
  /** The SQL condition of a partial index. */
  readonly where?: string | undefined;
  /** True when nothing in the file asks for it: the tool makes it by itself (Django for a foreign key). */
  readonly implied?: boolean | undefined;
  /** The model's option that holds it, where a `set-together` may replace all of that option's indexes. */
  readonly together?: Together | undefined;
  readonly range: Range;
}

/** Django's options that list groups of fields, each with an index of its own. */
export type Together = 'unique_together' | 'index_together';

/**
 * One step of a schema that is written in a host language (Rails, Django, Alembic, Laravel, Knex), in the terms that
 * they share. `range` is the whole call in the file. Tables are named as in the database, or by an alias.
 */
export type SchemaOperation = { readonly range: Range } & (
  | {
      readonly kind: 'create-table';
      readonly table: Named;
      readonly columns: readonly ColumnSpec[];
      /** The primary key's columns where it is a constraint of the table. */
      readonly primaryKey?: readonly string[] | undefined;
      /** UNIQUE constraints of the table. */
      readonly uniques: readonly {
        readonly columns: readonly string[];
        readonly name?: string | undefined;
        readonly range: Range;
      }[];
      readonly foreignKeys: readonly ForeignKeySpec[];
      /** Indexes that the tool makes right after the table. */
      readonly indexes: readonly IndexSpec[];
      readonly ifNotExists?: boolean | undefined;
      /** True when an existing table of the name is dropped first (`create_table force: true`). */
      readonly force?: boolean | undefined;
      /** A name by which other files refer to the table, where that is another (Django's `app_model` with a `db_table`). */
      readonly alias?: string | undefined;
      /**
       * The field that the table stores, where a tool makes a table for one (Django's many-to-many). The table goes when
       * `drop-column` names the field or `drop-table` the field's table, and is renamed with either.
       */
      readonly storesField?: { readonly table: string; readonly field: string } | undefined;
    }
  | { readonly kind: 'drop-table'; readonly table: string; readonly ifExists?: boolean | undefined }
  /** A table that is known by an alias keeps its name: only the alias changes. */
  | { readonly kind: 'rename-table'; readonly table: string; readonly to: Named }
  /** The table gets a name of its own, and is still called `table` by other files (Django's AlterModelTable). */
  | { readonly kind: 'set-table-name'; readonly table: string; readonly to: Named }
  | {
      readonly kind: 'add-column';
      readonly table: string;
      readonly column: ColumnSpec;
      /** Made together with the column. */
      readonly foreignKeys: readonly ForeignKeySpec[];
      readonly indexes: readonly IndexSpec[];
      readonly ifNotExists?: boolean | undefined;
    }
  | {
      readonly kind: 'drop-column';
      readonly table: string;
      readonly column: string;
      readonly ifExists?: boolean | undefined;
    }
  | {
      readonly kind: 'rename-column';
      readonly table: string;
      readonly column: string;
      readonly to: Named;
      /**
       * The field name from now on, where a field is renamed. A column that was called `<field>_id` is called so after
       * the new field; one with a name of its own keeps it.
       */
      readonly field?: string | undefined;
    }
  /** Changes the parts that are given; the others stay. */
  | {
      readonly kind: 'alter-column';
      readonly table: string;
      readonly column: string;
      readonly change: {
        readonly type?: string | undefined;
        readonly notNull?: boolean | undefined;
        readonly unique?: boolean | undefined;
        /** `null` removes it. */
        readonly default?: string | Computed | null | undefined;
      };
    }
  /** The column is declared anew, with its foreign key and the indexes that the tool makes for it (Django's AlterField). */
  | {
      readonly kind: 'replace-column';
      readonly table: string;
      readonly column: string;
      readonly to: ColumnSpec;
      readonly foreignKeys: readonly ForeignKeySpec[];
      readonly indexes: readonly IndexSpec[];
    }
  | {
      readonly kind: 'add-index';
      readonly table: string;
      readonly index: IndexSpec;
      readonly ifNotExists?: boolean | undefined;
    }
  /** The option's indexes are these from now on; those that it had before and that are not among them go. */
  | {
      readonly kind: 'set-together';
      readonly table: string;
      readonly option: Together;
      readonly indexes: readonly IndexSpec[];
    }
  /** By name, else by columns. */
  | {
      readonly kind: 'drop-index';
      readonly table?: string | undefined;
      readonly name?: string | undefined;
      readonly columns?: readonly string[] | undefined;
      readonly ifExists?: boolean | undefined;
    }
  | {
      readonly kind: 'rename-index';
      readonly table?: string | undefined;
      readonly name: string;
      readonly to: string;
    }
  | {
      readonly kind: 'add-unique';
      readonly table: string;
      readonly columns: readonly string[];
      readonly name?: string | undefined;
    }
  | {
      readonly kind: 'drop-unique';
      readonly table: string;
      readonly columns?: readonly string[] | undefined;
      readonly name?: string | undefined;
      /** True where the name may stand for a CHECK constraint, which no operation makes. */
      readonly ifExists?: boolean | undefined;
    }
  | { readonly kind: 'add-foreign-key'; readonly table: string; readonly foreignKey: ForeignKeySpec }
  /** By the columns, the parent or the name. */
  | {
      readonly kind: 'drop-foreign-key';
      readonly table: string;
      readonly columns?: readonly string[] | undefined;
      readonly parent?: string | undefined;
      readonly name?: string | undefined;
    }
  | { readonly kind: 'add-primary-key'; readonly table: string; readonly columns: readonly string[] }
  /** SQL text that the script runs as it is; `textRange` is the literal's content without its quotes. */
  | {
      readonly kind: 'sql';
      readonly sql: string;
      readonly textRange: Range;
      /** True when the content stands in the file exactly as it is run (no escapes), so that offsets can be carried over. */
      readonly verbatim: boolean;
    }
  /** Something that static reading can't follow. `tables`: those that it touches, undefined when that isn't known. */
  | { readonly kind: 'opaque'; readonly reason: string; readonly tables?: readonly string[] | undefined }
);

/** `program`: a program that makes its schema with SQL of its own. */
export type ScriptTool = 'rails' | 'django' | 'alembic' | 'laravel' | 'knex' | 'program';

/** A migration or a schema in a host language. */
export interface MigrationScript {
  readonly tool: ScriptTool;
  /** True for a file that holds the whole schema (Rails' schema.rb), false for one migration of many. */
  readonly whole: boolean;
  /** What it does upwards, in order. */
  readonly operations: readonly SchemaOperation[];
  /** How others refer to it: Alembic's revision, Django's `app.0001_initial`. */
  readonly revision?: string | undefined;
  /** The revisions that it follows: Alembic's down_revision, Django's dependencies as `app.0001_initial`. */
  readonly follows?: readonly string[] | undefined;
  /** Older ones that it stands for: Django's `replaces`, as `app.0001_initial`. */
  readonly replaces?: readonly string[] | undefined;
}
