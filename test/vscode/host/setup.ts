/**
 * Installs a real VS Code and a browser for the extension tests, from npm and the system's packages only:
 * the VS Code server inside the npm package `code-server`, and Chromium. Nothing is downloaded from elsewhere.
 *
 * `node test/vscode/host/setup.ts` does it; `run.ts` and `screenshot.ts` call it first. A second run is instant.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** The repository's root. */
export const root = path.resolve(import.meta.dirname, '../../..');

/** What the tests leave on disk: this installation, bundles, pictures of failed runs. Git ignores it. */
export const cache = path.join(root, '.cache');

/** code-server 4.139.1 carries VS Code 1.139.1 and wants Node 24 (its package.json, `engines`). */
export const codeServerVersion = '4.139.1';
const nodeMajor = 24;

const installation = path.join(cache, 'vscode-host');
const marker = path.join(installation, 'installed.json');
const installLog = path.join(cache, 'vscode-host-install.log');
const vscode = path.join('node_modules', 'code-server', 'lib', 'vscode');

/** Where the pieces of the test host are. */
export interface Installation {
  /** The folder of VS Code's server: `out/server-main.js`, `extensions`, `product.json`. */
  readonly vscode: string;
  /** The Node that runs the server, and with it the extension host. */
  readonly node: string;
  /** The Chromium or Chrome that shows the workbench. */
  readonly chromium: string;
}

/** Takes one line of progress. */
export type Log = (line: string) => void;

/**
 * Makes sure that the host is installed and tells where. Takes about a minute the first time.
 * @throws Error that names what is missing and how to get it.
 */
export async function setup(log: Log = () => {}): Promise<Installation> {
  const node = findNode();
  const chromium = await ensureChromium(log);
  if (!isInstalled()) await install(node, log);
  return { vscode: path.join(installation, vscode), node, chromium };
}

/** A log that prints each line after the seconds since the log was made. */
export function stopwatch(): Log {
  const start = performance.now();
  return (line) => console.log(`[${((performance.now() - start) / 1000).toFixed(1)} s] ${line}`);
}

function isInstalled(): boolean {
  try {
    return JSON.parse(fs.readFileSync(marker, 'utf8')).codeServer === codeServerVersion;
  } catch {
    return false;
  }
}

function findNode(): string {
  if (process.versions.node.startsWith(`${nodeMajor}.`)) return process.execPath;
  const local = path.join(root, 'node_modules', 'node', 'bin', 'node');
  if (fs.existsSync(local)) return local;
  throw new Error(
    `code-server ${codeServerVersion} needs Node ${nodeMajor}, this is ${process.version}. ` +
      'Run "npm install": the devDependency "node" brings it.',
  );
}

async function ensureChromium(log: Log): Promise<string> {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    if (fs.existsSync(chosen)) return chosen;
    throw new Error(`CHROMIUM_PATH names a file that does not exist: ${chosen}`);
  }
  const known = [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ];
  const present = known.find((file) => fs.existsSync(file));
  if (present) return present;

  const byHand =
    'install it ("sudo apt-get install chromium fonts-dejavu-core"), ' +
    'or set CHROMIUM_PATH to a Chromium or Chrome that is already there.';
  if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) {
    throw new Error(`Chromium is missing: ${byHand}`);
  }
  log('installing Debian packages chromium and fonts-dejavu-core');
  try {
    const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-qq'], options);
    await run(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'],
      options,
    );
  } catch (error) {
    throw new Error(`Chromium is missing and apt-get could not install it: ${byHand}`, { cause: error });
  }
  return '/usr/bin/chromium';
}

/**
 * Installs beside the final folder and renames at the end, so that an interrupted installation is never used.
 * code-server's own postinstall compiles eight native modules and fails without Kerberos' headers. The tests need
 * none of them, so its scripts stay off; only the log writer (without it output channels stay empty) and the
 * host's watch on its parent are compiled, and the tests run without these two as well.
 */
async function install(node: string, log: Log): Promise<void> {
  const folder = `${installation}-new`;
  const start = performance.now();
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(installLog, '');
  const env = npmEnvironment(node);
  const npm = (cwd: string, ...args: string[]) =>
    run('npm', [...args, '--no-audit', '--no-fund'], { cwd: path.join(folder, cwd), env });
  try {
    fs.writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
    log(`installing code-server ${codeServerVersion} from npm`);
    await npm('', 'install', '--ignore-scripts', '--save-exact', `code-server@${codeServerVersion}`);
    log("installing VS Code's dependencies");
    // Not "npm ci": the package's shrinkwrap lacks an entry and npm ci refuses it.
    await npm(vscode, 'install', '--omit=dev', '--ignore-scripts');
    await npm(path.join(vscode, 'extensions'), 'install', '--omit=dev', '--ignore-scripts');
    log('compiling two native modules');
    const native = await npm(vscode, 'rebuild', '@vscode/spdlog', '@vscode/native-watchdog').then(
      () => loads(node, path.join(folder, vscode), '@vscode/spdlog'),
      () => false,
    );
    if (!native) log(`these did not compile (see ${installLog}): going on with empty output channels`);
    const about = { codeServer: codeServerVersion, node: process.versions.node, native };
    fs.writeFileSync(path.join(folder, path.basename(marker)), `${JSON.stringify(about, null, 2)}\n`);
    fs.rmSync(installation, { recursive: true, force: true });
    fs.renameSync(folder, installation);
    log(`installed in ${Math.round((performance.now() - start) / 1000)} s`);
  } catch (error) {
    fs.rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** npm's environment: our Node first on the path, and its own headers for node-gyp when it has some. */
function npmEnvironment(node: string): NodeJS.ProcessEnv {
  const PATH = `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`;
  const prefix = path.resolve(path.dirname(node), '..');
  const headers = fs.existsSync(path.join(prefix, 'include', 'node')) ? { npm_config_nodedir: prefix } : {};
  return { ...process.env, ...headers, PATH };
}

async function loads(node: string, cwd: string, module: string): Promise<boolean> {
  return run(node, ['-e', `require(${JSON.stringify(module)})`], { cwd, env: process.env }).then(
    () => true,
    () => false,
  );
}

/** Runs a program, its output in the log file. @throws Error with the last lines of the output when it fails. */
function run(
  program: string,
  args: readonly string[],
  options: { cwd?: string; env: NodeJS.ProcessEnv },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = `$ ${program} ${args.join(' ')}\n`;
    const collect = (chunk: Buffer) => {
      output += chunk;
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      fs.mkdirSync(cache, { recursive: true });
      fs.appendFileSync(installLog, output);
      if (code === 0) return resolve();
      const tail = output.trimEnd().split('\n').slice(-15).join('\n');
      reject(new Error(`${program} ${args[0]} failed with exit code ${code}:\n${tail}`));
    });
  });
}

if (import.meta.main) {
  const log = stopwatch();
  try {
    const { vscode, node, chromium } = await setup(log);
    log('ready');
    console.log(`VS Code server: ${vscode}\nNode: ${node}\nBrowser: ${chromium}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
