import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { type BenchmarkOptions, benchmark } from '../src/benchmark/run.ts';
import { percentile } from '../src/benchmark/statistics.ts';
import { benchmarkStarter } from '../src/cli/benchmark.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
/**
 * What Benchmark Database says of a read and an insert, beside a loop written by hand for the same file, in turns: their
 * ratio says how much our machinery adds.
 */
export async function benchHonesty(folder: string): Promise<void> {
  const home = join(folder, 'honesty');
  mkdirSync(home);
  const file = join(home, 'users.db');
  const db = new DatabaseSync(file);
  db.exec(`CREATE TABLE user (id INTEGER PRIMARY KEY, mail TEXT NOT NULL, note TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
    INSERT INTO user SELECT i, 'user' || i || '@example.org', hex(randomblob(60)) FROM n`);
  db.close();
  const ours = { read: [] as number[], insert: [] as number[] };
  const hand = { read: [] as number[], insert: [] as number[] };
  const options: BenchmarkOptions = { rounds: 3, durationMs: 3000 };
  for (let turn = 0; turn < 5; turn++) {
    const result = await benchmark(file, options, benchmarkStarter(dist, new AbortController().signal));
    for (const { profile, workload, p50Us } of result?.measurements ?? [])
      if (profile === 'recommended') ours[workload].push(p50Us);
    const script = fileURLToPath(new URL('by-hand.ts', import.meta.url));
    const args = ['--no-warnings', script, file, join(home, `copy-${turn}.db`)];
    const times = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    hand.read.push(times.read);
    hand.insert.push(times.insert);
  }
  console.log('\n### benchmark: recommended profile, beside a loop written by hand\n');
  console.log('| | ours p50 µs | by hand p50 µs | ratio |\n| --- | ---: | ---: | ---: |');
  for (const workload of ['read', 'insert'] as const) {
    const median = (list: number[]): number =>
      percentile(
        list.sort((a, b) => a - b),
        0.5,
      );
    const [a, b] = [median(ours[workload]), median(hand[workload])];
    console.log(`| ${workload} | ${a.toFixed(2)} | ${b.toFixed(2)} | ${(a / b).toFixed(2)} |`);
  }
}
