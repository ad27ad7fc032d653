import type { Range } from '../../text/range.ts';
import type { Written } from './site.ts';

/** An option that a client of libSQL or Turso is given. */
export interface ClientOption {
  readonly name: string;
  /** The key with its value. */
  readonly range: Range;
  readonly valueRange: Range;
  /** Undefined where it is no literal, nor a product of some. */
  readonly value: string | number | boolean | undefined;
}

/** A place where a program makes a client of libSQL or of Turso, for a file or for a server. */
export interface LibsqlClient {
  /** The module that it comes from: `@libsql/client`, `@libsql/client/web`, `@tursodatabase/database`. */
  readonly module: string;
  readonly range: Range;
  /** The URL, or the path of `@tursodatabase/*`. */
  readonly url: Written;
  /** Where the URL stands; undefined where it is given elsewhere, or not at all. */
  readonly urlRange: Range | undefined;
  readonly options: readonly ClientOption[];
  /** The SQL that the file surely runs on it, whatever the client is for: behind no condition. */
  readonly statements: readonly { readonly text: string; readonly range: Range }[];
  /** True where `options` are all that it is given. */
  readonly isComplete: boolean;
}

/** What a URL leads to: a file, a server, or nothing that is known. */
export function targetOf({ url }: LibsqlClient): 'file' | 'memory' | 'server' | 'unknown' {
  if (url.kind !== 'text') return 'unknown';
  if (/^(?:file:)?:memory:/.test(url.text)) return 'memory';
  if (/^file:/i.test(url.text)) return 'file';
  return /^(?:libsql|https?|wss?):/i.test(url.text) ? 'server' : 'unknown';
}
