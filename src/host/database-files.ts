/** What a snapshot needs of a file system. Nothing is opened for writing, and no lock is taken. */
export interface DatabaseFiles {
  /** The bytes of a file, or its first `length`; undefined when it does not exist. */
  readBytes(path: string, length?: number): Promise<Uint8Array | undefined>;
  /** Changes whenever the file was written or replaced; undefined when it does not exist. */
  stamp(path: string): Promise<{ readonly id: string; readonly sizeBytes: number } | undefined>;
  pause(milliseconds: number): Promise<void>;
  /** A copy that SQLite itself makes, in another process; undefined where no native SQLite is at hand. */
  copyNatively?(path: string): Promise<Uint8Array | undefined>;
}

/** The same, with copies of files that are too large for memory. */
export interface FileCopies extends DatabaseFiles {
  /** @returns false when there is no such file; then there is none at the target either */
  copyFile(from: string, to: string): Promise<boolean>;
}
