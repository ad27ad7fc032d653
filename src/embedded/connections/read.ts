import type { Node } from '@vscode/tree-sitter-wasm';
import { advisedPragmas } from '../../facts/effective-pragmas.ts';
import { readSqlDocument, type SyntaxCache } from '../../sql/document.ts';
import type { Range } from '../../text/range.ts';
import type { HostFile } from '../host-file.ts';
import type { HostLanguage } from '../host-languages.ts';
import { type EmbeddedSql, hostRange } from '../sql/embedded-sql.ts';
import { accessOf } from './access.ts';
import { cSharpConnections } from './csharp.ts';
import type { ConnectionFacts, CreatedTable } from './found.ts';
import { goConnections } from './go.ts';
import { javaConnections } from './java.ts';
import { javaScriptConnections } from './javascript.ts';
import { phpConnections } from './php.ts';
import { pythonConnections } from './python.ts';
import type { ConnectionReader } from './reader.ts';
import { rubyConnections } from './ruby.ts';
import { rustConnections } from './rust.ts';
import type { ConnectionSite } from './site.ts';
import { pragmasSetBy } from './statements.ts';

const readers: Readonly<Record<HostLanguage, ConnectionReader>> = {
  python: pythonConnections,
  go: goConnections,
  rust: rustConnections,
  ruby: rubyConnections,
  php: phpConnections,
  java: javaConnections,
  'c-sharp': cSharpConnections,
  javascript: javaScriptConnections,
  tsx: javaScriptConnections,
  typescript: javaScriptConnections,
};

/** True for a text that may open connections, or set pragmas on some, by a look at its words. */
export function mayOpenConnections(language: HostLanguage, text: string): boolean {
  return readers[language].marks.test(text) || /\bpragma[\s_(.]/i.test(text);
}

/** What a file of a host language says of connections. */
export function readConnections(language: HostLanguage, file: HostFile): ConnectionFacts {
  const { root, sql, cache } = file;
  const found = readers[language].read(file);
  const { loose, explained = [] } = found;
  const sites = found.sites.map(withFixesMade);
  return {
    ...found,
    sites,
    explained: [
      ...sites.flatMap(({ settings, ignored }) => [...settings, ...ignored].map(({ range }) => range)),
      ...loose.map(({ range }) => range),
      ...explained,
      // What the program only asks for, it doesn't set.
      ...sql.filter((one) => pragmasSetBy(one, cache).length === 0).map(({ range }) => range),
      ...commentsOf(root),
    ],
    access: accessOf(sql),
    creates: sql.flatMap((one) => createdTables(one, cache)),
  };
}

/** A site whose fixes are made while the tree is there that they look at. */
function withFixesMade(site: ConnectionSite): ConnectionSite {
  const { fix } = site;
  if (!fix) return site;
  const fixes = new Map(
    Object.entries(advisedPragmas).map(([pragma, value]) => [`${pragma} ${value}`, fix(pragma, value)]),
  );
  return { ...site, fix: (pragma, value) => fixes.get(`${pragma} ${value}`) };
}

function commentsOf(root: Node): Range[] {
  return root
    .descendantsOfType(['comment', 'line_comment', 'block_comment'])
    .flatMap((node) => (node ? [{ start: node.startIndex, end: node.endIndex }] : []));
}

function createdTables(sql: EmbeddedSql, cache: SyntaxCache): CreatedTable[] {
  if (!/\bcreate\s+(?:(?:temp|temporary|virtual)\s+)?table\b/i.test(sql.text)) return [];
  return readSqlDocument(sql.text, cache).statements.flatMap(
    ({ syntax, start, end, text }): CreatedTable[] => {
      const name = /^\s*create\s+(?:virtual\s+)?table\s+(?:if\s+not\s+exists\s+)?["`[]?([\w$]+)/i.exec(
        text,
      )?.[1];
      if (name === undefined || syntax.tree === undefined) return [];
      const hasForeignKey = /\breferences\b/i.test(text);
      return [{ name, range: hostRange(sql, { start, end }), hasForeignKey }];
    },
  );
}
