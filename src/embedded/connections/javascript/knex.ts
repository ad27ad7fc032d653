import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf } from '../../sql/text-expressions.ts';
import { functionTypes } from '../../syntax/javascript.ts';
import type { IgnoredParameter } from '../site.ts';
import { plainDatabaseAt } from './better-sqlite3.ts';
import { handleOf } from './handles.ts';
import { importedAs } from './imports.ts';
import { sqliteChoice } from './knex-choice.ts';
import { mergedInto } from './merged.ts';
import type { DriverFile, Opening } from './opening.ts';
import { type Options, objectOf, optionValue, readOptions, withOption } from './options.ts';

/**
 * Configurations of Knex: `knex({ client: 'better-sqlite3', connection: { filename } })`, and those that a knexfile
 * exports. https://knexjs.org/guide/#configuration-options
 */
export function* readKnex(context: DriverFile): Iterable<Opening> {
  for (const node of context.names.nodes.of('object')) {
    // A cheap test before the keys are read.
    if (!/\bclient\b/.test(node.text) || !/\bconnection\b/.test(node.text)) continue;
    const options = readOptions(node, context.file);
    const client = options?.get('client');
    const connection = options?.get('connection');
    if (!client || !connection || isForOtherEnvironment(node)) continue;
    const chosen = sqliteChoice(client.node, connection.node, context.names);
    const driver = driverOf(chosen?.client ?? client.node, context);
    if (driver === undefined) continue;
    const given = chosen?.connection ?? connection.node;
    const opening = readOpening(node, driver, options as Options, given, context);
    yield { ...opening, opaque: opening.opaque ?? mergedInto(node, context) };
  }
}

function driverOf(client: Node, { file, imports }: DriverFile): string | undefined {
  const name = optionValue(client, file);
  if (name === 'sqlite3') return 'knex/sqlite3';
  // Knex’s other name for it. Tools that stand on Knex make another client of it (Strapi: better-sqlite3).
  if (name === 'sqlite') return isOfKnex(file) ? 'knex/sqlite3' : undefined;
  if (name === 'better-sqlite3') return 'knex/better-sqlite3';
  const dialect = /^knex\/lib\/dialects\/(sqlite3|better-sqlite3)\b/.exec(
    importedAs(client, imports)?.module ?? '',
  )?.[1];
  return dialect && `knex/${dialect}`;
}

function isOfKnex({ path, text }: DriverFile['file']): boolean {
  return /(?:^|\/)knexfile\b/.test(path) || /['"]knex['"]/.test(text);
}

function readOpening(
  node: Node,
  driver: string,
  options: Options,
  given: Node,
  { file, names }: DriverFile,
): Opening {
  const object = objectOf(given, names);
  const connection = object && readOptions(object, file);
  const path = connection ? connection.get('filename')?.node : given;
  const driverOptions = connection?.get('options')?.node;
  const its = driverOptions && readOptions(objectOf(driverOptions, names) ?? driverOptions, file);
  const hook = hookOf(options, { names });
  return {
    node,
    driver,
    ...plainDatabaseAt(path, { file, names }),
    readOnly:
      (its?.get('readonly') !== undefined && its.get('readonly')?.value !== false) ||
      /OPEN_READONLY/.test(connection?.get('flags')?.node.text ?? ''),
    options: [],
    hooks: hook ? [hook] : [],
    ignored: driver === 'knex/better-sqlite3' ? notPassedOn(connection, its) : [],
    fix: options.get('pool') ? undefined : hookFix(node, driver),
    opaque: options.isComplete ? undefined : 'its options are built at run time',
    poolSize: poolSizeOf(options, names, file),
  };
}

/** Knex makes the constructor's options of `nativeBinding` and `readonly` only (3.3.0, lib/dialects/better-sqlite3). */
function notPassedOn(connection: Options | undefined, options: Options | undefined): IgnoredParameter[] {
  const all = [
    connection?.get('timeout'),
    ...['timeout', 'fileMustExist', 'verbose'].map((name) => options?.get(name)),
  ];
  return all.flatMap((option): IgnoredParameter[] =>
    option
      ? [
          {
            name: option.name,
            range: option.range,
            reason: 'Knex passes only readonly and nativeBinding on to better-sqlite3',
            ...(option.name === 'timeout' && { instead: 'PRAGMA busy_timeout in pool.afterCreate' }),
          },
        ]
      : [],
  );
}

function hookOf(options: Options, { names }: Pick<DriverFile, 'names'>): Node | undefined {
  const pool = objectOf(options.get('pool')?.node, names);
  const hook = readOptions(pool)?.get('afterCreate')?.node;
  if (!pool || !hook) return undefined;
  return functionTypes.has(hook.type) ? hook : names.calledBy(hook);
}

/** One where nothing says otherwise. */
function poolSizeOf(
  options: Options,
  names: DriverFile['names'],
  file: DriverFile['file'],
): number | undefined {
  const given = options.get('pool');
  if (!given) return options.isComplete ? 1 : undefined;
  const pool = readOptions(objectOf(given.node, names) ?? given.node, file);
  const max = pool?.get('max');
  if (max) return typeof max.value === 'number' ? max.value : undefined;
  return pool?.isComplete ? 1 : undefined;
}

/** True for the entry of a knexfile that is for tests, or for development where production has another. */
function isForOtherEnvironment(node: Node): boolean {
  // What is only taken where a caller gives nothing may never be.
  if (/default/i.test(handleOf(node)?.name ?? '')) return true;
  const pair = node.parent?.type === 'pair' ? node.parent : undefined;
  const key = pair?.childForFieldName('key')?.text.replace(/['"]/g, '') ?? '';
  if (/^(?:test|tests|testing|ci)$/i.test(key)) return true;
  if (!pair?.parent || !/^(?:dev|development|local|staging)$/i.test(key)) return false;
  return childrenOf(pair.parent).some(
    (other) =>
      /^['"]?production/.test(other.childForFieldName('key')?.text ?? '') &&
      !/['"](?:better-)?sqlite3?['"]/.test(other.text),
  );
}

/** A hook that sets a pragma on each connection, for a configuration that says nothing of its pool. */
function hookFix(object: Node, driver: string): Opening['fix'] {
  const edit = withOption(object);
  return (pragma, value) =>
    edit(
      driver === 'knex/sqlite3'
        ? `pool: { afterCreate: (conn, done) => conn.run('PRAGMA ${pragma} = ${value}', done) }`
        : `pool: { afterCreate: (conn, done) => { conn.pragma('${pragma} = ${value}'); done(null, conn); } }`,
    );
}
