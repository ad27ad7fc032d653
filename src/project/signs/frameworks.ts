import { parse as parseYaml } from 'yaml';
import type { Dialect } from '../../facts/dialects.ts';
import { withoutComments } from '../../text/comments.ts';
import { nameOf, parentOf } from '../../text/paths.ts';
import type { SourceFile } from '../source-file.ts';
import { type DatabaseSign, dialectOfAdapter, type SignStrength } from './sign.ts';

/**
 * What a web framework's own configuration says of its database: Rails, Django, Laravel, Knex. A framework may use
 * SQLite on the developer's machine and something else in production, so that the production setting is looked for first.
 */
export function frameworkSigns(file: SourceFile): DatabaseSign[] {
  const name = nameOf(file.path);
  if (name === 'database.yml') return rails(file);
  if (/^knexfile\.[cm]?[jt]s$/.test(name)) return knex(file);
  if (name === 'database.php') return laravel(file);
  if (file.path.endsWith('.py') && file.text.includes('DATABASES')) return django(file);
  return [];
}

/** The folder of the application that a file of `config/` belongs to. */
function applicationOf(file: SourceFile): string {
  return file.folder.replace(/(?:^|\/)config$/, '');
}

/** https://guides.rubyonrails.org/configuring.html#configuring-a-database */
function rails(file: SourceFile): DatabaseSign[] {
  const folder = applicationOf(file);
  // ERB between the tags is Ruby; what it would print does not matter here.
  const text = file.text.replace(/^\s*<%(?!=).*%>\s*$/gm, '').replace(/<%=[\s\S]*?%>/g, 'erb');
  let environments: unknown;
  try {
    environments = parseYaml(text, { merge: true, logLevel: 'silent' });
  } catch {
    return [];
  }
  if (typeof environments !== 'object' || environments === null) return [];
  const signs: DatabaseSign[] = [];
  for (const [environment, setting] of Object.entries(environments)) {
    if (!/^(?:production|development)$/.test(environment)) continue;
    for (const { dialect, database } of databasesOf(setting)) {
      signs.push({
        dialect,
        reason: `${file.path} sets an adapter for ${environment}`,
        folder,
        strength: environment === 'production' ? 'production' : 'development',
        database,
      });
    }
  }
  return signs;
}

/**
 * The databases of one environment: its only one, or each by its name. Where the URL is only known at run time, so is
 * the database, whatever adapter is set beside it.
 */
function databasesOf(setting: unknown): { dialect: Dialect; database: string | undefined }[] {
  if (typeof setting !== 'object' || setting === null) return [];
  const only = adapterOf(setting);
  if (only !== 'none') return only ? [{ dialect: only, database: undefined }] : [];
  return Object.entries(setting).flatMap(([database, inner]) => {
    const dialect = typeof inner === 'object' && inner !== null ? adapterOf(inner) : undefined;
    return dialect && dialect !== 'none' ? [{ dialect, database }] : [];
  });
}

function adapterOf(setting: object): Dialect | 'none' | undefined {
  const { adapter, url } = setting as Record<string, unknown>;
  if (typeof url === 'string') return dialectOfAdapter(url.split(':', 1)[0] ?? '');
  return typeof adapter === 'string' ? dialectOfAdapter(adapter) : 'none';
}

/** https://docs.djangoproject.com/en/stable/ref/settings/#databases */
function django(file: SourceFile): DatabaseSign[] {
  const folder = djangoProject(file);
  const name = nameOf(file.path);
  const isTest = /(?:^|[_./-])(?:tests?|testing|ci)(?:[_./-]|$)/.test(name);
  const isProduction = /(?:^|[_./-])(?:prod|production|deploy|live)(?:[_./-]|$)/.test(name);
  const isDevelopment = /(?:^|[_./-])(?:dev|development|local)(?:[_./-]|$)/.test(name);
  const strength: SignStrength = isProduction
    ? 'production'
    : isDevelopment || isTest
      ? 'development'
      : 'configured';
  const text = withoutComments(file.text, 'hash');
  const found = new Map<string, SignStrength>();
  for (const [, engine] of text.matchAll(/["']ENGINE["']\s*\]?\s*[:=]\s*["']([\w.]+)["']/g))
    found.set(engine as string, strength);
  // What stands in for a URL that the environment does not give is what developers run.
  for (const [, scheme] of text.matchAll(/(?:default\s*=|DATABASE_URL["']\s*,)\s*f?["'](\w+):\/\//g))
    if (!found.has(scheme as string))
      found.set(scheme as string, strength === 'configured' ? 'default' : strength);
  return [...found].flatMap(([engine, own]): DatabaseSign[] => {
    const dialect = dialectOfAdapter(engine);
    return dialect ? [{ dialect, reason: `${file.path} sets ${engine}`, folder, strength: own }] : [];
  });
}

/** The table of the user model that settings name, by which migrations of other applications refer to it. */
export function djangoUserModel(file: SourceFile): { alias: string; table: string }[] {
  if (!file.path.endsWith('.py')) return [];
  const model = /^AUTH_USER_MODEL\s*=\s*["'](\w+)\.(\w+)["']/m.exec(file.text);
  return model ? [{ alias: 'settings.AUTH_USER_MODEL', table: `${model[1]}_${model[2]}`.toLowerCase() }] : [];
}

/** The folder with manage.py: that of the settings' package. */
function djangoProject(file: SourceFile): string {
  const packageFolder = file.folder.replace(/(?:^|\/)settings$/, '');
  return parentOf(packageFolder);
}

/** https://laravel.com/docs/database#configuration: the default connection; `.env` may name another. */
function laravel(file: SourceFile): DatabaseSign[] {
  const match = /["']default["']\s*=>\s*(?:env\(\s*["']DB_CONNECTION["']\s*,\s*)?["'](\w+)["']/.exec(
    file.text,
  );
  const dialect = match && dialectOfAdapter(match[1] as string);
  return dialect
    ? [
        {
          dialect,
          reason: `${file.path} has ${match[1]} as its default connection`,
          folder: applicationOf(file),
          strength: 'default',
        },
      ]
    : [];
}

/** https://knexjs.org/guide/#configuration-options: one client, or one for each environment. */
function knex(file: SourceFile): DatabaseSign[] {
  const text = withoutComments(file.text, 'slashes');
  const production = blockOf(text, /\bproduction["']?\s*:\s*\{/);
  const inProduction = production === undefined ? undefined : clientOf(production, text);
  const found = production === undefined ? clientOf(text, text) : inProduction;
  const dialect = found === undefined ? undefined : dialectOfAdapter(found);
  return dialect
    ? [
        {
          dialect,
          reason: `${file.path} has the client ${found}${production === undefined ? '' : ' for production'}`,
          folder: file.folder,
          strength: 'production',
        },
      ]
    : [];
}

/** The client of a block, its own or that of the object which it spreads. */
function clientOf(block: string, text: string): string | undefined {
  const own = /\bclient["']?\s*:\s*["']([\w-]+)["']/.exec(block)?.[1];
  if (own !== undefined) return own;
  for (const [, name] of block.matchAll(/\.\.\.(\w+)/g)) {
    const base = blockOf(text, new RegExp(`\\b${name}\\b[^={]*=\\s*\\{`));
    const inherited = base === undefined || base === block ? undefined : clientOf(base, text);
    if (inherited !== undefined) return inherited;
  }
  return undefined;
}

/** What stands between the brace that a pattern ends with and the one that closes it. */
function blockOf(text: string, opening: RegExp): string | undefined {
  const match = opening.exec(text);
  if (!match) return undefined;
  const start = match.index + match[0].length;
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    if (text[at] === '}' && --depth === 0) return text.slice(start, at);
  }
  return text.slice(start);
}
