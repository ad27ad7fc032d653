import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a process of the benchmark is started with and says; its messages are the benchmark's business. */
export interface BenchmarkProcess<Message> {
  /** The process's program, a bundle. */
  readonly program: string;
  onMessage(message: Message): void;
  readonly signal?: AbortSignal | undefined;
}

const prefix = 'sqlite-preflight-bench-';

/** How long a process that was asked to end may take for it, in milliseconds. */
const patienceMs = 3000;

/**
 * Runs a process that writes into a private folder, until it ends. The folder is gone afterwards however it ended; so
 * are those that runs left behind whose processes were killed together with their parents.
 * @param makeRequest what the process is sent first; it gets the folder, which does not exist yet
 */
export async function runBenchmarkProcess<Message>(
  { program, onMessage, signal }: BenchmarkProcess<Message>,
  makeRequest: (folder: string) => object,
): Promise<void> {
  await removeLeftovers();
  const folder = join(tmpdir(), `${prefix}${process.pid}-${randomUUID()}`);
  const child = fork(program, [], {
    execArgv: ['--no-warnings'],
    // In VS Code this process may be the editor's own program, which this makes a Node.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  let timer: NodeJS.Timeout | undefined;
  const cancel = (): void => {
    if (child.connected) child.send('cancel', () => {});
    timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  };
  signal?.addEventListener('abort', cancel);
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('message', (message) => onMessage(message as Message));
      child.on('error', reject);
      child.on('exit', (code, killedBy) => {
        if (killedBy !== null && !signal?.aborted)
          reject(new Error(`the benchmark's process was ended by ${killedBy}`));
        else if (code !== 0 && killedBy === null)
          reject(new Error(`the benchmark's process ended with exit code ${code}`));
        else resolve();
      });
      child.send(makeRequest(folder));
      if (signal?.aborted) cancel();
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    stop(child);
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function stop(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

/** Removes the folders of runs whose processes are gone. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number.parseInt(name.slice(prefix.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isRunning(pid)) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true }).catch(() => {});
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
