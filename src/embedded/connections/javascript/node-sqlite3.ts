import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { databaseAt } from '../written.ts';
import { plainDatabaseAt, uriParameters } from './better-sqlite3.ts';
import { importedAs } from './imports.ts';
import type { DriverFile, Opening } from './opening.ts';
import { objectOf, readOptions } from './options.ts';

const packages = /^(?:@\w[\w-]*\/)?sqlite3$/;

/**
 * Connections of node-sqlite3 and its forks: `new sqlite3.Database(path, mode, callback)`, and of the package `sqlite`
 * that stands on it: `open({ filename, driver })`.
 */
export function* readNodeSqlite3(context: DriverFile): Iterable<Opening> {
  const { file, imports, names } = context;
  for (const node of names.nodes.of('new_expression', 'call_expression')) {
    const made = node.childForFieldName('constructor') ?? node.childForFieldName('function');
    if (node.type === 'new_expression') {
      // sqlite3.cached.Database shares a connection among all that ask for the file.
      const used = importedAs(made, imports) ?? importedAs(withoutCached(made), imports);
      if (
        used &&
        packages.test(used.module) &&
        used.name !== undefined &&
        /^(?:Database|cached)$/.test(used.name)
      ) {
        const [path, mode] = childrenOf(node.childForFieldName('arguments'));
        yield opening(node, path, mode, context);
      }
      continue;
    }
    const used = importedAs(made, imports);
    if (used?.module !== 'sqlite' || used.name !== 'open') continue;
    const given = childrenOf(node.childForFieldName('arguments'))[0];
    const options = readOptions(objectOf(given, context.names) ?? given, file);
    yield {
      ...opening(node, options?.get('filename')?.node, options?.get('mode')?.node, context),
      code: (handle, pragma, value) =>
        `${node.parent?.type === 'await_expression' ? 'await ' : ''}${handle}.run('PRAGMA ${pragma} = ${value}');`,
      opaque: options?.isComplete ? undefined : 'its options are built at run time',
    };
  }
}

function withoutCached(made: Node | null): Node | null {
  const object = made?.type === 'member_expression' ? made.childForFieldName('object') : null;
  return object?.childForFieldName('property')?.text === 'cached' ? object : null;
}

function opening(
  node: Node,
  path: Node | undefined,
  mode: Node | undefined,
  { file, names }: DriverFile,
): Opening {
  const flags = mode?.text ?? '';
  const takesUri = /OPEN_URI/.test(flags);
  return {
    node,
    driver: 'node-sqlite3',
    ...(takesUri ? databaseAt(path, file) : plainDatabaseAt(path, { file, names })),
    readOnly: /OPEN_READONLY/.test(flags),
    options: [],
    ignored:
      takesUri || /^\w+$/.test(flags) ? [] : uriParameters(path, file, 'node-sqlite3 without OPEN_URI'),
    ...(/OPEN_SHAREDCACHE/.test(flags) &&
      mode && { sharedCache: { start: mode.startIndex, end: mode.endIndex } }),
    code: (handle, pragma, value) => `${handle}.run('PRAGMA ${pragma} = ${value}');`,
  };
}
