/** Runs tests in the desktop VS Code, through @vscode/test-electron. Needs a display (on Linux: `xvfb-run -a`). */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  downloadAndUnzipVSCode,
  resolveCliArgsFromVSCodeExecutablePath,
  runTests,
  TestRunFailedError,
} from '@vscode/test-electron';
import { type Outcome, quietSettings } from './host/host.ts';
import { cache } from './host/setup.ts';
import { temporaryFolder } from './host/temporary.ts';

/** One suite's run: what is tested, on which workspace, for how long. */
export interface SuiteRun {
  readonly suite: string;
  /** The bundle with the tests. */
  readonly tests: string;
  /** A copy of the suite's workspace, which the tests may change. */
  readonly workspace: string;
  /** The extension under development: the one under test, or with `vsix` the stub. */
  readonly extension: string;
  readonly vsix?: string;
  readonly timeoutMs: number;
  readonly env: Readonly<Record<string, string>>;
  /** Takes every line that the extension host prints. */
  readonly onLog: (line: string) => void;
}

/**
 * Runs one suite in the VS Code that VSCODE_PATH names (the desktop binary, not the `code` command), else in a
 * downloaded one: the version in VSCODE_VERSION, or the newest. The profile is a temp folder.
 */
export async function runElectron(run: SuiteRun): Promise<Outcome> {
  const executable =
    process.env.VSCODE_PATH ??
    (await downloadAndUnzipVSCode({
      version: process.env.VSCODE_VERSION ?? 'stable',
      cachePath: path.join(cache, 'vscode-desktop'),
    }));
  const profile = temporaryFolder('sp'); // a short name: macOS limits the paths of sockets
  const profileArgs = [
    `--user-data-dir=${path.join(profile.path, 'user')}`,
    `--extensions-dir=${path.join(profile.path, 'extensions')}`,
  ];
  const settings = path.join(profile.path, 'user', 'User', 'settings.json');
  fs.mkdirSync(path.dirname(settings), { recursive: true });
  fs.writeFileSync(settings, JSON.stringify(quietSettings));

  const overtime = new AbortController();
  try {
    if (run.vsix) {
      const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(executable, {
        reuseMachineInstall: true,
      });
      await promisify(execFile)(cli as string, [...args, ...profileArgs, '--install-extension', run.vsix], {
        shell: process.platform === 'win32',
      });
    }
    const tests = runTests({
      vscodeExecutablePath: executable,
      reuseMachineInstall: true, // no profile of test-electron's: ours is in launchArgs
      extensionDevelopmentPath: run.extension,
      extensionTestsPath: run.tests,
      extensionTestsEnv: { ...run.env },
      launchArgs: [run.workspace, ...profileArgs],
      stdout: lines(run.onLog),
      stderr: lines(run.onLog),
    });
    const passed = tests.then((): Outcome => 'passed', failure);
    const late = sleep(run.timeoutMs, 'timed out' as const, { signal: overtime.signal });
    const outcome = await Promise.race([passed, late]);
    if (outcome === 'timed out') await interrupt(passed);
    return outcome;
  } finally {
    overtime.abort();
    profile.remove();
  }
}

function failure(error: unknown): Outcome {
  if (error instanceof TestRunFailedError) return 'failed';
  throw error;
}

/** test-electron ends VS Code on SIGINT, and kills it on a second one; it has no other way. */
async function interrupt(ended: Promise<unknown>): Promise<void> {
  const stay = () => {}; // without another listener, test-electron ends this process as well
  process.on('SIGINT', stay);
  process.emit('SIGINT');
  const soon = () => Promise.race([ended.then(() => true), sleep(5_000, false)]);
  if (!(await soon())) {
    process.emit('SIGINT');
    await soon();
  }
  process.off('SIGINT', stay);
}

function lines(onLine: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    write(chunk, _encoding, done) {
      const parts = (rest + chunk).split(/\r?\n/);
      rest = parts.pop() as string;
      for (const part of parts) onLine(part);
      done();
    },
  });
}
