/**
 * A real VS Code for one run: the server, a browser with the workbench, a profile of its own in a temp folder.
 *
 * Extensions run in the server's Node extension host, the same code as on the desktop. An extension under
 * development and its tests are named in the page's `payload`, which the workbench of a built VS Code obeys only
 * when the server was started with `--enable-smoke-test-driver`; the workbench then calls `codeAutomationLog` and
 * `codeAutomationExit` in the page.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { Installation } from './setup.ts';
import { temporaryFolder } from './temporary.ts';

/** How a host is started. */
export interface HostOptions {
  readonly installation: Installation;
  /** User settings, over those that keep the workbench quiet. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A VSIX file to install first. */
  readonly vsix?: string;
  /** Whether the workspace is trusted; `false` opens it in Restricted Mode. Default `true`. */
  readonly trusted?: boolean;
  /** Environment variables for the server, which the extension host inherits. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A running VS Code. */
export interface Host {
  readonly installation: Installation;
  /** The profile's temp folder; `stop` deletes it. */
  readonly folder: string;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly browser: Browser;
  /** What the server has printed so far. */
  readonly output: () => string;
  /** Ends the server with all its children and the browser, deletes the temp folder. Never rejects, idempotent. */
  readonly stop: () => Promise<void>;
}

/** What a window opens. All paths are absolute. */
export interface WindowOptions {
  /** The workspace folder. */
  readonly folder: string;
  /** A file to open in an editor. */
  readonly file?: string;
  /** The root of an extension under development. */
  readonly extension?: string;
  /** A CommonJS module whose `run(): Promise<void>` is called in the extension host. */
  readonly tests?: string;
  /** Size in CSS pixels, default 1280 × 800. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Called before the page loads. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** How a run of tests in the extension host ended: `run` resolved, rejected, or did neither in time. */
export type Outcome = 'passed' | 'failed' | 'timed out';

/** How tests are run. */
export interface TestOptions extends WindowOptions {
  readonly extension: string;
  readonly tests: string;
  readonly timeoutMs: number;
  /** Takes what the extension host and the workbench log, one call for one message. */
  readonly onLog?: (line: string) => void;
  /** Where to save a picture of the workbench when the time is over. */
  readonly screenshot?: string;
}

/** No chat, no gallery, no welcome, nothing that moves or asks. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'chat.agentHost.enabled': false,
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'editor.cursorBlinking': 'solid',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

const startTimeoutMs = 30_000;

/** Starts server and browser. @throws Error with the server's output when it does not come up. */
export async function startHost(options: HostOptions): Promise<Host> {
  const { installation, trusted = true } = options;
  const temporary = temporaryFolder('sqlite-preflight-vscode');
  const folder = temporary.path;
  const cleanUp: (() => Promise<void> | void)[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= (async () => {
      for (const step of cleanUp.reverse()) await Promise.resolve(step()).catch(() => {});
      temporary.remove();
    })();
    return stopped;
  };
  cleanUp.push(onSignal(stop));

  try {
    const profile = createProfile(folder, {
      ...quietSettings,
      ...(trusted ? {} : restrictedSettings),
      ...options.settings,
    });
    const env = { ...process.env, ...profile.env, ...options.env };
    const main = path.join(installation.vscode, 'out', 'server-main.js');
    if (options.vsix) {
      const install = ['--install-extension', path.resolve(options.vsix)];
      await promisify(execFile)(installation.node, [main, ...profile.args, ...install], { env });
    }

    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const args = [
      ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
      ...['--enable-smoke-test-driver', '--disable-telemetry', '--disable-experiments'],
      ...(trusted ? ['--disable-workspace-trust'] : []),
    ];
    const server = spawn(installation.node, [main, ...profile.args, ...args], {
      env,
      detached: true, // a process group of its own: one signal reaches extension hosts and language servers too
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    cleanUp.push(() => endGroup(server));
    let output = '';
    for (const stream of [server.stdout, server.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
      });
    }
    await answering(url, server, () => output);

    const browser = await chromium.launch({
      executablePath: installation.chromium,
      env: { ...process.env, ...profile.env },
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking'],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    cleanUp.push(() => browser.close());
    return { installation, folder, url, browser, output: () => output, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Opens a workbench window. It is usable when an element that the caller needs has appeared. */
export async function openWindow(host: Host, options: WindowOptions): Promise<Page> {
  const authority = `vscode-remote://${new URL(host.url).host}`;
  const payload = [
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(options.extension ? [['extensionDevelopmentPath', authority + options.extension]] : []),
    ...(options.tests ? [['extensionTestsPath', authority + options.tests]] : []),
    ...(options.file ? [['openFile', authority + options.file]] : []),
  ];
  const query = new URLSearchParams({ folder: options.folder, payload: JSON.stringify(payload) });
  const viewport = options.size ?? { width: 1280, height: 800 };
  const context = await host.browser.newContext({ viewport, locale: 'en-US', reducedMotion: 'reduce' });
  const page = await context.newPage();
  await options.prepare?.(page);
  await page.goto(`${host.url}/?${query}`, { waitUntil: 'commit' });
  return page;
}

/** Opens a window, runs the tests in its extension host, closes it. */
export async function runTests(host: Host, options: TestOptions): Promise<Outcome> {
  let onExit: (code: number) => void = () => {};
  const exit = new Promise<number>((resolve) => {
    onExit = resolve;
  });
  const page = await openWindow(host, {
    ...options,
    prepare: async (page) => {
      await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
        const line = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
        options.onLog?.(line);
      });
      await page.exposeFunction('codeAutomationExit', (code: number) => onExit(code));
      await options.prepare?.(page);
    },
  });
  try {
    const overtime = new AbortController();
    const code = await Promise.race([
      exit.finally(() => overtime.abort()),
      sleep(options.timeoutMs, undefined, { signal: overtime.signal }).catch(() => undefined),
    ]);
    if (code === undefined) {
      if (options.screenshot) await saveScreenshot(page, options.screenshot);
      return 'timed out';
    }
    return code === 0 ? 'passed' : 'failed';
  } finally {
    await page.context().close();
  }
}

/** Saves what the page shows as a PNG. */
export async function saveScreenshot(page: Page, file: string): Promise<void> {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled', caret: 'initial' });
}

const restrictedSettings = {
  'security.workspace.trust.startupPrompt': 'never',
  'security.workspace.trust.banner': 'never',
};

/**
 * Home, temp and runtime folder are the run's own too, else the server's sockets pile up in the machine's.
 * The workbench reads its user settings from the server's disk, so they must be there before it starts.
 */
function createProfile(folder: string, settings: Readonly<Record<string, unknown>>) {
  const at = (...names: string[]) => path.join(folder, ...names);
  for (const name of ['home', 'tmp', 'extensions', 'server', 'user/User']) {
    fs.mkdirSync(at(name), { recursive: true, mode: 0o700 });
  }
  fs.writeFileSync(at('user', 'User', 'settings.json'), JSON.stringify(settings, null, 2));
  return {
    args: [
      '--accept-server-license-terms',
      ...[
        '--server-data-dir',
        at('server'),
        '--user-data-dir',
        at('user'),
        '--extensions-dir',
        at('extensions'),
      ],
    ],
    env: { HOME: at('home'), TMPDIR: at('tmp'), XDG_RUNTIME_DIR: at('tmp') },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

async function answering(url: string, server: ChildProcess, output: () => string): Promise<void> {
  for (const end = performance.now() + startTimeoutMs; performance.now() < end; await sleep(50)) {
    if (server.exitCode !== null) {
      throw new Error(`the VS Code server exited with code ${server.exitCode}:\n${output()}`);
    }
    const response = await fetch(url, { redirect: 'manual' }).catch(() => undefined);
    if (response && response.status < 500) return;
  }
  throw new Error(`the VS Code server did not answer within ${startTimeoutMs / 1000} s:\n${output()}`);
}

/** Ends a process that leads its own group, and the group with it: politely, then not. */
async function endGroup(leader: ChildProcess): Promise<void> {
  const send = (signal: NodeJS.Signals | 0) => {
    try {
      return leader.pid !== undefined && process.kill(-leader.pid, signal);
    } catch {
      return false; // no process of the group is left
    }
  };
  send('SIGTERM');
  for (let tries = 0; tries < 60 && send(0); tries++) await sleep(50);
  send('SIGKILL');
}

/** Stops the run before an interrupted process ends. Returns a function that forgets it. */
function onSignal(stop: () => Promise<void>): () => void {
  const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
  const handlers = Object.entries(codes).map(([signal, code]) => {
    const handler = () => void stop().finally(() => process.exit(code));
    process.once(signal, handler);
    return () => void process.off(signal, handler);
  });
  return () => {
    for (const forget of handlers) forget();
  };
}
