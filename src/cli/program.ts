import { parseArgs } from 'node:util';
import manifest from '../../package.json' with { type: 'json' };
import type { EngineWorker } from '../host/node/workers.ts';
import { presets } from '../lint/configuration.ts';
import { docsUrl } from '../report/locate.ts';
import { describeRule } from '../rules/describe.ts';
import { rules } from '../rules/index.ts';
import { nearestName } from '../text/nearest.ts';
import { ConfigurationError, runLint } from './lint-command.ts';
import { TargetError } from './targets.ts';

/** Exit codes: nothing at `warning` or above; something; the command line or configuration is wrong; we are. */
const clean = 0;
const usage = 2;
const internal = 3;

const help = `Tells whether a project's SQLite is ready for production, and what exactly to change.

Usage
  sqlite-preflight lint [paths…]    lint projects (folders) or files; the working directory by default
  sqlite-preflight explain <rule>   what a rule finds, why, and the proof
  sqlite-preflight rules [--json]   all rules

Options of lint
  --format pretty|json              the form of the report (pretty)
  --preset recommended|strict|all   which rules report (recommended, or what the configuration says)
  --config <file>                   a configuration file; else sqlite-preflight.json or .jsonc in the project's root
  --verbose                         on standard error: what each file was taken for, and what stays unknown and why

  --version, --help

Exit codes
  0  no finding of severity warning or above      2  wrong usage or configuration
  1  such findings                                3  a defect of SQLite Preflight
`;

class UsageError extends Error {
  override readonly name = 'UsageError';
}

async function main(argv: readonly string[], early: EngineWorker | undefined): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.version) return print(`${manifest.version}\n`);
  const [command, ...rest] = positionals;
  if (values.help || command === undefined) {
    if (values.help) return print(help);
    process.stderr.write(help);
    return usage;
  }
  switch (command) {
    case 'lint':
      return runLint(
        {
          paths: rest,
          format: choose(values.format, ['pretty', 'json'] as const, '--format') ?? 'pretty',
          preset: choose(values.preset, presets, '--preset'),
          config: values.config,
          verbose: values.verbose === true,
        },
        __dirname,
        early,
      );
    case 'explain':
      return explain(rest);
    case 'rules':
      return listRules(values.json === true);
    default: {
      const meant = nearestName(command, ['lint', 'explain', 'rules']);
      throw new UsageError(`there is no command ${command}${meant ? `; did you mean ${meant}?` : ''}`);
    }
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        preset: { type: 'string' },
        config: { type: 'string' },
        verbose: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function choose<T extends string>(
  value: string | undefined,
  allowed: readonly T[],
  option: string,
): T | undefined {
  if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
  throw new UsageError(`${option} takes ${allowed.join(', ')}, not ${value}`);
}

function explain([id, ...more]: readonly string[]): number {
  if (id === undefined || more.length > 0) throw new UsageError('explain takes the id of one rule');
  const rule = rules.find((candidate) => candidate.id === id);
  if (!rule) {
    const meant =
      nearestName(
        id,
        rules.map((candidate) => candidate.id),
      ) ?? rules.find((candidate) => candidate.id.endsWith(`/${id}`))?.id;
    throw new UsageError(
      `there is no rule ${id}${meant ? `; did you mean ${meant}?` : '; `sqlite-preflight rules` lists them'}`,
    );
  }
  return print(describeRule(rule));
}

function listRules(asJson: boolean): number {
  if (asJson) {
    const list = rules.map(({ id, severity, preset, since, needs, fix, docs: { what } }) => ({
      id,
      severity,
      preset,
      since,
      needs,
      fix,
      what,
      docs: docsUrl(id),
    }));
    return print(`${JSON.stringify(list, null, 2)}\n`);
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  return print(
    `${rules.map(({ id, severity, preset, fix }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${preset.padEnd(11)}  fix: ${fix}`).join('\n')}\n`,
  );
}

function print(text: string): number {
  process.stdout.write(text);
  return clean;
}

/**
 * Runs the command line; sets the process's exit code.
 * @param early the engine's worker, when it was started before this program was loaded
 */
export async function runProgram(argv: readonly string[], early?: EngineWorker): Promise<void> {
  // A reader that closes the pipe early (`| head`) has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(clean);
    throw error;
  });
  try {
    process.exitCode = await main(argv, early);
  } catch (error) {
    if (error instanceof UsageError || error instanceof TargetError || error instanceof ConfigurationError) {
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
