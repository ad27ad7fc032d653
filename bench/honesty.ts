import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { type BenchmarkOptions, benchmark } from '../src/benchmark/run.ts';
import { percentile } from '../src/benchmark/statistics.ts';
import { benchmarkStarter } from '../src/cli/benchmark.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const samples = 2000;

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
    const times = byHand(file, join(home, `copy-${turn}.db`));
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

function byHand(file: string, copy: string): { read: number; insert: number } {
  const source = new DatabaseSync(file);
  source.prepare('VACUUM INTO ?').run(copy);
  source.close();
  const db = new DatabaseSync(copy);
  db.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -64000; PRAGMA temp_store = MEMORY',
  );
  const ids = db.prepare(`SELECT id FROM user ORDER BY random() LIMIT ${samples}`).all();
  const read = db.prepare('SELECT * FROM user WHERE id = ?');
  const insert = db.prepare('INSERT INTO user (mail, note) VALUES (?, ?)');
  const note = 'x'.repeat(120);
  let n = 0;
  const result = {
    read: loop(() => read.get((ids[n++ % ids.length] as { id: number }).id)),
    insert: loop(() => insert.run(`user${n++}@example.org`, note)),
  };
  db.close();
  return result;
}

/** The median time of an operation, in microseconds, over three quarters of a second. */
function loop(operation: () => unknown): number {
  for (const end = performance.now() + 100; performance.now() < end; ) operation();
  const times: number[] = [];
  for (const end = performance.now() + 750; performance.now() < end; ) {
    const start = performance.now();
    operation();
    times.push(performance.now() - start);
  }
  return percentile(Float64Array.from(times).sort(), 0.5) * 1000;
}
