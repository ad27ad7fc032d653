/** Writes to a WAL database as fast as it can, and checkpoints often. Started as a process of its own by tests. */
import { DatabaseSync } from 'node:sqlite';

const db = new DatabaseSync(process.argv[2] as string, { timeout: 5000 });
db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 500');
const move = db.prepare('UPDATE account SET balance = balance + ? WHERE id = ?');
const log = db.prepare('INSERT INTO entry (amount) VALUES (?)');
process.on('disconnect', () => process.exit());
process.send?.('ready');

function block(): void {
  for (let i = 0; i < 50; i++) {
    const amount = 1 + Math.floor(Math.random() * 100);
    db.exec('BEGIN IMMEDIATE');
    move.run(-amount, 1 + Math.floor(Math.random() * 500));
    move.run(amount, 501 + Math.floor(Math.random() * 500));
    log.run(amount);
    db.exec('COMMIT');
  }
  if (Math.random() < 0.1) db.exec('PRAGMA wal_checkpoint(RESTART)');
  if (Math.random() < 0.02) db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  setImmediate(block);
}
block();
