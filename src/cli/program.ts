import manifest from '../../package.json' with { type: 'json' };
import type { EngineWorker } from '../host/node/workers.ts';
import { nearestName } from '../text/nearest.ts';
import { adviseCommand } from './advise-command.ts';
import { benchCommand } from './bench-command.ts';
import { type Command, print, UsageError } from './command.ts';
import { d1Command } from './d1-command.ts';
import { factsCommand } from './facts-command.ts';
import { lintCommand } from './lint-command.ts';
import { litefsCommand } from './litefs-command.ts';
import { litestreamCommand } from './litestream-command.ts';
import { planCommand, queryCommand } from './query-command.ts';
import { rehearseCommand } from './rehearse-command.ts';
import { explainCommand, rulesCommand } from './rules-command.ts';
import { tursoCommand } from './turso-command.ts';

/** Exit codes beside a command's own. */
const usage = 2;
const internal = 3;

const commands: Readonly<Record<string, Command>> = {
  lint: lintCommand,
  facts: factsCommand,
  explain: explainCommand,
  rules: rulesCommand,
  query: queryCommand,
  plan: planCommand,
  rehearse: rehearseCommand,
  advise: adviseCommand,
  litefs: litefsCommand,
  litestream: litestreamCommand,
  turso: tursoCommand,
  d1: d1Command,
  bench: benchCommand,
};

const help = `Tells whether a project's SQLite is ready for production, and what exactly to change.

Usage
${Object.values(commands)
  .flatMap(({ help }) => help.match(/^sqlite-preflight .*$/gm) ?? [])
  .map((line) => `  ${line}\n`)
  .join('')}
  sqlite-preflight <command> --help   the options of a command
  sqlite-preflight --version

Exit codes
  0  done; nothing found     2  wrong usage or configuration
  1  findings                3  a defect of SQLite Preflight
`;

async function main(argv: readonly string[], early: EngineWorker | undefined): Promise<number> {
  const [name, ...args] = argv;
  if (name === undefined) {
    process.stderr.write(help);
    return usage;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    await print(help);
    return 0;
  }
  if (name === '--version' || name === '-v') {
    await print(`${manifest.version}\n`);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    const meant = nearestName(name, Object.keys(commands));
    throw new UsageError(`there is no command ${name}${meant ? `; did you mean ${meant}?` : ''}`);
  }
  if (args.includes('--help') || args.includes('-h')) {
    await print(`Usage\n  ${command.help}`);
    return 0;
  }
  return command.run(args, { bundleFolder: __dirname, early });
}

/**
 * Runs the command line; sets the process's exit code.
 * @param early the engine's worker, when it was started before this program was loaded
 */
export async function runProgram(argv: readonly string[], early?: EngineWorker): Promise<void> {
  // A reader that closes the pipe early (`| head`) has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    process.exitCode = await main(argv, early);
  } catch (error) {
    if (error instanceof UsageError) {
      process.stderr.write(`sqlite-preflight: ${error.message}\n`);
      process.exitCode = usage;
    } else {
      const trace = error instanceof Error ? error.stack : String(error);
      process.stderr.write(`sqlite-preflight: a defect of this program, please report it:\n${trace}\n`);
      process.exitCode = internal;
    }
  } finally {
    // Where the command failed before it took the worker over.
    await early?.worker.terminate();
  }
}
