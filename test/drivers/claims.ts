import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EffectivePragma, effectivePragmas, effectiveValue } from '../../src/facts/effective-pragmas.ts';
import type { Connection, PragmaFact } from '../../src/project/connections/connection.ts';
import { linterFor, type startEngine } from '../support/lint.ts';

/** A small project that is run with a real driver, and read by us. */
export interface Claim {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** Pragmas that the project does not leave to defaults: we have to know their values. */
  readonly known: readonly EffectivePragma[];
}

/** What a program read back from the connection that the project opens. */
export interface ReadBack {
  readonly pragmas: Readonly<Record<EffectivePragma, string | number>>;
  readonly begin?: string | undefined;
}

/**
 * Asserts that a real connection of the project has the values that we say.
 * @param command runs it, in a folder with its files, and prints what it reads back
 */
export async function assertAsRun(
  claim: Claim,
  engine: ReturnType<typeof startEngine>,
  command: readonly [string, ...string[]],
): Promise<void> {
  const read = run(claim.files, command);
  const linter = linterFor(engine, claim.files);
  await linter.update();
  const connection: Connection | undefined = linter.project.connections[0];
  assert.ok(connection, 'no connection was found');
  for (const pragma of effectivePragmas) {
    const fact: PragmaFact = connection.pragmas[pragma];
    if (claim.known.includes(pragma)) assert.ok(fact.known, `${pragma}: ${JSON.stringify(fact)}`);
    if (fact.known) assert.equal(effectiveValue(pragma, String(read.pragmas[pragma])), fact.value, pragma);
  }
  if (read.begin !== undefined && connection.begin.known)
    assert.equal(read.begin, connection.begin.value, 'BEGIN');
}

function run(
  files: Readonly<Record<string, string>>,
  [program, ...args]: readonly [string, ...string[]],
): ReadBack {
  const folder = mkdtempSync(join(tmpdir(), 'claim-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as ReadBack;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
