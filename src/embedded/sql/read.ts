import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostLanguage } from '../host-languages.ts';
import { testCode } from '../syntax/rust.ts';
import { cSharpTexts } from './csharp.ts';
import type { EmbeddedSql } from './embedded-sql.ts';
import { goTexts } from './go.ts';
import { javaTexts } from './java.ts';
import { javaScriptTexts } from './javascript.ts';
import { phpTexts } from './php.ts';
import { pythonTexts } from './python.ts';
import { rubyTexts } from './ruby.ts';
import { rustTexts } from './rust.ts';
import { TextReader, type TextSyntax } from './text-expressions.ts';

const syntaxes: Readonly<Record<HostLanguage, (root: Node, text: string) => TextSyntax>> = {
  'c-sharp': cSharpTexts,
  go: goTexts,
  java: javaTexts,
  javascript: javaScriptTexts,
  php: phpTexts,
  python: pythonTexts,
  ruby: rubyTexts,
  rust: rustTexts,
  tsx: javaScriptTexts,
  typescript: javaScriptTexts,
};

/** A longer text is data or a bundle, whatever its name. */
const maxLength = 1_000_000;

const words =
  /\bSELECT\b[^;]{1,500}?\bFROM\b|\bINSERT\s+(?:OR\s+\w+\s+)?INTO\b|\bREPLACE\s+INTO\b|\bUPDATE\s+\S{1,80}\s+SET\b|\bDELETE\s+FROM\b/i;

/** True for a text that may hold queries, by a look at its words. */
export function mayHoldSql(text: string): boolean {
  return text.length <= maxLength && words.test(text);
}

/** Puts the texts of a file together: constants, sums, formats. */
export function textReaderOf(language: HostLanguage, root: Node, text: string): TextReader {
  return new TextReader(root, syntaxes[language](root, text));
}

/**
 * The SQL in a text of a host language, in its order, without that of code which is compiled for tests only.
 * @param texts what puts the file's texts together
 */
export function readEmbeddedSql(language: HostLanguage, root: Node, texts: TextReader): EmbeddedSql[] {
  const found = texts.sql();
  if (language !== 'rust' || found.length === 0) return found;
  const tests = testCode(root);
  return found.filter(
    ({ range }) => !tests.some(({ start, end }) => start <= range.start && range.end <= end),
  );
}
