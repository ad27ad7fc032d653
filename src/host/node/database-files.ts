import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { copyFile, mkdtemp, open, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DatabaseFiles, FileCopies } from '../database-files.ts';

/**
 * Database files of the machine. A process that uses this must never open the same file with a native SQLite: closing
 * any descriptor of a file drops the process's POSIX locks on it (https://sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_).
 */
export const nodeDatabaseFiles: DatabaseFiles = {
  async readBytes(path, length) {
    const file = await open(path, 'r').catch(absent);
    if (!file) return undefined;
    try {
      if (length === undefined) return await file.readFile();
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  },

  async stamp(path) {
    const info = await stat(path, { bigint: true }).catch(absent);
    if (!info?.isFile()) return undefined;
    return { id: `${info.ino} ${info.mtimeNs} ${info.size}`, sizeBytes: Number(info.size) };
  },

  pause: (milliseconds) => setTimeout(milliseconds),
};

/** The same, with a program that makes copies: the bundle of `copy.process.ts`. */
export function databaseFilesWithCopies(copyProgram: string): DatabaseFiles {
  return {
    ...nodeDatabaseFiles,
    async copyNatively(path) {
      const folder = await mkdtemp(join(tmpdir(), 'sqlite-preflight-copy-'));
      try {
        const copy = join(folder, 'copy.db');
        // In VS Code this process may be the editor's own program, which this makes a Node.
        const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
        await promisify(execFile)(process.execPath, ['--no-warnings', copyProgram, path, copy], {
          env,
          timeout: 60_000,
        });
        return await readFile(copy);
      } catch {
        return undefined;
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

/** The same, with copies; those share their blocks with the original where the file system can do that. */
export const nodeFileCopies: FileCopies = {
  ...nodeDatabaseFiles,
  async copyFile(from, to) {
    await rm(to, { force: true });
    try {
      await copyFile(from, to, constants.COPYFILE_FICLONE);
      return true;
    } catch (error) {
      absent(error as NodeJS.ErrnoException);
      return false;
    }
  },
};

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
  throw error;
}
