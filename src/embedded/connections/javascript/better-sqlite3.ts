import type { Node } from '@vscode/tree-sitter-wasm';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import { readDsn } from '../dsn.ts';
import type { IgnoredParameter } from '../site.ts';
import { databaseAt, pathAt } from '../written.ts';
import { importedAs } from './imports.ts';
import type { DriverFile, Opening } from './opening.ts';
import { asksToRead, ignoredParameters, opaqueOptions, optionSettings } from './option-settings.ts';
import { objectOf, readOptions } from './options.ts';
import { superclassOf } from './superclass.ts';

/** Packages with the interface of better-sqlite3, by their import. */
const packages: Readonly<Record<string, string>> = {
  'better-sqlite3': 'better-sqlite3',
  'better-sqlite3-multiple-ciphers': 'better-sqlite3-multiple-ciphers',
  libsql: 'libsql',
};

/** Connections of better-sqlite3 and of packages with its interface: `new Database(path, options)`. */
export function* readBetterSqlite3(context: DriverFile): Iterable<Opening> {
  const { imports, names } = context;
  for (const node of names.nodes.of('new_expression', 'call_expression')) {
    const base = superclassOf(node);
    const made = base ?? node.childForFieldName('constructor') ?? node.childForFieldName('function');
    const used = importedAs(made, imports);
    const driver = used && packages[used.module];
    // `new` may be left out with the function that the module is.
    const isConstructor =
      base !== undefined ||
      node.type === 'new_expression' ||
      /^(?:identifier|call_expression)$/.test(made?.type ?? '');
    if (driver === undefined || !isConstructor) continue;
    if (used?.name !== undefined && !/^(?:default|Database)$/.test(used.name)) continue;
    yield readOpening(node, driver, context);
  }
}

function readOpening(node: Node, driver: string, { file, names }: DriverFile): Opening {
  const [path, given] = childrenOf(node.childForFieldName('arguments'));
  const options = readOptions(objectOf(given, names) ?? given, file);
  const takesUri = driver === 'libsql';
  return {
    node,
    driver,
    ...(takesUri ? databaseAt(path, file) : plainDatabaseAt(path, { file, names })),
    readOnly: asksToRead(options, 'readonly'),
    options: optionSettings(
      options,
      { timeout: 'busy_timeout' },
      driver === 'libsql' ? [{ since: '0.5.1' }] : undefined,
    ),
    ignored: takesUri ? [] : uriParameters(path, file, 'better-sqlite3 (from 7.0 on)'),
    opaque: opaqueOptions(options),
    code: (handle, pragma, value) => `${handle}.pragma('${pragma} = ${value}');`,
  };
}

/** The database that a path names for a driver that takes no URI: only `:memory:` itself and nothing are no files. */
export function plainDatabaseAt(
  path: Node | undefined,
  context: Pick<DriverFile, 'file' | 'names'>,
): ReturnType<typeof databaseAt> {
  if (!path) return { database: { kind: 'text', text: '' }, storage: 'temporary' };
  const found = namedPathAt(path, context);
  const isUri = found.database.kind === 'text' && found.database.text.startsWith('file:');
  return isUri ? { ...found, storage: 'file' } : found;
}

/** The path that an expression gives, through a constant that holds a text or what the environment says. */
export function namedPathAt(
  path: Node | undefined,
  { file, names }: Pick<DriverFile, 'file' | 'names'>,
): ReturnType<typeof databaseAt> {
  const held = path && names.constantOf(path);
  const found = pathAt(held, file);
  const isWritten = found.database.kind === 'text' || found.database.kind === 'env';
  return isWritten || held?.id === path?.id ? found : { ...pathAt(path, file), storage: found.storage };
}

/** Parameters of a URI, which such a driver takes for a part of the file's name. */
export function uriParameters(path: Node | undefined, file: HostFile, name: string): IgnoredParameter[] {
  const pieces = path && file.texts.textOf(path);
  if (!path || !pieces) return [];
  const dsn = readDsn(pieces, placeOf(path), () => true);
  if (!dsn.path.startsWith('file:')) return [];
  return ignoredParameters(
    dsn.parameters,
    `${name} takes no URI: it opens a file of that name, parameters and all`,
  );
}
