import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { benchmarkMarkdown } from '../benchmark/markdown.ts';
import { BenchmarkRefused, benchmark, defaultBenchmark } from '../benchmark/run.ts';
import { benchmarkStarter } from './benchmark.ts';
import { type Command, choose, parseOptions, positiveNumber, print, UsageError } from './command.ts';
import { ProgressLine } from './terminal.ts';

export const benchCommand: Command = {
  help: `sqlite-preflight bench <database>           how fast it is as it is, and with the recommended pragmas

  --format markdown|json      the form of the report (markdown)
  --output <file>             written there; else to standard output
  --duration <seconds>        how long it takes, about (${defaultBenchmark.durationMs / 1000})
  --rounds <number>           into how many rounds that is divided (${defaultBenchmark.rounds})

Measured on a private copy, which is removed; the database is only read.
`,
  async run(args, { bundleFolder }) {
    const { values, positionals } = parseOptions(args, {
      format: { type: 'string' },
      output: { type: 'string' },
      duration: { type: 'string' },
      rounds: { type: 'string' },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('bench takes one database file');
    const format = choose(values.format, ['markdown', 'json'], '--format') ?? 'markdown';
    const rounds = Math.ceil(positiveNumber(values.rounds, '--rounds') ?? defaultBenchmark.rounds);
    const seconds = positiveNumber(values.duration, '--duration') ?? defaultBenchmark.durationMs / 1000;
    const abort = new AbortController();
    const interrupt = (): void => abort.abort();
    process.on('SIGINT', interrupt);
    const progress = new ProgressLine();
    try {
      const result = await benchmark(
        resolve(file),
        {
          rounds,
          durationMs: seconds * 1000,
          onProgress: (done, of, label) => progress.update(`${Math.round((100 * done) / of)} %, ${label}`),
        },
        benchmarkStarter(bundleFolder, abort.signal),
      );
      progress.clear();
      if (!result) {
        process.stderr.write('sqlite-preflight: cancelled\n');
        return 1;
      }
      const text = format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : benchmarkMarkdown(result);
      if (values.output === undefined) await print(text);
      else await writeFile(values.output, text);
      return 0;
    } catch (error) {
      if (error instanceof BenchmarkRefused) throw new UsageError(error.message);
      throw error;
    } finally {
      progress.clear();
      process.off('SIGINT', interrupt);
    }
  },
};
