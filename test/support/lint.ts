import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HostLanguages } from '../../src/embedded/host-languages.ts';
import { EngineClient } from '../../src/engine/client.ts';
import { nodeWorkerHost } from '../../src/host/node/workers.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { Linter } from '../../src/lint/linter.ts';
import { defaultSettings, type LintSettings } from '../../src/lint/settings.ts';
import { rules } from '../../src/rules/index.ts';
import type { Example, Rule } from '../../src/rules/rule.ts';

const modules = new URL('../../node_modules/', import.meta.url);

/** An engine in a worker, as the product runs it. The caller disposes of it. */
export function startEngine(deadlineMs?: number): EngineClient {
  const host = nodeWorkerHost(
    new URL('../../src/engine/engine.process.ts', import.meta.url),
    fileURLToPath(new URL('sql.js/dist/sql-wasm.wasm', modules)),
  );
  return new EngineClient(host, deadlineMs === undefined ? {} : { deadlineMs });
}

export const languages = new HostLanguages(async (file) =>
  readFileSync(new URL(`@vscode/tree-sitter-wasm/wasm/${file}`, modules)),
);

/** A linter over the files of a small project. */
export function linterFor(
  engine: EngineClient,
  files: Readonly<Record<string, string>>,
  settings: Partial<LintSettings> = {},
  withRules: readonly Rule[] = rules,
): Linter {
  const linter = new Linter({ engine, languages }, withRules);
  linter.settings = { ...defaultSettings, ...settings };
  for (const [path, text] of Object.entries(files)) linter.setFile(path, text);
  return linter;
}

/** All findings of a small project. */
export async function lintProject(
  engine: EngineClient,
  files: Readonly<Record<string, string>>,
  settings: Partial<LintSettings> = {},
): Promise<Finding[]> {
  const linter = linterFor(engine, files, settings);
  await linter.update();
  return linter.checkAll();
}

/** The files of a rule's example: a text alone is a script that its name says is SQLite's. */
export function filesOf(example: Example): Record<string, string> {
  return typeof example === 'string' ? { 'example.sqlite.sql': example } : { ...example };
}
