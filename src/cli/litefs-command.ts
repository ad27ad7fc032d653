import {
  type LitefsLease,
  type LitefsProxy,
  litefsDefaults,
  litefsStatus,
  writeLitefsConfig,
} from '../config/litefs/write.ts';
import { type Command, choose, parseOptions, UsageError } from './command.ts';
import { outputOptions, printOrWrite, refusedAsUsage, say } from './generated-file.ts';

export const litefsCommand: Command = {
  help: `sqlite-preflight litefs init   write a litefs.yml, every key explained, for those who use LiteFS already

  --lease static|consul       one primary for good, or machines of Fly.io that elect theirs (static)
  --role primary|replica      what this node is, with a static lease (primary)
  --primary <url>             where replicas reach the primary (${litefsDefaults.primaryUrl})
  --fuse-dir <folder>         where the application finds its databases (${litefsDefaults.fuseDir})
  --data-dir <folder>         where LiteFS keeps its own files: on a volume (${litefsDefaults.dataDir})
  --exec <command>            the application, which LiteFS starts
  --migrate <command>         what runs on the primary before it
  --proxy-target <address>    where the application listens, behind the proxy of LiteFS (no proxy)
  --proxy-addr <address>      where the proxy listens (${litefsDefaults.proxyAddr})
  --proxy-db <name>           the database that the proxy waits for
  --output <file>             written there; else to standard output
  --force                     write over an existing file
`,
  async run(args) {
    const [action, ...rest] = args;
    if (action !== 'init') throw new UsageError('litefs has one action: litefs init');
    const { values, positionals } = parseOptions(rest, {
      lease: { type: 'string', default: 'static' },
      role: { type: 'string' },
      primary: { type: 'string' },
      'fuse-dir': { type: 'string', default: litefsDefaults.fuseDir },
      'data-dir': { type: 'string', default: litefsDefaults.dataDir },
      exec: { type: 'string' },
      migrate: { type: 'string' },
      'proxy-target': { type: 'string' },
      'proxy-addr': { type: 'string' },
      'proxy-db': { type: 'string' },
      ...outputOptions,
    });
    const [stray] = positionals;
    if (stray !== undefined) throw new UsageError(`${stray}: litefs init takes options only`);
    const options = {
      lease: leaseOf(
        choose(values.lease, ['static', 'consul'], '--lease') ?? 'static',
        choose(values.role, ['primary', 'replica'], '--role'),
        values.primary,
      ),
      fuseDir: values['fuse-dir'],
      dataDir: values['data-dir'],
      migrate: values.migrate,
      exec: values.exec,
      proxy: proxyOf(values['proxy-target'], values['proxy-addr'], values['proxy-db']),
    };
    const text = refusedAsUsage(() => writeLitefsConfig(options));
    for (const line of litefsStatus) say(line);
    await printOrWrite(text, values);
    return 0;
  },
};

function leaseOf(
  type: LitefsLease['type'],
  role: 'primary' | 'replica' | undefined,
  primaryUrl: string | undefined,
): LitefsLease {
  if (type === 'static')
    return { type, role: role ?? 'primary', primaryUrl: primaryUrl ?? litefsDefaults.primaryUrl };
  const given = role !== undefined ? '--role' : primaryUrl !== undefined ? '--primary' : undefined;
  if (given !== undefined) throw new UsageError(`${given} belongs to --lease static`);
  return { type };
}

function proxyOf(
  target: string | undefined,
  addr: string | undefined,
  database: string | undefined,
): LitefsProxy | undefined {
  if (target === undefined) {
    const given = addr !== undefined ? '--proxy-addr' : database !== undefined ? '--proxy-db' : undefined;
    if (given !== undefined)
      throw new UsageError(`${given} needs --proxy-target: without it there is no proxy`);
    return undefined;
  }
  if (database === undefined)
    throw new UsageError('--proxy-target needs --proxy-db, the name of the database');
  return { target, addr: addr ?? litefsDefaults.proxyAddr, database };
}
