/**
 * Lints one checkout as the command line lints a folder, and prints a CheckoutReport as JSON.
 *
 *   node lint-checkout.process.ts ROOT PRESET…
 *
 * A configuration in the checkout is not followed: what is asked is what the rules report by themselves.
 */
import { nodeFileSystem } from '../../src/host/node/files.ts';
import { Linter } from '../../src/lint/linter.ts';
import { loadProject } from '../../src/lint/load.ts';
import { defaultSettings } from '../../src/lint/settings.ts';
import { locateFinding } from '../../src/report/locate.ts';
import type { Preset } from '../../src/rules/rule.ts';
import { languages, startEngine } from '../../test/support/lint.ts';
import { compareFindingLines, type FindingLine, firstSentence } from './finding-line.ts';
import type { CheckoutReport } from './lint-checkout.ts';

const [root = '.', ...presets] = process.argv.slice(2);
const engine = startEngine();
const linter = new Linter({ engine, languages });

/** The findings under a preset, from the files that are loaded. */
async function lint(preset: Preset): Promise<FindingLine[]> {
  linter.settings = { ...defaultSettings, preset };
  await linter.update();
  return linter
    .checkAll()
    .map((finding): FindingLine => {
      const { file, start, severity, rule, message } = locateFinding(
        finding,
        '',
        (path) => linter.file(path)?.lines,
        (path) => path,
      );
      return { path: file, ...start, severity, rule, message: firstSentence(message) };
    })
    .sort(compareFindingLines);
}

const start = performance.now();
let files = 0;
const problems = await loadProject(linter, nodeFileSystem, root, {
  onProgress(read) {
    files = read;
  },
});
const findings: FindingLine[][] = [];
for (const preset of presets) findings.push(await lint(preset as Preset));
const milliseconds = Math.round(performance.now() - start);

const dialects: Record<string, number> = {};
for (const { verdict } of linter.project.sqlFiles.values())
  dialects[verdict.dialect] = (dialects[verdict.dialect] ?? 0) + 1;
await engine.dispose();
const report: CheckoutReport = {
  files,
  unread: problems.map(({ path, reason }) => `${path}: ${reason}`),
  dialects,
  findings,
  milliseconds,
  peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
};
process.stdout.write(JSON.stringify(report));
