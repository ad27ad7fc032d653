/** Makes of every suite one CommonJS file that an extension host can load. */
import fs from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { cache } from './host/setup.ts';

const sources = path.join(import.meta.dirname, 'suite');
const output = path.join(cache, 'vscode-tests');

/** The names of all suites: `suite/<name>.ts`. */
export function suiteNames(): string[] {
  return fs
    .readdirSync(sources)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => path.basename(file, '.ts'))
    .sort();
}

/** Bundles a suite with Mocha's runner around it. Returns the file, whose `run()` resolves when all tests passed. */
export async function bundle(suite: string): Promise<string> {
  const outfile = path.join(output, `${suite}.cjs`);
  await build({
    stdin: {
      contents: [
        "import { runSuite } from '../support/mocha.ts';",
        `export const run = () => runSuite(() => import('./${suite}.ts'));`,
      ].join('\n'),
      sourcefile: `${suite}.run.ts`,
      resolveDir: sources,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    external: ['vscode', 'mocha'],
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    logLevel: 'warning',
  });
  return outfile;
}
