/** The loop that somebody would write who wants to know: `node bench/by-hand.ts <database> <copy>`; prints p50 in µs. */
import { DatabaseSync } from 'node:sqlite';
import { percentile } from '../src/benchmark/statistics.ts';

const samples = 2000;
const [, , file, copy] = process.argv as [string, string, string, string];
const source = new DatabaseSync(file);
source.prepare('VACUUM INTO ?').run(copy);
source.close();
const db = new DatabaseSync(copy);
db.exec(
  'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -64000; PRAGMA temp_store = MEMORY',
);
const ids = db
  .prepare(`SELECT id FROM user ORDER BY random() LIMIT ${samples}`)
  .all()
  .map((row) => row.id as number);
const read = db.prepare('SELECT * FROM user WHERE id = ?');
const insert = db.prepare('INSERT INTO user (mail, note) VALUES (?, ?)');
const note = 'x'.repeat(120);
let n = 0;
// Writes first: a read beside a log with frames in it takes another path than one beside an empty log.
const insertUs = loop(() => insert.run(`user${n++}@example.org`, note));
const result = { read: loop(() => read.get(ids[n++ % ids.length] as number)), insert: insertUs };
db.close();
console.log(JSON.stringify(result));

/** The median time of an operation, in microseconds, over three quarters of a second. */
function loop(operation: () => unknown): number {
  for (const end = performance.now() + 100; performance.now() < end; ) operation();
  const times: number[] = [];
  for (const end = performance.now() + 750; performance.now() < end; ) {
    const start = performance.now();
    operation();
    times.push(performance.now() - start);
  }
  return percentile(Float64Array.from(times).sort(), 0.5) * 1000;
}
