import { join } from 'node:path';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { verifyServices } from '../src/cli/backup.ts';
import { benchmarkStarter } from '../src/cli/benchmark.ts';
import { startServices } from '../src/cli/engine.ts';
import { databaseFilesWithCopies } from '../src/host/node/database-files.ts';
import { nodeWorkerHost } from '../src/host/node/workers.ts';
import { startServer } from './server.ts';

/**
 * The language server's entry: `--stdio`, `--node-ipc`, `--socket=…` or `--pipe=…`, as the library reads them.
 * The engine's files lie beside the bundle.
 */
startServer(createConnection(ProposedFeatures.all), {
  ...startServices(__dirname),
  queryHost: nodeWorkerHost(join(__dirname, 'query.cjs'), join(__dirname, 'sql-wasm.wasm')),
  startBenchmark: (signal) => benchmarkStarter(__dirname, signal),
  verify: verifyServices(__dirname),
  databaseFiles: databaseFilesWithCopies(join(__dirname, 'copy.cjs')),
});
