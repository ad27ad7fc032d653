/**
 * An application under load: `writer.process.ts DATABASE LOG`. It commits one row after another until it is killed, and
 * writes `id committedAt` (milliseconds since 1970) into the log once a row is committed.
 */
import { openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const [, , database = '', log = ''] = process.argv;
const acknowledged = openSync(log, 'a');
const db = new DatabaseSync(database, { timeout: 5000 });
db.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, a TEXT)',
);
const insert = db.prepare('INSERT INTO t (a) VALUES (?) RETURNING id');

setInterval(() => {
  const row = insert.get('x'.repeat(200));
  writeSync(acknowledged, `${row?.id} ${Date.now()}\n`);
}, 2);
