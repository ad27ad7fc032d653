import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A server on this machine that speaks S3 and checks signatures. */
export interface S3Server {
  /** `http://127.0.0.1:PORT` */
  readonly endpoint: string;
  /** A bucket that is there. */
  readonly bucket: string;
  /** What Litestream takes the keys from. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * Starts one that keeps its objects in a folder, which the caller removes.
 * @param program the path of versitygw
 */
export async function startS3(program: string, folder: string): Promise<S3Server> {
  const bucket = 'backups';
  mkdirSync(join(folder, bucket), { recursive: true });
  const port = await freePort();
  const [access, secret] = ['a-key-of-a-test', 'a-secret-of-a-test'];
  const child = spawn(program, ['--quiet', '--port', `127.0.0.1:${port}`, 'posix', folder], {
    env: { ...process.env, ROOT_ACCESS_KEY: access, ROOT_SECRET_KEY: secret },
    stdio: 'ignore',
  });
  const endpoint = `http://127.0.0.1:${port}`;
  await answers(child, endpoint);
  return {
    endpoint,
    bucket,
    environment: { LITESTREAM_ACCESS_KEY_ID: access, LITESTREAM_SECRET_ACCESS_KEY: secret },
    stop: () => kill(child),
  };
}

/** Ends a process at once and waits until it is gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function answers(child: ChildProcess, endpoint: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) throw new Error(`the S3 server ended with exit code ${child.exitCode}`);
    if (
      await fetch(endpoint).then(
        () => true,
        () => false,
      )
    )
      return;
    await sleep(50);
  }
  await kill(child);
  throw new Error('the S3 server does not answer');
}
