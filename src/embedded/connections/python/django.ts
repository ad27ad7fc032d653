import type { Node } from '@vscode/tree-sitter-wasm';
import type { Range } from '../../../text/range.ts';
import { childrenOf, enclosing, holds, placeOf } from '../../sql/text-expressions.ts';
import type { BeginSetting, ConnectionSite, LooseSetting, Setting, SiteFix } from '../site.ts';
import { settingOf } from '../statements.ts';
import { connectEntries, modeOf } from './connect-options.ts';
import { type Dictionary, type Entry, noDictionary, readDictionary, readKept } from './dictionaries.ts';
import { argumentsOf, nameOf, type PythonModule } from './module.ts';
import { databaseOf } from './paths.ts';
import { pragmasOfText } from './pragmas.ts';

/** Django’s engine for SQLite, and those that only add to it. */
const engines =
  /(?:django\.db\.backends\.sqlite3|django\.contrib\.gis\.db\.backends\.spatialite|django_prometheus\.db\.backends\.(?:sqlite3|spatialite))(?!\w)/;

/**
 * The databases of Django’s settings: `DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", …}}`, and those
 * that dj-database-url and django-environ read from a URL. https://docs.djangoproject.com/en/5.2/ref/settings/#databases
 */
export function* readDjango(module: PythonModule): Iterable<ConnectionSite> {
  if (!engines.test(module.file.text)) return;
  for (const node of module.nodesOf(['dictionary', 'call'])) {
    if (node.type === 'call' && node.childForFieldName('function')?.text !== 'dict') continue;
    const own = readDictionary(node, module);
    const engine = own?.get('ENGINE');
    if (!engine || !holds(node, engine.node) || !isSqlite(engine.value, module)) continue;
    const holder = nameHolding(node);
    const spread = own?.get('NAME') || holder === undefined ? [] : spreadInto(holder, node, module);
    for (const place of spread.length > 0 ? spread : [node]) yield siteOf(place, engine, module);
  }
}

function isSqlite(value: Node, module: PythonModule): boolean {
  const known = module.literalOf(value);
  return engines.test(typeof known === 'string' ? known : value.text);
}

/** The name that a dictionary is kept under. */
function nameHolding(node: Node): Node | undefined {
  const left = node.parent?.type === 'assignment' ? node.parent.childForFieldName('left') : undefined;
  return left && nameOf(left) !== undefined ? left : undefined;
}

/** The dictionaries that a constant is spread into: `{"NAME": "app.db", **SQLITE}`. */
function spreadInto(name: Node, node: Node, module: PythonModule): Node[] {
  return module.nodesOf(['dictionary']).filter((one) =>
    childrenOf(one).some((child) => {
      const [value] = child.type === 'dictionary_splat' ? childrenOf(child) : [];
      return value?.text === name.text && module.resolved(value).id === node.id;
    }),
  );
}

function siteOf(place: Node, engine: Entry, module: PythonModule): ConnectionSite {
  const holder = nameHolding(place);
  const name = holder && nameOf(holder);
  const inner =
    (name === undefined ? readDictionary(place, module) : readKept(place, name, module)) ?? noDictionary;
  const changes = changesOf(aliasOf(place), place, module);
  const options = optionsOf(inner, changes, module);
  const path = inner.get('NAME')?.value;
  const { database, storage } = databaseOf(path, module);
  const variable = /(?:environ|getenv|\benv\b|config)[^'"]*['"](\w+)['"]/.exec(engine.value.text)?.[1];
  return {
    driver: 'django',
    range: placeOf(engine.node),
    database,
    storage,
    readOnly:
      /^file:/.test(path?.text.replace(/^f?['"]/, '') ?? '') && /[?&]mode=ro\b/.test(path?.text ?? ''),
    settings: options.settings,
    ignored: [],
    opaque: options.opaque,
    opaqueFor: options.opaque === builtLater ? optionsBefore51 : undefined,
    begin: options.begin,
    when:
      variable === undefined || engine.value.type === 'string'
        ? undefined
        : { env: variable, matches: /sqlite|spatialite/, otherwise: 'sqlite' },
    fix: options.fix,
  };
}

/** `default` of `DATABASES = {"default": …}` and `DATABASES["default"] = …`. */
function aliasOf(place: Node): string {
  const pair = place.parent?.type === 'pair' ? place.parent : undefined;
  const left = place.parent?.type === 'assignment' ? place.parent.childForFieldName('left')?.text : undefined;
  const assigned = /^DATABASES\[\s*['"](\w+)['"]\s*\]$/.exec(left ?? '')?.[1];
  return assigned ?? pair?.childForFieldName('key')?.text.slice(1, -1) ?? 'default';
}

interface Options {
  readonly settings: readonly Setting[];
  readonly opaque: string | undefined;
  readonly begin: BeginSetting | undefined;
  readonly fix: ConnectionSite['fix'];
}

/** Why a database of Django may be configured in ways that are not seen. */
export const builtLater = 'its OPTIONS are built at run time';

/** Before 5.1 they are the arguments of `sqlite3.connect()` and no more, and atomic() runs a plain BEGIN. https://docs.djangoproject.com/en/5.1/releases/5.1/ */
export const optionsBefore51 = { pragmas: ['busy_timeout'], before: '5.1' } as const;

function optionsOf(inner: Dictionary, changes: readonly Change[], module: PythonModule): Options {
  const settings: Setting[] = [];
  let opaque = inner.isComplete ? undefined : 'its settings are built at run time';
  let begin: BeginSetting | undefined;
  let literal: Dictionary | undefined = noDictionary;
  for (const entry of inner.entries.filter(({ key }) => key === 'OPTIONS')) {
    const options = readOptions(entry.value, module);
    if (!options) opaque = builtLater;
    literal = options;
    const read = options && settingsOf(options, entry.maybe, module);
    settings.push(...(read?.settings ?? []));
    begin = read?.begin ?? begin;
    opaque ??= read?.opaque;
  }
  const behind = changedBy(changes, module);
  settings.push(...behind.settings);
  begin = behind.begin ?? begin;
  opaque = behind.opaque ?? opaque;
  return { settings, opaque, begin, fix: literal && fixOf(literal, module) };
}

/** What is put into the OPTIONS of a database behind the place that makes it. */
export function changesBehind(place: Node, module: PythonModule): Omit<Options, 'fix'> {
  return changedBy(changesOf(aliasOf(place), place, module), module);
}

function changedBy(changes: readonly Change[], module: PythonModule): Omit<Options, 'fix'> {
  const settings: Setting[] = [];
  let opaque: string | undefined;
  let begin: ConnectionSite['begin'];
  for (const { options, maybe } of changes) {
    const read = options && settingsOf(options, maybe, module);
    if (!read) opaque = builtLater;
    settings.push(...(read?.settings ?? []));
    begin = read?.begin ?? begin;
    opaque ??= read?.opaque;
  }
  return { settings, opaque, begin };
}

/** What an environment variable adds is empty where it isn’t set: `json.loads(os.getenv("DB_OPTIONS") or "{}")`. */
function readOptions(value: Node, module: PythonModule): Dictionary | undefined {
  const resolved = module.resolved(value);
  if (resolved.type === 'call' && /\bloads$/.test(resolved.childForFieldName('function')?.text ?? '')) {
    if (/environ|getenv/.test(resolved.text) && /['"]\{\}['"]/.test(resolved.text)) return noDictionary;
  }
  return readDictionary(value, module);
}

/** What OPTIONS settle. https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes */
function settingsOf(options: Dictionary, maybe: boolean, module: PythonModule): Omit<Options, 'fix'> {
  const passed = connectEntries(options, module);
  const command = options.get('init_command');
  const mode = options.get('transaction_mode');
  const statements = command ? pragmasOfText(command.value, module) : [];
  const run = (statements ?? []).map((one): Setting => {
    const setting = settingOf(one, { by: 'hook', everyConnection: true });
    return command?.maybe ? { ...setting, maybe: true } : setting;
  });
  const value = mode ? module.literalOf(mode.value) : null;
  return {
    settings: [...passed.settings, ...run].map((one) => (maybe ? { ...one, maybe } : one)),
    opaque: !options.isComplete
      ? builtLater
      : statements
        ? undefined
        : 'the text of its init_command is built at run time',
    begin:
      mode && value !== null
        ? { mode: maybe ? undefined : modeOf(value), range: placeOf(mode.node), written: 'transaction_mode' }
        : passed.begin,
  };
}

/** OPTIONS that have what Django takes since 5.1 can take an `init_command`: older versions would fail on either. */
function fixOf(options: Dictionary, module: PythonModule): ConnectionSite['fix'] {
  const command = options.get('init_command');
  const mode = options.get('transaction_mode');
  return (pragma, value): SiteFix | undefined => {
    if (!command) {
      if (!mode) return undefined;
      const { startIndex: start } = mode.node;
      return { range: { start, end: start }, text: `"init_command": "PRAGMA ${pragma} = ${value};", ` };
    }
    const text = command.value;
    if (text.type !== 'string' || module.literalOf(text) === undefined) return undefined;
    const content = childrenOf(text).find(({ type }) => type === 'string_content');
    if (!content) return undefined;
    const at = content.endIndex;
    const between = /;\s*$/.test(content.text) ? ' ' : '; ';
    return { range: { start: at, end: at }, text: `${between}PRAGMA ${pragma} = ${value};` };
  };
}

/** OPTIONS that are put into `DATABASES` behind it. */
interface Change {
  readonly node: Node;
  /** Undefined where they are built at run time. */
  readonly options: Dictionary | undefined;
  readonly maybe: boolean;
}

/** `DATABASES["default"]["OPTIONS"] = {…}`, `DATABASES["default"]["OPTIONS"]["timeout"] = 20` and the like. */
function changesOf(alias: string | undefined, place: Node | undefined, module: PythonModule): Change[] {
  if (!module.file.text.includes('DATABASES[')) return [];
  const pattern = new RegExp(
    `^DATABASES\\[['"](${alias ?? '[^\\]]*'})['"]\\](?:\\[['"]OPTIONS['"]\\](?:\\[['"](\\w+)['"]\\])?)?$`,
  );
  return module.nodesOf(['assignment', 'call']).flatMap((node): Change[] => {
    if (place && node.startIndex < place.endIndex) return [];
    const callee = node.childForFieldName('function');
    const left = node.childForFieldName('left') ?? callee?.childForFieldName('object');
    const [whole, , key] = pattern.exec(left?.text.replace(/\s+/g, '') ?? '') ?? [];
    if (whole === undefined) return [];
    const value = node.childForFieldName('right');
    const maybe = enclosing(node, new Set(['if_statement'])) !== undefined;
    if (node.type === 'call') {
      const method = callee?.childForFieldName('attribute')?.text ?? '';
      const [given] = argumentsOf(node).positional;
      if (!/^(?:update|setdefault)$/.test(method)) return [];
      const added = method === 'update' ? readDictionary(given, module) : undefined;
      if (/OPTIONS/.test(whole)) return [{ node, options: added, maybe }];
      const inner = added?.get('OPTIONS');
      if (inner) return [{ node, options: readDictionary(inner.value, module), maybe }];
      return added?.isComplete || /^['"](?!OPTIONS)/.test(given?.text ?? '')
        ? []
        : [{ node, options: added, maybe }];
    }
    if (!value || !/OPTIONS/.test(whole)) return [];
    if (key === undefined) return [{ node, options: readOptions(value, module), maybe }];
    const entry = { key, value, node, maybe: false };
    const options = {
      entries: [entry],
      isComplete: true,
      get: (one: string) => (one === key ? entry : undefined),
    };
    return [{ node, options, maybe }];
  });
}

/** OPTIONS that settings put into the `DATABASES` of others: `from .base import *`. */
export function looseDjango(sites: readonly ConnectionSite[], module: PythonModule): LooseSetting[] {
  if (sites.some(({ driver }) => driver === 'django')) return [];
  return changesOf(undefined, undefined, module).flatMap(({ node, options }): LooseSetting[] => {
    const how = { handle: 'connection', drivers: ['django'], maybe: true } as const;
    if (options?.isComplete) {
      return settingsOf(options, true, module).settings.map((setting) => ({ ...setting, ...how }));
    }
    const range: Range = placeOf(node);
    return [
      {
        pragma: 'busy_timeout',
        value: undefined,
        by: 'option',
        written: 'OPTIONS',
        range,
        everyConnection: true,
        ...how,
      },
    ];
  });
}
