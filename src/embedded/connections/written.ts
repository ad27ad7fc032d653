import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../host-file.ts';
import { placeOf } from '../sql/text-expressions.ts';
import { isNamedLikePath, knownText, storageOf } from './dsn.ts';
import type { ConnectionSite, Written } from './site.ts';

/** How a program reads an environment variable, in the languages that are read. */
const environment =
  /^(?:process\.env\.(\w+)|process\.env\[['"](\w+)['"]\]|(?:Bun|Deno)\.env\.(?:get\(['"])?(\w+)|(?:os\.)?(?:environ\.get|getenv|Getenv)\(\s*['"](\w+)['"]|os\.environ\[['"](\w+)['"]\]|ENV(?:\.fetch\(|\[)['"](\w+)['"]|(?:std::)?env::var\(\s*"(\w+)"|System\.getenv\("(\w+)"\)|Environment\.GetEnvironmentVariable\("(\w+)"|(?:\$_ENV|\$_SERVER)\[['"](\w+)['"]\]|getenv\(['"](\w+)['"])/;

/** What is written of a path or a URL in an expression of a program. */
export function writtenAt(node: Node | null | undefined, file: HostFile): Written {
  if (!node) return { kind: 'unknown', reason: 'it is not written here' };
  const text = knownText(file.texts.textOf(node));
  if (text !== undefined) return { kind: 'text', text, range: placeOf(node) };
  const [read = '', ...names] = environment.exec(node.text) ?? [];
  const name = names.find((one) => one !== undefined);
  // What a condition asks about is not the value.
  if (name !== undefined && !/^[\])]?\s*\?(?![?.:])/.test(node.text.slice(read.length)))
    return {
      kind: 'env',
      name,
      otherwise: /(?:\?\?|\|\|)\s*(['"`])([^'"`$#{}]*)\1\s*$/.exec(node.text)?.[2],
    };
  return isNamedLikePath(node.text)
    ? { kind: 'path', written: shortened(node.text) }
    : { kind: 'unknown', reason: `${shortened(node.text)} is known at run time only` };
}

/**
 * The same with the kind of database, for a driver whose argument is a path or a URI. A value from elsewhere is taken
 * for a file when nothing about it says otherwise.
 */
export function databaseAt(
  node: Node | null | undefined,
  file: HostFile,
): Pick<ConnectionSite, 'database' | 'storage'> {
  const database = writtenAt(node, file);
  if (database.kind === 'text') return { database, storage: storageOf(database.text) };
  return { database, storage: /memory/i.test(node?.text ?? '') ? 'unknown' : 'file' };
}

/** The same for a driver that is given a path and nothing else, whatever the expression is called. */
export function pathAt(
  node: Node | null | undefined,
  file: HostFile,
): Pick<ConnectionSite, 'database' | 'storage'> {
  const { database, storage } = databaseAt(node, file);
  const isComputed = database.kind === 'unknown' && node;
  return { database: isComputed ? { kind: 'path', written: shortened(node.text) } : database, storage };
}

/** An expression on one line, cut where it is long. */
export function shortened(expression: string): string {
  const line = expression.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
