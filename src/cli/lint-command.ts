import { existsSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { nodeFileSystem } from '../host/node/files.ts';
import { configurationNames, presets, readConfiguration } from '../lint/configuration.ts';
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
import { type Command, type CommandContext, choose, parseOptions, print, UsageError } from './command.ts';
import { startServices } from './engine.ts';
import { resolveTargets, type Target } from './targets.ts';
import { ProgressLine, paintFor } from './terminal.ts';

interface LintOptions {
  readonly paths: readonly string[];
  readonly format: 'pretty' | 'json';
  readonly preset: Preset | undefined;
  readonly config: string | undefined;
  readonly verbose: boolean;
}

export const lintCommand: Command = {
  help: `sqlite-preflight lint [paths…]    lint projects (folders) or files; the working directory by default

  --format pretty|json              the form of the report (pretty)
  --preset recommended|strict|all   which rules report (recommended, or what the configuration says)
  --config <file>                   a configuration file; else sqlite-preflight.json or .jsonc in the project's root
  --verbose                         on standard error: what each file was taken for, and what stays unknown and why

Exit codes: 0 no finding of severity warning or above, 1 such findings
`,
  run(args, context) {
    const { values, positionals } = parseOptions(args, {
      format: { type: 'string' },
      preset: { type: 'string' },
      config: { type: 'string' },
      verbose: { type: 'boolean' },
    });
    return lint(
      {
        paths: positionals,
        format: choose(values.format, ['pretty', 'json'], '--format') ?? 'pretty',
        preset: choose(values.preset, presets, '--preset'),
        config: values.config,
        verbose: values.verbose === true,
      },
      context,
    );
  },
};

/** Lints and prints the report; the exit code is 1 when there is a finding of severity `warning` or above. */
async function lint(options: LintOptions, { bundleFolder, early }: CommandContext): Promise<number> {
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
    await print(report);
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
    if (options.config !== undefined) throw new UsageError(`${options.config}: no such file`);
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
    throw new UsageError(
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
