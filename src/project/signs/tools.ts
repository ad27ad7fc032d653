import { type ParseError, parse as parseJsonc } from 'jsonc-parser';
import { getStaticTOMLValue, parseTOML } from 'toml-eslint-parser';
import { parse as parseYaml } from 'yaml';
import { withoutComments } from '../../text/comments.ts';
import { nameOf, parentOf } from '../../text/paths.ts';
import type { SourceFile } from '../source-file.ts';
import { type DeclaredDatabase, dialectOfAdapter, type FileSigns, noSigns, resolvePath } from './sign.ts';

/** What the configuration of a migration or query tool settles for the folders that it names. */
export function toolSigns(file: SourceFile): FileSigns {
  const name = nameOf(file.path);
  if (name === '_journal.json') return drizzleJournal(file);
  if (name === 'migration_lock.toml') return prismaLock(file);
  if (name === 'schema.prisma') return prismaSchema(file);
  if (/^drizzle[\w.-]*\.[cm]?[jt]s$/.test(name)) return drizzleConfig(file);
  if (/^sqlc\.(?:ya?ml|json)$/.test(name)) return sqlc(file);
  if (/^wrangler\.(?:toml|jsonc?)$/.test(name)) return wrangler(file);
  return noSigns;
}

function settles(file: SourceFile, path: string, adapter: unknown, what: string): FileSigns {
  const dialect = typeof adapter === 'string' ? dialectOfAdapter(adapter) : undefined;
  if (!dialect) return noSigns;
  const reason = `${file.path} ${what} ${adapter as string}`;
  return {
    ...noSigns,
    settled: [{ path, dialect, reason }],
    signs: [{ dialect, reason, folder: parentOf(path), strength: 'configured' }],
  };
}

/** The journal lists the migrations in the order in which they run (drizzle-kit writes `meta/_journal.json`). */
function drizzleJournal(file: SourceFile): FileSigns {
  const journal = readJson(file.text);
  const entries = journal?.entries;
  if (!Array.isArray(entries)) return noSigns;
  const folder = parentOf(file.folder);
  const names = entries
    .filter((entry): entry is { idx: number; tag: string } => typeof entry?.tag === 'string')
    .sort((a, b) => a.idx - b.idx)
    .map(({ tag }) => tag);
  return { ...settles(file, folder, journal?.dialect, 'has the dialect'), journals: [{ folder, names }] };
}

/** https://www.prisma.io/docs/orm/prisma-migrate/understanding-prisma-migrate/migration-histories */
function prismaLock(file: SourceFile): FileSigns {
  const provider = /^\s*provider\s*=\s*"([^"]+)"/m.exec(file.text)?.[1];
  return settles(file, file.folder, provider, 'locks the provider');
}

function prismaSchema(file: SourceFile): FileSigns {
  const source = /\bdatasource\s+\w+\s*\{([^}]*)\}/.exec(file.text)?.[1] ?? '';
  const provider = /^\s*provider\s*=\s*"([^"]+)"/m.exec(source)?.[1];
  return settles(file, resolvePath(file.folder, 'migrations'), provider, 'has the provider');
}

/** https://orm.drizzle.team/docs/drizzle-config-file: `out` is `./drizzle` unless it says otherwise. */
function drizzleConfig(file: SourceFile): FileSigns {
  const text = withoutComments(file.text, 'slashes');
  const dialect = /\b(?:dialect|driver)["']?\s*:\s*["']([\w-]+)["']/.exec(text)?.[1];
  const out = /\bout["']?\s*:\s*["']([^"']+)["']/.exec(text)?.[1] ?? 'drizzle';
  const folder = resolvePath(file.folder, out);
  return {
    ...settles(file, folder, dialect, 'has the dialect'),
    migrationFolders: [{ folder, tool: 'drizzle' }],
  };
}

/** https://docs.sqlc.dev/en/stable/reference/config.html, versions 1 and 2 */
function sqlc(file: SourceFile): FileSigns {
  let config: unknown;
  try {
    config = parseYaml(file.text, { logLevel: 'silent' });
  } catch {
    return noSigns;
  }
  const { sql, packages } = (config ?? {}) as Record<string, unknown>;
  const entries = [sql, packages].flatMap((list) => (Array.isArray(list) ? list : []));
  const results = entries.map((entry): FileSigns => {
    const { engine, schema, queries } = (entry ?? {}) as Record<string, unknown>;
    const dialect = typeof engine === 'string' ? dialectOfAdapter(engine) : undefined;
    if (!dialect) return noSigns;
    const reason = `${file.path} has the engine ${engine as string}`;
    const declared: DeclaredDatabase = { schema: paths(file, schema), queries: paths(file, queries) };
    return {
      ...noSigns,
      settled: [...declared.schema, ...declared.queries].map((path) => ({ path, dialect, reason })),
      signs: [{ dialect, reason, folder: file.folder, strength: 'configured' }],
      declared: dialect === 'sqlite' ? [declared] : [],
    };
  });
  return {
    ...noSigns,
    settled: results.flatMap(({ settled }) => settled),
    signs: results.flatMap(({ signs }) => signs),
    declared: results.flatMap(({ declared }) => declared),
  };
}

function paths(file: SourceFile, value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  return list.filter((path) => typeof path === 'string').map((path) => resolvePath(file.folder, path));
}

/** https://developers.cloudflare.com/d1/reference/migrations/: `migrations` beside the file unless a binding says otherwise. */
function wrangler(file: SourceFile): FileSigns {
  const config = file.path.endsWith('.toml') ? readToml(file.text) : readJson(file.text);
  const environments = Object.values((config?.env ?? {}) as Record<string, unknown>);
  const bindings = [config, ...environments].flatMap((environment) => {
    const list = (environment as Record<string, unknown> | undefined)?.d1_databases;
    return Array.isArray(list) ? (list as Record<string, unknown>[]) : [];
  });
  if (bindings.length === 0) return noSigns;
  const folders = new Set(
    bindings.map(({ migrations_dir: folder }) =>
      resolvePath(file.folder, typeof folder === 'string' ? folder : 'migrations'),
    ),
  );
  const reason = `${file.path} binds it to D1`;
  return {
    ...noSigns,
    settled: [...folders].map((path) => ({ path, dialect: 'sqlite', reason })),
    signs: [
      {
        dialect: 'sqlite',
        reason: `${file.path} binds a D1 database`,
        folder: file.folder,
        strength: 'configured',
      },
    ],
    migrationFolders: [...folders].map((folder) => ({ folder, tool: 'd1' })),
  };
}

function readJson(text: string): Record<string, unknown> | undefined {
  const errors: ParseError[] = [];
  const value: unknown = parseJsonc(text, errors, { allowTrailingComma: true });
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}

function readToml(text: string): Record<string, unknown> | undefined {
  try {
    return getStaticTOMLValue(parseTOML(text)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
