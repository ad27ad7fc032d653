/**
 * Runs statements on one version of SQLite, each list on a database of its own, and prints as JSON what the last
 * statement of each failed with, null where it passed.
 *
 *   node run.mjs <folder with node_modules> <package> '[["SELECT 1"]]'
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, name, lists] = process.argv.slice(2);
const at = (...path) => join(folder, 'node_modules', name, ...path);

/** @returns a function that opens a database and gives the one that runs a statement on it */
async function opener() {
  if (existsSync(at('dist', 'sql-asm.js'))) {
    const { Database } = await createRequire(import.meta.url)(at('dist', 'sql-asm.js'))();
    return () => {
      const db = new Database();
      return (sql) => db.exec(sql);
    };
  }
  const found = (...paths) => paths.map((path) => at(...path.split('/'))).find(existsSync);
  const program = found('dist/node.mjs', 'sqlite-wasm/jswasm/sqlite3-node.mjs');
  const wasm = found('dist/sqlite3.wasm', 'sqlite-wasm/jswasm/sqlite3.wasm');
  const quiet = () => {};
  // Made for browsers: it asks for what only those have.
  globalThis.self ??= globalThis;
  globalThis.location ??= { href: 'http://localhost/' };
  console.warn = quiet;
  console.error = quiet;
  const { default: init } = await import(pathToFileURL(program).href);
  const sqlite = await init({
    wasmBinary: readFileSync(wasm),
    locateFile: (file) => file,
    print: quiet,
    printErr: quiet,
  });
  return () => {
    const db = new sqlite.oo1.DB();
    return (sql) => db.exec(sql);
  };
}

const open = await opener();
const answers = JSON.parse(lists).map((statements) => {
  const run = open();
  try {
    for (const sql of statements) run(sql);
    return null;
  } catch (error) {
    return error.message;
  }
});

process.stdout.write(JSON.stringify(answers));
process.exit(0);
