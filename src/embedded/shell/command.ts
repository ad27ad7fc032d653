import type { Range } from '../../text/range.ts';

/** A path below a folder that a variable names: `$ROOT/data/app.db`. */
export interface BelowVariable {
  readonly variable: string;
  /** What stands behind the variable: `/data/app.db`. */
  readonly tail: string;
}

/** A word of a command. */
export interface ShellWord {
  /** Without its quotes; undefined where an expansion, a substitution or a pattern makes it up at run time. */
  readonly text: string | undefined;
  /** What it is where variables from outside are unset and have a default (`${DB:-app.db}`); `text` where that is known. */
  readonly byDefault?: string | undefined;
  /** For a path of which only the folder is unknown. */
  readonly below?: BelowVariable | undefined;
  /** As it is written. */
  readonly written: string;
  readonly range: Range;
}

/** Where a command reads from or writes to: `> backup.sql`, `<<EOF`. */
export interface Redirection {
  /** `>`, `>>`, `<`, `<<<`, `&>` …; `<<` for a here-document. */
  readonly operator: string;
  /** The file, or the text that is handed over; undefined for a file descriptor. */
  readonly word: ShellWord | undefined;
}

/** When a command of a text runs, seen from its start. */
export type Certainty =
  /** Each time, unless an earlier command ends the text. */
  | 'always'
  /** In a branch, a loop, a function, or after `&&` and `||`. */
  | 'sometimes';

/** One simple command of a shell: a program with its arguments. */
export interface ShellCommand {
  /** The program without its folder: `litestream`; undefined where it is put together at run time. */
  readonly program: string | undefined;
  /** The program and its arguments, without what launches it (`exec`, `sudo`, `env`, `tini --`, `gosu app`). */
  readonly words: readonly ShellWord[];
  /** What stands before the program and hands over to it, in order: `exec`, `sudo`. */
  readonly launchers: readonly string[];
  /** Variables that are set for this command alone, or, without a program, for the text: name and value. */
  readonly assignments: readonly { readonly name: string; readonly value: ShellWord | undefined }[];
  /** Its redirections; none where they are those of a group of commands. */
  readonly redirections?: readonly Redirection[];
  readonly certainty: Certainty;
  /** True where the shell does not wait for it (`&`). */
  readonly background: boolean;
  /** The whole command with its launchers. */
  readonly range: Range;
}

/** What a text of commands is run for. */
export type CommandPurpose =
  /** A script of its own, whatever it is for. */
  | 'script'
  /** It builds an image. */
  | 'image-build'
  /** It starts a container, a machine or a process. */
  | 'start'
  /** It runs before a new version is started, elsewhere than that (`release_command`). */
  | 'release'
  /** It runs in a pipeline of CI. */
  | 'ci'
  /** It runs by the clock. */
  | 'timer'
  /** A developer's short cut: a target of make, a script of package.json. */
  | 'task';

/** The commands that stand in one place of a file. */
export interface CommandText {
  readonly purpose: CommandPurpose;
  /** What runs it, as people call it: `the image's entrypoint`, `make backup`. */
  readonly what: string;
  /** In the order of the text. */
  readonly commands: readonly ShellCommand[];
  readonly range: Range;
}
