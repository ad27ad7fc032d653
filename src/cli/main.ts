import { createRequire, enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { startEngineWorker } from '../host/node/workers.ts';

/**
 * The command line's entry. It starts the engine's worker, which takes longest, and only then loads the program: the
 * two then start side by side.
 */
const isLint = process.argv[2] === 'lint' && !process.argv.includes('--help') && !process.argv.includes('-h');
const early = isLint
  ? startEngineWorker(join(__dirname, 'engine.cjs'), join(__dirname, 'sql-wasm.wasm'), { brief: true })
  : undefined;

// Node 22.8 and newer keep the compiled program for the next run.
if (typeof enableCompileCache === 'function') enableCompileCache();

const program: typeof import('./program.ts') = createRequire(__filename)('./program.cjs');
void program.runProgram(process.argv.slice(2), early);
