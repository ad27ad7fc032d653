/**
 * Rehearses the migrations of public repositories, and prints one line for each database, then what fails or is lost.
 *
 *   npm run -s rehearse-corpus -- FOLDER [--risks] [NAME…]
 *
 * FOLDER has a checkout in each sub-folder `<owner>+<name>`. NAMEs choose among them; `--risks` also lists what hangs on
 * the data. Exit code 2: wrong usage.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseOptions, UsageError } from '../src/cli/command.ts';
import type { RehearsalReport, RehearsedDatabase } from '../src/report/rehearsal.ts';
import { findCheckouts } from './lib/checkouts.ts';
import { summarize } from './lib/lint-checkout.ts';
import { runScript } from './lib/run-script.ts';

const entry = fileURLToPath(new URL('lib/rehearse-checkout.process.ts', import.meta.url));
const timeoutMs = 10 * 60 * 1000;

runScript(() => {
  const { values, positionals } = parseOptions(process.argv.slice(2), { risks: { type: 'boolean' } });
  const [folder, ...names] = positionals;
  if (folder === undefined)
    throw new UsageError('usage: npm run -s rehearse-corpus -- FOLDER [--risks] [NAME…]');
  const totals = { databases: 0, migrations: 0, sound: 0, failures: 0, risks: 0 };
  for (const { name, root } of findCheckouts(folder)) {
    if (names.length > 0 && !names.includes(name)) continue;
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', entry, root], {
      encoding: 'utf8',
      maxBuffer: 1024 ** 3,
      timeout: timeoutMs,
    });
    if (status !== 0) {
      console.log(`${name}: could not be rehearsed: ${summarize(stderr)}`);
      continue;
    }
    for (const database of (JSON.parse(stdout) as RehearsalReport).databases) {
      console.log(describe(name, database, values.risks ?? false));
      const levels = database.migrations.map(({ events }) => events.map(({ level }) => level));
      totals.databases++;
      totals.migrations += levels.length;
      totals.sound += levels.filter((list) => list.every((level) => level === 'note')).length;
      totals.failures += levels.flat().filter((level) => level === 'failure').length;
      totals.risks += levels.flat().filter((level) => level === 'risk').length;
    }
  }
  const { databases, migrations, sound, failures, risks } = totals;
  console.log(
    `\n${databases} databases, ${migrations} migrations run on rows, ${sound} without a finding; ${failures} failures or losses, ${risks} risks`,
  );
  return 0;
});

function describe(
  name: string,
  { name: database, tool, migrations, stopped }: RehearsedDatabase,
  withRisks: boolean,
): string {
  const events = migrations.flatMap(({ file, events: list }) => list.map((event) => ({ ...event, file })));
  const kinds = new Map<string, number>();
  for (const { kind, level } of events)
    kinds.set(`${kind} (${level})`, (kinds.get(`${kind} (${level})`) ?? 0) + 1);
  const last = migrations.at(-1);
  const notes = [
    ...[...kinds].map(([kind, count]) => `${kind} ${count}`),
    ...(last && last.unknown.length > 0 ? [`unknown tables ${last.unknown.length}`] : []),
    ...(stopped ? [`stopped at ${stopped.file ?? 'the start'}: ${stopped.reason}`] : []),
  ];
  const told = events
    .filter(({ level }) => level === 'failure' || (withRisks && level === 'risk'))
    .map(({ level, file, line, text }) => `    ${level} ${file}:${line} ${text}`);
  const head = `${name} ${database} (${tool}): ${migrations.length} migrations; ${notes.join(', ') || 'nothing to tell'}`;
  return [head, ...told].join('\n');
}
