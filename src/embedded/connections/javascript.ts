import { readImports } from './javascript/imports.ts';
import { readNodeSqlite } from './javascript/node-sqlite.ts';
import type { ConnectionReader, HostFile } from './reader.ts';
import { looseSettings } from './statements.ts';

/** Connections in JavaScript and TypeScript. */
export const javaScriptConnections: ConnectionReader = {
  marks: /['"]node:sqlite['"]/,
  read(file: HostFile) {
    const imports = readImports(file.root);
    const sites = [...readNodeSqlite(file, imports)];
    return { sites, loose: looseSettings(file, sites, () => 'unknown') };
  },
};
