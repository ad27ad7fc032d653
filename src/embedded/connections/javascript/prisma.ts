import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import { readDsn } from '../dsn.ts';
import { databaseAt } from '../written.ts';
import { importedAs } from './imports.ts';
import { libsqlOpening } from './libsql-client.ts';
import type { DriverFile, Opening } from './opening.ts';
import { asksToRead, ignoredParameters, opaqueOptions, optionSettings } from './option-settings.ts';
import { objectOf, readOptions } from './options.ts';

/**
 * Connections of Prisma's driver adapters: `new PrismaBetterSqlite3({ url: 'file:app.db' })`.
 * https://www.prisma.io/docs/orm/overview/databases/sqlite
 */
export function* readPrismaAdapters(context: DriverFile): Iterable<Opening> {
  const { file, imports, names } = context;
  for (const node of names.nodes.of('new_expression')) {
    const used = importedAs(node.childForFieldName('constructor'), imports);
    const adapter = /^@prisma\/adapter-(better-sqlite3|libsql)(?:\/|$)/.exec(used?.module ?? '')?.[1];
    const [given] = childrenOf(node.childForFieldName('arguments'));
    // An adapter that is given a client opens nothing.
    const object = adapter === undefined ? undefined : objectOf(given, names);
    if (!object) continue;
    const options = readOptions(object, file);
    const url = options?.get('url')?.node;
    if (adapter === 'libsql') {
      const opening = libsqlOpening(node, url, options, { file, names });
      if (opening) yield { ...opening, driver: '@prisma/adapter-libsql' };
      continue;
    }
    yield {
      node,
      driver: '@prisma/adapter-better-sqlite3',
      ...databaseOf(url, file),
      readOnly: asksToRead(options, 'readonly'),
      options: optionSettings(options, { timeout: 'busy_timeout' }),
      ignored: parametersOf(url, file),
      opaque: opaqueOptions(options),
      poolSize: 1,
    };
  }
}

function databaseOf(url: Node | undefined, file: DriverFile['file']): ReturnType<typeof databaseAt> {
  const found = databaseAt(url, file);
  const isMemory = found.database.kind === 'text' && /^(?:file:)?:memory:$/.test(found.database.text);
  return found.database.kind === 'text' ? { ...found, storage: isMemory ? 'memory' : found.storage } : found;
}

function parametersOf(url: Node | undefined, file: DriverFile['file']): Opening['ignored'] {
  const pieces = url && file.texts.textOf(url);
  if (!url || !pieces) return [];
  return ignoredParameters(
    readDsn(pieces, placeOf(url), () => true).parameters,
    '@prisma/adapter-better-sqlite3 reads no parameters: it takes them for a part of the file’s name',
  );
}
