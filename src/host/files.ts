/** What the project's gathering needs of a file system. Paths are absolute and use `/`. */
export interface FileSystem {
  /** Every file below `root`, relative to it, without what version control ignores and without installed packages. */
  list(root: string, options?: ListOptions): Promise<FileListing>;
  /** The text of a file, or a reason why there is none. */
  readText(path: string): Promise<TextResult>;
  /** The first bytes of a file; undefined when it can't be read. */
  readHead(path: string, length: number): Promise<Uint8Array | undefined>;
}

export interface ListOptions {
  /** Patterns in the syntax of .gitignore, relative to the root. */
  readonly ignore?: readonly string[];
  /** True for a file that is listed although version control ignores it: many commit one that their patterns name. */
  readonly keep?: ((path: string) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface FileListing {
  readonly paths: readonly string[];
  /** Places that could not be looked into, with the reason. */
  readonly problems: readonly { readonly path: string; readonly reason: string }[];
}

export type TextResult =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };
