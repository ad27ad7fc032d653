import type { LitestreamLine } from '../config/litestream/write.ts';
import { copySnapshot, SnapshotError } from '../database/snapshot.ts';
import type { Litestream } from './litestream.ts';
import { type BackupResult, type IntegrityCheck, nothingKnown, type TableRows } from './result.ts';
import type { Patience, VerifyServices } from './verify.ts';

/** One replica of one database. */
export interface ReplicaTask {
  readonly database: string;
  /** Its name in the configuration. */
  readonly replica: string;
  /** True where the database has no other. */
  readonly isOnly: boolean;
  readonly line: LitestreamLine;
  /** A private folder, which the caller removes. */
  readonly folder: string;
  readonly check: IntegrityCheck;
  readonly patience: Patience;
}

type Draft = { -readonly [Key in keyof BackupResult]: BackupResult[Key] } & { notes: string[] };

/** Restores one replica, checks it and compares it with the live database. What the signal's abort throws is passed on. */
export async function verifyReplica(
  task: ReplicaTask,
  litestream: Litestream,
  services: VerifyServices,
  signal: AbortSignal,
): Promise<BackupResult> {
  const { database, replica, line, check, patience } = task;
  // 0.5 has one replica for each database, and no option to name it.
  const named = line === '0.3' && !task.isOnly ? replica : undefined;
  const draft: Draft = {
    database,
    replica,
    verdict: 'good',
    notes: [],
    ...nothingKnown,
  };
  const silence = await litestream.unanswered(database, named, line, patience.timeoutMs);
  if (silence !== undefined) {
    draft.verdict = 'unchecked';
    draft.notes.push(`The place of the backup could not be asked: ${silence}.`);
    return draft;
  }
  if (!(await attempt())) return draft;
  const before = await litestream.position(database, named, line);
  draft.replicatedAt = before?.at ?? null;
  if (!draft.differingRows) return draft;

  // Rows that are under way look like rows that are lost. Litestream copies in order: while new transactions arrive, or
  // once everything is there, it is at work.
  if (await moves(before?.id)) {
    draft.isMoving = true;
    draft.notes.push('New transactions arrived while it was watched: what it lacks is under way.');
    return draft;
  }
  draft.isMoving = false;
  if (!(await attempt())) return draft;
  draft.replicatedAt = (await litestream.position(database, named, line))?.at ?? null;
  if (draft.differingRows) judgeBehind();
  return draft;

  /** Copies, restores and compares once; false where no more can be learnt. */
  async function attempt(): Promise<boolean> {
    draft.notes = [];
    // The live database first: then a replica that keeps up can only be ahead of the copy.
    const live = await copyLive();
    const restored = `${task.folder}/restored.db`;
    for (const suffix of ['', '-wal', '-shm', '.tmp']) await services.programs.removeFile(restored + suffix);
    const begun = Date.now();
    const outcome = await litestream.restore(database, named, restored);
    if (!outcome.ok) {
      draft.verdict = outcome.isReachable ? 'bad' : 'unchecked';
      draft.notes.push(
        outcome.isMissing
          ? `There is no backup of it: ${outcome.message}.`
          : outcome.isReachable
            ? `It cannot be restored: ${outcome.message}.`
            : `The place of the backup could not be asked: ${outcome.message}.`,
      );
      return false;
    }
    const info = await services.programs.fileInfo(restored);
    draft.restored = { sizeBytes: info?.sizeBytes ?? 0, tookMs: Date.now() - begun };
    const comparison = await services.compare({ restored, live, check }, signal);
    if ('error' in comparison) {
      draft.verdict = 'unchecked';
      draft.notes.push(`It was restored and could not be checked: ${comparison.error}.`);
      return false;
    }
    draft.integrity = { check, problems: comparison.problems };
    draft.tables = comparison.tables;
    draft.notes.push(...comparison.notes);
    if (comparison.problems.length > 0) {
      draft.verdict = 'bad';
      draft.notes.push('The restored database is damaged.');
      return false;
    }
    draft.differingRows = live === undefined ? null : differingRows(comparison.tables);
    return true;
  }

  async function copyLive(): Promise<string | undefined> {
    const [info, log] = await Promise.all([
      services.programs.fileInfo(database),
      services.programs.fileInfo(`${database}-wal`),
    ]);
    if (!info) {
      draft.notes.push('The database itself is not on this machine, so that its rows were not compared.');
      return undefined;
    }
    const writtenAt = log && log.modifiedAt > info.modifiedAt ? log.modifiedAt : info.modifiedAt;
    draft.writtenAt = writtenAt.toISOString();
    const copy = `${task.folder}/live.db`;
    for (const suffix of ['', '-wal', '-shm']) await services.programs.removeFile(copy + suffix);
    try {
      await copySnapshot(database, copy, services.files);
      return copy;
    } catch (error) {
      if (!(error instanceof SnapshotError)) throw error;
      draft.notes.push(`Its rows were not compared: ${error.message}`);
      return undefined;
    }
  }

  async function moves(from: string | undefined): Promise<boolean> {
    for (const end = Date.now() + patience.waitMs; Date.now() < end; ) {
      await services.programs.pause(1000, signal);
      const now = await litestream.position(database, named, line);
      if (now && now.id !== from) {
        draft.replicatedAt = now.at;
        return true;
      }
    }
    return false;
  }

  function judgeBehind(): void {
    const rows = draft.differingRows === 1 ? 'one row' : `${draft.differingRows} rows`;
    const since = draft.replicatedAt === null ? Number.NaN : Date.now() - Date.parse(draft.replicatedAt);
    // Between two rounds of a long interval nothing can arrive.
    if (patience.syncIntervalMs > patience.waitMs && since < patience.syncIntervalMs + patience.waitMs) {
      draft.notes.push(
        `It differs in ${rows}, which is within its sync interval of ${patience.syncIntervalMs / 1000} s.`,
      );
      return;
    }
    draft.verdict = 'bad';
    draft.notes.push(
      `It is behind: it differs from the live database in ${rows}, and nothing arrived in ${patience.waitMs / 1000} s. Is Litestream running?`,
    );
  }
}

function differingRows(tables: readonly TableRows[]): number {
  return tables.reduce(
    (sum, { missing, changed, extra }) => sum + (missing ?? 0) + (changed ?? 0) + (extra ?? 0),
    0,
  );
}
