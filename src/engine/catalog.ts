/** What SQLite itself says of a schema, read back by pragmas from a database in which it was built. */
export interface Catalog {
  readonly tables: readonly Table[];
  /** What the schema promises and does not keep. */
  readonly faults: readonly SchemaFault[];
}

/** Something of a schema that SQLite accepts when it is made, and refuses when it is used. */
export interface SchemaFault {
  readonly kind: /** A view that can't be read. */
    | 'view'
    /** A trigger that can't be compiled, so that what sets it off fails. */
    | 'trigger'
    /** A default that the column's own CHECK or type refuses. */
    | 'default';
  /** The view's own name, or that of the table. */
  readonly table: string;
  /** The trigger's or column's name; that of the view for a view. */
  readonly name: string;
  /** As SQLite says it. */
  readonly message: string;
}

export interface Table {
  readonly name: string;
  readonly kind: 'table' | 'view' | 'virtual' | 'stub';
  readonly withoutRowid: boolean;
  readonly strict: boolean;
  /** The page that holds the table: it stays when a table is renamed. 0 for views and virtual tables. */
  readonly rootPage: number;
  readonly columns: readonly Column[];
  readonly foreignKeys: readonly ForeignKey[];
  readonly indexes: readonly Index[];
  readonly triggers: readonly Trigger[];
  /** The statement that makes the table as it is now: SQLite adds to it what ALTER TABLE changes. */
  readonly sql: string;
}

export interface Trigger {
  readonly name: string;
  /** The whole statement. */
  readonly sql: string;
}

export interface Column {
  readonly name: string;
  /** The declared type as written, perhaps empty. */
  readonly type: string;
  readonly notNull: boolean;
  /** The default's SQL text; null without one. */
  readonly defaultValue: string | null;
  /** 1 for the first column of the primary key, 2 for the second; 0 for the others. */
  readonly primaryKey: number;
  readonly generated: boolean;
}

export interface ForeignKey {
  readonly id: number;
  readonly columns: readonly string[];
  readonly parent: string;
  /** Undefined where the declaration names no columns: the parent's primary key. */
  readonly parentColumns: readonly string[] | undefined;
  readonly onDelete: string;
  readonly onUpdate: string;
  /**
   * How SQLite looks up the children of a parent row: `false` where no index leads to them by all columns of the key.
   * Undefined until the whole schema is built.
   */
  readonly indexed?: boolean | undefined;
  /** True where `indexed` is false because an index leads to the rows by some of the columns only. */
  readonly partlyIndexed?: boolean | undefined;
}

export interface Index {
  readonly name: string;
  readonly unique: boolean;
  /** What made it: CREATE INDEX, a UNIQUE constraint or the primary key. */
  readonly origin: 'create' | 'unique' | 'primary-key';
  /** The WHERE clause of a partial index, else undefined. */
  readonly where: string | undefined;
  readonly columns: readonly IndexColumn[];
  readonly rootPage: number;
}

export interface IndexColumn {
  /** The column's name; for an expression, its SQL text as declared. */
  readonly name: string;
  readonly expression: boolean;
  readonly descending: boolean;
  readonly collation: string;
}

/** What one statement changed: tables as they are now, and the names of those that are gone. */
export interface CatalogChange {
  readonly tables: readonly Table[];
  readonly removed: readonly string[];
}
