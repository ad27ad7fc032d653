import type { EmbeddedSql } from '../embedded/sql/embedded-sql.ts';
import type { ProgramFacts, TransactionSite } from '../embedded/transactions/site.ts';
import type { BeginMode, Registry } from '../facts/drivers/driver.ts';
import type { SyntaxCache } from '../sql/document.ts';
import { surelyBegins } from './begin-modes.ts';
import { type Connection, isWritableFile } from './connections/connection.ts';
import { decideDialect, readSiblings } from './dialect.ts';
import { type Fact, known, unknown } from './facts.ts';
import { isServer } from './purpose.ts';
import { remember } from './remember.ts';
import type { FileSigns } from './signs/sign.ts';
import { SourceFile } from './source-file.ts';

/** A transaction of a program with what the project tells of it. */
export interface ProgramTransaction {
  readonly site: TransactionSite;
  /** The mode that it begins with. */
  readonly begin: Fact<BeginMode>;
  /** Why another connection may write to the database meanwhile, as a clause; unknown where none is known to. */
  readonly others: Fact<string>;
}

/** A program whose database is SQLite, with what it does in transactions. */
export interface ProgramCode {
  readonly source: SourceFile;
  readonly facts: ProgramFacts;
  readonly transactions: readonly ProgramTransaction[];
  /** True where the same code is run on other databases too. */
  readonly among: boolean;
}

interface CodeContext {
  readonly facts: ReadonlyMap<string, ProgramFacts>;
  readonly embedded: ReadonlyMap<string, readonly EmbeddedSql[]>;
  readonly fileOf: (path: string) => SourceFile | undefined;
  /** The programs whose SQL is SQLite's, by path: true where it is run on other databases too. */
  readonly programs: ReadonlyMap<string, boolean>;
  readonly connections: readonly Connection[];
  readonly sources: readonly SourceFile[];
  readonly signs: FileSigns;
  readonly cache: SyntaxCache;
}

/** What programs do in transactions, by path. A program of which it is not sure that its database is SQLite is left out. */
export function findProgramCode(context: CodeContext): Map<string, ProgramCode> {
  const found = new Map<string, ProgramCode>();
  for (const [path, facts] of context.facts) {
    const source = context.fileOf(path);
    if (!source || source.apart !== undefined) continue;
    const among = runsOnOther(source) ? undefined : amongOf(source, context);
    if (among !== undefined) {
      const transactions = facts.transactions.map((site) => describe(site, source, context));
      found.set(path, { source, facts, among, transactions });
    } else if (facts.pragmas.length > 0) {
      // Only SQLite has pragmas: this much is its own, whatever else the program may do elsewhere.
      found.set(path, {
        source,
        facts: { ...noFacts, pragmas: facts.pragmas },
        among: true,
        transactions: [],
      });
    }
  }
  return found;
}

const noFacts: ProgramFacts = {
  transactions: [],
  nested: [],
  loopWrites: [],
  pragmas: [],
  filled: [],
  extensions: [],
};

/** Clients of other databases, by the names that programs import them by or call. */
const otherClients =
  /\bmysqli?_\w+\s*\(|\bnew\s+mysqli\b|\bpg_(?:query|connect)\w*\s*\(|\bsqlsrv_\w+\s*\(|^\s*(?:import|from)\s+(?:psycopg2?|pymysql|MySQLdb|asyncpg|aiomysql|mysql)\b|(?:from|require\()\s*['"](?:pg|mysql2?(?:\/promise)?|postgres)['"]|jackc\/pgx|lib\/pq"|go-sql-driver\/mysql/m;

/** True for a program that uses the client of another database, and names SQLite nowhere. */
const runsOnOther = remember(
  ({ text }: SourceFile): boolean => otherClients.test(text) && !/sqlite/i.test(text),
);

/** Whether a program's database is among others; undefined where it is not known to be SQLite. */
function amongOf(source: SourceFile, context: CodeContext): boolean | undefined {
  const { path } = source;
  const program = context.programs.get(path);
  if (program !== undefined) return program;
  if (context.connections.some(({ file }) => file === source)) return false;
  // SQL that is not SQLite's settles it; without any, the path and the project's drivers do.
  if ((context.embedded.get(path)?.length ?? 0) > 0) return undefined;
  const view = new SourceFile(path, '', context.cache);
  const siblings = readSiblings([view], false);
  const verdict = decideDialect(view, {
    siblings,
    signs: context.signs,
    twins: new Map(),
    setting: undefined,
  });
  return verdict.dialect === 'sqlite' ? (verdict.among ?? false) : undefined;
}

const registries: Readonly<Record<string, readonly Registry[]>> = {
  js: ['npm', 'runtime'],
  py: ['pypi'],
  go: ['go'],
  rs: ['crates'],
  rb: ['rubygems'],
  php: ['packagist'],
  java: ['maven'],
  cs: ['nuget'],
};

/** The connections that code of a file can be run on, the nearest: those of its file, else those of its language. */
function connectionsOf({ path }: SourceFile, { connections }: CodeContext): Connection[] {
  const own = connections.filter(({ file }) => file.path === path);
  if (own.length > 0) return own;
  const extension = /\.([a-z]+)$/.exec(path)?.[1] ?? '';
  const language = /^[cm]?[jt]sx?$/.test(extension) ? 'js' : extension;
  const registry = registries[language] ?? [];
  return connections.filter(
    (connection) =>
      connection.site.storage !== 'memory' &&
      (registry.includes(connection.driver.registry) ||
        // Python’s sqlite3 and PHP’s PDO come with the language.
        (connection.driver.registry === 'runtime' && sameLanguage(connection.file.path, extension))),
  );
}

const sameLanguage = (path: string, extension: string): boolean => path.endsWith(`.${extension}`);

function describe(site: TransactionSite, source: SourceFile, context: CodeContext): ProgramTransaction {
  const connections = connectionsOf(source, context);
  return {
    site,
    begin: beginOf(site, connections, context.sources),
    others: othersOf(connections, context),
  };
}

function beginOf(
  site: TransactionSite,
  connections: readonly Connection[],
  sources: readonly SourceFile[],
): Fact<BeginMode> {
  if (site.begin === undefined) return unknown('its mode is computed at run time');
  if (site.begin !== 'driver')
    return known(site.begin, site.by === 'sql' ? 'the statement itself' : 'the program');
  // https://learn.microsoft.com/dotnet/standard/data/sqlite/transactions#deferred-transactions
  if (site.library === 'dotnet') return known('immediate', 'the driver’s default');
  const [first, ...more] = connections;
  if (!first) return unknown('no connection is known that it is opened on');
  const begins = [first, ...more].map((connection) => surelyBegins(connection, sources));
  const [begin] = begins;
  if (site.library?.endsWith(' serializable') && connections.some(({ driver }) => /ncruces/.test(driver.id)))
    return unknown('ncruces takes the lock for that level');
  if (!begin?.known) return begin ?? unknown('');
  return begins.every((other) => other.known && other.value === begin.value)
    ? begin
    : unknown('several connections begin their transactions in different modes');
}

/** Why several connections may be open at once. */
function othersOf(
  connections: readonly Connection[],
  { connections: all, sources }: CodeContext,
): Fact<string> {
  const files = connections.filter(isWritableFile);
  if (files.length === 0) return unknown('no connection to a file is known');
  const pool = files.find(({ driver }) => driver.handle === 'pool');
  const isLimited = files.some(({ site: { poolSize } }) => poolSize === 1 || poolSize === 'unknown');
  if (pool && !isLimited) return known('another connection of the pool', pool.file.path);
  const perRequest = files.find(({ driver }) => perRequestDrivers.test(driver.id));
  if (perRequest && (isServer({ sources }) || sources.some(isPage)))
    return known('another process or thread of the server', perRequest.driver.name);
  for (const one of files) {
    const twin = all.find(
      (other) =>
        isWritableFile(other) &&
        other.file !== one.file &&
        other.database === one.database &&
        /^(?:text|env)$/.test(other.site.database.kind),
    );
    if (twin) return known(`the connection that ${twin.file.path} opens`, twin.file.path);
  }
  return unknown('no second connection is known');
}

/** Frameworks that answer requests with threads or processes, each with a connection of its own. */
const perRequestDrivers = /django|rails|activerecord|laravel|illuminate|doctrine|pdo/i;

/** A page of PHP: the web server runs it for each request, several at once. */
const isPage = remember(
  ({ path, text }: SourceFile): boolean =>
    path.endsWith('.php') && /\$_(?:GET|POST|REQUEST|SERVER)\b/.test(text),
);
