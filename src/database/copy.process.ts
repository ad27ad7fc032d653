/**
 * Writes one consistent copy of a database, from within a read transaction: `copy.cjs <database> <copy>`. A process of
 * its own, because the one that reads a file's bytes must not have it open natively.
 */
import { createRequire } from 'node:module';

const [, , source, target] = process.argv as (string | undefined)[];

try {
  const { DatabaseSync } = createRequire(__filename)('node:sqlite') as typeof import('node:sqlite');
  const db = new DatabaseSync(source as string, { readOnly: true, timeout: 2000 });
  try {
    db.prepare('VACUUM INTO ?').run(target as string);
  } finally {
    db.close();
  }
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
