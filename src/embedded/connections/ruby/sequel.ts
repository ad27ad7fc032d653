import type { Node } from '@vscode/tree-sitter-wasm';
import { beginModeOf } from '../../../facts/drivers/driver.ts';
import { wholeNumber } from '../../../text/number.ts';
import type { HostFile } from '../../host-file.ts';
import { childrenOf, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { type Dsn, knownText, readDsn, storageOf, urlForm } from '../dsn.ts';
import { SetUp, settingsBehind, settingsWithin } from '../set-up.ts';
import type { BeginSetting, ConnectionSite, EnvironmentChoice, Setting, Written } from '../site.ts';
import { writtenAt } from '../written.ts';
import { handlesOf, literalValue, type Pair, type Pairs, pairsOf, rubyFlow } from './syntax.ts';

/** Which pragma an option sets, in Ruby and in a URL. */
const pragmaOfOption: Readonly<Record<string, string>> = {
  timeout: 'busy_timeout',
  foreign_keys: 'foreign_keys',
  synchronous: 'synchronous',
  temp_store: 'temp_store',
};

/**
 * Connections of Sequel: `Sequel.connect('sqlite://app.db', timeout: 5000)`, `Sequel.sqlite('app.db')`.
 * https://sequel.jeremyevans.net/rdoc/files/doc/opening_databases_rdoc.html
 */
export function* readSequel(file: HostFile): Iterable<ConnectionSite> {
  for (const call of nodesOf(file.root, ['call'])) {
    if (!/^(?:::)?Sequel$/.test(call.childForFieldName('receiver')?.text ?? '')) continue;
    const opened = openedBy(call, file);
    if (opened) yield siteOf(call, opened, file);
  }
}

/** What a call opens. */
interface Opened {
  readonly database: Written;
  readonly storage: ConnectionSite['storage'];
  readonly options: Pairs;
  readonly dsn: Dsn | undefined;
  readonly when?: EnvironmentChoice | undefined;
}

function openedBy(call: Node, file: HostFile): Opened | undefined {
  const method = call.childForFieldName('method')?.text;
  const given = childrenOf(call.childForFieldName('arguments'));
  const isPair = ({ type }: Node): boolean => type === 'pair' || type === 'hash';
  const first = given.find((node) => !isPair(node) && !/splat|block/.test(node.type));
  const options = pairsOf(
    given.filter((node) => node.id !== first?.id),
    file,
  );
  if (method === 'sqlite') {
    const path = first ?? options.get('database')?.node;
    if (!path)
      return { database: { kind: 'text', text: ':memory:' }, storage: 'memory', options, dsn: undefined };
    return { ...pathOf(path, file), options, dsn: undefined };
  }
  if (method !== 'connect') return undefined;
  if (!first) {
    if (!/^sqlite$/.test(options.get('adapter')?.value ?? '')) return undefined;
    const path = options.get('database')?.node;
    return path ? { ...pathOf(path, file), options, dsn: undefined } : undefined;
  }
  const otherwise = fallbackOf(first, file);
  const alone = otherwise ? undefined : writtenAt(first, file);
  if (alone?.kind === 'env') {
    const when = { env: alone.name, matches: /^sqlite:/, otherwise: undefined };
    return { database: alone, storage: 'file', options, dsn: undefined, when };
  }
  const pieces = file.texts.textOf(otherwise?.node ?? first);
  const dsn = pieces && readDsn(pieces, placeOf(first), () => true, urlForm);
  if (!dsn || !/^sqlite:/.test(dsn.path)) return undefined;
  const path = dsn.path.replace(/^sqlite:(?:\/\/)?/, '').replace(/^\/$/, '');
  return {
    database:
      otherwise && dsn.isPathKnown
        ? { kind: 'env', name: otherwise.env, otherwise: path }
        : dsn.isPathKnown
          ? { kind: 'text', text: path === '' ? ':memory:' : path }
          : { kind: 'path', written: path },
    storage: path === '' ? 'memory' : storageOf(path),
    options,
    dsn,
    when: otherwise && { env: otherwise.env, matches: /^sqlite:/, otherwise: dsn.path },
  };
}

/** What stands in for an environment variable: `ENV.fetch('DATABASE_URL', 'sqlite://app.db')`, `ENV['DATABASE_URL'] || …`. */
function fallbackOf(node: Node, file: HostFile): { env: string; node: Node } | undefined {
  if (node.type === 'binary' && node.childForFieldName('operator')?.text === '||') {
    const name = /^ENV\[['"](\w+)['"]\]$/.exec(node.childForFieldName('left')?.text ?? '')?.[1];
    const right = node.childForFieldName('right');
    return name !== undefined && right ? { env: name, node: right } : undefined;
  }
  if (node.type !== 'call' || node.childForFieldName('receiver')?.text !== 'ENV') return undefined;
  const [name, otherwise] = childrenOf(node.childForFieldName('arguments'));
  const env = name && knownText(file.texts.textOf(name));
  const inBlock = childrenOf(node.childForFieldName('block')?.childForFieldName('body')).at(-1);
  const value = otherwise ?? inBlock;
  return env !== undefined && value ? { env, node: value } : undefined;
}

function pathOf(node: Node, file: HostFile): Pick<Opened, 'database' | 'storage'> {
  const database = writtenAt(node, file);
  return { database, storage: database.kind === 'text' ? storageOf(database.text) : 'file' };
}

function siteOf(
  call: Node,
  { database, storage, options, dsn, when }: Opened,
  file: HostFile,
): ConnectionSite {
  const { names, from } = handlesOf(call);
  const handles = new Set(names);
  const poolSize = options.get('max_connections')?.value;
  return {
    driver: 'sequel',
    range: placeOf(call),
    database,
    storage,
    readOnly: options.get('readonly')?.value === 'true',
    settings: [
      ...(dsn?.parameters ?? []).flatMap((one) => settingOf(one.name, one.value, one.range, 'dsn')),
      ...options.all.flatMap((one) => settingOf(one.name, one.value, one.range, 'option')),
      ...['after_connect', 'connect_sqls'].flatMap((name) => hookOf(options.get(name), file)),
      ...settingsBehind(new SetUp(call, rubyFlow, from), handles, file, [], false),
    ],
    ignored: [],
    opaque: options.isComplete ? undefined : 'its options are put together at run time',
    begin: modeOf(handles, file),
    poolSize: wholeNumber(poolSize),
    variable: names[0],
    when,
  };
}

function settingOf(
  name: string,
  value: string | undefined,
  range: Setting['range'],
  by: Setting['by'],
): Setting[] {
  const pragma = pragmaOfOption[name];
  return pragma === undefined ? [] : [{ pragma, value, by, written: name, range, everyConnection: true }];
}

/** SQL that each new connection of the pool runs; undefined values where it is run by a method of the program. */
function hookOf(option: Pair | undefined, file: HostFile): Setting[] {
  if (!option) return [];
  const settings = settingsWithin(option.node, file);
  if (settings.length > 0 || option.name !== 'after_connect') return settings;
  return ['journal_mode', 'synchronous', 'busy_timeout'].map((pragma) => ({
    pragma,
    value: undefined,
    by: 'hook',
    written: option.name,
    range: option.range,
    everyConnection: true,
  }));
}

/** `DB.transaction_mode = :immediate`. */
function modeOf(handles: ReadonlySet<string>, file: HostFile): BeginSetting | undefined {
  for (const node of nodesOf(file.root, ['assignment'])) {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    if (left?.type !== 'call' || !right || left.childForFieldName('method')?.text !== 'transaction_mode')
      continue;
    if (!handles.has(left.childForFieldName('receiver')?.text ?? '')) continue;
    return {
      mode: beginModeOf(literalValue(right, file)),
      range: placeOf(node),
      written: 'transaction_mode',
    };
  }
  return undefined;
}
