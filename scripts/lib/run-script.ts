import { UsageError } from '../../src/cli/command.ts';

/** Runs a script and sets its exit code; 2 when its arguments or files can't be followed. */
export function runScript(main: () => number): void {
  try {
    process.exitCode = main();
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
