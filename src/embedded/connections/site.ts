import type { BeginMode, Registry, VersionRange } from '../../facts/drivers/driver.ts';
import type { Range } from '../../text/range.ts';
import type { TextPiece } from '../sql/builder.ts';
import type { SqlAccess } from './access.ts';

/** A text of a program as far as it is written there. */
export type Written =
  | { readonly kind: 'text'; readonly text: string; readonly range?: Range | undefined }
  /** The value of an environment variable, with what is taken where it isn't set. */
  | { readonly kind: 'env'; readonly name: string; readonly otherwise?: string | undefined }
  /** A path to a file that is computed at run time and that surely holds no parameters: `config.databasePath`. */
  | { readonly kind: 'path'; readonly written: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** How a pragma gets its value. */
export type SettingBy =
  /** A parameter of the connection string or URL. */
  | 'dsn'
  /** A key of the options, or a setting of a configuration file. */
  | 'option'
  /** A method of a builder of connections. */
  | 'builder'
  /** SQL that the driver runs on each new connection. */
  | 'hook'
  /** SQL that the program runs on the handle. */
  | 'statement';

/** A pragma that is set on a connection. */
export interface Setting {
  /** In lower case, as SQLite names it; one that SQLite doesn't have, too. */
  readonly pragma: string;
  /** As SQLite is told it: `5000`, `WAL`, `ON`, in any spelling; undefined where it is computed at run time. */
  readonly value: string | undefined;
  readonly by: SettingBy;
  /** As the program names it: `_busy_timeout`, `timeout`, `enableWAL`, `PRAGMA busy_timeout`. */
  readonly written: string;
  /** Where it stands in the file. */
  readonly range: Range;
  /** True where every connection of the handle gets it; false where only the one does that happens to run it. */
  readonly everyConnection: boolean;
  /** True where it happens on some conditions only. */
  readonly maybe?: boolean | undefined;
  /** The versions that take it; with others it has no effect. */
  readonly takenBy?: readonly VersionRange[] | undefined;
  /** What has the effect in the other versions; a fix writes it in the place of `range`. */
  readonly instead?: string | undefined;
  /** The environment variable that gives the value where it is set: `value` is what holds otherwise. */
  readonly env?: string | undefined;
}

/** A parameter or an option that has no effect: the driver does not know it, or does not pass it on. */
export interface IgnoredParameter {
  /** As written: `_journal_mode`. */
  readonly name: string;
  readonly range: Range;
  /** Why it has no effect, as a sentence that starts with the driver's name. */
  readonly reason: string;
  /** What would have the effect that was meant: `_pragma=journal_mode(WAL)`; undefined where nothing would. */
  readonly instead?: string | undefined;
  /** What the edit of a fix writes in the place of `range`; undefined where there is no simple one. */
  readonly replacement?: string | undefined;
}

/** A place where a program or a configuration opens a database of SQLite. */
export interface ConnectionSite {
  /** The `id` of a driver of `src/facts/drivers`. */
  readonly driver: string;
  /** The expression that opens it, or the keys that configure it. */
  readonly range: Range;
  /** The path or URL of the database as written: `app.db`, `file:app.db?mode=ro`, `jdbc:sqlite:app.db`. */
  readonly database: Written;
  /** What kind of database it is, as the path, the options or the driver tell. */
  readonly storage: 'file' | 'memory' | 'temporary' | 'unknown';
  readonly readOnly: boolean;
  /** In the order in which they take effect: of two for one pragma the later holds. */
  readonly settings: readonly Setting[];
  readonly ignored: readonly IgnoredParameter[];
  /** Why other code may configure the connection beyond `settings`; undefined where all that is done with it is seen. */
  readonly opaque: string | undefined;
  /** The mode that transactions begin with, where the site settles it. */
  readonly begin?:
    | ({
        readonly mode: BeginMode | undefined;
        readonly range: Range;
        readonly written: string;
        /** Why the mode is unknown, where it is not computed: `leaves it to the program`. */
        readonly reason?: string | undefined;
      } & Pick<Setting, 'takenBy' | 'env'>)
    | undefined;
  /** What the environment has to say for this to be the connection that is used: `DB_CONNECTION` is `sqlite`. */
  readonly when?:
    | {
        readonly env: string;
        readonly matches: RegExp;
        readonly otherwise: string | undefined;
        /** The path in the variable's value, where that is not as SQLite's own URIs have it. */
        readonly pathOf?: ((value: string) => string) | undefined;
      }
    | undefined;
  /** How many connections the handle opens at most, where the program says so; `unknown`: by a number that is computed. */
  readonly poolSize?: number | 'unknown' | undefined;
  /** How the program calls the handle: `db`, `this.#db`. */
  readonly variable?: string | undefined;
  /** True where shared cache is asked for. */
  readonly sharedCache?: Range | undefined;
  /** How to set a pragma here so that every connection has it; undefined where the site has no place for it. */
  readonly fix?: ((pragma: string, value: string) => SiteFix | undefined) | undefined;
}

/** An edit at a site that sets a pragma. */
export interface SiteFix {
  readonly range: Range;
  readonly text: string;
}

/** A pragma that is run on a handle whose opening is not seen in this file: a parameter, a field of another class. */
export interface LooseSetting extends Setting {
  /** What the handle is, where its type tells. */
  readonly handle: 'pool' | 'connection' | 'unknown';
  /** The ids of the drivers of which every connection of the program gets it: a hook of all engines, a signal. */
  readonly drivers?: readonly string[] | undefined;
}

/** A text that a program puts together, some of it perhaps of what other files declare. */
export interface PendingText {
  readonly pieces: readonly TextPiece[];
  /** What the holes stand for, by where they start. */
  readonly holes: ReadonlyMap<number, PendingHole>;
  /** Stretches that are put in on some conditions only. */
  readonly maybe: readonly Range[];
}

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

/** A place that opens a database, where it takes the rest of the project to tell which driver does, and how. */
export interface PendingSite {
  readonly range: Range;
  /** Undefined where it is no connection to SQLite. */
  readonly resolve: (around: Surroundings) => ConnectionSite | undefined;
}

/** What a reader finds of connections in one file. */
export interface FoundConnections {
  readonly sites: readonly ConnectionSite[];
  /** Pragmas that are run on handles which are opened elsewhere. */
  readonly loose: readonly LooseSetting[];
  /** Further places that name pragmas and set none: options that are null. */
  readonly explained?: readonly Range[] | undefined;
  readonly pending?: readonly PendingSite[] | undefined;
  readonly shared?: SharedDeclarations | undefined;
}

/** A table that a program makes. */
export interface CreatedTable {
  readonly name: string;
  readonly range: Range;
  readonly hasForeignKey: boolean;
}

/** What one file tells of connections. */
export interface ConnectionFacts extends FoundConnections {
  /** Where pragmas are named in ways that were understood, and comments: what is left of the text may set others. */
  readonly explained: readonly Range[];
  readonly creates: readonly CreatedTable[];
  /** What the file's SQL does; undefined for configuration files, which have none. */
  readonly access?: SqlAccess | undefined;
}
