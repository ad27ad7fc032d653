import { nameOf } from '../../text/paths.ts';
import { remember } from '../remember.ts';
import type { SourceFile } from '../source-file.ts';
import { dependencySigns } from './dependencies.ts';
import { djangoUserModel, frameworkSigns } from './frameworks.ts';
import { type DatabaseSign, dialectOfAdapter, type FileSigns, noSigns, type SignStrength } from './sign.ts';
import { toolSigns } from './tools.ts';

/** The signs of all files: manifests, configurations, scripts, and database files. Remembered by file. */
export function gatherSigns(files: Iterable<SourceFile>): FileSigns {
  const all: FileSigns[] = [];
  for (const file of files) {
    const own = signsOf(file);
    if (own !== noSigns) all.push(own);
  }
  return {
    signs: all.flatMap(({ signs }) => signs),
    settled: all.flatMap(({ settled }) => settled),
    journals: all.flatMap(({ journals }) => journals),
    migrationFolders: all.flatMap(({ migrationFolders }) => migrationFolders),
    declared: all.flatMap(({ declared }) => declared),
    tools: all.flatMap(({ tools }) => tools),
    aliases: all.flatMap(({ aliases }) => aliases),
    laravel: all.flatMap(({ laravel }) => laravel),
  };
}

const signsOf = remember((file: SourceFile): FileSigns => {
  const { path, text } = file;
  if (file.apart !== undefined) return noSigns;
  const sqlite = (what: string): FileSigns => ({
    ...noSigns,
    signs: [{ dialect: 'sqlite', reason: `${path} ${what}`, folder: '', strength: 'dependency' }],
  });
  switch (file.kind) {
    case 'manifest': {
      const tool = toolSigns(file);
      const own = [...frameworkSigns(file), ...environmentSigns(file)];
      // The configuration of a tool or framework speaks for itself; in other manifests drivers are looked for.
      const signs = tool.signs.length > 0 || isConfiguration(path) ? own : dependencySigns(file);
      const laravel = path.endsWith('composer.json') ? laravelVersions(text) : [];
      if (signs.length === 0 && tool === noSigns && laravel.length === 0) return noSigns;
      const tools =
        path.endsWith('Cargo.toml') && /^\s*sqlx\b/m.test(text)
          ? [{ folder: file.folder, tool: 'sqlx' as const }]
          : [];
      return { ...tool, signs: [...tool.signs, ...signs], tools, laravel };
    }
    case 'script':
      return /['"](?:node|bun):sqlite['"]/.test(text) ? sqlite('imports a driver of SQLite') : noSigns;
    case 'database':
      return sqlite('is a database of SQLite');
    case 'text': {
      if (/(?:^|\/)(?:litestream|litefs)\.ya?ml$/.test(path)) return sqlite('replicates SQLite');
      const signs = frameworkSigns(file);
      const aliases = djangoUserModel(file);
      if (signs.length + aliases.length > 0) return { ...noSigns, signs, aliases };
      if (/^\s*(?:import sqlite3|from sqlite3 import)\b/m.test(text)) return sqlite('imports sqlite3');
      if (path.endsWith('.php') && /\bnew\s+\\?(?:PDO\s*\(\s*["']sqlite:|SQLite3\s*\()/.test(text))
        return sqlite('opens a database of SQLite');
      return noSigns;
    }
    default:
      return noSigns;
  }
});

function laravelVersions(composer: string): number[] {
  const range = /"laravel\/framework"\s*:\s*"([^"]*)"/.exec(composer)?.[1];
  const majors = (range?.match(/\d+(?=\.|\b)/g) ?? []).map(Number);
  const [first] = majors;
  return first === undefined ? [] : [first];
}

function isConfiguration(path: string): boolean {
  return /(?:^|\/)(?:database\.(?:yml|php)|knexfile\.[cm]?[jt]s|alembic\.ini|atlas\.hcl|flyway\.(?:conf|toml)|application[\w-]*\.(?:properties|ya?ml)|[^/]*\.env(?:\.[\w.-]+)?)$/.test(
    path,
  );
}

/** Settings and URLs that name the database: `.env` files, alembic.ini, Spring and Flyway. */
function environmentSigns(file: SourceFile): DatabaseSign[] {
  const { path, text } = file;
  const name = nameOf(path);
  if (
    !isConfiguration(path) ||
    name === 'database.yml' ||
    name === 'database.php' ||
    name.startsWith('knexfile')
  )
    return [];
  const strength: SignStrength = /\b(?:prod|production)\b/.test(name)
    ? 'production'
    : /(?:^|[._-])(?:dev|development|testing|tests?|ci|local)(?:[._-]|$)/.test(name)
      ? 'development'
      : // What alembic.ini says is often a stand-in that env.py replaces.
        name === 'alembic.ini'
        ? 'default'
        : 'configured';
  const found = new Set<string>();
  const setting =
    /^(?!\s*[#;]).*?(?:DB_CONNECTION|DATABASE_URL|DB_URL|DB_DRIVER|DATABASE_DRIVER|GOOSE_DRIVER|GOOSE_DBSTRING|DATABASE_ENGINE|sqlalchemy\.url|flyway\.url|datasource\.url|\burl)\s*[=:]\s*["']?(?:jdbc:)?([a-z][\w+]*)/gim;
  for (const [, value] of text.matchAll(setting)) found.add(value as string);
  return [...found].flatMap((value): DatabaseSign[] => {
    const dialect = dialectOfAdapter(value);
    return dialect ? [{ dialect, reason: `${path} names ${value}`, folder: file.folder, strength }] : [];
  });
}
