import { type ChildProcess, fork } from 'node:child_process';
import { inPrivateFolder } from './private-folder.ts';

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
 * Runs a process that writes into a private folder, until it ends. The folder is gone afterwards however it ended.
 * @param makeRequest what the process is sent first; it gets the folder, which does not exist yet
 */
export function runBenchmarkProcess<Message>(
  process: BenchmarkProcess<Message>,
  makeRequest: (folder: string) => object,
): Promise<void> {
  return inPrivateFolder(prefix, (folder) => runIn(makeRequest(folder), process));
}

async function runIn<Message>(
  request: object,
  { program, onMessage, signal }: BenchmarkProcess<Message>,
): Promise<void> {
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
      child.send(request);
      if (signal?.aborted) cancel();
    });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', cancel);
    stop(child);
  }
}

function stop(child: ChildProcess): void {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}
