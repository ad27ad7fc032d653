import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Program, program } from './programs.ts';

/** LiteFS, where it can mount: with /dev/fuse, fusermount3, and as root. */
export function litefsProgram(): Program {
  const found = program('litefs');
  if (found.skip) return found;
  const missing = (skip: string): Program => ({ path: undefined, skip });
  try {
    accessSync('/dev/fuse', constants.R_OK | constants.W_OK);
  } catch {
    return missing('there is no /dev/fuse that this user may open');
  }
  if (process.getuid?.() !== 0) return missing('LiteFS is tried as root only');
  if (spawnSync('fusermount3', ['--version']).status !== 0)
    return missing('fusermount3 is missing: install the package fuse3');
  return found;
}

/** A port of this machine that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

const running = new Set<LitefsNode>();
process.on('exit', () => {
  for (const node of running) node.kill();
});

/** One LiteFS in a folder of its own. Whoever starts it stops it, also after a failure. */
export class LitefsNode {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #ended: Promise<void>;
  /** What it has written so far. */
  log = '';
  /** Its status, when it has ended; null for a signal. */
  status: number | null | undefined;

  /** @param config the text of its litefs.yml; `DIR` in it stands for the folder */
  constructor(litefs: string, folder: string, config: string, environment: Record<string, string> = {}) {
    this.#folder = folder;
    const file = join(folder, 'litefs.yml');
    writeFileSync(file, config.replaceAll('DIR', folder));
    this.#child = spawn(litefs, ['mount', '-config', file], {
      env: { ...process.env, ...environment },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(this);
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.log += chunk.toString('utf8');
      });
    this.#ended = new Promise((resolve) => {
      this.#child.on('close', (status) => {
        this.status = status;
        resolve();
      });
    });
  }

  get fuse(): string {
    return join(this.#folder, 'fuse');
  }

  /** Waits until its log has a text. @throws Error when it does not come, with the log */
  async says(pattern: RegExp, withinMs = 10_000): Promise<void> {
    for (const end = Date.now() + withinMs; !pattern.test(this.log); await delay(20)) {
      if (this.status !== undefined || Date.now() > end) {
        await delay(50);
        if (pattern.test(this.log)) return;
        throw new Error(`LiteFS does not say ${pattern}:\n${this.log}`);
      }
    }
  }

  /** Ends it, by force if need be, and takes its mounts away. */
  async stop(): Promise<void> {
    this.#child.kill('SIGINT');
    await Promise.race([this.#ended, delay(2_000, undefined, { ref: false })]);
    this.kill();
    await Promise.race([this.#ended, delay(2_000, undefined, { ref: false })]);
    running.delete(this);
  }

  kill(): void {
    try {
      // It and what it has started.
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
    spawnSync('fusermount3', ['-uzq', this.fuse]);
  }
}

/** Runs statements on a database in a process of its own, which a file system that hangs cannot hold up for long. */
export function runSql(
  file: string,
  statements: readonly string[],
  withinMs = 10_000,
): { rows: unknown[]; error: string } {
  const script = `const { DatabaseSync } = require('node:sqlite');
const db = new DatabaseSync(process.argv[1]);
let rows = [];
for (const sql of JSON.parse(process.argv[2])) rows = db.prepare(sql).all();
console.log(JSON.stringify(rows));`;
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--no-warnings', '-e', script, file, JSON.stringify(statements)],
    { encoding: 'utf8', timeout: withinMs, killSignal: 'SIGKILL' },
  );
  return status === 0
    ? { rows: JSON.parse(stdout) as unknown[], error: '' }
    : { rows: [], error: /Error: .*/.exec(stderr)?.[0] ?? `ended with ${status}: ${stderr}` };
}
