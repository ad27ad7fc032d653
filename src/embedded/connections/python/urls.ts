import type { Node } from '@vscode/tree-sitter-wasm';
import { enclosing, nodesOf, placeOf } from '../../sql/text-expressions.ts';
import { type DsnParameter, isNamedLikePath, knownText, readDsn } from '../dsn.ts';
import type {
  BeginSetting,
  ConnectionSite,
  EnvironmentChoice,
  IgnoredParameter,
  Setting,
  Written,
} from '../site.ts';
import { milliseconds, modeOf } from './connect-options.ts';
import { readDictionary } from './dictionaries.ts';
import { refersTo } from './imports.ts';
import { argumentOf, argumentsOf, type PythonModule } from './module.ts';

type UrlParameter = Omit<DsnParameter, 'raw'>;

/** The URL of a database of SQLite, as far as it is written. */
export interface SqliteUrl {
  readonly database: Written;
  readonly storage: ConnectionSite['storage'];
  /** What stands behind the scheme and its slashes, without parameters: `app.db`, `/data/app.db`. */
  readonly path: string;
  readonly parameters: readonly UrlParameter[];
  /** False where further parameters may be filled in. */
  readonly isComplete: boolean;
  /** Where the environment may name another database: what holds for SQLite's does not for that. */
  readonly when: EnvironmentChoice | undefined;
  /** `aiosqlite` of `sqlite+aiosqlite:///app.db`. */
  readonly dialect: string | undefined;
}

const scheme = /^sqlite(?:\+(\w+))?:/;
const createsUrl = /^sqlalchemy\.(?:engine\.)?(?:url\.)?URL(?:\.create)?$/;
const makesUrl = /^sqlalchemy\.(?:engine\.)?(?:url\.)?make_url$/;

/** How a program asks for a variable of the environment with a value where there is none. */
const variable =
  /\b(?:environ|getenv|config|env|get|db|url|db_url|dj_db_url|decouple)\b[^'"]*\(?\[?\s*['"](\w+)['"]/;

/** The URL that an expression is where that is SQLite's, for sure or by default; undefined for all others. */
export function readSqliteUrl(node: Node | undefined, module: PythonModule): SqliteUrl | undefined {
  if (!node) return undefined;
  const value = module.resolved(node);
  const pieces = module.file.texts.textOf(value);
  const start = pieces?.[0];
  if (pieces && start && 'text' in start)
    return scheme.test(start.text) ? fromPieces(value, module) : undefined;
  if (value.type === 'call') {
    const callee = value.childForFieldName('function');
    if (refersTo(callee, module.imports, createsUrl)) return fromParts(value, module);
    if (refersTo(callee, module.imports, makesUrl) || callee?.text === 'str')
      return readSqliteUrl(argumentsOf(value).positional[0], module);
  }
  if (value.type === 'attribute') return ofField(value, module);
  return ofDefault(value, module);
}

function fromPieces(value: Node, module: PythonModule): SqliteUrl {
  const pieces = module.file.texts.textOf(value) ?? [];
  const dsn = readDsn(pieces, placeOf(value), (hole) =>
    isNamedLikePath(module.file.text.slice(hole.start, hole.end).replace(/^\{|\}$/g, '')),
  );
  const text = knownText(pieces);
  const [whole = '', dialect] = scheme.exec(dsn.path) ?? [];
  const path = dsn.path.slice(whole.length).replace(/^\/\/\/?/, '');
  const isMemory = dsn.isPathKnown
    ? /^(?:|:memory:|file::memory:)$/.test(path) || isInMemory(dsn.parameters)
    : path.includes(':memory:');
  return {
    database:
      text === undefined
        ? { kind: 'path', written: module.file.text.slice(value.startIndex, value.endIndex) }
        : { kind: 'text', text, range: placeOf(value) },
    storage: isMemory ? 'memory' : /^\/(?:var\/)?tmp\//.test(path) ? 'temporary' : 'file',
    path,
    parameters: dsn.parameters,
    // A path behind the scheme that is filled in holds no parameters, whatever it is called.
    isComplete: dsn.isComplete || !pieces.some((piece) => 'hole' in piece) || !/\?/.test(text ?? ''),
    when: undefined,
    dialect,
  };
}

const isInMemory = (parameters: readonly UrlParameter[]): boolean =>
  parameters.some(({ name, value }) => name === 'mode' && value === 'memory');

/** `URL.create("sqlite", database="app.db", query={"timeout": "15"})`. */
function fromParts(call: Node, module: PythonModule): SqliteUrl | undefined {
  const given = argumentsOf(call);
  const name = module.literalOf(argumentOf(given, 'drivername', 0));
  const [, dialect] = typeof name === 'string' ? (/^sqlite(?:\+(\w+))?$/.exec(name) ?? ['']) : [''];
  if (typeof name !== 'string' || !name.startsWith('sqlite')) return undefined;
  const database = argumentOf(given, 'database', 5);
  const path = database ? module.literalOf(database) : '';
  const query = argumentOf(given, 'query', 6);
  const entries = query ? readDictionary(query, module) : undefined;
  const isKnown = typeof path === 'string';
  return {
    database: isKnown
      ? { kind: 'text', text: path, range: database && placeOf(database) }
      : { kind: 'path', written: database?.text ?? '' },
    storage: isKnown && /^(?:|:memory:)$/.test(path) ? 'memory' : 'file',
    path: isKnown ? path : '?',
    parameters: (entries?.entries ?? []).map(({ key, value, node }) => {
      const text = module.literalOf(value);
      return { name: key, value: text === undefined ? undefined : String(text), range: placeOf(node) };
    }),
    isComplete: query === undefined || entries?.isComplete === true,
    when: undefined,
    dialect,
  };
}

/** `settings.database_url`, where a class of the file says what that is by default. */
function ofField(attribute: Node, module: PythonModule): SqliteUrl | undefined {
  const name = attribute.childForFieldName('attribute')?.text;
  const given = module
    .nodesOf(['assignment'])
    .filter(
      (one) =>
        one.childForFieldName('left')?.text === name &&
        enclosing(one, new Set(['class_definition', 'function_definition']))?.type === 'class_definition',
    );
  const [only, ...others] = given;
  const value = only?.childForFieldName('right');
  if (!value || others.length > 0 || name === undefined) return undefined;
  const url = readSqliteUrl(value, module);
  if (!url || url.when) return url;
  // Settings of pydantic take a field from the environment, in any case of letters.
  const owner = enclosing(value, new Set(['class_definition']));
  const isSettings = /Settings\b/.test(owner?.childForFieldName('superclasses')?.text ?? '');
  return isSettings ? otherwise(name.toUpperCase(), url) : url;
}

/** `os.getenv("DATABASE_URL", "sqlite:///app.db")`, `url or "sqlite:///app.db"`. */
function ofDefault(value: Node, module: PythonModule): SqliteUrl | undefined {
  if (!/^(?:call|boolean_operator|conditional_expression)$/.test(value.type)) return undefined;
  const texts = nodesOf(value, ['string', 'concatenated_string', 'binary_operator', 'identifier']);
  const inner = texts.find((one) => {
    const pieces = one.type === 'identifier' ? undefined : module.file.texts.textOf(one);
    const first = (pieces ?? module.file.texts.textOf(module.resolved(one)))?.[0];
    return first !== undefined && 'text' in first && scheme.test(first.text);
  });
  const url = inner && readSqliteUrl(inner, module);
  if (!url) return undefined;
  const name = variable.exec(value.text)?.[1];
  return name === undefined ? { ...url, when: undefined } : otherwise(name, url);
}

function otherwise(env: string, url: SqliteUrl): SqliteUrl {
  const text = url.database.kind === 'text' ? url.database.text : undefined;
  return {
    ...url,
    database: { kind: 'env', name: env, otherwise: text },
    when: { env, matches: /^sqlite/, otherwise: text ?? 'sqlite:' },
  };
}

/** What SQLAlchemy makes of the parameters of a URL. */
export interface UrlOptions {
  readonly settings: readonly Setting[];
  readonly ignored: readonly IgnoredParameter[];
  readonly begin: BeginSetting | undefined;
  readonly readOnly: boolean;
  readonly sharedCache: ConnectionSite['sharedCache'];
}

/** Those that go to `sqlite3.connect()`. */
const passedOn = /^(?:uri|timeout|isolation_level|detect_types|check_same_thread|cached_statements)$/;
/** Those of SQLite's own URIs. https://sqlite.org/uri.html */
const ofUris = /^(?:vfs|mode|psow|nolock|cache|immutable|modeof)$/;

/**
 * What the parameters of a URL settle: of those that Python’s driver takes SQLAlchemy passes each on; the others reach
 * SQLite with `uri=true` only. https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#uri-connections
 */
export function readUrlOptions({ parameters }: SqliteUrl): UrlOptions {
  const isUri = parameters.some(
    ({ name, value }) => name === 'uri' && /^(?:true|yes|on|y|t|1)$/i.test(value ?? ''),
  );
  const settings: Setting[] = [];
  const ignored: IgnoredParameter[] = [];
  let begin: BeginSetting | undefined;
  for (const { name, value, range } of parameters) {
    if (name === 'timeout') {
      const number = value === undefined || value === '' ? Number.NaN : Number(value);
      settings.push({
        pragma: 'busy_timeout',
        value: Number.isNaN(number) ? undefined : milliseconds(number),
        by: 'dsn',
        written: 'timeout',
        range,
        everyConnection: true,
      });
    } else if (name === 'isolation_level') begin = { mode: modeOf(value), range, written: name };
    else if (!passedOn.test(name) && !(isUri && ofUris.test(name))) {
      ignored.push({
        name,
        range,
        reason: isUri
          ? 'SQLAlchemy passes it on, and SQLite knows no such parameter'
          : 'SQLAlchemy drops what Python’s sqlite3 does not take',
        instead: ofUris.test(name) ? `sqlite:///file:app.db?${name}=${value ?? ''}&uri=true` : undefined,
      });
    }
  }
  const given = (name: string, wanted: RegExp): UrlParameter | undefined =>
    isUri ? parameters.find((one) => one.name === name && wanted.test(one.value ?? '')) : undefined;
  return {
    settings,
    ignored,
    begin,
    readOnly: given('mode', /^ro$/) !== undefined || given('immutable', /^1$/) !== undefined,
    sharedCache: given('cache', /^shared$/)?.range,
  };
}
