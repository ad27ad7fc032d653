import type { Node } from '@vscode/tree-sitter-wasm';
import { childrenOf, placeOf } from '../../sql/text-expressions.ts';
import type { BeginSetting, ConnectionSite, Setting, SiteFix } from '../site.ts';
import { modeOf, timeoutSetting } from './connect-options.ts';
import { readDictionary } from './dictionaries.ts';
import { fateOf, type Handle } from './handles.ts';
import { importedAs } from './imports.ts';
import { type Arguments, argumentOf, argumentsOf, type PythonModule } from './module.ts';
import { databaseOf } from './paths.ts';
import { methodOf, plain, receiverOf } from './pragmas.ts';
import { type MethodSetting, UsesReader } from './uses.ts';

const classes =
  /^(?:peewee|playhouse\.\w+)\.((?:Pooled)?(?:C?Sqlite(?:Ext|Queue|VacuumQueue)?|APSW|CySqlite)Database)$/;

/**
 * Databases of peewee and its playhouse: `SqliteDatabase(path, pragmas={…}, timeout=5)`.
 * https://docs.peewee-orm.com/en/latest/peewee/database.html#using-sqlite
 */
export function* readPeewee(module: PythonModule): Iterable<ConnectionSite> {
  const uses = new UsesReader(module, byMethod(module));
  for (const call of module.callsOf(classes)) {
    const name = classOf(call, module);
    if (name === undefined) continue;
    const fate = fateOf(call, module);
    const handle = fate.kind === 'kept' ? fate.handle : undefined;
    const run = handle && uses.follow({ ...handle, origin: call, everyConnection: false }, true);
    const inits = handle ? initsOf(handle, module) : [];
    const [init] = inits;
    const given = argumentsOf(call);
    const later = init && argumentsOf(init);
    const path = (later && argumentOf(later, 'database', 0)) ?? argumentOf(given, 'database', 0);
    const isOpen = path !== undefined && module.literalOf(path) !== null;
    const { database, storage } = databaseOf(isOpen ? path : undefined, module);
    const first = argumentsRead(given, name, module);
    const second = later && argumentsRead(later, name, module);
    // `init()` puts its own pragmas and its own timeout in the place of the constructor’s.
    const kept = second
      ? first.settings.filter(({ written: name }) => !second.hasPragmas && name.startsWith('pragmas '))
      : first.settings;
    yield {
      driver: 'peewee',
      range: placeOf(call),
      database,
      storage: isOpen ? storage : 'unknown',
      readOnly: false,
      settings: [
        ...(name.includes('Queue') && !first.ofPragmas.has('journal_mode') ? [queueMode(call)] : []),
        ...kept,
        ...(second?.settings ?? []),
        ...(run?.settings ?? []).map(permanent),
        ...(handle ? pragmaProperties(handle, module) : []),
      ],
      ignored: [],
      opaque:
        inits.length > 1
          ? 'init() is called on it in several places'
          : (first.opaque ?? second?.opaque ?? run?.opaque),
      begin: lockType(given, module),
      variable: handle?.name,
      fix: second?.hasPragmas && later ? fixOf(init, later, module) : fixOf(call, given, module),
    };
  }
}

function classOf(call: Node, module: PythonModule): string | undefined {
  for (const name of importedAs(call.childForFieldName('function'), module.imports)) {
    const known = classes.exec(name)?.[1];
    if (known !== undefined) return known;
  }
  return undefined;
}

/** The queue of playhouse demands WAL, and sets it where nothing else does. */
const queueMode = (call: Node): Setting => ({
  pragma: 'journal_mode',
  value: 'wal',
  by: 'option',
  written: 'SqliteQueueDatabase',
  range: placeOf(call.childForFieldName('function') ?? call),
  everyConnection: true,
});

/** The calls of `init()` on a database that is opened later. */
function initsOf(handle: Handle, module: PythonModule): Node[] {
  return module.calls.filter((call) => methodOf(call) === 'init' && receiverOf(call) === handle.name);
}

interface Read {
  readonly settings: readonly Setting[];
  /** The pragmas that `pragmas` names. */
  readonly ofPragmas: ReadonlySet<string>;
  readonly hasPragmas: boolean;
  readonly opaque: string | undefined;
}

function argumentsRead(given: Arguments, name: string, module: PythonModule): Read {
  const settings: Setting[] = [];
  const timeout = given.keywords.get('timeout');
  const seconds = timeout?.childForFieldName('value');
  // A pool takes it for the time to wait for a connection that is free, and leaves SQLite’s alone.
  if (timeout && seconds && !name.startsWith('Pooled'))
    settings.push(timeoutSetting({ value: seconds, node: timeout }, module, 'timeout'));
  const node = argumentOf(given, 'pragmas', name === 'SqliteDatabase' ? 1 : undefined);
  const pairs = node && pragmaPairs(node, module);
  for (const { key, value, at } of pairs?.all ?? []) {
    const literal = module.literalOf(value);
    settings.push({
      pragma: key.toLowerCase(),
      value: literal === undefined ? undefined : written(literal),
      by: 'option',
      written: `pragmas ${key}`,
      range: placeOf(at),
      everyConnection: true,
    });
  }
  return {
    settings,
    ofPragmas: new Set((pairs?.all ?? []).map(({ key }) => key.toLowerCase())),
    hasPragmas: node !== undefined,
    opaque:
      (node && !pairs?.isComplete) || !given.isComplete || given.spread.length > 0
        ? 'its options are built at run time'
        : undefined,
  };
}

/** As peewee writes it: False and 0 are 0. */
function written(value: string | number | boolean | null): string {
  return typeof value === 'boolean' ? (value ? '1' : '0') : value === null ? '0' : String(value);
}

interface Pairs {
  readonly all: readonly { readonly key: string; readonly value: Node; readonly at: Node }[];
  readonly isComplete: boolean;
}

/** `{"journal_mode": "wal"}`, and pairs in a list or a tuple. */
function pragmaPairs(node: Node, module: PythonModule): Pairs | undefined {
  const resolved = module.resolved(node);
  if (resolved.type === 'none') return { all: [], isComplete: true };
  const entries = readDictionary(node, module);
  if (entries) {
    return {
      all: entries.entries.map(({ key, value, node: at }) => ({ key, value, at })),
      isComplete: entries.isComplete && entries.entries.every(({ maybe }) => !maybe),
    };
  }
  if (!/^(?:list|tuple)$/.test(resolved.type)) return undefined;
  const items = childrenOf(resolved);
  const all = items.flatMap((item) => {
    const [key, value] = /^(?:list|tuple)$/.test(item.type) ? childrenOf(item) : [];
    const name = key ? module.literalOf(key) : undefined;
    return typeof name === 'string' && value ? [{ key: name, value, at: item }] : [];
  });
  return { all, isComplete: all.length === items.length };
}

/** `db.pragma("foreign_keys", 1, permanent=True)` and the properties named like pragmas: `db.foreign_keys = 1`. */
function byMethod(module: PythonModule): MethodSetting {
  return (call, method) => {
    if (method !== 'pragma') return undefined;
    const given = argumentsOf(call);
    const name = module.literalOf(argumentOf(given, 'key', 0));
    const value = argumentOf(given, 'value', 1);
    if (typeof name !== 'string' || !value) return undefined;
    const literal = module.literalOf(value);
    const isKept = module.literalOf(argumentOf(given, 'permanent', 2)) === true;
    return {
      pragma: name.toLowerCase(),
      value: literal === undefined ? undefined : written(literal),
      by: isKept ? 'option' : 'statement',
      written: `pragma("${name}")`,
      range: placeOf(call),
    };
  };
}

/** What is set as permanent is set on the connections that are opened later, too. */
const permanent = (setting: Setting): Setting =>
  setting.by === 'option' ? { ...setting, everyConnection: true } : setting;

/** The default of `lock_type`, in versions that have it. */
function lockType(given: Arguments, module: PythonModule): BeginSetting | undefined {
  const node = given.keywords.get('lock_type');
  const value = node?.childForFieldName('value');
  return node && value
    ? { mode: modeOf(module.literalOf(value)), range: placeOf(node), written: 'lock_type' }
    : undefined;
}

function fixOf(call: Node, given: Arguments, module: PythonModule): ConnectionSite['fix'] {
  return (pragma, value): SiteFix | undefined => {
    const shown = /^-?\d+$/.test(value) ? value : `"${value.toLowerCase()}"`;
    const node = given.keywords.get('pragmas')?.childForFieldName('value');
    const resolved = node && module.resolved(node);
    if (!node) {
      const end = (call.childForFieldName('arguments')?.endIndex ?? call.endIndex) - 1;
      if (given.spread.length > 0 || given.positional.length !== 1) return undefined;
      return { range: { start: end, end }, text: `, pragmas={"${pragma}": ${shown}}` };
    }
    if (resolved?.type !== 'dictionary') return undefined;
    const start = resolved.startIndex + 1;
    const [first] = childrenOf(resolved);
    return { range: { start, end: start }, text: `"${pragma}": ${shown}${first ? ', ' : ''}` };
  };
}

/** The assignments `db.journal_mode = "wal"` on a database. */
function pragmaProperties(handle: Handle, module: PythonModule): Setting[] {
  const properties =
    /^(?:cache_size|foreign_keys|journal_mode|journal_size_limit|mmap_size|synchronous|wal_autocheckpoint)$/;
  return module.nodesOf(['assignment']).flatMap((node): Setting[] => {
    const left = node.childForFieldName('left');
    const name = left?.childForFieldName('attribute')?.text ?? '';
    const object = left?.childForFieldName('object');
    const value = node.childForFieldName('right');
    if (!object || !value || plain(object) !== handle.name || !properties.test(name)) return [];
    const literal = module.literalOf(value);
    return [
      {
        pragma: name,
        value: literal === undefined ? undefined : written(literal),
        by: 'statement',
        written: name,
        range: placeOf(node),
        everyConnection: false,
      },
    ];
  });
}
