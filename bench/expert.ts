/**
 * Our index advice beside the sqlite3 shell's `.expert`: the same data, the same queries, the same run.
 *
 *   npm run bench:expert [-- --set main|held-out|later|all]
 *
 * Each workload is taken as one set: the union of what `.expert` proposes for its queries, and the set that
 * `sqlite-preflight advise` gives for all of them. `held-out` and `later` are the queries that were written to see
 * whether the advice was fitted to the first; `all` takes the three as one workload.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { music } from './expert/music.ts';
import { Random } from './expert/random.ts';
import { onlyOurs, reader } from './expert/reader.ts';
import { tpch } from './expert/tpch.ts';
import { build, type Workload } from './expert/workload.ts';
import { isInstalled } from './measure.ts';

const cli = process.env.BENCH_CLI ?? fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const set = parseArgs({ options: { set: { type: 'string', default: 'main' } } }).values.set;

function queriesOf({ queries, heldOut, heldOutLater }: Workload): readonly string[] {
  if (set === 'main') return queries;
  if (set === 'held-out') return heldOut;
  if (set === 'later') return heldOutLater;
  if (set === 'all') return [...queries, ...heldOut, ...heldOutLater];
  throw new Error(`--set is one of main, held-out, later, all; not ${set}`);
}

/** Below this nobody waits: such a query may be slower. */
const unnoticedMs = 0.5;

interface Side {
  readonly name: string;
  readonly indexes: readonly string[];
  readonly path: string;
  readonly times: number[];
  bytes: number;
  insertMs: number;
}

if (!isInstalled('sqlite3')) {
  console.log('(sqlite3 is not installed: its .expert can’t be compared with; apt-get install sqlite3)');
} else {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-preflight-expert-'));
  try {
    const only = process.env.BENCH_ONLY;
    const chosen = [tpch, music, reader].filter(({ name }) => !only || name.includes(only));
    const sums = chosen.map((workload, seed) => compare(folder, workload, seed + 1));
    report('all', sums.flat());
    if (set === 'main') beyondColumns(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compare(folder: string, workload: Workload, seed: number): Compared[] {
  const queries = queriesOf(workload);
  const base = join(folder, `${seed}.db`);
  const db = new DatabaseSync(base);
  const rows = build(db, workload, new Random(seed));
  db.close();
  console.log(
    `\n### ${workload.name}: ${rows.toLocaleString('en')} rows, ${(statSync(base).size / 1e6).toFixed(1)} MB, ${queries.length} queries\n`,
  );
  const sides = [
    makeSide('.expert', folder, base, expertIndexes(base, queries)),
    makeSide('ours', folder, base, ourIndexes(folder, base, queries)),
  ];
  measureReads(sides, queries);
  const plainMs = measureInserts(base);
  for (const side of sides) side.insertMs = measureInserts(side.path);
  const compared = { workload: workload.name, queries, sides, plainMs };
  report(workload.name, [compared]);
  if (process.env.BENCH_VERBOSE) {
    for (const { name, indexes } of sides) console.log(`\n${name}\n  ${indexes.join('\n  ')}`);
    for (const [at, sql] of queries.entries())
      console.log(
        `${sides.map(({ times }) => (times[at] ?? 0).toFixed(2).padStart(9)).join('')}  ${at + 1} ${sql.slice(0, 110)}`,
      );
  }
  return [compared];
}

function makeSide(name: string, folder: string, base: string, indexes: readonly string[]): Side {
  const path = join(folder, `${name.replace(/\W/g, '')}-${Math.random().toString(36).slice(2)}.db`);
  copyFileSync(base, path);
  const db = new DatabaseSync(path);
  const pages = (): number => Number(Object.values(db.prepare('PRAGMA page_count').get() ?? {})[0]);
  const before = pages();
  for (const sql of indexes) db.exec(sql);
  const bytes = (pages() - before) * 4096;
  db.exec('ANALYZE');
  db.close();
  return { name, indexes, path, times: [], bytes, insertMs: 0 };
}

/** The union of what the shell proposes, one query after the other. */
function expertIndexes(path: string, queries: readonly string[]): string[] {
  const found = new Set<string>();
  for (const sql of queries) {
    const { stdout } = spawnSync('sqlite3', [path], { input: `.expert\n${sql};\n`, encoding: 'utf8' });
    for (const line of stdout.split('\n'))
      if (/^CREATE INDEX /.test(line)) found.add(line.replace(/;.*$/, ''));
  }
  return [...found];
}

function ourIndexes(folder: string, path: string, queries: readonly string[]): string[] {
  const file = join(folder, 'queries.sql');
  writeFileSync(file, `${queries.join(';\n')};\n`);
  const start = performance.now();
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'advise', '--database', path, '--queries', file, '--format', 'json'],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (stderr) console.log(stderr);
  console.log(`advise took ${((performance.now() - start) / 1000).toFixed(1)} s`);
  const answer = JSON.parse(stdout) as { indexes: { sql: string }[] };
  return answer.indexes.map(({ sql }) => sql);
}

/** The median of a few runs of each query, the sides in turns. */
function measureReads(sides: readonly Side[], queries: readonly string[]): void {
  const open = sides.map(({ path }) => {
    const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    db.exec('PRAGMA cache_size = -400000; PRAGMA mmap_size = 1000000000');
    return db;
  });
  for (const sql of queries) {
    const times = sides.map((): number[] => []);
    for (let run = 0; run < 15; run++) {
      for (const [at, db] of open.entries()) {
        db.exec('BEGIN');
        const statement = db.prepare(sql);
        const start = workedMs();
        statement.all();
        const ms = workedMs() - start;
        db.exec('ROLLBACK');
        if (run > 0) times[at]?.push(ms);
      }
      if (run > 4 && (times[0]?.reduce((sum, ms) => sum + ms, 0) ?? 0) > 600) break;
    }
    for (const [at, side] of sides.entries()) side.times.push(median(times[at] ?? []));
  }
  for (const db of open) db.close();
}

/** Milliseconds to put rows of every table in again. */
function measureInserts(path: string): number {
  const db = new DatabaseSync(path, { enableForeignKeyConstraints: false });
  db.exec('PRAGMA cache_size = -400000; PRAGMA synchronous = OFF');
  const tables = db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all();
  let total = 0;
  for (const { name } of tables) {
    const times: number[] = [];
    for (let run = 0; run < 5; run++) {
      db.exec(
        `BEGIN; CREATE TEMP TABLE again AS SELECT * FROM ${name} WHERE (rowid * 2654435761 & 1023) < 100 LIMIT 4000; DELETE FROM ${name} WHERE (rowid * 2654435761 & 1023) < 100;`,
      );
      const start = workedMs();
      db.exec(`INSERT INTO ${name} SELECT * FROM temp.again`);
      times.push(workedMs() - start);
      db.exec('ROLLBACK');
    }
    total += median(times);
  }
  db.close();
  return total;
}

interface Compared {
  readonly workload: string;
  readonly queries: readonly string[];
  readonly sides: readonly Side[];
  /** Inserts without any of the indexes. */
  readonly plainMs: number;
}

function report(name: string, compared: readonly Compared[]): void {
  const total = (value: (side: Side) => number, at: number): number =>
    compared.reduce((sum, { sides }) => sum + value(sides[at] as Side), 0);
  const reads = [0, 1].map((at) => total(({ times }) => times.reduce((sum, ms) => sum + ms, 0), at));
  const bytes = [0, 1].map((at) => total((side) => side.bytes, at));
  const inserts = [0, 1].map((at) => total((side) => side.insertMs, at));
  const plain = compared.reduce((sum, { plainMs }) => sum + plainMs, 0);
  const added = inserts.map((ms) => ms - plain);
  const count = [0, 1].map((at) => total(({ indexes }) => indexes.length, at));
  const worst = compared
    .flatMap(({ queries, sides }) =>
      queries.map((sql, at) => {
        const [theirs = 0, ours = 0] = sides.map(({ times }) => times[at] ?? 0);
        return { sql, ratio: ours <= unnoticedMs ? 0 : ours / Math.max(theirs, 0.001), theirs, ours };
      }),
    )
    .sort((a, b) => b.ratio - a.ratio);
  const line = (what: string, values: number[], digits: number, target: string): string => {
    const [theirs = 0, ours = 0] = values;
    return `| ${what} | ${theirs.toFixed(digits)} | ${ours.toFixed(digits)} | ${(ours / Math.max(theirs, 1e-9)).toFixed(2)} | ${target} |`;
  };
  console.log(`
| ${name} | .expert | ours | ratio | target |
| --- | ---: | ---: | ---: | ---: |
${line('indexes', count, 0, '')}
${line('reads of all queries, ms', reads, 1, '≤ 1.05')}
${line(
  'bytes of indexes, MB',
  bytes.map((value) => value / 1e6),
  1,
  '≤ 0.60',
)}
${line('inserts, ms', inserts, 1, '')}
${line('inserts beyond those without indexes, ms', added, 1, '≤ 0.70')}

Worst query of those above ${unnoticedMs} ms: ${worst
    .slice(0, 3)
    .filter(({ ratio }) => ratio > 0)
    .map(
      ({ ratio, theirs, ours, sql }) =>
        `${ratio.toFixed(2)} (${theirs.toFixed(2)} → ${ours.toFixed(2)} ms) ${sql.slice(0, 70)}…`,
    )
    .join('\n  ')}`);
}

/** Queries over expressions, JSON and patterns: what each side makes of them. */
function beyondColumns(folder: string): void {
  const base = join(folder, 'beyond.db');
  const db = new DatabaseSync(base);
  build(db, reader, new Random(3));
  db.close();
  const sides = [
    makeSide('none', folder, base, []),
    makeSide('.expert', folder, base, expertIndexes(base, onlyOurs)),
    makeSide('ours', folder, base, ourIndexes(folder, base, onlyOurs)),
  ];
  measureReads(sides, onlyOurs);
  console.log(
    '\n### Expressions, JSON, patterns, ORs (ms)\n\n| no index | .expert | ours | query |\n| ---: | ---: | ---: | --- |',
  );
  for (const [at, sql] of onlyOurs.entries())
    console.log(
      `| ${sides.map(({ times }) => (times[at] ?? 0).toFixed(2)).join(' | ')} | ${sql.replaceAll('|', '\\|')} |`,
    );
}

/** The time that this process was at work: what else the machine does is left out. */
function workedMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
