import {
  CodeActionRequest,
  CompletionRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  HoverRequest,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import manifest from '../package.json' with { type: 'json' };
import { configurationNames } from '../src/lint/configuration.ts';
import type { LinterServices } from '../src/lint/linter.ts';
import { docsUrl } from '../src/report/locate.ts';
import { type Client, readClient } from './client.ts';
import { codeActions, fixAllKind } from './code-actions.ts';
import { codeLenses } from './code-lenses.ts';
import { source, toDiagnostic } from './diagnostics.ts';
import { hover } from './hover.ts';
import { litestreamCompletion } from './litestream-completion.ts';
import { openRuleCommand } from './protocol.ts';
import { type RequestServices, registerRequests } from './requests.ts';
import { type DocumentFilters, litestreamDocuments, selectorOf, watchedFiles } from './selectors.ts';
import { type ClientSettings, documentDialect, folderSettings, settingsSection } from './settings.ts';
import { Folder } from './workspace.ts';

/** How long typing must pause before the engine is asked, in milliseconds. Text findings do not wait for it. */
const engineDelayMs = 30;
/** How long nobody may have typed before migrations are run on rows: that can take a second. */
const rehearsalDelayMs = 700;

/** After this pause in typing a program is read again, which may take as long as several keystrokes. */
const programDelayMs = 200;

/** Wires the server's features to a connection and starts listening. */
export function startServer(connection: Connection, services: LinterServices & RequestServices): void {
  const documents = new TextDocuments(TextDocument);
  const folders: Folder[] = [];
  /** Takes the documents that lie in no folder. */
  const loose = new Folder('', services, report, async () => {});
  let client: Client = readClient(undefined);

  function report(message: string): void {
    connection.console.warn(message);
  }

  let stopping = false;

  /** Waits for work that nobody else waits for. What fails while the server stops was about to end anyway. */
  function background(work: Promise<unknown>, what: string): void {
    work.catch((error: unknown) => {
      if (!stopping) connection.console.error(`${what}: ${String(error)}`);
    });
  }

  /** The innermost folder of a document, and its path in there. */
  function locate(uri: string): { folder: Folder; path: string } {
    let best: { folder: Folder; path: string } | undefined;
    for (const folder of folders) {
      const path = folder.pathOf(uri);
      if (path !== undefined && (!best || path.length < best.path.length)) best = { folder, path };
    }
    return best ?? { folder: loose, path: uri };
  }

  async function clientSettings(scopeUri: string | undefined): Promise<ClientSettings | null> {
    if (!client.configuration) return null;
    return connection.workspace.getConfiguration(
      scopeUri === undefined ? { section: settingsSection } : { scopeUri, section: settingsSection },
    );
  }

  async function configure(folder: Folder): Promise<void> {
    folder.linter.settings = folderSettings(
      folder.root,
      await clientSettings(folder.uri || undefined),
      report,
    );
  }

  // --- Starting -----------------------------------------------------------------------------------------------

  connection.onInitialize((params: InitializeParams): InitializeResult => {
    client = readClient(params);
    for (const { uri } of params.workspaceFolders ?? []) pendingFolders.push(uri);
    if (pendingFolders.length === 0 && params.rootUri) pendingFolders.push(params.rootUri);
    return {
      serverInfo: { name: manifest.name, version: manifest.version },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
        codeActionProvider: { codeActionKinds: ['quickfix', fixAllKind] },
        hoverProvider: true,
        ...(!client.documentRegistration && { completionProvider: {} }),
        ...(client.runsQueries && { codeLensProvider: {} }),
        ...(client.pull && {
          diagnosticProvider: {
            identifier: source,
            interFileDependencies: true,
            workspaceDiagnostics: false,
          },
        }),
        ...(!client.opensRules && { executeCommandProvider: { commands: [openRuleCommand] } }),
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  const pendingFolders: string[] = [];

  connection.onInitialized(() => {
    services.engine.warmUp();
    if (client.configurationRegistration)
      void connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
    if (client.watchRegistration) {
      void connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: watchedFiles }],
      });
    }
    if (client.documentRegistration) {
      registerDocuments(litestreamDocuments);
      void connection.client.register(CompletionRequest.type, { documentSelector: litestreamDocuments });
    }
    for (const uri of pendingFolders) addFolder(uri);
    if (client.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) {
          const at = folders.findIndex((folder) => folder.uri === uri.replace(/\/$/, ''));
          if (at >= 0) folders.splice(at, 1);
        }
        for (const { uri } of added) addFolder(uri);
        for (const document of documents.all()) background(takeDocument(document), document.uri);
      });
    }
  });

  function addFolder(uri: string): void {
    const folder = new Folder(uri, services, report, configure);
    folders.push(folder);
    background(
      folder.ready.then(async () => {
        await folder.linter.update([]);
        registerScripts(folder);
        refresh();
        rehearseLater(folder);
      }),
      uri,
    );
  }

  const registered = new Set<string>();

  /**
   * Asks the editor for documents of host languages and configuration files too, where files of theirs open connections
   * or shape a schema.
   */
  function registerScripts({ linter }: Folder): void {
    if (!client.documentRegistration) return;
    const paths = linter.project.usesSqlite ? linter.paths : [];
    const documentSelector = selectorOf(paths).filter((filter) => {
      const key = 'language' in filter ? filter.language : filter.pattern;
      if (registered.has(key)) return false;
      registered.add(key);
      return true;
    });
    if (documentSelector.length > 0) registerDocuments(documentSelector);
  }

  function registerDocuments(documentSelector: DocumentFilters): void {
    void connection.client.register(DidOpenTextDocumentNotification.type, { documentSelector });
    void connection.client.register(DidChangeTextDocumentNotification.type, {
      documentSelector,
      syncKind: TextDocumentSyncKind.Incremental,
    });
    void connection.client.register(DidCloseTextDocumentNotification.type, { documentSelector });
    void connection.client.register(HoverRequest.type, { documentSelector });
    void connection.client.register(CodeActionRequest.type, {
      documentSelector,
      codeActionKinds: ['quickfix', fixAllKind],
    });
    if (client.pull) {
      void connection.client.register(DocumentDiagnosticRequest.type, {
        documentSelector,
        identifier: source,
        interFileDependencies: true,
        workspaceDiagnostics: false,
      });
    }
  }

  // --- Documents ----------------------------------------------------------------------------------------------

  async function takeDocument(document: TextDocument): Promise<void> {
    const { folder, path } = locate(document.uri);
    folder.setDocument(path, document.getText());
    await settleDialect(document.uri);
    publish(document.uri);
    scheduleUpdate(folder, path);
  }

  /** The user may say of any resource what it is: `sqlite-preflight.dialect`. */
  async function settleDialect(uri: string): Promise<void> {
    const { folder, path } = locate(uri);
    const dialect = documentDialect(await clientSettings(uri));
    folder.linter.setDialect(path, dialect === 'sqlite' ? 'sqlite' : dialect === 'off' ? 'other' : undefined);
  }

  documents.onDidOpen(({ document }) => background(takeDocument(document), document.uri));

  documents.onDidChangeContent(({ document }) => {
    const { folder, path } = locate(document.uri);
    folder.setDocument(path, document.getText());
    publish(document.uri);
    scheduleUpdate(folder, path);
  });

  documents.onDidClose(({ document }) => {
    const { folder, path } = locate(document.uri);
    if (!client.pull) void connection.sendDiagnostics({ uri: document.uri, diagnostics: [] });
    background(folder.closeDocument(path).then(refresh), document.uri);
  });

  connection.onDidChangeWatchedFiles(async ({ changes }) => {
    const touched = new Set<Folder>();
    for (const { uri } of changes) {
      const { folder, path } = locate(uri);
      if (folder === loose) continue;
      await folder.ready;
      if (configurationNames.some((name) => name === path)) await configure(folder);
      await folder.reload(path);
      touched.add(folder);
    }
    for (const folder of touched) registerScripts(folder);
    refresh();
  });

  connection.onDidChangeConfiguration(async () => {
    for (const folder of [...folders, loose]) await configure(folder);
    for (const document of documents.all()) await settleDialect(document.uri);
    refresh();
  });

  // --- Findings -----------------------------------------------------------------------------------------------

  const timers = new Map<string, NodeJS.Timeout>();

  /** Asks the engine about a document once typing pauses, and shows what it said. */
  function scheduleUpdate(folder: Folder, path: string): void {
    const key = folder.uriOf(path);
    clearTimeout(timers.get(key));
    timers.set(
      key,
      setTimeout(
        () => {
          timers.delete(key);
          running.add(key);
          background(
            folder.ready
              .then(() => folder.linter.update([path]))
              .then((news) => {
                if (news) refresh();
                rehearseLater(folder);
              })
              .finally(() => {
                for (const resolve of waiting.get(key) ?? []) resolve();
                waiting.delete(key);
              }),
            'the engine',
          );
        },
        folder.linter.isOutdated(path) ? programDelayMs : engineDelayMs,
      ),
    );
  }

  const rehearsals = new Map<Folder, NodeJS.Timeout>();

  /** Runs the migrations on made-up rows once nobody has typed for a while, and shows what became of them. */
  function rehearseLater(folder: Folder): void {
    clearTimeout(rehearsals.get(folder));
    rehearsals.set(
      folder,
      setTimeout(() => {
        rehearsals.delete(folder);
        const rehearsed = folder.linter.rehearse().then((news) => {
          if (news) refresh();
        });
        background(rehearsed, 'the engine');
      }, rehearsalDelayMs),
    );
  }

  /** Documents that the engine is being asked about, and who waits for the answer. */
  const running = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();

  /** Resolves once a document's present text has been read. */
  async function settled(folder: Folder, path: string): Promise<void> {
    await folder.ready;
    const key = folder.uriOf(path);
    while (folder.linter.isOutdated(path) && (timers.has(key) || running.has(key))) {
      await new Promise<void>((resolve) => waiting.set(key, [...(waiting.get(key) ?? []), resolve]));
    }
  }

  /** Has the editor ask again, or tells it, where it can't ask. */
  function refresh(): void {
    if (client.pull && client.refresh) connection.languages.diagnostics.refresh();
    else if (!client.pull) for (const document of documents.all()) publish(document.uri);
    // The facts about other open documents may have grown old: a schema has changed under their queries.
    for (const document of documents.all()) {
      const { folder, path } = locate(document.uri);
      if (folder.linter.isPending(path) && !timers.has(folder.uriOf(path))) scheduleUpdate(folder, path);
    }
  }

  function diagnosticsOf(uri: string) {
    const { folder, path } = locate(uri);
    const file = folder.linter.file(path);
    return file ? folder.linter.check(path).map((finding) => toDiagnostic(finding, file)) : [];
  }

  /** For editors that do not ask. */
  function publish(uri: string): void {
    const { folder, path } = locate(uri);
    // Until a program is read again, the findings of its text before stay where they are.
    if (client.pull || folder.linter.isOutdated(path)) return;
    const version = documents.get(uri)?.version;
    void connection.sendDiagnostics({
      uri,
      diagnostics: diagnosticsOf(uri),
      ...(version !== undefined && { version }),
    });
  }

  connection.languages.diagnostics.on(async ({ textDocument: { uri } }) => {
    const { folder, path } = locate(uri);
    await settled(folder, path);
    return { kind: DocumentDiagnosticReportKind.Full, items: diagnosticsOf(uri) };
  });

  connection.onCodeAction(({ textDocument, range, context }) => {
    const { folder, path } = locate(textDocument.uri);
    return codeActions(folder.linter, path, range, context, (target) => folder.uriOf(target), client);
  });

  connection.onHover(async ({ textDocument, position }) => {
    const { folder, path } = locate(textDocument.uri);
    await folder.ready;
    return hover(folder.linter, path, position);
  });

  connection.onCompletion(async ({ textDocument, position }) => {
    const { folder, path } = locate(textDocument.uri);
    await folder.ready;
    return litestreamCompletion(folder.linter, path, position);
  });

  connection.onCodeLens(async ({ textDocument: { uri } }) => {
    const { folder, path } = locate(uri);
    await folder.ready;
    return codeLenses(folder.linter, path, uri);
  });

  registerRequests(connection, services, { folders, loose, locate });

  connection.onExecuteCommand(async ({ command, arguments: args }) => {
    const id: unknown = args?.[0];
    if (command === openRuleCommand && typeof id === 'string')
      await connection.window.showDocument({ uri: docsUrl(id), external: true });
  });

  connection.onShutdown(async () => {
    stopping = true;
    for (const timer of [...timers.values(), ...rehearsals.values()]) clearTimeout(timer);
    await services.engine.dispose();
  });

  documents.listen(connection);
  connection.listen();
}
