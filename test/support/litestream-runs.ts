import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryProject } from './temporary.ts';

/** A folder with the databases `a.db` and `b.db`; in a configuration, `DIR` stands for its path. */
export interface Place {
  readonly root: string;
  readonly remove: () => void;
}

export function place(): Place {
  const made = temporaryProject({});
  for (const name of ['a.db', 'b.db']) {
    const db = new DatabaseSync(join(made.root, name));
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)');
    db.close();
  }
  return made;
}

function write({ root }: Place, config: string): string {
  const path = join(root, 'litestream.yml');
  writeFileSync(path, config.replaceAll('DIR', root));
  return path;
}

export interface Answer {
  readonly status: number | null;
  /** What it printed, on either stream, with `DIR` for the folder. */
  readonly output: string;
}

/** What `litestream databases` says of a configuration: it reads it and builds every client, and connects to nothing. */
export function databases(
  program: string,
  config: string,
  env: Readonly<Record<string, string>> = {},
): Answer {
  const where = place();
  try {
    const { status, stdout, stderr } = spawnSync(program, ['databases', '-config', write(where, config)], {
      encoding: 'utf8',
      cwd: where.root,
      env: { PATH: process.env.PATH, HOME: where.root, ...env },
    });
    return { status, output: `${stdout}${stderr}`.replaceAll(where.root, 'DIR') };
  } finally {
    where.remove();
  }
}

export interface Replication extends Answer {
  /** The files beside the databases, relative to the folder: what was replicated, with the local state. */
  readonly files: readonly string[];
}

/**
 * Lets `litestream replicate` run until its output has `until`, or it ends by itself, or the time is over; then
 * `meanwhile` looks at it before it is stopped.
 */
export async function replicate(
  program: string,
  config: string,
  {
    until,
    flags = [],
    limitMs = 5_000,
    meanwhile,
    rows,
  }: {
    readonly until?: RegExp;
    readonly flags?: readonly string[];
    readonly limitMs?: number;
    readonly meanwhile?: () => Promise<void>;
    /** SQL that is run on `a.db` before. */
    readonly rows?: string;
  },
): Promise<Replication> {
  const where = place();
  if (rows !== undefined) {
    const db = new DatabaseSync(join(where.root, 'a.db'));
    db.exec(rows);
    db.close();
  }
  const child = spawn(program, ['replicate', '-config', write(where, config), ...flags], {
    cwd: where.root,
    env: { PATH: process.env.PATH, HOME: where.root, AWS_EC2_METADATA_DISABLED: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    let output = '';
    const exit = once(child, 'exit');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      const hear = (data: Buffer): void => {
        output += data;
        if (until?.test(output)) {
          clearTimeout(timer);
          resolve();
        }
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
    });
    await meanwhile?.();
    const status = child.exitCode;
    if (status === null) {
      child.kill('SIGKILL');
      await exit;
    }
    const files = readdirSync(where.root, { recursive: true, encoding: 'utf8' });
    return { status, output: output.replaceAll(where.root, 'DIR'), files };
  } finally {
    child.kill('SIGKILL');
    where.remove();
  }
}

/** A configuration of one database, with these lines in its replica. */
export function oneReplica(lines: string, globals = ''): string {
  return `${globals}dbs:\n  - path: DIR/a.db\n    replicas:\n      - ${lines.trim().split('\n').join('\n        ')}\n`;
}
