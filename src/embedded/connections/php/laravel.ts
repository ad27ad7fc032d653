import type { Node } from '@vscode/tree-sitter-wasm';
import { beginModeOf, type VersionRange } from '../../../facts/drivers/driver.ts';
import { php } from '../../../facts/drivers/php.ts';
import type { Range } from '../../../text/range.ts';
import type { HostFile } from '../../host-file.ts';
import { nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { knownText, storageOf } from '../dsn.ts';
import type { BeginSetting, ConnectionSite, EnvironmentChoice, Setting, SiteFix, Written } from '../site.ts';
import { writtenAt } from '../written.ts';
import { timeoutOf } from './pdo.ts';
import { argumentsOf, type Element, elementsOf, phpValue } from './syntax.ts';

/** A connection of Laravel, with the places of keys that are null and so set nothing. */
export interface LaravelConnection {
  readonly site: ConnectionSite;
  readonly explained: readonly Range[];
}

/**
 * Which pragma a key sets, and since which version of the framework.
 * https://github.com/laravel/framework/blob/12.x/src/Illuminate/Database/Connectors/SQLiteConnector.php
 */
const pragmaOfKey: Readonly<Record<string, { pragma: string; since: string }>> = {
  foreign_key_constraints: { pragma: 'foreign_keys', since: '5.8.0' },
  busy_timeout: { pragma: 'busy_timeout', since: '11.16.0' },
  journal_mode: { pragma: 'journal_mode', since: '11.16.0' },
  synchronous: { pragma: 'synchronous', since: '11.16.0' },
};

/**
 * The default connection of config/database.php, and those that `addConnection` is given where Eloquent stands alone.
 * https://laravel.com/docs/database#configuration
 */
export function* readLaravel(file: HostFile): Iterable<LaravelConnection> {
  if (/(?:^|\/)config\/database\.php$/.test(file.path)) yield* readConfiguration(file);
  for (const call of nodesOf(file.root, ['member_call_expression'])) {
    if (call.childForFieldName('name')?.text !== 'addConnection') continue;
    const [array] = argumentsOf(call);
    const elements = elementsOf(array);
    if (array && elements && isSqlite(elements, file)) yield connectionOf(array, elements, file, undefined);
  }
}

function* readConfiguration(file: HostFile): Iterable<LaravelConnection> {
  for (const array of nodesOf(file.root, ['array_creation_expression'])) {
    const elements = elementsOf(array) ?? [];
    const get = (key: string): Node | undefined => elements.find((one) => one.key === key)?.value;
    const chosen = get('default');
    const connections = elementsOf(get('connections'));
    if (!chosen || !connections) continue;
    const { value, env } = phpValue(chosen, file);
    for (const { key, value: connection } of connections) {
      const own = elementsOf(connection);
      if (!own || !isSqlite(own, file)) continue;
      const otherwise = value ?? undefined;
      if (env === undefined && otherwise !== key) continue;
      const matches = new RegExp(`^${key}$`);
      yield connectionOf(connection, own, file, env === undefined ? undefined : { env, matches, otherwise });
    }
  }
}

function isSqlite(elements: readonly Element[], file: HostFile): boolean {
  const driver = elements.find(({ key }) => key === 'driver');
  return driver !== undefined && knownText(file.texts.textOf(driver.value)) === 'sqlite';
}

function connectionOf(
  array: Node,
  elements: readonly Element[],
  file: HostFile,
  when: EnvironmentChoice | undefined,
): LaravelConnection {
  const get = (key: string): Element | undefined => elements.findLast((one) => one.key === key);
  const explained: Range[] = [];
  const settings: Setting[] = [...timeoutOf(pdoOptions(get('options')?.value), file)];
  const add = (element: Element, pragma: string, written: string, since: string): void => {
    const { value, env } = phpValue(element.value, file);
    if (value === null && env === undefined) explained.push(element.range);
    else
      settings.push({
        pragma,
        value: value ?? undefined,
        by: 'option',
        written,
        range: element.range,
        everyConnection: true,
        takenBy: [{ since }],
        env,
      });
  };
  // In the order in which the connector sets them.
  for (const element of elementsOf(get('pragmas')?.value) ?? [])
    add(element, element.key.toLowerCase(), `pragmas.${element.key}`, '12.29.0');
  for (const [key, { pragma, since }] of Object.entries(pragmaOfKey)) {
    const element = get(key);
    if (element) add(element, pragma, key, since);
  }
  const { database, storage } = databaseOf(get('database')?.value, file);
  const site: ConnectionSite = {
    driver: 'laravel',
    range: placeOf(array),
    database,
    storage,
    readOnly: false,
    settings,
    ignored: [],
    opaque: undefined,
    begin: modeOf(get('transaction_mode'), file),
    when,
    fix: (pragma, value) => fixOf(elements, pragma, value),
  };
  return { site, explained };
}

/** Options for MySQL alone are given only where its extension is there. */
function pdoOptions(options: Node | undefined): Node | undefined {
  return options && /\bPDO::ATTR_TIMEOUT\b|^\$|^\w+\(/.test(options.text) && !/mysql/i.test(options.text)
    ? options
    : undefined;
}

function databaseOf(node: Node | undefined, file: HostFile): Pick<ConnectionSite, 'database' | 'storage'> {
  if (!node) return { database: { kind: 'unknown', reason: 'no database is named' }, storage: 'file' };
  const { value, env } = phpValue(node, file);
  const text = value ?? pathIn(node);
  if (env !== undefined) {
    const database: Written = { kind: 'env', name: env, otherwise: text };
    return { database, storage: text === undefined ? 'file' : storageOf(text) };
  }
  if (text !== undefined)
    return { database: { kind: 'text', text, range: placeOf(node) }, storage: storageOf(text) };
  const fallback = /\bdatabase_path\(\s*env\([^,()]+,\s*['"]([\w./-]+)['"]\s*\)\s*\)/.exec(node.text)?.[1];
  if (fallback !== undefined)
    return { database: { kind: 'path', written: `database/${fallback}` }, storage: 'file' };
  return { database: writtenAt(node, file), storage: 'file' };
}

/** `database_path('database.sqlite')`, which is in the folder `database`. */
function pathIn(node: Node): string | undefined {
  const path = /\bdatabase_path\(\s*['"]([\w./-]+)['"]\s*\)/.exec(node.text)?.[1];
  return path === undefined ? undefined : `database/${path}`;
}

const modeTaken: readonly VersionRange[] = [{ since: '12.26.0' }, { of: php, since: '8.4.0' }];

function modeOf(element: Element | undefined, file: HostFile): BeginSetting | undefined {
  if (!element) return undefined;
  const { value, env } = phpValue(element.value, file);
  if (value === null) return undefined;
  return {
    mode: beginModeOf(value),
    range: element.range,
    written: 'transaction_mode',
    takenBy: modeTaken,
    env,
  };
}

/** The value of a key that is there, null so far. */
function fixOf(elements: readonly Element[], pragma: string, value: string): SiteFix | undefined {
  const key = Object.keys(pragmaOfKey).find((one) => pragmaOfKey[one]?.pragma === pragma);
  const element = elements.find((one) => one.key === key);
  if (element?.value.type !== 'null') return undefined;
  const text = /^-?\d+$/.test(value)
    ? value
    : pragma === 'foreign_keys'
      ? 'true'
      : `'${value.toLowerCase()}'`;
  return { range: placeOf(element.value), text };
}
