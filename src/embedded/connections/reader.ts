import type { HostFile } from '../host-file.ts';
import type { FoundConnections } from './found.ts';

/** Finds the connections in files of one host language. Each driver of the language has a file of its own. */
export interface ConnectionReader {
  /** Matches the text of files that import a driver: a cheap test before a file is parsed. */
  readonly marks: RegExp;
  /** Finds the connections of a file, and the pragmas that are run on handles which are opened elsewhere. */
  readonly read: (file: HostFile) => FoundConnections;
}
