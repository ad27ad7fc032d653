import type { DatabaseFiles, FileCopies } from '../host/database-files.ts';
import { readHeader } from './header.ts';
import { applyWal } from './wal.ts';

/** A database that can't be shown as it is; the message says why and what to do. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
}

/** SQLite in WebAssembly holds the database in memory, beside this copy. */
export const maxDatabaseBytes = 512 * 1024 * 1024;

const attempts = 4;

/**
 * One committed state of a database file, as SQLite would show it: with what is only in the write-ahead log.
 *
 * No lock is taken, so a writer may be at work meanwhile. In WAL mode it changes the file only by checkpoints, which
 * copy pages that stay in the log until it starts again under new salts: when the log's header is the same before and
 * after, the log repairs every page that was read half written. In the rollback modes a change shows in the journal,
 * in the file's times or in its first page. On any difference the reading begins again, and where the writer leaves no
 * pause for it, SQLite itself makes a copy in a read transaction. That comes second: it takes locks, and a read-only
 * connection to a database in WAL mode leaves a -wal and a -shm behind when it is the only one.
 * @throws SnapshotError when the file is no database, too large, waits for recovery, or is written without a pause
 */
export async function readSnapshot(path: string, files: DatabaseFiles): Promise<Uint8Array> {
  const result = await repeat(files, () => tryRead(path, files));
  if (!('changed' in result)) return result.taken;
  const copy = await files.copyNatively?.(path);
  if (copy) return copy;
  throw new SnapshotError(
    `${path}: ${result.changed} at each of ${attempts} readings. Try again when less is written, or query a copy made with VACUUM INTO.`,
  );
}

/**
 * The same as files, for a database of any size: a copy of it, and one of its write-ahead log beside it, which SQLite
 * replays when it opens the copy. Nothing is opened natively, so nothing appears beside the original.
 * @throws SnapshotError as above
 */
export async function copySnapshot(path: string, target: string, files: FileCopies): Promise<void> {
  const result = await repeat(files, () =>
    undisturbed(path, files, async () => {
      await files.copyFile(path, target);
      const hasLog = await files.copyFile(`${path}-wal`, `${target}-wal`);
      const log = hasLog ? await files.readBytes(`${target}-wal`, 32) : undefined;
      return { taken: undefined, log: log ?? new Uint8Array() };
    }),
  );
  if ('changed' in result)
    throw new SnapshotError(
      `${path}: ${result.changed} at each of ${attempts} readings. Try again when less is written.`,
    );
}

type Attempt<T> = { readonly taken: T } | { readonly changed: string };

async function repeat<T>(files: DatabaseFiles, read: () => Promise<Attempt<T>>): Promise<Attempt<T>> {
  let result = await read();
  for (let attempt = 1; attempt < attempts && 'changed' in result; attempt++) {
    await files.pause(10 * 2 ** attempt);
    result = await read();
  }
  return result;
}

async function tryRead(path: string, files: DatabaseFiles): Promise<Attempt<Uint8Array>> {
  const result = await undisturbed(path, files, async (sizeBytes) => {
    if (sizeBytes > maxDatabaseBytes) {
      throw new SnapshotError(
        `${path}: ${megabytes(sizeBytes)} MB is more than the ${megabytes(maxDatabaseBytes)} MB that are opened in memory. Use the sqlite3 shell.`,
      );
    }
    const database = (await files.readBytes(path)) ?? new Uint8Array();
    const log = (await files.readBytes(`${path}-wal`)) ?? new Uint8Array();
    return { taken: { database, log }, log };
  });
  if ('changed' in result) return result;
  const { database, log } = result.taken;
  if (database.length === 0) return { taken: database };
  if (!readHeader(database)) {
    throw new SnapshotError(
      `${path}: not a SQLite database${database.length >= 100 ? ' (or an encrypted one)' : ''}.`,
    );
  }
  try {
    return { taken: applyWal(database, log) };
  } catch (error) {
    if (error instanceof RangeError) throw new SnapshotError(`${path}: ${error.message}.`);
    throw error;
  }
}

/** Reads the database, then its log, and tells whether what was read is of one state. */
async function undisturbed<T>(
  path: string,
  files: DatabaseFiles,
  read: (sizeBytes: number) => Promise<{ readonly taken: T; readonly log: Uint8Array }>,
): Promise<Attempt<T>> {
  const before = await state(path, files);
  if (!before) throw new SnapshotError(`${path}: no such file.`);
  if (before.journal)
    return {
      changed: 'a transaction was under way, or waits for recovery since a crash (a -journal is there),',
    };
  const { taken, log } = await read(before.sizeBytes);
  const after = await state(path, files);
  const sameLog = before.log === after?.log && before.log === textOf(log.subarray(0, 32));
  if (!after || !sameLog) return { changed: 'the write-ahead log started again' };
  // With a log in use, only checkpoints write the file, and the log repairs what they do.
  const quiet = before.id === after.id && before.firstPage === after.firstPage && !after.journal;
  if (log.length === 0 && !quiet) return { changed: 'the file was written' };
  return { taken };
}

/** What must be the same before and after a reading. */
async function state(path: string, files: DatabaseFiles) {
  const stamp = await files.stamp(path);
  if (!stamp) return undefined;
  const [head, log, journal] = await Promise.all([
    files.readBytes(path, 100),
    files.readBytes(`${path}-wal`, 32),
    files.readBytes(`${path}-journal`, 28),
  ]);
  return {
    ...stamp,
    firstPage: textOf(head),
    log: textOf(log),
    // Journals that TRUNCATE and PERSIST leave behind have no header.
    journal: journal !== undefined && journal.length > 0 && journal[0] === 0xd9,
  };
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes ? String.fromCharCode(...bytes) : '';
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
