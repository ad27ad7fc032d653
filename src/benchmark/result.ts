/** The pragmas that decide how fast a connection is, as the connection itself says them. */
export interface EffectivePragmas {
  readonly journalMode: string;
  readonly synchronous: string;
  readonly busyTimeoutMs: number;
  /** As `PRAGMA cache_size` gives it: pages, or kibibytes when negative. */
  readonly cacheSize: number;
  readonly foreignKeys: boolean;
  readonly tempStore: string;
}

/** One workload under one profile. Times are of single operations, in microseconds. */
export interface Measurement {
  readonly workload: 'read' | 'insert';
  /** What an operation does, in words that name the table. */
  readonly operation: string;
  readonly profile: string;
  readonly p50Us: number;
  readonly p99Us: number;
  readonly minUs: number;
  readonly maxUs: number;
  readonly operations: number;
  /** Operations a second of one connection that does nothing else. */
  readonly perSecond: number;
  readonly rounds: number;
  /** How far apart the medians of the rounds are: (largest − smallest) / middle one. */
  readonly spread: number;
  /** What a power failure takes along; undefined for reads, and in memory, where nothing stays anyway. */
  readonly durability: string | undefined;
}

export interface BenchmarkResult {
  readonly version: 1;
  readonly file: string;
  readonly sizeBytes: number;
  readonly engine: { readonly name: string; readonly sqlite: string; readonly node: string };
  readonly machine: {
    readonly platform: string;
    readonly cpus: number;
    /** One-minute load average before the run. */
    readonly load: number;
  };
  readonly profiles: readonly { readonly name: string; readonly pragmas: EffectivePragmas }[];
  readonly measurements: readonly Measurement[];
  /** What the figures do not say. */
  readonly notes: readonly string[];
}

/** What a run is asked for. */
export interface BenchmarkRequest {
  readonly file: string;
  /** A folder that does not exist yet; everything is written there, and it is gone afterwards. */
  readonly folder: string;
  readonly rounds: number;
  /** How long one workload runs under one profile in one round. */
  readonly blockMs: number;
  /** The bundle of `copy.process.ts`. */
  readonly copyProgram: string;
  readonly wasmPath: string;
}

/** What the benchmark's process says. */
export type BenchmarkMessage =
  | { readonly type: 'progress'; readonly done: number; readonly of: number; readonly label: string }
  | { readonly type: 'result'; readonly result: BenchmarkResult }
  | { readonly type: 'refused'; readonly message: string };
