import type { Node } from '@vscode/tree-sitter-wasm';
import type { SyntaxCache } from '../../sql/document.ts';
import type { EmbeddedSql } from '../sql/embedded-sql.ts';
import type { TextReader } from '../sql/text-expressions.ts';
import type { FoundConnections } from './site.ts';

/** A file of a host language, parsed. */
export interface HostFile {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** All SQL in its texts, in the file's order. */
  readonly sql: readonly EmbeddedSql[];
  /** Puts texts together: constants, sums, formats, interpolations. */
  readonly texts: TextReader;
  readonly cache: SyntaxCache;
}

/** Finds the connections in files of one host language. Each driver of the language has a file of its own. */
export interface ConnectionReader {
  /** Matches the text of files that import a driver: a cheap test before a file is parsed. */
  readonly marks: RegExp;
  /** Finds the connections of a file, and the pragmas that are run on handles which are opened elsewhere. */
  readonly read: (file: HostFile) => FoundConnections;
}
