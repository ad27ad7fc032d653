import type { LitestreamLine } from '../config/litestream/write.ts';
import type { ProgramHost, ProgramResult } from '../host/programs.ts';
import { VerifyRefused } from './result.ts';

/** A database that Litestream finds in its configuration. */
export interface ConfiguredDatabase {
  /** Absolute, with variables filled in. */
  readonly path: string;
  /** The names of its replicas. */
  readonly replicas: readonly string[];
}

/** What a program calls itself: a release, or `unknown` for a build from source. */
export interface LitestreamVersion {
  readonly text: string;
  readonly line: LitestreamLine;
}

/** The newest transaction of a replica. */
export interface Position {
  /** The same as long as nothing new arrived. */
  readonly id: string;
  /** When it was copied, as ISO 8601, to the second. */
  readonly at: string;
}

/** How a restore ended; `isReachable` is false where the place of the backup could not be asked at all. */
export type RestoreOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly message: string;
      readonly isReachable: boolean;
      readonly isMissing: boolean;
    };

/** What Litestream says of an invalid request, a locked door or a full disk; nothing of that is the backup's fault. */
const unreachable =
  /access ?denied|invalid ?access ?key|signature ?does ?not ?match|forbidden|unauthori[sz]ed|expired ?token|no ?credential|credentials|aws config|dial tcp|no such host|connection re(?:fused|set)|i\/o timeout|deadline exceeded|TLS handshake|x509|certificate|permission denied|no space left|send request failed|ssh: /i;

/** What it says where the place has no backup of the database. */
const missing =
  /no matching backups? (?:files )?(?:found|available)|NoSuchBucket|no snapshots? (?:found|available)/i;

/** One real Litestream and one configuration; every question is a run of the program that writes nothing but a restored database. */
export class Litestream {
  readonly program: string;
  readonly #config: string;
  readonly #host: ProgramHost;
  readonly #options: { readonly cwd: string; readonly signal: AbortSignal };

  constructor(
    program: string,
    config: string,
    host: ProgramHost,
    options: { readonly cwd: string; readonly signal: AbortSignal },
  ) {
    this.program = program;
    this.#config = config;
    this.#host = host;
    this.#options = options;
  }

  /**
   * Whether the place of a backup answers. A client of S3 goes on trying for minutes, and a restore says no word of it.
   * @returns undefined when it does, else what was said
   */
  async unanswered(
    database: string,
    replica: string | undefined,
    line: LitestreamLine,
    timeoutMs: number,
  ): Promise<string | undefined> {
    const { cwd, signal } = this.#options;
    const patience = AbortSignal.timeout(timeoutMs);
    const [command, options] = questionOf(replica, line);
    try {
      const result = await this.#host.run(
        this.program,
        [command, '-config', this.#config, ...options, database],
        { cwd, signal: AbortSignal.any([signal, patience]) },
      );
      const message = result.exitCode === 0 ? '' : messageOf(result);
      return unreachable.test(message) ? message : undefined;
    } catch (error) {
      if (signal.aborted || !patience.aborted) throw error;
      return `no answer in ${timeoutMs / 1000} s`;
    }
  }

  #run(command: string, ...args: readonly string[]): Promise<ProgramResult> {
    return this.#host.run(this.program, [command, ...args], this.#options);
  }

  /** @throws VerifyRefused when the program is no Litestream of a known line */
  async version(): Promise<LitestreamVersion> {
    const { exitCode, stdout } = await this.#run('version').catch((error: unknown) => {
      if (this.#options.signal.aborted) throw error;
      throw new VerifyRefused(
        `${this.program} could not be run: ${error instanceof Error ? error.message : String(error)}`,
      );
    });
    const text = stdout.trim().split('\n')[0] ?? '';
    const line = /^v?(0\.[35])\./.exec(text)?.[1];
    if (exitCode === 0 && (line === '0.3' || line === '0.5')) return { text: text.replace(/^v/, ''), line };
    // A build from source names no version; the command that lists transactions came with 0.5.
    if (exitCode === 0) {
      const { stdout: out, stderr } = await this.#run('ltx', '-h');
      const is03 = /unknown command/.test(out + stderr);
      if (is03 || /LTX/.test(out + stderr)) return { text: text || 'unknown', line: is03 ? '0.3' : '0.5' };
    }
    throw new VerifyRefused(
      `${this.program} is no Litestream that is known here: it calls itself ${text === '' ? 'nothing' : `“${text}”`}.`,
    );
  }

  /** @throws VerifyRefused when Litestream refuses the configuration */
  async databases(): Promise<ConfiguredDatabase[]> {
    const result = await this.#run('databases', '-config', this.#config);
    if (result.exitCode !== 0)
      throw new VerifyRefused(`Litestream refuses ${this.#config}: ${messageOf(result)}`);
    return parseDatabases(result.stdout);
  }

  /** Restores the newest state into a new file. */
  async restore(database: string, replica: string | undefined, target: string): Promise<RestoreOutcome> {
    const only = replica === undefined ? [] : ['-replica', replica];
    const result = await this.#run('restore', '-config', this.#config, ...only, '-o', target, database);
    if (result.exitCode === 0) return { ok: true };
    const message = messageOf(result);
    return { ok: false, message, isReachable: !unreachable.test(message), isMissing: missing.test(message) };
  }

  /** Undefined where Litestream does not tell. */
  async position(
    database: string,
    replica: string | undefined,
    line: LitestreamLine,
  ): Promise<Position | undefined> {
    if (line === '0.3') {
      const [command, options] = questionOf(replica, line);
      const { stdout } = await this.#run(command, '-config', this.#config, ...options, database);
      return newestSegment(stdout);
    }
    const json = await this.#run('ltx', '-level', 'all', '-json', '-config', this.#config, database);
    if (json.exitCode === 0) return newestTransaction(json.stdout);
    // Versions before have the table alone.
    return newestTransaction((await this.#run('ltx', '-config', this.#config, database)).stdout);
  }
}

/** The command that lists what a replica has, with its options. */
function questionOf(replica: string | undefined, line: LitestreamLine): [string, readonly string[]] {
  if (line === '0.5') return ['ltx', []];
  return ['wal', replica === undefined ? [] : ['-replica', replica]];
}

/** The table that `databases` prints: its columns begin where their headings do. */
export function parseDatabases(table: string): ConfiguredDatabase[] {
  const [heading = '', ...lines] = table.split('\n');
  const column = heading.search(/replicas?\b/);
  if (column < 0) return [];
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => ({
      path: line.slice(0, column).trim(),
      replicas: line
        .slice(column)
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    }));
}

/** Of the table `replica generation index offset size created`. */
export function newestSegment(table: string): Position | undefined {
  const segments = table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/ {2,}/))
    .filter((cells) => cells.length === 6)
    .map(([, generation = '', index = '', offset = '', , at = '']) => ({
      at,
      id: [at, generation, index.padStart(12, '0'), offset.padStart(15, '0')].join(' '),
    }));
  return newest(segments);
}

/** Of JSON or of the table, whichever a version prints; transaction ids are 16 hexadecimal digits. */
export function newestTransaction(text: string): Position | undefined {
  const fields = text.trimStart().startsWith('[')
    ? /"max_txid": *"([0-9a-f]{16})"[^}]*"timestamp": *"([^"]+)"/g
    : /([0-9a-f]{16}) +\d+ +(\S+)$/gm;
  return newest([...text.matchAll(fields)].map(([, id = '', at = '']) => ({ id, at })));
}

/** Two files may end with one transaction, a copy of it and the snapshot that holds it: the earlier tells when it arrived. */
function newest(positions: readonly Position[]): Position | undefined {
  return positions.reduce<Position | undefined>((best, one) => {
    if (!best || one.id > best.id) return one;
    return one.id === best.id && one.at < best.at ? one : best;
  }, undefined);
}

/** What a run that failed says of the reason, without the form of its log. */
function messageOf({ stdout, stderr }: ProgramResult): string {
  const lines = `${stderr}\n${stdout}`.split('\n').filter((line) => line.trim() !== '');
  const said =
    lines.find((line) => /^Error: |failed to run|level=ERROR/.test(line)) ??
    lines.at(-1) ??
    'it says nothing';
  const quoted = / error="((?:[^"\\]|\\.)*)"/.exec(said)?.[1];
  return (quoted?.replaceAll('\\"', '"') ?? said.replace(/^Error: /, '')).trim();
}
