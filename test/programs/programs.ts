/** The real programs that tests run, as `test/programs/install.sh` brings them. */
import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../.cache/programs/', import.meta.url));

/** A name that `install.sh` takes. */
export type ProgramName =
  | 'litestream-0.3'
  | 'litestream-0.5'
  | 'litefs'
  | 's3'
  | 'libsql-client'
  | 'wrangler'
  | 'sqld';

/** Where a program is, or why the tests that need it skip and how to get it. */
export type Program =
  | { readonly path: string; readonly skip: false }
  | { readonly path: undefined; readonly skip: string };

/** A program of the machine: `test('…', { skip: program('litefs').skip }, …)`. */
export function program(name: ProgramName): Program {
  const path = join(cache, name);
  try {
    accessSync(path, constants.X_OK);
    return { path, skip: false };
  } catch {
    const how =
      name === 'sqld'
        ? 'build libsql-server of github.com/tursodatabase/libsql and put it into .cache/programs/ as sqld'
        : `run test/programs/install.sh ${name}`;
    return { path: undefined, skip: `${name} is not installed: ${how}` };
  }
}
