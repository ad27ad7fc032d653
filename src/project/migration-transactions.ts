import { withoutComments } from '../text/comments.ts';
import { nameOf } from '../text/paths.ts';
import type { Project } from './project.ts';
import { remember } from './remember.ts';
import { resolvePath } from './signs/sign.ts';
import type { SourceFile } from './source-file.ts';
import type { SqlFile } from './sql-files.ts';

/** A tool that runs the whole of each file in a transaction unless it is told otherwise, with no word of it in the file. */
interface MigrationRunner {
  readonly name: string;
  /** True when it surely runs the migration, and within a transaction. */
  readonly wraps: (file: SqlFile, used: UsedRunners) => boolean;
}

const runners: readonly MigrationRunner[] = [
  // https://docs.rs/sqlx/latest/sqlx/macro.migrate.html
  {
    name: 'SQLx',
    wraps: ({ database, source }) =>
      database?.tool === 'sqlx' && !/^\s*--\s*no-transaction\b/.test(source.text),
  },
  // https://docs.rs/diesel_migrations
  {
    name: 'Diesel',
    wraps: ({ database, source }, { diesel, dieselOff }) =>
      database?.tool === 'diesel' && diesel && !dieselOff.has(source.folder),
  },
  { name: 'Drizzle’s migrate()', wraps: isRunByDrizzle },
  // https://github.com/golang-migrate/migrate/tree/master/database/sqlite3: unless the driver is told NoTxWrap.
  {
    name: 'golang-migrate',
    wraps: ({ database, source }, { golangMigrate }) =>
      golangMigrate && database?.tool === 'golang-migrate' && /\.(?:up|down)\.sql$/.test(source.path),
  },
  // https://docs.rs/refinery/latest/refinery/struct.Runner.html#method.set_grouped: each in one, or all in one.
  {
    name: 'refinery',
    wraps: ({ database, source }, { refinery }) =>
      refinery &&
      database?.tool === 'flyway' &&
      /^[VU]\d+__[^/]*\.sql$/.test(nameOf(source.path)) &&
      !/no[-_ ]?transaction/i.test(source.text),
  },
];

/** The tool that runs a migration within a transaction of its own; undefined where none is known to. */
export function wrappingTool(file: SqlFile, { sources }: Project): string | undefined {
  const used = usedRunners(sources);
  // https://docs.rs/rusqlite_migration: `to_latest` runs all that is new in one transaction.
  if (used.rusqliteMigrations.has(file.source.path)) return 'rusqlite_migration';
  if (file.role !== 'migration') return undefined;
  return runners.find(({ wraps }) => wraps(file, used))?.name;
}

/** What the programs and manifests of a project say of the runners of migrations. */
interface UsedRunners {
  readonly diesel: boolean;
  /** The folders of migrations that Diesel runs without a transaction. */
  readonly dieselOff: ReadonlySet<string>;
  readonly refinery: boolean;
  readonly golangMigrate: boolean;
  /** The files that rusqlite_migration runs. */
  readonly rusqliteMigrations: ReadonlySet<string>;
  /** The drivers of SQLite whose migrate() programs import, by the folder of their package. */
  readonly drizzle: readonly { readonly driver: string; readonly home: string }[];
  /** The folders of npm’s packages. */
  readonly packages: readonly string[];
  readonly libsqlClient: boolean;
}

const usedRunners = remember((sources: readonly SourceFile[]): UsedRunners => {
  const marks = sources.map((source) => ({ source, ...marksOf(source) }));
  const packages = sources.flatMap(({ path, folder }) => (nameOf(path) === 'package.json' ? [folder] : []));
  return {
    diesel: marks.some(({ diesel }) => diesel),
    dieselOff: new Set(marks.flatMap(({ source, dieselOff }) => (dieselOff ? [source.folder] : []))),
    refinery: marks.some(({ refinery }) => refinery),
    golangMigrate:
      marks.some(({ golang }) => golang === 'wraps') && !marks.some(({ golang }) => golang === 'off'),
    rusqliteMigrations: new Set(marks.flatMap(({ rusqlite }) => rusqlite)),
    drizzle: marks.flatMap(({ source, drizzle }) =>
      drizzle.map((driver) => ({ driver, home: homeOf(source.path, packages) })),
    ),
    packages,
    libsqlClient: marks.some(({ libsqlClient }) => libsqlClient),
  };
});

/** What one file says of them. */
const marksOf = remember(({ path, kind, text, folder }: SourceFile) => {
  const name = nameOf(path);
  const isCargo = name === 'Cargo.toml';
  return {
    diesel: isCargo && /^\s*diesel\b/m.test(text),
    dieselOff: name === 'metadata.toml' && /run_in_transaction\s*=\s*false/.test(text),
    refinery: isCargo && /^\s*refinery\b[^\n]*\brusqlite\b/m.test(text),
    golang: golangMark(path, text),
    rusqlite: path.endsWith('.rs') ? rusqliteMigrations(text, folder) : [],
    drizzle: kind === 'script' ? drizzleDrivers(text) : [],
    libsqlClient: name === 'package.json' && text.includes('"@libsql/client"'),
  };
});

function golangMark(path: string, text: string): 'wraps' | 'off' | undefined {
  if (/NoTxWrap|x-no-tx-wrap/i.test(text)) return 'off';
  const driver = /"github\.com\/golang-migrate\/migrate\/v4\/database\/(?:sqlite3?|sqlcipher)"/;
  return path.endsWith('.go') && driver.test(text) ? 'wraps' : undefined;
}

/** The paths of the files that a program includes as migrations. */
function rusqliteMigrations(text: string, folder: string): string[] {
  if (!/\brusqlite_migration\b/.test(text)) return [];
  const included = text.matchAll(
    /(?:\bM::up(?:_with_hook)?|\.down)\(\s*include_str!\(\s*"([^"]+)"\s*,?\s*\)/g,
  );
  return [...included].map(([, name = '']) => resolvePath(folder, name));
}

/** Drivers of other databases: their migrations lie in folders of their own. */
const serverDrivers =
  /^(?:node-postgres|postgres-js|pg-proxy|pglite|neon(?:-http|-serverless)?|vercel-postgres|xata-http|aws-data-api\/pg|mysql2|mysql-proxy|planetscale-serverless|tidb-serverless|singlestore(?:-proxy)?|gel)$/;

/** The drivers whose migrator a program imports; `own` for one that reads the migrations to run them itself. */
function drizzleDrivers(text: string): string[] {
  if (!/drizzle-orm\/(?:[\w/-]+\/)?migrator/.test(text)) return [];
  const imports = withoutComments(text, 'slashes').matchAll(
    /['"]drizzle-orm\/(?:([\w/-]+)\/)?migrator(?:\.js)?['"]/g,
  );
  return [...imports].map(([, driver]) => driver ?? 'own').filter((driver) => !serverDrivers.test(driver));
}

/**
 * The drivers whose migrate() runs BEGIN before the first file and COMMIT behind the last
 * (https://github.com/drizzle-team/drizzle-orm/blob/main/drizzle-orm/src/sqlite-core/dialect.ts). That of libSQL has the
 * client switch foreign keys off first, D1 runs a batch, and a proxy does as it likes.
 */
const drizzleWraps = new Set(['better-sqlite3', 'bun-sqlite', 'sql-js', 'expo-sqlite', 'op-sqlite']);

function isRunByDrizzle({ database, source }: SqlFile, used: UsedRunners): boolean {
  if (database?.tool !== 'drizzle') return false;
  const { drizzle, packages, libsqlClient } = used;
  // drizzle-kit takes the client of libSQL where it finds that.
  if (libsqlClient || !drizzle.every(({ driver }) => drizzleWraps.has(driver))) return false;
  const home = homeOf(source.path, packages);
  if (!drizzle.some((one) => one.home === home)) return false;
  // One that leaves the transaction leaves all behind it in what it makes of it.
  const at = database.files.indexOf(source);
  return at >= 0 && database.files.slice(0, at).every(leavesItOpen);
}

/** The folder of the nearest manifest of npm above a path. */
function homeOf(path: string, packages: readonly string[]): string {
  return packages
    .filter((folder) => folder === '' || path.startsWith(`${folder}/`))
    .reduce((longest, folder) => (folder.length > longest.length ? folder : longest), '');
}

/** True for a migration that ends with a transaction open when it starts with one. */
const leavesItOpen = remember(({ document }: SourceFile): boolean => {
  const last = document.statements.findLast(({ tree }) =>
    /^(?:Begin|Commit|Rollback)Stmt$/.test(tree?.type ?? ''),
  );
  return last === undefined || last.tree?.type === 'BeginStmt';
});
