import { type LitefsPath, litefsKeys, litefsVersion } from '../../facts/litefs/keys.ts';
import { OptionsError } from '../options-error.ts';
import { readShellWords } from '../shellwords.ts';

export interface LitefsOptions {
  readonly lease: LitefsLease;
  /** Absolute paths, as the server has them. */
  readonly fuseDir: string;
  readonly dataDir: string;
  /** What is run on the primary before the application, such as migrations. */
  readonly migrate?: string | undefined;
  /** The application, which LiteFS starts; undefined where something else does. */
  readonly exec?: string | undefined;
  /** The proxy of LiteFS, which works on Fly.io; undefined for none. */
  readonly proxy?: LitefsProxy | undefined;
}

export type LitefsLease =
  /** One primary for good. `primaryUrl` is where replicas reach its server: `http://primary:20202`. */
  | { readonly type: 'static'; readonly role: 'primary' | 'replica'; readonly primaryUrl: string }
  /** Machines of Fly.io elect theirs, in the primary region. */
  | { readonly type: 'consul' };

export interface LitefsProxy {
  /** Where it listens: `:8080`. */
  readonly addr: string;
  /** Where the application does: `localhost:8081`. */
  readonly target: string;
  /** The name of the database: `app.db`. */
  readonly database: string;
}

/** What everybody should know who is about to use LiteFS: https://fly.io/docs/litefs/ */
export const litefsStatus = [
  `LiteFS ${litefsVersion} of April 2025 is the last release. Fly.io gives no support for it and names no time for more; LiteFS Cloud, its backup, was switched off in October 2024.`,
  'For backups take Litestream. For replicas near the users consider Turso (libSQL), Cloudflare D1 or rqlite.',
] as const;

/** What holds where nobody says otherwise. */
export const litefsDefaults = {
  fuseDir: litefsKeys['fuse.dir'].default,
  dataDir: litefsKeys['data.dir'].default,
  primaryUrl: 'http://primary:20202',
  proxyAddr: ':8080',
} as const;

type Tree = { readonly [key: string]: Tree | readonly Tree[] | Raw | string | boolean };

/** Text that stands without quotes: comparisons, which are no text but true or false. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * A litefs.yml with a comment for every key, for LiteFS 0.5. It holds no secrets.
 * @throws OptionsError
 */
export function writeLitefsConfig(options: LitefsOptions): string {
  check(options);
  const { lease, fuseDir, dataDir, migrate, exec, proxy } = options;
  const commands = [
    ...(migrate === undefined ? [] : [{ cmd: migrate, 'if-candidate': true }]),
    ...(exec === undefined ? [] : [{ cmd: exec }]),
  ];
  const tree: Tree = {
    fuse: { dir: fuseDir },
    data: { dir: dataDir },
    lease: leaseOf(lease, migrate !== undefined),
    ...(proxy && { proxy: { addr: proxy.addr, target: proxy.target, db: proxy.database } }),
    ...(commands.length > 0 && { exec: commands }),
  };
  const header = [
    ...litefsStatus,
    'It needs Linux, /dev/fuse and the package fuse3. There is no command that checks this file: `litefs mount` stops at the first mistake.',
  ].map((line) => `# ${line}`);
  return `${[...header, '', ...linesOf(tree, '', '')].join('\n')}\n`;
}

function leaseOf(lease: LitefsLease, migrates: boolean): Tree {
  if (lease.type === 'static') {
    return {
      type: 'static',
      hostname: new URL(lease.primaryUrl).hostname,
      'advertise-url': lease.primaryUrl,
      candidate: lease.role === 'primary',
    };
  }
  return {
    type: 'consul',
    'advertise-url': `http://\${HOSTNAME}.vm.\${FLY_APP_NAME}.internal:20202`,
    candidate: new Raw(`\${FLY_REGION == PRIMARY_REGION}`),
    ...(migrates && { promote: true }),
    consul: { url: `\${FLY_CONSUL_URL}`, key: `litefs/\${FLY_APP_NAME}` },
  };
}

/** What the table does not say of a key, because it depends on others. */
const notes: Readonly<Partial<Record<LitefsPath, string>>> = {
  'data.dir': 'Mount the volume here.',
  'proxy.addr': 'It is internal_port in fly.toml.',
  'lease.promote':
    'The migrations below need it. Back the database up before you add machines: a new one may take the role too early.',
  'lease.consul.url': '`fly consul attach` sets the variable.',
};

function linesOf(tree: Tree, parent: string, indent: string): string[] {
  return Object.entries(tree).flatMap(([key, value]): string[] => {
    const path = `${parent}${key}` as LitefsPath;
    const note = notes[path];
    const comment = `${indent}# ${litefsKeys[path].what}${note === undefined ? '' : ` ${note}`}`;
    if (Array.isArray(value)) {
      const items = (value as readonly Tree[]).flatMap((item) => {
        const lines = linesOf(item, `${path}[].`, `${indent}    `);
        const first = lines.findIndex((line) => !line.trimStart().startsWith('#'));
        // The comment of an item's first key stands above the item.
        return lines.map((line, at) =>
          at === first ? `${indent}  - ${line.trimStart()}` : at < first ? line.slice(2) : line,
        );
      });
      return [comment, `${indent}${key}:`, ...items];
    }
    if (value instanceof Raw) return [comment, `${indent}${key}: ${value.text}`];
    if (typeof value === 'object')
      return [comment, `${indent}${key}:`, ...linesOf(value as Tree, `${path}.`, `${indent}  `)];
    return [comment, `${indent}${key}: ${JSON.stringify(value)}`];
  });
}

function check({ lease, fuseDir, dataDir, migrate, exec, proxy }: LitefsOptions): void {
  for (const folder of [fuseDir, dataDir]) {
    if (!folder.startsWith('/') || folder === '/')
      throw new OptionsError(`${folder}: name a folder by its whole path, as in /litefs`);
  }
  const [mount, data] = [fuseDir, dataDir].map((folder) => `${folder.replace(/\/+$/, '')}/`) as [
    string,
    string,
  ];
  if (data.startsWith(mount))
    throw new OptionsError(`the data in ${dataDir} would be covered by what is mounted at ${fuseDir}`);
  if (lease.type === 'static' && !/^https?:\/\/[^/\s$]+/.test(lease.primaryUrl))
    throw new OptionsError(
      `${lease.primaryUrl}: say where replicas reach the primary, as in http://primary:20202`,
    );
  for (const command of [migrate, exec]) if (command !== undefined) checkCommand(command);
  if (migrate !== undefined && exec === undefined)
    throw new OptionsError('LiteFS takes the last command for the application: name that one, too');
  if (proxy) checkProxy(proxy);
  const values = [fuseDir, dataDir, migrate, exec, proxy?.addr, proxy?.target, proxy?.database];
  for (const value of values) {
    // LiteFS expands variables in quotes, too, and has no way to escape the sign.
    if (value !== undefined && /\$(?!\{\w+\})/.test(value))
      throw new OptionsError(`${value}: LiteFS takes what follows $ for a variable; write it as \${NAME}`);
  }
}

function checkCommand(command: string): void {
  const { words, dropped, isRefused } = readShellWords(command);
  if (words.length === 0 && !isRefused) throw new OptionsError('a command needs a program');
  if (isRefused) throw new OptionsError(`${command}: quotes stay open, or parentheses stand outside of them`);
  if (dropped || /^\w+=/.test(words[0] ?? ''))
    throw new OptionsError(
      `${command}: LiteFS starts it without a shell and would drop a part; write sh -c '…' around it`,
    );
}

function checkProxy({ addr, target, database }: LitefsProxy): void {
  const port = /^[^\s/]*:(\d+)$/.exec(addr)?.[1];
  if (port === undefined && !addr.includes('$'))
    throw new OptionsError(`${addr}: say where the proxy listens, as in :8080`);
  const targetPort = /:(\d+)$/.exec(target)?.[1];
  if (targetPort === undefined && !target.includes('$'))
    throw new OptionsError(`${target}: say where the application listens, as in localhost:8081`);
  if (port !== undefined && (port === targetPort || port === '20202'))
    throw new OptionsError(`port ${port} has another listener: let the proxy listen elsewhere`);
  if (database === '' || database.includes('/'))
    throw new OptionsError(
      `${database}: name the database as it is called in the mounted folder, as in app.db`,
    );
}
