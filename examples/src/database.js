import { readdirSync, readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const here = new URL('..', import.meta.url);

/** Opens the database and brings its schema up to date. */
export function openLibrary() {
  const db = new DatabaseSync('library.db');
  migrate(db);
  return db;
}

/** Runs the migrations that have not run yet, in the order of their names. */
function migrate(db) {
  const done = db.prepare('PRAGMA user_version').get().user_version;
  const files = readdirSync(new URL('migrations', here)).sort();
  for (const [index, file] of files.entries()) {
    if (index < done) continue;
    db.exec(readFileSync(new URL(`migrations/${file}`, here), 'utf8'));
    db.exec(`PRAGMA user_version = ${index + 1}`);
  }
}

/** The queries of a file, by the name that stands in the comment above each. */
export function loadQueries(db, file) {
  const queries = {};
  for (const part of readFileSync(new URL(`queries/${file}`, here), 'utf8').split('-- name: ').slice(1)) {
    const [name, ...sql] = part.split('\n');
    queries[name.trim()] = db.prepare(sql.join('\n'));
  }
  return queries;
}
