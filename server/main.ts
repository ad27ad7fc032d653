import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServices } from '../src/cli/engine.ts';
import { startServer } from './server.ts';

/**
 * The language server's entry: `--stdio`, `--node-ipc`, `--socket=…` or `--pipe=…`, as the library reads them.
 * The engine's files lie beside the bundle.
 */
startServer(createConnection(ProposedFeatures.all), startServices(__dirname));
