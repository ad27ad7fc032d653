import { join } from 'node:path';
import { nodeFileCopies } from '../host/node/database-files.ts';
import { nodePrograms } from '../host/node/programs.ts';
import type { Comparison } from '../verify/comparison.ts';
import type { VerifyServices } from '../verify/verify.ts';

/** What verifying a backup runs on, from the files beside the bundle. */
export function verifyServices(folder: string): VerifyServices {
  return {
    programs: nodePrograms,
    files: nodeFileCopies,
    async compare(request, signal) {
      const message = JSON.stringify({ ...request, wasmPath: join(folder, 'sql-wasm.wasm') });
      const { stdout, stderr } = await nodePrograms.run(
        process.execPath,
        ['--no-warnings', join(folder, 'compare.cjs'), message],
        { cwd: folder, signal },
      );
      if (stdout === '') return { error: stderr.trim() || 'the process that compares ended early' };
      return JSON.parse(stdout) as Comparison;
    },
  };
}
