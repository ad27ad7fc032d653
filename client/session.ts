import * as vscode from 'vscode';
import {
  LanguageClient,
  type LanguageClientOptions,
  type ServerOptions,
  State,
  TransportKind,
} from 'vscode-languageclient/node';
import { type InitializationOptions, litestreamGlob } from '../server/protocol.ts';
import { PlanView } from './plan-view.ts';
import { Previews } from './previews.ts';
import { ResultPanel } from './result-panel.ts';
import { RulePages } from './rule-pages.ts';
import { StatusItem } from './status.ts';
import { WorkspaceFindings } from './workspace-findings.ts';

/** Languages whose documents may hold SQL of SQLite. JavaScript and TypeScript join when the server asks for them. */
const selector = [{ language: 'sql' }, { language: 'sqlite' }];

/** Documents that start the server: the server itself asks for those of Litestream. */
const starters = [...selector, { pattern: litestreamGlob }];

/** The extension's one connection to the language server. */
export class Session implements vscode.Disposable {
  readonly output: vscode.LogOutputChannel;
  readonly findings: WorkspaceFindings;
  readonly results: ResultPanel;
  readonly plans = new PlanView();
  readonly previews = new Previews();
  /** What the user chose in this workspace. */
  readonly state: vscode.Memento;
  readonly #context: vscode.ExtensionContext;
  readonly #status: StatusItem;
  readonly #disposables: vscode.Disposable[] = [];
  #client: LanguageClient | undefined;
  #starting: Promise<LanguageClient> | undefined;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.output = vscode.window.createOutputChannel('SQLite Preflight', { log: true });
    this.findings = new WorkspaceFindings();
    this.state = context.workspaceState;
    this.results = new ResultPanel(context.extensionUri, () => this.client());
    this.#status = new StatusItem(selector, () => this.#client);
    this.#disposables.push(
      this.output,
      this.findings,
      this.results,
      this.plans,
      this.previews,
      this.#status,
      new RulePages(this),
    );
  }

  /** Starts the server now if a document of SQL or of Litestream is open, else as soon as one is opened. */
  startWhenNeeded(): void {
    const matches = (document: vscode.TextDocument): boolean =>
      vscode.languages.match(starters, document) > 0;
    if (vscode.workspace.textDocuments.some(matches)) {
      void this.client();
      return;
    }
    const listener = vscode.workspace.onDidOpenTextDocument((document) => {
      if (!matches(document)) return;
      listener.dispose();
      void this.client();
    });
    this.#disposables.push(listener);
  }

  /** The client, started when it wasn't. */
  client(): Promise<LanguageClient> {
    this.#starting ??= this.#start();
    return this.#starting;
  }

  /** Ends the server and starts another one. */
  async restart(): Promise<void> {
    this.output.info('restarting the language server');
    this.findings.clear();
    const running = this.#starting;
    this.#starting = undefined;
    if (running)
      await running
        .then((client) => client.dispose())
        .catch((error: unknown) => this.output.error(String(error)));
    await this.client();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
    void this.#client?.dispose();
  }

  async #start(): Promise<LanguageClient> {
    const module = vscode.Uri.joinPath(this.#context.extensionUri, 'dist', 'server.cjs').fsPath;
    const server: ServerOptions = { module, transport: TransportKind.ipc };
    const initializationOptions: InitializationOptions = {
      opensRules: true,
      copiesText: true,
      runsQueries: true,
    };
    const options: LanguageClientOptions = {
      documentSelector: selector,
      outputChannel: this.output,
      initializationOptions,
      // A document that is shown is asked about at once, and again while it is typed in.
      diagnosticPullOptions: { onChange: true, onTabs: true },
    };
    const client = new LanguageClient('sqlite-preflight', 'SQLite Preflight', server, options);
    this.#client = client;
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Running) this.#status.refresh();
    });
    try {
      await client.start();
    } catch (error) {
      this.#starting = undefined;
      this.output.error(`the language server did not start: ${String(error)}`);
      void vscode.window
        .showErrorMessage('SQLite Preflight: the language server did not start.', 'Show Output')
        .then((choice) => choice && this.output.show());
      throw error;
    }
    this.output.info('the language server runs');
    return client;
  }
}
