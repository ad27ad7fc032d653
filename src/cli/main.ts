import { createRequire, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { startEngineWorker } from '../host/node/workers.ts';

/**
 * The command line's entry. It starts the engine's worker, which takes longest, and only then loads the program: the
 * two then start side by side.
 */
const isLint = process.argv[2] === 'lint' && !process.argv.includes('--help') && !process.argv.includes('-h');
// The engine's WebAssembly runs too briefly to be worth optimizing: the second compilation costs a tenth of a run,
// for one file and for a folder of 150 migrations alike, and the process waits for it at its end.
if (isLint) setFlagsFromString('--liftoff-only');

const early = isLint
  ? startEngineWorker(join(__dirname, 'engine.cjs'), join(__dirname, 'sql-wasm.wasm'))
  : undefined;

// Node 22.8 and newer keep the compiled program for the next run.
if (typeof enableCompileCache === 'function') enableCompileCache();

const program: typeof import('./program.ts') = createRequire(__filename)('./program.cjs');
void program.runProgram(process.argv.slice(2), early);
