import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { nodeFileSystem } from '../host/node/files.ts';
import type { EngineWorker } from '../host/node/workers.ts';
import { configurationNames, readConfiguration } from '../lint/configuration.ts';
import { compareFindings, type Finding, fingerprints } from '../lint/finding.ts';
import { Linter } from '../lint/linter.ts';
import { loadFile, loadProject } from '../lint/load.ts';
import { explainProject } from '../lint/notes.ts';
import { defaultSettings, type LintSettings } from '../lint/settings.ts';
import { reportJson } from '../report/json.ts';
import { type LocatedFinding, locateFinding } from '../report/locate.ts';
import { reportPretty } from '../report/pretty.ts';
import { summarize } from '../report/summary.ts';
import { rules } from '../rules/index.ts';
import type { Preset } from '../rules/rule.ts';
import { LineIndex } from '../text/lines.ts';
import { startServices } from './engine.ts';
import { resolveTargets, type Target } from './targets.ts';
import { ProgressLine, paintFor } from './terminal.ts';

export interface LintOptions {
  readonly paths: readonly string[];
  readonly format: 'pretty' | 'json';
  readonly preset: Preset | undefined;
  readonly config: string | undefined;
  readonly verbose: boolean;
}

/** A configuration that can't be followed; the message has one line for each problem. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/**
 * Lints and prints the report.
 * @param bundleFolder where the engine's files are
 * @param early the engine's worker, when it runs already
 * @returns the exit code: 1 when there is a finding of severity `warning` or above
 */
export async function runLint(
  options: LintOptions,
  bundleFolder: string,
  early?: EngineWorker,
): Promise<number> {
  const cwd = process.cwd();
  const targets = resolveTargets(options.paths, cwd);
  const services = startServices(bundleFolder, early);
  services.engine.warmUp();
  const progress = new ProgressLine();
  try {
    const located: LocatedFinding[] = [];
    const texts = new Map<string, string>();
    let files = 0;
    for (const target of targets) {
      const linter = new Linter(services);
      linter.settings = readSettings(target, options, cwd);
      const display = (path: string): string => relative(cwd, join(target.root, path)).split(sep).join('/');
      const findings = await lintTarget(target, linter, options, progress, display);
      const prints = fingerprints(findings);
      for (const [index, finding] of findings.entries()) {
        located.push(
          locateFinding(finding, prints[index] as string, (path) => linesOf(linter, path), display),
        );
      }
      for (const path of linter.paths) {
        const file = linter.file(path);
        if (file) texts.set(display(path), file.text);
      }
      files += target.named
        ? target.named.length
        : [...linter.project.sqlFiles.values()].filter(({ judged }) => judged).length;
    }
    progress.clear();
    const summary = summarize(located, files);
    const report =
      options.format === 'json'
        ? reportJson(located, summary)
        : reportPretty(located, summary, (file) => texts.get(file), paintFor(process.stdout));
    await write(report);
    return summary.errors + summary.warnings > 0 ? 1 : 0;
  } finally {
    progress.clear();
    await services.engine.dispose();
  }
}

async function lintTarget(
  target: Target,
  linter: Linter,
  options: LintOptions,
  progress: ProgressLine,
  display: (path: string) => string,
): Promise<Finding[]> {
  const problems = [];
  if (!target.alone) {
    const onProgress = (read: number, all: number): void =>
      progress.update(`Reading ${read} of ${all} files`);
    problems.push(
      ...(await loadProject(linter, nodeFileSystem, target.root, {
        ignore: linter.settings.ignore,
        onProgress,
      })),
    );
  }
  for (const path of target.above) await loadFile(linter, nodeFileSystem, target.root, path);
  for (const path of target.named ?? [])
    problems.push(...(await loadFile(linter, nodeFileSystem, target.root, path, { named: true })));
  progress.update('Linting');
  await linter.update(target.named);
  progress.clear();
  for (const { path, reason } of problems) process.stderr.write(`${display(path)}: not read: ${reason}\n`);
  if (options.verbose) for (const note of explainProject(linter.project)) process.stderr.write(`${note}\n`);
  const findings = target.named ? target.named.flatMap((path) => linter.check(path)) : linter.checkAll();
  return findings.sort(compareFindings);
}

function linesOf(linter: Linter, path: string): LineIndex | undefined {
  return linter.file(path)?.lines;
}

/** The configuration of a project's root, else of the working directory, with the command line's wishes on top. */
function readSettings(target: Target, options: LintOptions, cwd: string): LintSettings {
  const candidates =
    options.config === undefined
      ? [target.root, cwd].flatMap((folder) => configurationNames.map((name) => join(folder, name)))
      : [resolve(cwd, options.config)];
  const path = candidates.find((candidate) => existsSync(candidate));
  if (path === undefined) {
    if (options.config !== undefined) throw new ConfigurationError(`${options.config}: no such file`);
    return { ...defaultSettings, ...(options.preset && { preset: options.preset }) };
  }
  const text = readFileSync(path, 'utf8');
  const { settings, problems } = readConfiguration(
    text,
    rules.map(({ id }) => id),
  );
  if (problems.length > 0) {
    const lines = new LineIndex(text);
    const shown = relative(cwd, path).split(sep).join('/');
    throw new ConfigurationError(
      problems
        .map(({ range, message }) => {
          const { line, character } = lines.positionAt(range.start);
          return `${shown}:${line + 1}:${character + 1}: ${message}`;
        })
        .join('\n'),
    );
  }
  return options.preset ? { ...settings, preset: options.preset } : settings;
}

/** Waits until everything is written: a pipe may take it in pieces. */
function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}
