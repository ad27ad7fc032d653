import { OptionsError } from '../options-error.ts';

/** What holds where nobody says otherwise. */
export const libsqlDefaults = {
  filePath: 'app.db',
  replicaPath: 'data/replica.db',
  syncIntervalSeconds: 60,
} as const;

/** What a program is to open. `server`: a database of Turso or another libSQL server, over the network. */
export type LibsqlTarget =
  | { readonly kind: 'server' }
  /** A file that is kept in step with a server: an embedded replica. */
  | { readonly kind: 'replica'; readonly path: string; readonly syncIntervalSeconds: number }
  /** A file without a server. */
  | { readonly kind: 'file'; readonly path: string };

export interface LibsqlOptions {
  readonly target: LibsqlTarget;
  readonly language: 'typescript' | 'javascript';
}

/**
 * A module that opens the database with @libsql/client, and a function that checks that it answers. It holds no secrets.
 * https://docs.turso.tech/sdk/ts/reference
 * @throws OptionsError
 */
export function writeLibsqlClient({ target, language }: LibsqlOptions): string {
  if (target.kind !== 'server') checkPath(target.path);
  if (target.kind === 'replica' && !(target.syncIntervalSeconds > 0))
    throw new OptionsError('the sync interval is a number of seconds above 0');
  const isTyped = language === 'typescript';
  return `import { createClient } from '@libsql/client';\n${
    target.kind === 'file' ? '' : variable(isTyped)
  }\n${bodies[target.kind](target as never)}\n${check(target, isTyped)}`;
}

function checkPath(path: string): void {
  if (path === '' || /[\n'\\?#]|^[a-z]{2,}:/i.test(path))
    throw new OptionsError(`${path === '' ? 'an empty path' : path} is no path of a file`);
}

const variable = (isTyped: boolean): string => `
/** A variable that has to be set: see .env.example. */
function required(name${isTyped ? ': string' : ''})${isTyped ? ': string' : ''} {
  const value = process.env[name];
  if (!value) throw new Error(\`\${name} is not set\`);
  return value;
}
`;

const bodies: {
  readonly [K in LibsqlTarget['kind']]: (target: Extract<LibsqlTarget, { kind: K }>) => string;
} = {
  server: () => `/** The database on the server. Tests may set TURSO_DATABASE_URL to file:test.db. */
export const db = createClient({
  url: required('TURSO_DATABASE_URL'),
  authToken: process.env.TURSO_AUTH_TOKEN,
});
`,
  replica: ({
    path,
    syncIntervalSeconds,
  }) => `/** A replica of the database on the server: reads are answered here, writes go there. */
export const db = createClient({
  // On a disk that lasts. No other program may open it, not even the sqlite3 shell.
  url: 'file:${path}',
  syncUrl: required('TURSO_DATABASE_URL'),
  authToken: process.env.TURSO_AUTH_TOKEN,
  // In seconds: how old a row may be that others wrote.
  syncInterval: ${syncIntervalSeconds},
});
`,
  file: ({
    path,
  }) => `/** A file of this machine. timeout is the busy timeout, in milliseconds (0.17.4 and newer). */
export const db = createClient({ url: 'file:${path}', timeout: 5000 });

// The file keeps it.
await db.execute('PRAGMA journal_mode = WAL');
`,
};

const check = (
  { kind }: LibsqlTarget,
  isTyped: boolean,
): string => `/** Fails where the database does not answer. */
export async function checkDatabase()${isTyped ? ': Promise<void>' : ''} {
${kind === 'replica' ? '  await db.sync();\n' : ''}  await db.execute('SELECT 1');
}
`;

/** The variables that the client reads, for a .env.example: names, and no secrets. */
export function writeLibsqlEnvironment({ target }: Pick<LibsqlOptions, 'target'>): string {
  return target.kind === 'file'
    ? ''
    : `# Copy to .env, which version control has to ignore.
# turso db show <database> --url
TURSO_DATABASE_URL=
# turso db tokens create <database>
TURSO_AUTH_TOKEN=
`;
}
