import { applyEdits, modify } from 'jsonc-parser';
import { OptionsError } from '../options-error.ts';
import { readWranglerConfig } from './read.ts';

/** A database of D1 that an environment is bound to. */
export interface D1Target {
  /** Undefined for the top of the file. */
  readonly environment: string | undefined;
  readonly databaseName: string;
  /** Undefined where it is not made yet: `wrangler d1 create` tells it. */
  readonly databaseId: string | undefined;
}

export interface D1Options {
  /** The name by which the code finds the database in `env`. */
  readonly binding: string;
  readonly migrationsDir: string;
  readonly targets: readonly D1Target[];
}

/** What holds where nobody says otherwise. */
export const d1Defaults = { newFile: 'wrangler.jsonc', binding: 'DB', migrationsDir: 'migrations' } as const;

/**
 * A configuration of wrangler with the bindings added; what was there stays as it is.
 * @param path its name ends in `.toml`, `.json` or `.jsonc`
 * @param before the text of the file; undefined where there is none yet
 * @throws OptionsError
 */
export function writeD1Bindings(path: string, before: string | undefined, options: D1Options): string {
  check(path, before, options);
  const isToml = path.endsWith('.toml');
  const text = before ?? (isToml ? newToml(options) : newJson(options));
  return isToml ? withToml(path, text, options) : withJson(text, options);
}

const word = /^[\w-]+$/;

function check(
  path: string,
  before: string | undefined,
  { binding, migrationsDir, targets }: D1Options,
): void {
  if (!/^[A-Za-z_$][\w$]*$/.test(binding)) throw new OptionsError(`${binding} is no name of a binding`);
  if (targets.length === 0) throw new OptionsError('name a database');
  if (!/^[\w./-]+$/.test(migrationsDir)) throw new OptionsError(`${migrationsDir} is no folder`);
  const twice = targets.find(
    ({ environment }, position) => targets.findIndex((one) => one.environment === environment) !== position,
  );
  if (twice)
    throw new OptionsError(
      `two databases for the binding ${binding}${placeOf(twice)}: name one for each environment`,
    );
  const ids = new Map<string, string>();
  for (const { environment, databaseName, databaseId } of targets) {
    if (!word.test(databaseName)) throw new OptionsError(`${databaseName} is no name of a database`);
    if (environment !== undefined && !word.test(environment))
      throw new OptionsError(`${environment} is no name of an environment`);
    if (databaseId === undefined) continue;
    if (!/^[\da-f-]{36}$/i.test(databaseId)) throw new OptionsError(`${databaseId} is no id of a database`);
    const other = ids.get(databaseId);
    if (other !== undefined)
      throw new OptionsError(
        `${other} and ${databaseName} have the same id: each needs a database of its own`,
      );
    ids.set(databaseId, databaseName);
  }
  if (before === undefined) return;
  const config = readWranglerConfig(path, before);
  if (!config) throw new OptionsError(`${path} cannot be read`);
  for (const { environment } of targets) {
    const there = config.environments.find(({ name }) => name === environment);
    if (there?.databases?.some((one) => one.binding?.value === binding))
      throw new OptionsError(`${path} has the binding ${binding}${placeOf({ environment })}`);
  }
}

const placeOf = ({ environment }: Pick<D1Target, 'environment'>): string =>
  environment === undefined ? '' : ` in env.${environment}`;

const headingOf = ({ environment }: D1Target): string =>
  `[[${environment === undefined ? '' : `env.${environment}.`}d1_databases]]`;

const newToml = ({ targets }: D1Options): string =>
  `name = "${targets[0]?.databaseName}"\nmain = "src/index.ts"\ncompatibility_date = "2026-01-01"\n`;

const newJson = ({ targets }: D1Options): string =>
  `${JSON.stringify({ name: targets[0]?.databaseName, main: 'src/index.ts', compatibility_date: '2026-01-01' }, null, 2)}\n`;

function withToml(path: string, text: string, { binding, migrationsDir, targets }: D1Options): string {
  const blocks = targets.map((target) => {
    const { environment, databaseName, databaseId } = target;
    return [
      environment === undefined
        ? `# In code: env.${binding}. Environments do not inherit it.`
        : '# A database of its own: what is done here does not reach the others.',
      headingOf(target),
      `binding = "${binding}"`,
      `database_name = "${databaseName}"`,
      databaseId === undefined
        ? `# database_id = what \`wrangler d1 create ${databaseName}\` tells`
        : `database_id = "${databaseId}"`,
      '# Applied by `wrangler d1 migrations apply`; with --remote to the deployed database.',
      `migrations_dir = "${migrationsDir}"`,
    ].join('\n');
  });
  const result = `${text.replace(/\n*$/, '\n')}\n${blocks.join('\n\n')}\n`;
  // What TOML defines in braces or brackets is closed: no table can be added to it.
  if (!readWranglerConfig(path, result))
    throw new OptionsError(
      `${path} has databases in brackets or environments in braces, to which nothing can be added: write them as ${targets.map(headingOf).join(' and ')}`,
    );
  return result;
}

function withJson(text: string, { binding, migrationsDir, targets }: D1Options): string {
  let result = text;
  for (const { environment, databaseName, databaseId } of targets) {
    const entry = {
      binding,
      database_name: databaseName,
      ...(databaseId !== undefined && { database_id: databaseId }),
      migrations_dir: migrationsDir,
    };
    const at = [...(environment === undefined ? [] : ['env', environment]), 'd1_databases'];
    const there = readWranglerConfig('wrangler.jsonc', result)?.environments.find(
      ({ name }) => name === environment,
    );
    const options = { formattingOptions: { insertSpaces: true, tabSize: 2 } };
    result = applyEdits(
      result,
      there?.databases
        ? modify(result, [...at, -1], entry, { ...options, isArrayInsertion: true })
        : modify(result, at, [entry], options),
    );
  }
  return result;
}

/** A first migration, in the folder that the bindings name. */
export const firstD1Migration = `-- wrangler runs each file in a transaction of its own: no BEGIN, no COMMIT.
CREATE TABLE example (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
`;

/** A module that uses the binding: its type, and statements that are run together or not at all. */
export function writeD1Client({ binding }: Pick<D1Options, 'binding'>): string {
  return `/** The bindings of the Worker. \`wrangler types\` writes them, too. */
export interface Env {
  readonly ${binding}: D1Database;
}

/** Fails where the database does not answer. */
export async function checkDatabase({ ${binding} }: Env): Promise<void> {
  await ${binding}.prepare('SELECT 1').first();
}

/** All of them or none: D1 has no BEGIN and COMMIT. */
export function addExamples({ ${binding} }: Env, names: readonly string[]): Promise<D1Result[]> {
  const insert = ${binding}.prepare('INSERT INTO example (name) VALUES (?)');
  return ${binding}.batch(names.map((name) => insert.bind(name)));
}
`;
}
