import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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

export type NativeSqlite = typeof import('node:sqlite');

/** SQLite as Node has it from 22.13 on; undefined before. For bundles only: a process that reads a file's bytes must not use it on that file. */
export function nativeSqlite(): NativeSqlite | undefined {
  try {
    return createRequire(__filename)('node:sqlite');
  } catch {
    return undefined;
  }
}
