import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostLanguage } from '../host-languages.ts';
import { readCSharpSql } from './csharp.ts';
import type { EmbeddedSql } from './embedded-sql.ts';
import { readGoSql } from './go.ts';
import { readJavaSql } from './java.ts';
import { readJavaScriptSql } from './javascript.ts';
import { readPhpSql } from './php.ts';
import { readPythonSql } from './python.ts';
import { readRubySql } from './ruby.ts';
import { readRustSql } from './rust.ts';

const readers: Readonly<Record<HostLanguage, (root: Node, text: string) => EmbeddedSql[]>> = {
  'c-sharp': readCSharpSql,
  go: readGoSql,
  java: readJavaSql,
  javascript: readJavaScriptSql,
  php: readPhpSql,
  python: readPythonSql,
  ruby: readRubySql,
  rust: readRustSql,
  tsx: readJavaScriptSql,
  typescript: readJavaScriptSql,
};

/** A longer text is data or a bundle, whatever its name. */
const maxLength = 1_000_000;

const words =
  /\bSELECT\b[^;]{1,500}?\bFROM\b|\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b|\bREPLACE\s+INTO\b|\bUPDATE\s+\S{1,80}\s+SET\b|\bDELETE\s+FROM\b/i;

/** True for a text that may hold queries, by a look at its words. */
export function mayHoldSql(text: string): boolean {
  return text.length <= maxLength && words.test(text);
}

/** The SQL in a text of a host language, in its order. */
export function readEmbeddedSql(language: HostLanguage, root: Node, text: string): EmbeddedSql[] {
  return readers[language](root, text);
}
