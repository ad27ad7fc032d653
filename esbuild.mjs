/**
 * Builds every bundle into dist/.
 *
 *   node esbuild.mjs            once, for use and for packaging
 *   node esbuild.mjs --watch    again after each change, with source maps
 */
import { chmod, copyFile, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');
const require = createRequire(import.meta.url);
const out = 'dist';

/** The parsers of other dialects are large and rarely asked: each stays a file of its own, loaded on demand. */
const foreignDialects = ['postgresql', 'mysql'];
const foreignParsers = {
  name: 'foreign-parsers',
  setup(build) {
    build.onResolve({ filter: /^node-sql-parser\/build\/\w+\.js$/ }, ({ path, kind }) =>
      kind === 'entry-point'
        ? undefined
        : { path: `./parser-${path.replace(/^.*\/|\.js$/g, '')}.cjs`, external: true },
    );
  },
};

/** What a problem matcher of an editor's task recognizes: `$esbuild-watch`. */
const problemMatcher = {
  name: 'problem-matcher',
  setup(build) {
    build.onStart(() => {
      if (watch) console.log('[watch] build started');
    });
    build.onEnd(({ errors }) => {
      for (const { text, location } of errors) {
        console.error(`✘ [ERROR] ${text}`);
        if (location) console.error(`    ${location.file}:${location.line}:${location.column}:`);
      }
      if (watch) console.log('[watch] build finished');
    });
  },
};

const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20.19',
  // Readable bundles: a stack trace then tells where it comes from, and start-up is the same.
  minifySyntax: !watch,
  // jsonc-parser's other build can't be bundled: it asks for its parts at run time.
  mainFields: ['module', 'main'],
  sourcemap: watch,
  legalComments: 'none',
  logLevel: 'silent',
  plugins: [foreignParsers, problemMatcher],
};

const bundles = [
  { ...common, entryPoints: { cli: 'src/cli/main.ts' }, banner: { js: '#!/usr/bin/env node' } },
  { ...common, entryPoints: { program: 'src/cli/program.ts' } },
  { ...common, entryPoints: { engine: 'src/engine/engine.process.ts' } },
  { ...common, entryPoints: { query: 'src/engine/query.process.ts' } },
  { ...common, entryPoints: { workload: 'src/advice/workload/workload.process.ts' } },
  { ...common, entryPoints: { benchmark: 'src/benchmark/benchmark.process.ts' } },
  { ...common, entryPoints: { copy: 'src/database/copy.process.ts' } },
  { ...common, entryPoints: { compare: 'src/verify/compare.process.ts' } },
  { ...common, entryPoints: { server: 'server/main.ts' } },
  { ...common, entryPoints: { extension: 'client/extension.ts' }, external: ['vscode'] },
  {
    ...common,
    entryPoints: Object.fromEntries(
      foreignDialects.map((name) => [`parser-${name}`, `node-sql-parser/build/${name}.js`]),
    ),
  },
].map((options) => ({ ...options, outdir: out, outExtension: { '.js': '.cjs' } }));

/** What runs inside of the editor's webviews. */
const webviews = {
  ...common,
  entryPoints: ['client/webviews/results.ts', 'client/webviews/results.css'],
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  outdir: join(out, 'webviews'),
};

/** WebAssembly modules that the bundles load from beside them. */
async function copyWasm() {
  const treeSitter = dirname(require.resolve('@vscode/tree-sitter-wasm'));
  await copyFile(require.resolve('sql.js/dist/sql-wasm.wasm'), join(out, 'sql-wasm.wasm'));
  for (const name of [
    'tree-sitter',
    ...['c-sharp', 'go', 'java', 'javascript', 'php', 'python', 'ruby', 'rust', 'tsx', 'typescript'].map(
      (language) => `tree-sitter-${language}`,
    ),
  ]) {
    await copyFile(join(treeSitter, `${name}.wasm`), join(out, `${name}.wasm`));
  }
}

if (!watch) await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await copyWasm();
const contexts = await Promise.all([...bundles, webviews].map((options) => context(options)));
if (watch) {
  await Promise.all(contexts.map((one) => one.watch()));
} else {
  try {
    await Promise.all(contexts.map((one) => one.rebuild()));
    // npm makes it executable when it installs; a later build makes a new file.
    await chmod(join(out, 'cli.cjs'), 0o755);
  } catch {
    process.exitCode = 1;
  }
  await Promise.all(contexts.map((one) => one.dispose()));
}
