import { escapeMarkdown, markdownTable } from '../text/markdown.ts';
import type { BenchmarkResult, EffectivePragmas } from './result.ts';

/** The result as a report for people. */
export function benchmarkMarkdown(result: BenchmarkResult): string {
  const { file, sizeBytes, engine, machine, profiles, measurements, notes } = result;
  const name = file.split(/[/\\]/).at(-1) ?? file;
  const rows = measurements.map((one) => [
    one.operation,
    one.profile,
    microseconds(one.p50Us),
    microseconds(one.p99Us),
    Math.round(one.perSecond).toLocaleString('en'),
    `${one.rounds} × ${Math.round(one.operations / one.rounds).toLocaleString('en')}`,
    `${Math.round(one.spread * 100)} %`,
    one.durability ?? '',
  ]);
  const lines = [
    `# Benchmark of ${escapeMarkdown(name)}`,
    '',
    `${megabytes(sizeBytes)}; SQLite ${engine.sqlite} by ${engine.name} on Node ${engine.node}; ${machine.platform}, ${machine.cpus} CPUs, load ${machine.load.toFixed(1)} before the run. Measured on a private copy, single operations, one connection.`,
    '',
    markdownTable(
      [
        'operation',
        'profile',
        'p50 µs',
        'p99 µs',
        'per second',
        'rounds × operations',
        'spread of p50',
        'durability of writes',
      ],
      rows,
    ),
    ...compare(result),
    '',
    '## Effective pragmas',
    '',
    'As each connection reads them back.',
    '',
    markdownTable(
      ['pragma', ...profiles.map(({ name: profile }) => profile)],
      pragmaRows.map(([label, read]) => [label, ...profiles.map(({ pragmas }) => read(pragmas))]),
    ),
  ];
  if (notes.length > 0) lines.push('', '## Notes', '', ...notes.map((note) => `- ${escapeMarkdown(note)}`));
  return `${lines.join('\n')}\n`;
}

const pragmaRows: readonly (readonly [string, (pragmas: EffectivePragmas) => string])[] = [
  ['journal_mode', ({ journalMode }) => journalMode],
  ['synchronous', ({ synchronous }) => synchronous],
  ['busy_timeout', ({ busyTimeoutMs }) => `${busyTimeoutMs} ms`],
  ['cache_size', ({ cacheSize }) => (cacheSize < 0 ? `${-cacheSize} KiB` : `${cacheSize} pages`)],
  ['foreign_keys', ({ foreignKeys }) => (foreignKeys ? 'on' : 'off')],
  ['temp_store', ({ tempStore }) => tempStore],
];

/** One sentence per workload; a difference within the rounds' own spread is called none. */
function compare({ measurements }: BenchmarkResult): string[] {
  return measurements
    .filter(({ profile }) => profile === 'recommended')
    .flatMap((better) => {
      const base = measurements.find(
        ({ workload, profile }) => workload === better.workload && profile === 'as it is',
      );
      if (!base) return [];
      const ratio = base.p50Us / better.p50Us;
      const noise = 1 + Math.max(base.spread, better.spread);
      const what = better.workload === 'read' ? 'A read' : 'An insert';
      if (ratio < noise && ratio > 1 / noise)
        return [
          '',
          `${what} takes the same time under both profiles: the difference lies within the spread.`,
        ];
      const times = ratio > 1 ? `${ratio.toFixed(1)} times faster` : `${(1 / ratio).toFixed(1)} times slower`;
      const same = base.durability === better.durability;
      const caution =
        better.durability === undefined || same
          ? ''
          : ' The two do not promise the same after a power failure.';
      return ['', `${what} is ${times} with the recommended pragmas than as it is.${caution}`];
    });
}

function microseconds(us: number): string {
  return us < 10 ? us.toFixed(1) : Math.round(us).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
