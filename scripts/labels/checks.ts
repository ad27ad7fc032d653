import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LineIndex } from '../../src/text/lines.ts';
import type { Label } from './rows.ts';

const proofTimeoutMs = 60_000;

/** Why a label can't be about this checkout: a file that isn't there would let a trap pass unseen. */
export function findStrayPlace({ path, line, source }: Label, root: string): string | undefined {
  const file = join(root, path);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return `${source}: there is no file ${path}`;
  if (line === 0) return undefined;
  const text = readFileSync(file, 'utf8');
  const lines = new LineIndex(text).positionAt(text.length).line + 1;
  return line <= lines ? undefined : `${source}: ${path} has ${lines} lines, not ${line}`;
}

/** Runs a label's proof in the checkout; the reason when it fails. */
export function runProof({ proof, source }: Label, root: string): string | undefined {
  if (proof === undefined) return undefined;
  const { status, signal, error, stderr } = spawnSync('sh', ['-c', proof], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: proofTimeoutMs,
  });
  if (status === 0 && !error) return undefined;
  const how = error ? error.message : signal ? `ended by ${signal}` : `exit code ${status}`;
  return `${source}: its proof fails, ${how}: ${proof}${stderr.trim() && `\n  ${stderr.trim()}`}`;
}
