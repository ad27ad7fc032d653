/**
 * Compares `schema/unindexed-foreign-key` with the sqlite3 shell's `.lint fkey-indexes`.
 *
 *   node scripts/compare-fkey-indexes.ts SCHEMA.sql…
 *
 * Prints a line for each schema and exits with 1 when one differs. Needs sqlite3 on the PATH (Debian: sqlite3).
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ourForeignKeys, shellForeignKeys } from '../test/support/fkey-indexes.ts';
import { startEngine } from '../test/support/lint.ts';

const engine = startEngine();
let different = 0;
console.log(`sqlite3 ${execFileSync('sqlite3', ['--version'], { encoding: 'utf8' }).split(' ', 1)[0]}`);
for (const file of process.argv.slice(2)) {
  const sql = readFileSync(file, 'utf8');
  const shell = shellForeignKeys(sql);
  const ours = await ourForeignKeys(engine, sql);
  const same = JSON.stringify(shell) === JSON.stringify(ours);
  if (!same) different++;
  console.log(
    `${same ? 'equal' : 'DIFFERENT'}  ${basename(file)}  shell ${shell.length}  ours ${ours.length}${same ? '' : `\n  shell: ${shell.join(' ')}\n  ours:  ${ours.join(' ')}`}`,
  );
}
await engine.dispose();
process.exitCode = different > 0 ? 1 : 0;
