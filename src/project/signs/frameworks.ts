import { parse as parseYaml } from 'yaml';
import type { Dialect } from '../../facts/dialects.ts';
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
    for (const adapter of adaptersOf(setting)) {
      signs.push({
        dialect: adapter,
        reason: `${file.path} sets an adapter for ${environment}`,
        folder,
        strength: environment === 'production' ? 'production' : 'development',
      });
    }
  }
  return signs;
}

/** The adapters of one environment: of its only database, or of each that has a name. A URL is known at run time only. */
function adaptersOf(setting: unknown): Dialect[] {
  if (typeof setting !== 'object' || setting === null) return [];
  const { adapter, url } = setting as Record<string, unknown>;
  const own =
    typeof adapter === 'string' ? adapter : typeof url === 'string' ? url.split(':', 1)[0] : undefined;
  if (own !== undefined) {
    const dialect = dialectOfAdapter(own);
    return dialect ? [dialect] : [];
  }
  return [...new Set(Object.values(setting).flatMap(adaptersOf))];
}

/** https://docs.djangoproject.com/en/stable/ref/settings/#databases */
function django(file: SourceFile): DatabaseSign[] {
  const folder = djangoProject(file);
  const name = nameOf(file.path);
  const isTest = /(?:^|[_./-])(?:tests?|ci)(?:[_./-]|$)/.test(name);
  const isProduction = /(?:^|[_./-])(?:prod|production|deploy|live)(?:[_./-]|$)/.test(name);
  const isDevelopment = /(?:^|[_./-])(?:dev|development|local)(?:[_./-]|$)/.test(name);
  const strength: SignStrength = isProduction
    ? 'production'
    : isDevelopment || isTest
      ? 'development'
      : 'configured';
  const found = new Set<string>();
  for (const [, engine] of file.text.matchAll(/["']ENGINE["']\s*\]?\s*[:=]\s*["']([\w.]+)["']/g))
    found.add(engine as string);
  for (const [, scheme] of file.text.matchAll(/(?:default\s*=|DATABASE_URL["']\s*,)\s*f?["'](\w+):\/\//g))
    found.add(scheme as string);
  return [...found].flatMap((engine): DatabaseSign[] => {
    const dialect = dialectOfAdapter(engine);
    return dialect ? [{ dialect, reason: `${file.path} sets ${engine}`, folder, strength }] : [];
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
  const client = /\bclient["']?\s*:\s*["']([\w-]+)["']/;
  const production = /\bproduction["']?\s*:\s*\{/.exec(file.text);
  const inProduction = production && client.exec(file.text.slice(production.index));
  const found = inProduction ?? client.exec(file.text);
  const dialect = found && dialectOfAdapter(found[1] as string);
  return dialect
    ? [
        {
          dialect,
          reason: `${file.path} has the client ${found[1]}${inProduction ? ' for production' : ''}`,
          folder: file.folder,
          strength: 'production',
        },
      ]
    : [];
}
