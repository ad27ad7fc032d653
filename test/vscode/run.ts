/**
 * Runs the extension's tests in a real VS Code.
 *
 *     node test/vscode/run.ts [--suite name]... [--vsix file] [--extension folder] [--electron] [--timeout seconds] [-v]
 *
 * Without options: every suite, in VS Code's server and Chromium (see host/setup.ts), on the extension at the
 * repository's root, which must be built. `--vsix` installs a packaged extension and tests that. `--electron`
 * runs the desktop VS Code: the one that VSCODE_PATH names, else a downloaded one.
 *
 * The last line is "N passed, N failed"; the exit code is 0 when nothing failed.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundle, suiteNames } from './bundle.ts';
import { runElectron, type SuiteRun } from './electron.ts';
import { type Outcome, runTests, startHost } from './host/host.ts';
import { cache, type Installation, root, setup, stopwatch } from './host/setup.ts';
import { temporaryFolder } from './host/temporary.ts';
import { env, linePrefix, type Result } from './support/protocol.ts';

const usage =
  'usage: node test/vscode/run.ts [--suite name]... [--vsix file] [--extension folder] [--electron] [--timeout seconds] [-v]';
const stub = path.join(import.meta.dirname, 'stub');

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      suite: { type: 'string', multiple: true },
      vsix: { type: 'string' },
      extension: { type: 'string', default: root },
      electron: { type: 'boolean', default: false },
      timeout: { type: 'string', default: '120' },
      verbose: { type: 'boolean', short: 'v', default: false },
    },
  });
  const known = suiteNames();
  const suites = values.suite ?? known;
  const unknown = suites.find((suite) => !known.includes(suite));
  if (unknown) throw new Error(`there is no suite "${unknown}"; the suites are: ${known.join(', ')}`);
  const timeoutMs = Number(values.timeout) * 1000;
  if (!(timeoutMs > 0)) throw new Error(`--timeout wants a number of seconds, not "${values.timeout}"`);

  const log = stopwatch();
  const target = values.vsix ? packaged(values.vsix) : underDevelopment(values.extension);
  const installation = values.electron ? undefined : await setup(log);
  const total = { passed: 0, failed: 0 };
  for (const suite of suites) {
    const temporary = temporaryFolder('sqlite-preflight-test');
    try {
      const result = path.join(temporary.path, 'result.json');
      const outcome = await runSuite(installation, log, {
        suite,
        tests: await bundle(suite),
        workspace: copyWorkspace(suite, temporary.path),
        ...target,
        timeoutMs,
        env: { [env.result]: result, ...(target.vsix ? {} : { [env.extensionRoot]: target.extension }) },
        onLog: (line) => {
          const start = line.indexOf(linePrefix);
          if (start >= 0) console.log(line.slice(start + linePrefix.length));
          else if (values.verbose) console.log(`  ${line.slice(0, 500)}`);
        },
      });
      const { passed, failed } = readResult(result);
      log(`${suite}: ${outcome}`);
      total.passed += passed;
      total.failed += outcome === 'passed' ? failed : Math.max(failed, 1);
    } finally {
      temporary.remove();
    }
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0;
}

/** Runs one suite in a VS Code of its own. Without an installation: the desktop's. */
async function runSuite(
  installation: Installation | undefined,
  log: (line: string) => void,
  run: SuiteRun,
): Promise<Outcome> {
  if (!installation) return runElectron(run);
  const { vsix, workspace: folder, extension, tests, timeoutMs, onLog } = run;
  const host = await startHost({ installation, env: run.env, ...(vsix ? { vsix } : {}) });
  try {
    log(`${run.suite}: VS Code at ${host.url}, Chromium ${host.browser.version()}`);
    const trace = path.join(cache, `vscode-${run.suite}-timeout`);
    const screenshot = `${trace}.png`;
    const outcome = await runTests(host, { folder, extension, tests, timeoutMs, onLog, screenshot });
    if (outcome === 'timed out') {
      fs.writeFileSync(`${trace}.log`, host.output());
      log(`not done within ${timeoutMs / 1000} s: see ${trace}.png and ${trace}.log`);
    }
    return outcome;
  } finally {
    await host.stop();
  }
}

function underDevelopment(folder: string): { extension: string; vsix?: never } {
  const extension = path.resolve(folder);
  const { main } = JSON.parse(fs.readFileSync(path.join(extension, 'package.json'), 'utf8'));
  if (typeof main !== 'string')
    throw new Error(`${extension}/package.json names no "main": it is no extension`);
  if (!fs.existsSync(path.join(extension, main))) throw new Error(`${main} does not exist: build it first`);
  return { extension };
}

function packaged(file: string): { extension: string; vsix: string } {
  const vsix = path.resolve(file);
  if (!fs.existsSync(vsix)) throw new Error(`${vsix} does not exist: package it first`);
  return { extension: stub, vsix };
}

/** A suite has its own workspace (`workspace-<suite>`), or the common one. */
function copyWorkspace(suite: string, temporary: string): string {
  const own = path.join(import.meta.dirname, `workspace-${suite}`);
  const fixture = fs.existsSync(own) ? own : path.join(import.meta.dirname, 'workspace');
  const copy = path.join(temporary, path.basename(fixture));
  fs.cpSync(fixture, copy, { recursive: true });
  return copy;
}

function readResult(file: string): Result {
  if (!fs.existsSync(file)) return { passed: 0, failed: 0 };
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  console.error(code?.startsWith('ERR_PARSE_ARGS') ? `${message}\n${usage}` : message);
  process.exitCode = 1;
}
