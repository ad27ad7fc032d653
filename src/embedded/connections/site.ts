import type { BeginMode, VersionRange } from '../../facts/drivers/driver.ts';
import type { Range } from '../../text/range.ts';

/** A text of a program as far as it is written there. */
export type Written =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly range?: Range | undefined;
      /** The environment variable that decides where it is set: the text is what a file gives it, or the default. */
      readonly env?: string | undefined;
    }
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

/** What the rest of the project has to say about something that a site settles, before it holds. */
export interface ProjectDependent {
  /** The versions that take it: with others it has no effect. Undefined where all do. */
  readonly takenBy?: readonly VersionRange[] | undefined;
  /** The environment variable that gives the value where it is set: what is written holds otherwise. */
  readonly env?: string | undefined;
}

/** A pragma that is set on a connection. */
export interface Setting extends ProjectDependent {
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
  /** What has the effect in the versions that do not take it; a fix writes it in the place of `range`. */
  readonly instead?: string | undefined;
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
  /** True for a pragma that is run while a transaction is open, where SQLite does not change it. */
  readonly isInTransaction?: boolean | undefined;
}

/** The mode in which the transactions of a connection begin. */
export interface BeginSetting extends ProjectDependent {
  /** Undefined where it is not known. */
  readonly mode: BeginMode | undefined;
  readonly range: Range;
  /** As the program names it: `_txlock`, `isolation_level`. */
  readonly written: string;
  /** Why the mode is unknown, as what `written` does; undefined where it is computed at run time. */
  readonly reason?: string | undefined;
}

/** A choice among connections that an environment variable makes: `DB_CONNECTION` is `sqlite`. */
export interface EnvironmentChoice {
  /** The name of the variable. */
  readonly env: string;
  /** The values with which the connection is used. */
  readonly matches: RegExp;
  /** What is taken where the variable is not set. */
  readonly otherwise: string | undefined;
  /** The path in the variable's value, where that is not as SQLite's own URIs have it. */
  readonly pathOf?: ((value: string) => string) | undefined;
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
  /**
   * The pragmas that `opaque` is about with versions which take no others, nor a mode of transactions; undefined where it
   * is about everything.
   */
  readonly opaqueFor?: { readonly pragmas: readonly string[]; readonly before: string } | undefined;
  /** True where `opaque` stands for nothing but code that is handed the handle once it is open. */
  readonly isHandedOn?: boolean | undefined;
  /** The mode that transactions begin with, where the site settles it. */
  readonly begin?: BeginSetting | undefined;
  /** What the environment has to say for this to be the connection that is used; undefined where it always is. */
  readonly when?: EnvironmentChoice | undefined;
  /** How many connections the handle opens at most, where the program says so; `unknown`: by a number that is computed. */
  readonly poolSize?: number | 'unknown' | undefined;
  /** How the program calls the handle: `db`, `this.#db`. */
  readonly variable?: string | undefined;
  /** Where shared cache is asked for. */
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
  /** The field that keeps the handle, `Store.db`, where another file of the folder may declare what it is. */
  readonly field?: string | undefined;
  /** The ids of the drivers of which every connection of the program gets it: a hook of all engines, a signal. */
  readonly drivers?: readonly string[] | undefined;
}
