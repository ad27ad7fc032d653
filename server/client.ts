import type { InitializeParams } from 'vscode-languageserver';
import type { InitializationOptions } from './protocol.ts';

/** What the editor can do. */
export interface Client {
  readonly pull: boolean;
  readonly refresh: boolean;
  readonly configuration: boolean;
  readonly configurationRegistration: boolean;
  readonly watchRegistration: boolean;
  readonly documentRegistration: boolean;
  readonly folders: boolean;
  readonly opensRules: boolean;
  readonly createsFiles: boolean;
  readonly copiesText: boolean;
  readonly runsQueries: boolean;
}

/** Of what the editor said when it started the server; nothing, before it did. */
export function readClient(params: InitializeParams | undefined): Client {
  const { workspace, textDocument } = params?.capabilities ?? {};
  const options = params?.initializationOptions as InitializationOptions | undefined;
  return {
    pull: textDocument?.diagnostic !== undefined,
    refresh: workspace?.diagnostics?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    configurationRegistration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchRegistration: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    documentRegistration: textDocument?.synchronization?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    opensRules: options?.opensRules === true,
    createsFiles:
      workspace?.workspaceEdit?.documentChanges === true &&
      workspace.workspaceEdit.resourceOperations?.includes('create') === true,
    copiesText: options?.copiesText === true,
    runsQueries: options?.runsQueries === true,
  };
}
