/** What SQLite itself says of a schema, read back by pragmas from a database in which it was built. */
export interface Catalog {
  readonly tables: readonly Table[];
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
   * How SQLite looks up the children of a parent row: `false` when it reads the whole child table.
   * Undefined until the whole schema is built.
   */
  readonly indexed?: boolean | undefined;
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
