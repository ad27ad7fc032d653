import type { Registry } from '../../facts/drivers/driver.ts';
import type { Range } from '../../text/range.ts';
import type { TextPiece } from '../sql/builder.ts';
import type { ConnectionSite, Setting, Written } from './site.ts';

/** A text that a program puts together, some of it perhaps of what other files declare. */
export interface PendingText {
  readonly pieces: readonly TextPiece[];
  /** What the holes stand for, by where they start. */
  readonly holes: ReadonlyMap<number, PendingHole>;
  /** Stretches that are put in on some conditions only. */
  readonly maybe: readonly Range[];
}

/** What is filled into a text in place of one hole. */
export interface PendingHole {
  /** What is written of it. */
  readonly written: Written;
  /** A name that may be declared in another file: `commonOptions`, `sqlite.DriverName`. */
  readonly name: string | undefined;
  /** Where a method builds it of a struct. */
  readonly built?: BuiltText | undefined;
}

/** A text that a method builds of the fields of a struct. */
export interface BuiltText {
  readonly method: string;
  /** The function that makes the struct, as called. */
  readonly madeBy: string;
  /** Fields that may be given other values. */
  readonly changes: readonly { readonly field: string; readonly value: PendingText }[];
}

/** What a method builds: parameters of text and fields, each where the field of a condition is set. */
export interface StructTexts {
  readonly parameters: readonly {
    readonly pieces: readonly (string | { readonly field: string })[];
    readonly condition: string | undefined;
  }[];
  /** True where the text starts with `file:`. */
  readonly isUri: boolean;
}

/** The structs of a file that texts are built of. */
export interface SharedStructs {
  /** The texts of fields, by the function that makes the struct; undefined for what is computed. */
  readonly makers: ReadonlyMap<string, ReadonlyMap<string, string | undefined>>;
  readonly methods: ReadonlyMap<string, StructTexts>;
}

/** A call of a function, with which of its arguments are paths and surely nothing else. */
export interface CallWithPaths {
  readonly name: string;
  readonly paths: readonly boolean[];
}

/** What a file says that other files depend on. */
export interface SharedDeclarations {
  /** The name of its package. */
  readonly package: string;
  /** The constants and variables of the package that are texts. */
  readonly texts: ReadonlyMap<string, string>;
  readonly drivers: readonly NamedDriver[];
  /** Calls of functions that are told the name of a driver, with their arguments. */
  readonly calls: readonly { readonly name: string; readonly arguments: readonly PendingText[] }[];
  readonly structs: SharedStructs;
  /** Pragmas that functions run which are handed one connection, by the name of the function. */
  readonly hooks: ReadonlyMap<string, readonly Setting[]>;
  /** True where it limits a pool that it does not open to one connection, or to a number that is computed. */
  readonly limitsPools: boolean;
  /** Calls that may tell a function which database to open. */
  readonly pathCalls: readonly CallWithPaths[];
  /** The fields that keep a pool: `Store.db`. */
  readonly pools: ReadonlySet<string>;
}

/** A driver that a file makes known under a name. */
export interface NamedDriver {
  /** Undefined for all names of the driver: a hook that it runs on each of its connections. */
  readonly name: string | undefined;
  /** Its id. */
  readonly driver: string;
  /** True where the program registers it by itself, not the driver's package. */
  readonly isCustom: boolean;
  /** What its hook runs on each new connection. */
  readonly settings: readonly Setting[];
  readonly opaque: string | undefined;
  /** The file that says so. */
  readonly path: string;
}

/** What the rest of the project says to a file. */
export interface Surroundings {
  /** What the file itself and others share. */
  readonly shared: readonly { readonly folder: string; readonly declarations: SharedDeclarations }[];
  /** The folder of the file. */
  readonly folder: string;
  /** True where lock files or manifests name a package. */
  requires(registry: Registry, name: string): boolean;
}

/** A data source name that a file keeps for another to open: the default of a configuration, an argument. */
export interface StoredName {
  /** What its parameters make of the driver of the project; undefined where that is not one. */
  readonly resolve: (
    around: Surroundings,
  ) =>
    | (Pick<ConnectionSite, 'settings' | 'ignored' | 'sharedCache' | 'storage'> & { readonly driver: string })
    | undefined;
}

/** A place that opens a database, where it takes the rest of the project to tell which driver does, and how. */
export interface PendingSite {
  /** Undefined where it is no connection to SQLite. */
  readonly resolve: (around: Surroundings) => ConnectionSite | undefined;
}
