import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { unwrapped } from '../../syntax/javascript.ts';
import { databaseAt } from '../written.ts';
import { plainDatabaseAt, uriParameters } from './better-sqlite3.ts';
import { importedAs } from './imports.ts';
import { libsqlOpening } from './libsql-client.ts';
import type { DriverFile, Opening } from './opening.ts';
import { asksToRead, opaqueOptions, optionSettings } from './option-settings.ts';
import { type Options, objectOf, readOptions } from './options.ts';

/** Clients that Drizzle opens by itself when it is given a path. https://orm.drizzle.team/docs/get-started-sqlite */
const clients: Readonly<Record<string, string>> = {
  'drizzle-orm/better-sqlite3': 'better-sqlite3',
  'drizzle-orm/bun-sqlite': 'bun:sqlite',
  'drizzle-orm/libsql': '@libsql/client',
};

/** `drizzle('app.db')`, `drizzle({ connection: { source: 'app.db' } })`. One that is given a client opens nothing. */
export function* readDrizzle(context: DriverFile): Iterable<Opening> {
  const { file, imports, names } = context;
  for (const node of names.nodes.of('call_expression')) {
    const used = importedAs(node.childForFieldName('function'), imports);
    const driver = used?.name === 'drizzle' ? clients[used.module] : undefined;
    const [first] = childrenOf(node.childForFieldName('arguments'));
    if (driver === undefined || !first) continue;
    const options = readOptions(objectOf(first, names) ?? first, file);
    const connection = options?.get('connection')?.node;
    const given = options ? connection : first;
    if (!given || (!options && !isText(given, context))) continue;
    const opening = openingOf(node, driver, given, context);
    if (opening) yield opening;
  }
}

function openingOf(
  node: Node,
  driver: string,
  given: Node,
  { file, names }: DriverFile,
): Opening | undefined {
  const object = objectOf(given, names);
  const options: Options | undefined = object && readOptions(object, file);
  const path = options ? (options.get('source') ?? options.get('url'))?.node : given;
  if (driver === '@libsql/client')
    return libsqlOpening(node, path, options ?? readOptions(undefined), { file, names });
  const isBun = driver === 'bun:sqlite';
  return {
    node,
    driver,
    ...(isBun ? databaseAt(path, file) : plainDatabaseAt(path, { file, names })),
    readOnly: asksToRead(options, 'readonly'),
    options: isBun ? [] : optionSettings(options, { timeout: 'busy_timeout' }),
    ignored: isBun ? [] : uriParameters(path, file, 'better-sqlite3 (from 7.0 on)'),
    opaque: options ? opaqueOptions(options) : undefined,
    code: (handle, pragma, value) =>
      isBun
        ? `${handle}.$client.run('PRAGMA ${pragma} = ${value}');`
        : `${handle}.$client.pragma('${pragma} = ${value}');`,
  };
}

/** True for what surely is a path, and no client. */
function isText(node: Node, { file }: DriverFile): boolean {
  const inner = unwrapped(node);
  return (
    file.texts.textOf(inner) !== undefined || /^(?:process|Bun|Deno|import\.meta)\.env\b/.test(inner.text)
  );
}
