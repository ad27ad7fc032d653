import { join, relative, sep } from 'node:path';
import { presets } from '../lint/configuration.ts';
import { compareFindings, type Finding, fingerprints } from '../lint/finding.ts';
import { Linter } from '../lint/linter.ts';
import { factsText, terminalFacts } from '../report/facts-text.ts';
import { reportJson } from '../report/json.ts';
import { type LocatedFinding, locateFinding } from '../report/locate.ts';
import { reportPretty } from '../report/pretty.ts';
import { summarize } from '../report/summary.ts';
import type { Preset } from '../rules/rule.ts';
import type { LineIndex } from '../text/lines.ts';
import { type Command, type CommandContext, choose, parseOptions, print } from './command.ts';
import { startServices } from './engine.ts';
import { factsOf, loadTarget } from './load-target.ts';
import { readSettings } from './settings.ts';
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
      files += target.named ? target.named.length : judgedFiles(linter);
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
  await loadTarget(target, linter, progress, display);
  if (options.verbose) process.stderr.write(factsText(factsOf(linter), terminalFacts));
  const findings = target.named ? target.named.flatMap((path) => linter.check(path)) : linter.checkAll();
  return findings.sort(compareFindings);
}

/** How many files are judged: those of SQLite's SQL, and the scripts that shape its schemas. */
function judgedFiles({ project }: Linter): number {
  const files = new Set(project.databases.flatMap((database) => database.files.map(({ path }) => path)));
  for (const { source, judged } of project.sqlFiles.values()) if (judged) files.add(source.path);
  for (const [path, { statements }] of project.programs) if (statements.length > 0) files.add(path);
  return files.size;
}

function linesOf(linter: Linter, path: string): LineIndex | undefined {
  return linter.file(path)?.lines;
}
