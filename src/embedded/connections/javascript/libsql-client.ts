import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { storageOf } from '../dsn.ts';
import type { ConnectionSite } from '../site.ts';
import { writtenAt } from '../written.ts';
import { importedAs } from './imports.ts';
import type { DriverFile, Opening } from './opening.ts';
import { opaqueOptions, optionSettings } from './option-settings.ts';
import { type Options, objectOf, readOptions } from './options.ts';

type Context = Pick<DriverFile, 'file' | 'names'>;

/** Clients of libSQL for a local file: `createClient({ url: 'file:app.db' })`. https://github.com/tursodatabase/libsql-client-ts */
export function* readLibsqlClient({ file, imports, names }: DriverFile): Iterable<Opening> {
  for (const node of names.nodes.of('call_expression')) {
    const used = importedAs(node.childForFieldName('function'), imports);
    if (
      !used ||
      !/^@libsql\/client(?:\/(?:node|sqlite3))?$/.test(used.module) ||
      used.name !== 'createClient'
    )
      continue;
    const given = childrenOf(node.childForFieldName('arguments'))[0];
    const options = readOptions(objectOf(given, names) ?? given, file);
    const opening = libsqlOpening(node, options?.get('url')?.node, options, { file, names });
    if (opening) yield opening;
  }
}

/** Undefined for a database on a server. */
export function libsqlOpening(
  node: Node,
  url: Node | undefined,
  options: Options | undefined,
  context: Context,
): Opening | undefined {
  const place = url && localDatabase(url, context);
  if (!place) return undefined;
  const concurrency = options?.get('concurrency')?.value;
  const replica = options?.get('syncUrl');
  return {
    node,
    driver: '@libsql/client',
    ...place,
    readOnly: false,
    options: optionSettings(options, { timeout: 'busy_timeout' }, [{ since: '0.17.4' }]),
    opaque: replica ? 'it is a replica that libSQL keeps in step with a server' : opaqueOptions(options),
    ...(place.storage === 'memory' || replica
      ? { poolSize: 1 }
      : typeof concurrency === 'number' && { poolSize: concurrency }),
  };
}

/** A path in a URL, or nothing where the URL may lead to a server. */
function localDatabase(
  given: Node,
  { file, names }: Context,
): Pick<ConnectionSite, 'database' | 'storage'> | undefined {
  const url = names.constantOf(given);
  const database = writtenAt(url, file);
  if (database.kind === 'text') {
    if (!/^(?:file:|:memory:)/.test(database.text)) return undefined;
    return { database, storage: storageOf(database.text) };
  }
  const pieces = file.texts.textOf(url);
  const [first] = pieces ?? [];
  const startsAsFile = first && 'text' in first && first.text.startsWith('file:');
  // toFileUrl(path), pathToFileURL(path).href
  if (startsAsFile || /^[\w.]*file_?ur[il]\w*\(/i.test(url.text))
    return { database: { kind: 'path', written: url.text.replace(/\s+/g, ' ') }, storage: 'file' };
  // `process.env.URL ?? 'file:local.db'` leads to a file where nothing is set.
  if (database.kind === 'env' && database.otherwise?.startsWith('file:'))
    return { database, storage: 'unknown' };
  return undefined;
}
