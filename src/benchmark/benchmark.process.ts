/**
 * The benchmark's process. It reads the bytes of the user's file and natively opens only copies of them: the process
 * that reads a file's bytes must not have it open (https://sqlite.org/howtocorrupt.html). When its parent is gone, or says so,
 * it cleans up and ends.
 */
import { rmSync } from 'node:fs';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, platform } from 'node:os';
import { dirname, join } from 'node:path';
import type { BindParams } from 'sql.js';
import { readHeader } from '../database/header.ts';
import { readSnapshot, SnapshotError } from '../database/snapshot.ts';
import { databaseFilesWithCopies } from '../host/node/database-files.ts';
import { loadSqlite, type NativeSqlite, nativeSqlite } from '../host/node/sqlite.ts';
import { type BenchmarkDatabase, readPragmas } from './database.ts';
import { durabilityOf } from './durability.ts';
import type { BenchmarkMessage, BenchmarkRequest, BenchmarkResult, Measurement } from './result.ts';
import { summarize } from './statistics.ts';
import { InsertRefused, makeWorkloads, type Workload } from './workloads.ts';

/** The six pragmas that make SQLite ready for production. */
const recommended =
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -64000; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY';

/** How long it works without looking whether it is still wanted. */
const sliceMs = 100;

class Cancelled extends Error {}

let folder: string | undefined;
let cancelled = false;

function say(message: BenchmarkMessage): Promise<void> {
  return new Promise((resolve) => {
    if (!process.connected) resolve();
    else process.send?.(message, undefined, {}, () => resolve());
  });
}

function end(): never {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  process.exit();
}

process.on('disconnect', end);
// Ctrl+C and the end of a terminal reach this process too. The parent decides, and says so or is gone.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
// A CI job that is cancelled ends the whole group at once: then nobody else is left who could clean up.
process.on('SIGTERM', () => {
  process.exitCode = 1;
  end();
});
process.on('message', (message: BenchmarkRequest | 'cancel') => {
  if (message === 'cancel') cancelled = true;
  else void start(message);
});

async function start(request: BenchmarkRequest): Promise<void> {
  folder = request.folder;
  try {
    await say({ type: 'result', result: await measure(request) });
  } catch (error) {
    if (!(error instanceof Cancelled)) {
      const message = error instanceof Error ? error.message : String(error);
      await say({
        type: 'refused',
        message: error instanceof SnapshotError ? message : `${request.file}: ${message}`,
      });
    }
  } finally {
    end();
  }
}

/** One connection. */
interface Contender {
  readonly profile: string;
  readonly db: BenchmarkDatabase;
}

async function measure(request: BenchmarkRequest): Promise<BenchmarkResult> {
  const load = loadavg()[0] ?? 0;
  const { file } = request;
  await say({ type: 'progress', done: 0, of: 1, label: 'copying the database' });
  const files = databaseFilesWithCopies(request.copyProgram);
  const wasWal = readHeader((await files.readBytes(file, 100)) ?? new Uint8Array())?.journalMode === 'wal';
  const bytes = await readSnapshot(file, files);
  await look();
  const notes = new Set<string>();
  const native = nativeSqlite();
  const contenders = native
    ? await openNatively(native, bytes, wasWal, request.folder)
    : await openInMemory(bytes, request.wasmPath, notes);
  try {
    const profiles = contenders.map(({ profile, db }) => ({ name: profile, pragmas: readPragmas(db) }));
    const { workloads, times } = await measureWorkloads(contenders, request, notes);
    return {
      version: 1,
      file,
      sizeBytes: bytes.length,
      engine: {
        name: native ? 'node:sqlite' : 'sql.js (WebAssembly)',
        sqlite: String(contenders[0]?.db.all('SELECT sqlite_version() AS v')[0]?.v),
        node: process.versions.node,
      },
      machine: { platform: platform(), cpus: availableParallelism(), load },
      profiles,
      measurements: contenders.flatMap(({ profile }, position) =>
        (workloads[position] ?? []).map(
          ({ name, operation }, index): Measurement => ({
            workload: name,
            operation,
            profile,
            ...summarize(times[position]?.[index] ?? []),
            durability:
              name === 'insert' && native
                ? durabilityOf((profiles[position] as (typeof profiles)[0]).pragmas)
                : undefined,
          }),
        ),
      ),
      notes: [...notes],
    };
  } finally {
    for (const { db } of contenders) db.close();
  }
}

async function openNatively(
  { DatabaseSync }: NativeSqlite,
  bytes: Uint8Array,
  wasWal: boolean,
  target: string,
): Promise<Contender[]> {
  await requireSpace(dirname(target), 3 * bytes.length + spareBytes);
  await mkdir(target, { mode: 0o700, recursive: false });
  const snapshot = join(target, 'snapshot.db');
  await writeFile(snapshot, bytes, { mode: 0o600 });
  const open = (profile: string, setUp: string): Contender => {
    const path = join(target, `${profile.replaceAll(' ', '-')}.db`);
    const source = new DatabaseSync(snapshot);
    source.prepare('VACUUM INTO ?').run(path);
    source.close();
    // node:sqlite turns foreign keys on by itself; SQLite does not.
    const native = new DatabaseSync(path, { enableForeignKeyConstraints: false });
    if (setUp !== '') native.exec(setUp);
    const db: BenchmarkDatabase = {
      exec: (sql) => native.exec(sql),
      all: (sql) => {
        const statement = native.prepare(sql);
        statement.setReadBigInts(true);
        return statement.all();
      },
      prepare: (sql) => {
        const statement = native.prepare(sql);
        const reads = /^SELECT/.test(sql);
        return (values) => {
          if (!reads) {
            statement.run(...(values as never[]));
            return;
          }
          try {
            statement.get(...(values as never[]));
          } catch (error) {
            // A row with an integer that no number holds: from here on all of them come as bigints.
            if ((error as NodeJS.ErrnoException).code !== 'ERR_OUT_OF_RANGE') throw error;
            statement.setReadBigInts(true);
          }
        };
      },
      close: () => native.close(),
    };
    return { profile, db };
  };
  const asItIs = open('as it is', wasWal ? 'PRAGMA journal_mode = WAL' : '');
  await look();
  const contenders = [asItIs, open('recommended', recommended)];
  await rm(snapshot);
  return contenders;
}

/** What the inserts and their journals may take beside the copies. */
const spareBytes = 256 * 1024 * 1024;

/** @throws Error when the folder's disk has less free space than that */
async function requireSpace(parent: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(parent);
  const free = bavail * bsize;
  if (free >= bytes) return;
  const megabytes = (count: number): number => Math.round(count / 1024 / 1024);
  throw new Error(
    `its copies may need ${megabytes(bytes)} MB and ${parent} has ${megabytes(free)} MB free. Make room there, or name another folder in TMPDIR.`,
  );
}

async function openInMemory(bytes: Uint8Array, wasmPath: string, notes: Set<string>): Promise<Contender[]> {
  notes.add(
    `Node ${process.versions.node} has no SQLite of its own (22.13 and newer have): measured in memory, in WebAssembly. That says nothing about WAL, disks or concurrency, and pragmas are not compared.`,
  );
  const sql = await loadSqlite(wasmPath);
  const memory = new sql.Database(bytes);
  const db: BenchmarkDatabase = {
    exec: (text) => {
      memory.exec(text);
    },
    all: (text) => {
      const [result] = memory.exec(text);
      return (result?.values ?? []).map((row) =>
        Object.fromEntries((result?.columns ?? []).map((name, column) => [name, row[column]])),
      );
    },
    prepare: (text) => {
      const statement = memory.prepare(text);
      return (values) => {
        statement.bind(values as BindParams);
        while (statement.step()) statement.get();
        statement.reset();
      };
    },
    close: () => memory.close(),
  };
  return [{ profile: 'in memory', db }];
}

/** Runs all workloads; once more from the start, with a table of our own, when the database's comes to refuse rows. */
async function measureWorkloads(
  contenders: readonly Contender[],
  request: BenchmarkRequest,
  notes: Set<string>,
): Promise<{ workloads: Workload[][]; times: number[][][][] }> {
  const copies = contenders.map(({ db }) => db);
  try {
    const workloads = makeWorkloads(copies, notes);
    return { workloads, times: await runRounds(workloads, request) };
  } catch (error) {
    if (!(error instanceof InsertRefused)) throw error;
    const workloads = makeWorkloads(copies, notes, { ownTable: true });
    return { workloads, times: await runRounds(workloads, request) };
  }
}

/** Runs all workloads of all connections in turns; times in milliseconds by connection, workload and round. */
async function runRounds(
  workloads: readonly (readonly Workload[])[],
  request: BenchmarkRequest,
): Promise<number[][][][]> {
  const { rounds, blockMs } = request;
  const times = workloads.map((own) => own.map((): number[][] => []));
  const pairs = workloads.flatMap((own, position) => own.map((_, index) => ({ position, index })));
  // The first block of each warms caches and compilers, and is not counted.
  for (let round = -1; round < rounds; round++) {
    const order = pairs.map((pair) => ({ pair, at: Math.random() })).sort((a, b) => a.at - b.at);
    for (const { pair } of order) {
      const workload = workloads[pair.position]?.[pair.index] as Workload;
      const block = await runBlock(workload, round < 0 ? Math.min(blockMs, 100) : blockMs);
      if (round >= 0) times[pair.position]?.[pair.index]?.push(block);
    }
    await say({
      type: 'progress',
      done: round + 2,
      of: rounds + 1,
      label: round < 0 ? 'warming up' : `round ${round + 1} of ${rounds}`,
    });
  }
  return times;
}

async function runBlock(workload: Workload, blockMs: number): Promise<number[]> {
  const times: number[] = [];
  for (let spent = 0; spent < blockMs; ) {
    await look();
    const start = performance.now();
    const until = start + Math.min(sliceMs, blockMs - spent);
    let before = start;
    while (before < until) {
      workload.run();
      const now = performance.now();
      times.push(now - before);
      before = now;
    }
    spent += before - start;
  }
  return times;
}

/** Lets messages in; ends the run when it is not wanted any more. */
async function look(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (cancelled) throw new Cancelled();
}
