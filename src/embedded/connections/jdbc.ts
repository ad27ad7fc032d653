import { type BeginMode, beginModeOf, type VersionRange } from '../../facts/drivers/driver.ts';
import type { Range } from '../../text/range.ts';
import type { TextPiece } from '../sql/builder.ts';
import { readDsn, urlForm } from './dsn.ts';
import type { BeginSetting, ConnectionSite, IgnoredParameter, Setting, SettingBy } from './site.ts';

/** What a JDBC URL, properties and setters of sqlite-jdbc say of a connection. */
export type JdbcFacts = Pick<ConnectionSite, 'settings' | 'ignored' | 'begin' | 'sharedCache' | 'readOnly'>;

/**
 * The pragmas that sqlite-jdbc takes as properties, by their names
 * (https://github.com/xerial/sqlite-jdbc/blob/master/src/main/java/org/sqlite/SQLiteConfig.java, enum Pragma).
 */
const pragmas: ReadonlySet<string> = new Set(
  `application_id automatic_index busy_timeout cache_size cache_spill case_sensitive_like count_changes
  default_cache_size defer_foreign_keys encoding foreign_keys full_column_names fullsync incremental_vacuum journal_mode
  journal_size_limit legacy_alter_table legacy_file_format locking_mode max_page_count mmap_size page_size
  read_uncommitted recursive_triggers reverse_unordered_selects secure_delete short_column_names synchronous temp_store
  temp_store_directory user_version wal_autocheckpoint`.split(/\s+/),
);

/** Its other properties. */
const others =
  /^(?:open_mode|shared_cache|enable_load_extension|empty_result_callback|transaction_mode|date_precision|date_class|date_string_format|password|hexkey_mode|limit_\w+|jdbc\.\w+)$/;

/** Properties that came with a version. */
const takenBy: ReadonlyMap<string, readonly VersionRange[]> = new Map([
  ['wal_autocheckpoint', [{ since: '3.53.0.0' }]],
]);

/** Short names that other drivers have. */
const shortNames: ReadonlyMap<string, string> = new Map([
  ['timeout', 'busy_timeout'],
  ['fk', 'foreign_keys'],
  ['journal', 'journal_mode'],
  ['sync', 'synchronous'],
]);

/** Parameters of SQLite's own URIs (https://sqlite.org/uri.html). */
const uriParameters = /^(?:mode|cache|immutable|vfs|nolock|psow|modeof|\w*key|cipher|\w*cipher\w*)$/;

/** The pragma that is meant by a name which sqlite-jdbc does not know: `_busy_timeout`, `busyTimeout`. */
function pragmaMeantBy(name: string): string | undefined {
  const plain = name.toLowerCase().replaceAll(/[_\-.\s]/g, '');
  for (const pragma of pragmas) if (pragma.replaceAll('_', '') === plain) return pragma;
  return shortNames.get(plain);
}

/** One property of a connection, whichever way it is given. */
export interface JdbcProperty {
  readonly name: string;
  /** Undefined where it is computed. */
  readonly value: string | undefined;
  readonly range: Range;
  readonly written: string;
  readonly by: SettingBy;
  readonly maybe?: boolean | undefined;
}

/** A property that sqlite-jdbc does not know, where a pragma is meant by it; undefined for any other. */
export function unknownProperty(
  { range, written }: JdbcProperty,
  meant: string | undefined,
): IgnoredParameter | undefined {
  if (meant === undefined) return undefined;
  return {
    name: written,
    range,
    reason: `sqlite-jdbc has no property ${written}; properties are named like their pragmas, in lower case`,
    instead: meant,
  };
}

/**
 * What properties set; the later of two holds.
 * @param ignore says why one that sqlite-jdbc doesn't know has no effect
 */
export function readProperties(
  properties: readonly JdbcProperty[],
  ignore: (property: JdbcProperty, meant: string | undefined) => IgnoredParameter | undefined,
): JdbcFacts {
  const settings: Setting[] = [];
  const ignored: IgnoredParameter[] = [];
  let begin: BeginSetting | undefined;
  let sharedCache: Range | undefined;
  let readOnly = false;
  for (const property of properties) {
    const { name, value, range, written, by, maybe } = property;
    if (pragmas.has(name)) {
      settings.push({
        pragma: name,
        value,
        by,
        written,
        range,
        everyConnection: true,
        maybe,
        takenBy: takenBy.get(name),
      });
    } else if (name === 'transaction_mode')
      begin = { mode: maybe ? undefined : modeOf(value), range, written };
    else if (name === 'shared_cache') sharedCache = value === 'true' ? range : undefined;
    // The flags of sqlite3_open_v2(): https://sqlite.org/c3ref/c_open_autoproxy.html
    else if (name === 'open_mode') readOnly = value !== undefined && (Number(value) & 1) === 1;
    else if (!others.test(name)) {
      const one = ignore(property, pragmaMeantBy(name));
      if (one) ignored.push(one);
    }
  }
  return { settings, ignored, begin, sharedCache, readOnly };
}

function modeOf(value: string | undefined): BeginMode | undefined {
  // Earlier versions spell it so.
  return value?.toLowerCase() === 'deffered' ? 'deferred' : beginModeOf(value);
}

/** Puts what several sources say together; the later holds. */
export function joined(...all: readonly JdbcFacts[]): JdbcFacts {
  return {
    settings: all.flatMap(({ settings }) => settings),
    ignored: all.flatMap(({ ignored }) => ignored),
    begin: all.findLast(({ begin }) => begin)?.begin,
    sharedCache: all.findLast(({ sharedCache }) => sharedCache)?.sharedCache,
    readOnly: all.some(({ readOnly }) => readOnly),
  };
}

/** A JDBC URL of SQLite. */
export interface JdbcUrl extends JdbcFacts {
  /** With its scheme, without parameters: `jdbc:sqlite:app.db`. */
  readonly path: string;
  readonly isPathKnown: boolean;
  readonly storage: ConnectionSite['storage'];
  /** False where what is filled in may hold further parameters. */
  readonly isComplete: boolean;
  readonly hasParameters: boolean;
}

/** What the URLs of sqlite-jdbc begin with. */
export const jdbcScheme = /^jdbc:sqlite:/i;

/**
 * Takes a JDBC URL apart. sqlite-jdbc takes the parameters that it knows out of it, in any case, and decodes none; what
 * it does not know stays part of the file's name, unless the name is a URI.
 */
export function readJdbcUrl(
  pieces: readonly TextPiece[],
  whole: Range,
  isPath: (hole: Range) => boolean,
): JdbcUrl {
  const last = pieces.at(-1);
  // What is put behind a path and an extension can't have been parameters.
  const endsInName = last !== undefined && 'text' in last && /\.\w+$/.test(last.text);
  const holes = pieces.flatMap((piece) => ('hole' in piece ? [piece.hole] : []));
  const dsn = readDsn(pieces, whole, (hole) => endsInName || hole !== holes.at(-1) || isPath(hole), urlForm);
  const path = dsn.path.replace(jdbcScheme, '');
  const isUri = path.startsWith('file:');
  const uri = new Map(isUri ? dsn.parameters.map(({ name, value }) => [name, value]) : []);
  const facts = readProperties(
    dsn.parameters.map(({ name, value, range }) => {
      return { name: name.toLowerCase(), value, range, written: name, by: 'dsn' as const };
    }),
    ({ name, value, range, written }, meant) => {
      if (isUri && (uriParameters.test(name) || meant === undefined)) return undefined;
      const instead = meant === undefined ? undefined : `${meant}=${value ?? '…'}`;
      return {
        name: written,
        range,
        reason: isUri
          ? `sqlite-jdbc has no parameter ${written}`
          : `sqlite-jdbc has no parameter ${written}: it stays part of the file’s name`,
        instead,
        replacement: value === undefined ? undefined : instead,
      };
    },
  );
  return {
    ...facts,
    path: dsn.path,
    isPathKnown: dsn.isPathKnown,
    storage: storageOfJdbc(path, uri.get('mode')),
    isComplete: dsn.isComplete,
    hasParameters: dsn.parameters.length > 0,
    readOnly:
      facts.readOnly || uri.get('mode') === 'ro' || /^(?:1|true|yes|on)$/.test(uri.get('immutable') ?? ''),
    sharedCache:
      facts.sharedCache ??
      (uri.get('cache') === 'shared'
        ? dsn.parameters.find(({ name }) => name === 'cache')?.range
        : undefined),
  };
}

/** Without a name it is an unnamed temporary database; one among resources is copied to a temporary file. */
function storageOfJdbc(path: string, mode: string | undefined): ConnectionSite['storage'] {
  if (path.includes(':memory:') || mode === 'memory') return 'memory';
  if (path === '' || path === 'file:' || path.startsWith(':resource:')) return 'temporary';
  return /^(?:file:)?\/(?:var\/)?tmp\//.test(path) ? 'temporary' : 'file';
}
