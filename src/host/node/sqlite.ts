import { readFileSync } from 'node:fs';
import initSqlJs, { type SqlJsStatic } from 'sql.js';

/** Compiles sql.js. @param wasmPath the file of its WebAssembly module, which is read at once */
export function loadSqlite(wasmPath: string | URL): Promise<SqlJsStatic> {
  const { buffer, byteOffset, byteLength } = readFileSync(wasmPath);
  return initSqlJs({
    wasmBinary: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer,
    // Without this, sql.js registers functions of its own and warns of them on the console.
    ...{ useOldExtensionFunctions: false },
  });
}
