import type { Node } from '@vscode/tree-sitter-wasm';
import { beginModeOf } from '../../../facts/drivers/driver.ts';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import { readDsn } from '../dsn.ts';
import type { ConnectionSite, IgnoredParameter, Setting } from '../site.ts';
import { writtenAt } from '../written.ts';
import { plainDatabaseAt } from './better-sqlite3.ts';
import { importedAs } from './imports.ts';
import type { DriverFile, Opening } from './opening.ts';
import { type Options, objectOf, readOptions } from './options.ts';

/** Connections of Sequelize 6: `new Sequelize({ dialect: 'sqlite', storage })`, `new Sequelize('sqlite:app.db')`. */
export function* readSequelize(context: DriverFile): Iterable<Opening> {
  const { file, imports, names } = context;
  for (const node of names.nodes.of('new_expression')) {
    const used = importedAs(node.childForFieldName('constructor'), imports);
    if (!used || !/^(?:sequelize|sequelize-typescript)$/.test(used.module)) continue;
    if (used.name !== undefined && !/^(?:Sequelize|default)$/.test(used.name)) continue;
    const args = childrenOf(node.childForFieldName('arguments'));
    const [first] = args;
    const last = args.at(-1);
    const object = objectOf(last, names);
    const options = object ? readOptions(object, file) : undefined;
    const url = first && first.id !== last?.id ? first : !object ? first : undefined;
    const written = url && writtenAt(url, file);
    const isUrl = written?.kind === 'text' && /^sqlite:/.test(written.text);
    if (!isUrl && options?.get('dialect')?.value !== 'sqlite') continue;
    yield readOpening(node, isUrl ? url : undefined, options, context);
  }
}

function readOpening(
  node: Node,
  url: Node | undefined,
  options: Options | undefined,
  { file, names }: DriverFile,
): Opening {
  const storage = options?.get('storage')?.node;
  const place: Pick<ConnectionSite, 'database' | 'storage'> = storage
    ? plainDatabaseAt(storage, { file, names })
    : url
      ? databaseOfUrl(url, { file, names })
      : { database: { kind: 'text', text: ':memory:' }, storage: 'memory' };
  const given = options?.get('dialectOptions')?.node;
  const dialectOptions = readOptions(objectOf(given, names), file);
  return {
    node,
    driver: 'sequelize',
    ...place,
    readOnly: /OPEN_READONLY/.test(dialectOptions?.get('mode')?.node.text ?? ''),
    options: foreignKeys(options),
    ignored: hooksThatAreNotRun(options, names),
    opaque: options && !options.isComplete ? 'its options are built at run time' : undefined,
    begin: beginOf(options),
    ...(place.storage === 'memory' && { poolSize: 1 }),
  };
}

function databaseOfUrl(
  url: Node,
  { file, names }: Pick<DriverFile, 'file' | 'names'>,
): ReturnType<typeof plainDatabaseAt> {
  const found = plainDatabaseAt(url, { file, names });
  const pieces = file.texts.textOf(url);
  const path = pieces ? readDsn(pieces, placeOf(url), () => true).path : '';
  return /^sqlite:(?:\/\/)?$/.test(path) ? { ...found, storage: 'memory' } : found;
}

function foreignKeys(options: Options | undefined): Setting[] {
  const option = options?.get('foreignKeys');
  if (!option) return [];
  return [
    {
      pragma: 'foreign_keys',
      value:
        option.value === undefined || option.mayChange ? undefined : option.value === false ? 'OFF' : 'ON',
      by: 'option',
      written: 'foreignKeys',
      range: option.range,
      everyConnection: true,
    },
  ];
}

function beginOf(options: Options | undefined): Opening['begin'] {
  const option = options?.get('transactionType');
  if (!option) return undefined;
  const mode = beginModeOf(String(option.value ?? option.node.text.split('.').at(-1)));
  return { mode, range: option.range, written: 'transactionType' };
}

/** Sequelize 6 runs the hooks around a connection in its pool, which the dialect of SQLite goes round. */
function hooksThatAreNotRun(options: Options | undefined, names: DriverFile['names']): IgnoredParameter[] {
  const hooks = readOptions(objectOf(options?.get('hooks')?.node, names));
  const hook = options?.get('hooks') && hooks?.get('afterConnect');
  if (!hook) return [];
  return [
    {
      name: 'afterConnect',
      range: hook.range,
      reason: 'Sequelize does not call afterConnect for SQLite',
      instead: "sequelize.query('PRAGMA …') once per connection",
    },
  ];
}
