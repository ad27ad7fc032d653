import type { Node } from '@vscode/tree-sitter-wasm';
import type { SyntaxCache } from '../sql/document.ts';
import type { HostLanguage } from './host-languages.ts';
import type { EmbeddedSql } from './sql/embedded-sql.ts';
import { readEmbeddedSql, textReaderOf } from './sql/read.ts';
import type { TextReader } from './sql/text-expressions.ts';

/** A file of a host language, parsed. Its nodes live as long as its tree. */
export interface HostFile {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  /** All SQL in its texts, in the file's order; read when it is first asked for. */
  readonly sql: readonly EmbeddedSql[];
  /** Puts texts together: constants, sums, formats, interpolations. */
  readonly texts: TextReader;
  readonly cache: SyntaxCache;
}

/** Makes a file of its text and its tree. */
export function hostFile(
  language: HostLanguage,
  path: string,
  text: string,
  root: Node,
  cache: SyntaxCache,
): HostFile {
  const texts = textReaderOf(language, root, text);
  let sql: readonly EmbeddedSql[] | undefined;
  return {
    path,
    text,
    root,
    texts,
    cache,
    get sql() {
      sql ??= readEmbeddedSql(language, root, texts);
      return sql;
    },
  };
}
