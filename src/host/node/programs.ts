import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { ProgramHost, ProgramResult } from '../programs.ts';
import { inPrivateFolder } from './private-folder.ts';

/** The programs of the machine, with this process's environment. */
export const nodePrograms: ProgramHost = {
  run: (program, args, { cwd, signal }) =>
    new Promise<ProgramResult>((resolve, reject) => {
      // In VS Code this process may be the editor's own program, which this makes a Node.
      const env = program === process.execPath ? { ...process.env, ELECTRON_RUN_AS_NODE: '1' } : process.env;
      const child = spawn(program, args, {
        cwd,
        env,
        signal,
        killSignal: 'SIGKILL',
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
      });
      const output = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const) {
        child[name].setEncoding('utf8').on('data', (text: string) => {
          output[name] += text;
        });
      }
      // An aborted one says so before it is gone; what it writes must not outlive its folder.
      let failure: Error | undefined;
      child.on('error', (error) => {
        failure = error;
        if (child.pid === undefined) reject(error);
      });
      child.on('close', (code) => {
        if (failure) reject(failure);
        else resolve({ exitCode: code ?? undefined, ...output });
      });
    }),

  inPrivateFolder: (work) =>
    inPrivateFolder('sqlite-preflight-verify-', async (folder) => {
      await mkdir(folder, { mode: 0o700 });
      return await work(folder);
    }),

  async isExecutable(path) {
    const isFile = await stat(path).then(
      (info) => info.isFile(),
      () => false,
    );
    return (
      isFile &&
      (await access(path, constants.X_OK).then(
        () => true,
        () => false,
      ))
    );
  },

  entries: (folder) => readdir(folder).catch(() => []),

  realPath: (path) => realpath(path).catch(() => undefined),

  async fileInfo(path) {
    const info = await stat(path).catch(() => undefined);
    return info?.isFile() ? { sizeBytes: info.size, modifiedAt: info.mtime } : undefined;
  },

  removeFile: (path) => rm(path, { force: true }),

  pause: async (milliseconds, signal) => {
    await setTimeout(milliseconds, undefined, { signal });
  },

  environment: process.env,
  pathDelimiter: delimiter,
};
