import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { OptionsError } from '../config/options-error.ts';
import { print, UsageError } from './command.ts';

/** Tells the user what is no part of the output; nothing where there is nothing to tell. */
export function say(text: string | undefined): void {
  if (text !== undefined) process.stderr.write(`${text}\n`);
}

/** Options of every command that makes one file. */
export const outputOptions = { output: { type: 'string' }, force: { type: 'boolean' } } as const;

/** Makes a text of options. @throws UsageError for options that make none */
export function refusedAsUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof OptionsError) throw new UsageError(error.message);
    throw error;
  }
}

/**
 * A generated text: to standard output, or as a whole into a file. An existing file is written over only by `force`.
 * @throws UsageError
 */
export async function printOrWrite(
  text: string,
  { output, force = false }: { readonly output?: string | undefined; readonly force?: boolean | undefined },
): Promise<void> {
  if (output === undefined) await print(text);
  else await writeWhole(output, text, force);
}

/**
 * Either the whole text or, after a failure, what was there before.
 * @throws UsageError
 */
export async function writeWhole(path: string, text: string, force: boolean): Promise<void> {
  if (!force && existsSync(path)) throw new UsageError(`${path} exists: --force writes over it`);
  const temporary = `${path}.${process.pid}.new`;
  try {
    await writeFile(temporary, text, { flag: 'wx' });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new UsageError(`${path}: not written: ${error instanceof Error ? error.message : String(error)}`);
  }
  say(`Wrote ${relative(process.cwd(), resolve(path))}.`);
}
