import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath, pathToFileURL } from 'node:url';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { temporaryProject } from '../support/temporary.ts';

export interface Diagnostic {
  readonly code: string;
  readonly message: string;
  readonly severity: number;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

export interface ClientOptions {
  readonly root?: string;
  /** An editor that pulls diagnostics and can be told to do so again; else they are pushed. */
  readonly pull?: boolean;
  readonly registers?: boolean;
  /** It makes files as a part of an edit. */
  readonly creates?: boolean;
  readonly settings?: Record<string, unknown>;
  readonly initializationOptions?: Record<string, unknown>;
}

/** An editor's side of the conversation with a real server process over stdio. */
export class TestClient {
  readonly connection: MessageConnection;
  readonly process: ChildProcess;
  readonly registrations: { method: string; registerOptions?: unknown }[] = [];
  readonly published = new Map<string, { version?: number; diagnostics: Diagnostic[] }>();
  refreshes = 0;
  settings: Record<string, unknown>;
  capabilities: Record<string, unknown> = {};
  readonly #root: string | undefined;
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#root = options.root;
    this.#options = options;
    this.settings = options.settings ?? {};
    const server = fileURLToPath(new URL('../../dist/server.cjs', import.meta.url));
    this.process = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdin, stdout } = this.process;
    if (!stdin || !stdout) throw new Error('the server has no pipes');
    this.connection = createMessageConnection(
      new StreamMessageReader(stdout),
      new StreamMessageWriter(stdin),
    );
    this.connection.onRequest('client/registerCapability', ({ registrations }) => {
      this.registrations.push(...registrations);
      return null;
    });
    this.connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
      items.map(() => this.settings),
    );
    this.connection.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes++;
      return null;
    });
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, ...rest }) => {
      this.published.set(uri, rest);
    });
    this.connection.listen();
  }

  async start(): Promise<void> {
    const { pull = true, registers = true, creates = false } = this.#options;
    const dynamicRegistration = registers;
    const result = await this.connection.sendRequest<{ capabilities: Record<string, unknown> }>(
      'initialize',
      {
        processId: process.pid,
        rootUri: null,
        initializationOptions: this.#options.initializationOptions,
        workspaceFolders:
          this.#root === undefined ? [] : [{ uri: pathToFileURL(this.#root).href, name: 'test' }],
        capabilities: {
          workspace: {
            configuration: true,
            workspaceFolders: true,
            didChangeWatchedFiles: { dynamicRegistration },
            ...(creates && { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } }),
            ...(pull && { diagnostics: { refreshSupport: true } }),
          },
          textDocument: {
            synchronization: { dynamicRegistration },
            ...(pull && { diagnostic: { dynamicRegistration } }),
          },
        },
      },
    );
    this.capabilities = result.capabilities;
    await this.connection.sendNotification('initialized', {});
  }

  uri(path: string): string {
    return pathToFileURL(`${this.#root}/${path}`).href;
  }

  open(uri: string, text: string, languageId = 'sql'): Promise<void> {
    return this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
  }

  change(uri: string, version: number, text: string): Promise<void> {
    return this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  async pull(uri: string): Promise<Diagnostic[]> {
    const { items } = await this.connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    return items;
  }

  /** Asks until the findings are those wanted. */
  async waitFor(uri: string, wanted: readonly string[], ms = 10_000): Promise<Diagnostic[]> {
    return until(
      () => this.pull(uri),
      (items) => JSON.stringify(items.map(({ code }) => code).sort()) === JSON.stringify([...wanted].sort()),
      ms,
    );
  }

  async stop(): Promise<void> {
    const exit = once(this.process, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    await exit;
    this.connection.dispose();
  }
}

/** A server over the files of a project; it must end by itself with exit code 0. */
export async function within(
  files: Record<string, string>,
  work: (client: TestClient, root: string) => Promise<void>,
  options: ClientOptions = {},
) {
  const { root, remove } = temporaryProject(files);
  const client = new TestClient({ root, ...options });
  try {
    await client.start();
    await work(client, root);
    await client.stop();
    assert.equal(client.process.exitCode, 0);
  } finally {
    client.process.kill('SIGKILL');
    remove();
  }
}

/** Asks until the answer is right; says what it was when time is up. */
export async function until<T>(
  ask: () => T | Promise<T>,
  isRight: (value: T) => boolean,
  ms = 10_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const value = await ask();
    if (isRight(value)) return value;
    if (Date.now() > end) throw new Error(`still ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
