import type { DatabaseHeader } from '../database/header.ts';
import type { ConnectionSite, NodeSqliteFacts } from '../embedded/node-sqlite.ts';
import { nodeSqlite } from '../facts/drivers.ts';
import { pragmaBoolean, readSynchronous, type Synchronous } from '../facts/pragmas.ts';
import { readSqlDocument, type SyntaxCache } from '../sql/document.ts';
import { readPragma } from '../sql/pragma.ts';
import { type Fact, known, unknown } from './facts.ts';
import { type FollowedPragma, mentionsPragma, type SourceFile } from './source-file.ts';

export type JournalMode = 'delete' | 'truncate' | 'persist' | 'memory' | 'wal' | 'off';

/** A connection to a database file, with the pragmas that are in effect once it is set up. */
export interface Connection {
  readonly driver: string;
  readonly file: SourceFile;
  readonly site: ConnectionSite;
  readonly readOnly: boolean;
  /** The database's path as written. */
  readonly database: string;
  readonly journalMode: Fact<JournalMode>;
  /** Milliseconds. */
  readonly busyTimeout: Fact<number>;
  readonly synchronous: Fact<Synchronous>;
  readonly foreignKeys: Fact<boolean>;
}

/** Everything in the project that can configure a connection. */
export interface ConnectionContext {
  /** All files of the project that are not set apart. */
  readonly files: readonly SourceFile[];
  /** The SQL files that are SQLite's. */
  readonly sqliteFiles: readonly SourceFile[];
  readonly scripts: ReadonlyMap<string, NodeSqliteFacts>;
  /** The headers of database files, by path relative to the project. */
  readonly headers: ReadonlyMap<string, DatabaseHeader | undefined>;
  readonly cache: SyntaxCache;
}

/** The connections that are written out: a literal path to a file, in production code. */
export function findConnections(context: ConnectionContext): Connection[] {
  return context.files.flatMap((file) => {
    const facts = context.scripts.get(file.path);
    if (!facts) return [];
    return facts.sites.flatMap((site) => {
      const { path } = site;
      if (path === undefined || isTransient(path)) return [];
      return [describe(file, site, path, facts, context)];
    });
  });
}

/** Databases in memory and SQLite's unnamed temporary ones have no second connection and outlive nothing. */
function isTransient(path: string): boolean {
  return (
    path === '' ||
    path.includes(':memory:') ||
    /[?&]mode=memory\b/.test(path) ||
    /^(?:file:)?\/(?:var\/)?tmp\//.test(path)
  );
}

function describe(
  file: SourceFile,
  site: ConnectionSite,
  database: string,
  facts: NodeSqliteFacts,
  context: ConnectionContext,
): Connection {
  const own = new Map<string, { value: string; source: string }>();
  for (const { sql, range } of site.statements) {
    for (const { tree } of readSqlDocument(sql, context.cache).statements) {
      const pragma = tree && readPragma(tree);
      if (pragma?.value === undefined) continue;
      const line = file.lines.positionAt(range.start).line + 1;
      own.set(pragma.name, { value: pragma.value, source: `${file.path}:${line}` });
    }
  }

  /** The value that this file sets, or the reason why another place may set one. */
  const setting = (
    pragma: FollowedPragma,
  ): { value: string; source: string } | { reason: string } | undefined => {
    const set = own.get(pragma);
    if (set) return set;
    if (site.opaque !== undefined) return { reason: site.opaque };
    if (facts.words.some((word) => mentionsPragma(word, pragma))) {
      return { reason: `${file.path} mentions ${pragma}` };
    }
    const elsewhere = context.files.find(
      // Manifests of the folders above are read for their drivers; they are another project's.
      (other) =>
        other !== file &&
        other.kind !== 'database' &&
        !other.path.startsWith('../') &&
        other.mentions(pragma),
    );
    return elsewhere ? { reason: `${elsewhere.path} mentions ${pragma}` } : undefined;
  };
  const read = <T>(
    pragma: FollowedPragma,
    convert: (value: string) => T,
    otherwise: () => Fact<T>,
  ): Fact<T> => {
    const found = setting(pragma);
    if (!found) return otherwise();
    return 'reason' in found ? unknown(found.reason) : known(convert(found.value), found.source);
  };

  const { options } = site;
  const readOnly = options?.get('readOnly') === true;
  const byDefault = <T>(value: T): Fact<T> =>
    known(value, `${nodeSqlite.name} sets nothing, and nothing in the project does`);
  const optionsUnknown = 'its options are built at run time';

  return {
    driver: nodeSqlite.name,
    file,
    site,
    readOnly,
    database,
    journalMode: journalModeOf(database, file, own, read, context),
    busyTimeout: read('busy_timeout', Number, () => {
      if (!options) return unknown(optionsUnknown);
      const timeout = options.get('timeout');
      if (typeof timeout === 'number') return known(timeout, `${file.path}: the option timeout`);
      return timeout === undefined
        ? byDefault(nodeSqlite.busyTimeout)
        : unknown('the option timeout is no number');
    }),
    synchronous: read('synchronous', readSynchronous, () => byDefault(nodeSqlite.synchronous)),
    foreignKeys: read('foreign_keys', pragmaBoolean, () => {
      if (!options) return unknown(optionsUnknown);
      const enabled = options.get('enableForeignKeyConstraints');
      if (typeof enabled === 'boolean')
        return known(enabled, `${file.path}: the option enableForeignKeyConstraints`);
      return enabled === undefined
        ? known(nodeSqlite.foreignKeys, `${nodeSqlite.name} turns them on`)
        : unknown('the option is no boolean');
    }),
  };
}

/** The journal mode is kept in the file: once WAL is set, by whomever, it stays. */
function journalModeOf(
  database: string,
  file: SourceFile,
  own: ReadonlyMap<string, { value: string; source: string }>,
  read: <T>(pragma: FollowedPragma, convert: (value: string) => T, otherwise: () => Fact<T>) => Fact<T>,
  context: ConnectionContext,
): Fact<JournalMode> {
  const set = own.get('journal_mode');
  if (set) return known(set.value.toLowerCase() as JournalMode, set.source);
  const path = resolve(file.folder, database);
  for (const candidate of [path, resolve('', database)]) {
    const header = context.headers.get(candidate);
    if (header?.journalMode === 'wal') return known('wal', `the header of ${candidate}`);
  }
  for (const other of context.sqliteFiles) {
    for (const { tree } of other.document.statements) {
      const pragma = tree && readPragma(tree);
      if (pragma?.name === 'journal_mode' && pragma.value?.toLowerCase() === 'wal')
        return known('wal', other.path);
    }
  }
  const replication = context.files.find((other) => /(?:^|\/)(?:litestream|litefs)\.ya?ml$/.test(other.path));
  if (replication) return unknown(`${replication.path} configures a tool that switches databases to WAL`);
  return read(
    'journal_mode',
    (value) => value.toLowerCase() as JournalMode,
    () => known('delete', "SQLite's default, and nothing in the project sets it"),
  );
}

/** `path` as seen from `folder`, without `.` and `..`; both relative to the project. */
function resolve(folder: string, path: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${path.replace(/^file:/, '').replace(/\?.*$/, '')}`.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
