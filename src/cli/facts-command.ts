import { Linter } from '../lint/linter.ts';
import { factsText, markdownFacts, terminalFacts } from '../report/facts-text.ts';
import { type Command, choose, parseOptions, print, UsageError } from './command.ts';
import { startServices } from './engine.ts';
import { factsOf, loadTarget } from './load-target.ts';
import { readSettings } from './settings.ts';
import { resolveTargets } from './targets.ts';
import { ProgressLine } from './terminal.ts';

export const factsCommand: Command = {
  help: `sqlite-preflight facts [folder]             what is known of a project's databases, and where from

  --json                      for machines: docs/facts-output.schema.json
  --format text|markdown|json the form (text)
  --config <file>             the configuration (sqlite-preflight.json in the project's root)
`,
  async run(args, { bundleFolder }) {
    const { values, positionals } = parseOptions(args, {
      json: { type: 'boolean' },
      format: { type: 'string' },
      config: { type: 'string' },
    });
    const format = choose(values.format, ['text', 'markdown', 'json'], '--format');
    if (positionals.length > 1) throw new UsageError('facts takes one folder');
    const [target] = resolveTargets(positionals, process.cwd());
    if (!target || target.named) throw new UsageError('facts takes a folder');
    const services = startServices(bundleFolder);
    const progress = new ProgressLine();
    try {
      const linter = new Linter(services);
      linter.settings = readSettings(target, { config: values.config });
      await loadTarget(target, linter, progress, (path) => path);
      const facts = factsOf(linter);
      const layout = format === 'markdown' ? markdownFacts : terminalFacts;
      await print(
        values.json || format === 'json' ? `${JSON.stringify(facts, null, 2)}\n` : factsText(facts, layout),
      );
      return 0;
    } finally {
      progress.clear();
      await services.engine.dispose();
    }
  },
};
