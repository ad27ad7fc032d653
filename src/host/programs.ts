/** What a program that was run to its end left. */
export interface ProgramResult {
  /** Undefined when it was ended by a signal. */
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Other programs of the machine, and a place for what they write. */
export interface ProgramHost {
  /**
   * Runs a program to its end; it is ended when the signal is aborted.
   * @throws Error when it can't be started, or when it was ended by the signal
   */
  run(
    program: string,
    args: readonly string[],
    options: { readonly cwd: string; readonly signal: AbortSignal },
  ): Promise<ProgramResult>;
  /** Runs work that writes into a private folder, which is gone afterwards however the work ended. */
  inPrivateFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  isExecutable(path: string): Promise<boolean>;
  /** The names in a folder; none for one that is not there. */
  entries(folder: string): Promise<readonly string[]>;
  /** The file that a path leads to through symbolic links; undefined for none. */
  realPath(path: string): Promise<string | undefined>;
  /** @returns undefined when there is no such file */
  fileInfo(path: string): Promise<{ readonly sizeBytes: number; readonly modifiedAt: Date } | undefined>;
  removeFile(path: string): Promise<void>;
  pause(milliseconds: number, signal: AbortSignal): Promise<void>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What stands between two folders in PATH: `;` on Windows. */
  readonly pathDelimiter: string;
}
