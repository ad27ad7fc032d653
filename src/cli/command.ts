import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { EngineWorker } from '../host/node/workers.ts';

/** Where a command runs. */
export interface CommandContext {
  /** The folder of the bundles, with the files that workers and child processes start from. */
  readonly bundleFolder: string;
  /** The engine's worker, when it was started before the program was loaded. */
  readonly early: EngineWorker | undefined;
}

/** A command of the command line. */
export interface Command {
  /** What `--help` says of it: the usage line, then options. */
  readonly help: string;
  /**
   * @param args what stands behind the command's name
   * @returns the exit code
   * @throws UsageError when the arguments can't be followed
   */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}

/** A command line or configuration that can't be followed: exit code 2, and the message alone is shown. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError';
}

/** Reads options and positionals; throws a UsageError for what is not among `options`. */
export function parseOptions<T extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: T,
) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The value of an option that takes one of a few words. */
export function choose<T extends string>(
  value: string | undefined,
  allowed: readonly T[],
  option: string,
): T | undefined {
  if (value === undefined || allowed.includes(value as T)) return value as T | undefined;
  throw new UsageError(`${option} takes ${allowed.join(', ')}, not ${value}`);
}

/** The value of an option that takes a number above 0. */
export function positiveNumber(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!(value > 0)) throw new UsageError(`${option} takes a number above 0, not ${text}`);
  return value;
}

/** The value of `--timeout`, which is given in seconds, in milliseconds. */
export function readTimeout(seconds: string | undefined, defaultMs: number): number {
  return (positiveNumber(seconds, '--timeout') ?? defaultMs / 1000) * 1000;
}

/** Does work whose signal is aborted when somebody interrupts the program. A second interrupt ends it. */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.once('SIGINT', interrupt);
  try {
    return await work(abort.signal);
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** Writes to standard output and waits until it is written: a pipe's reader may be slow. */
export function print(text: string): Promise<void> {
  return new Promise((resolve, reject) =>
    process.stdout.write(text, (error) => (error ? reject(error) : resolve())),
  );
}
