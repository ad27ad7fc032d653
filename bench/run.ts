/**
 * How fast we are, beside a floor or a peer in the same run.
 *
 *   npm run bench [-- parse lint keystroke startup rehearsal honesty]
 *
 * BENCH_CORPUS names a folder of real SQLite migrations; without it, made-up ones serve. Peers that are not installed
 * (sqlfluff: apt-get install sqlfluff; squawk: npm install --global squawk-cli) are left out, and it is said.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeMigrations, readFolder, writeFiles } from './corpus.ts';
import { benchHonesty } from './honesty.ts';
import { benchKeystroke, benchProgramKeystroke, benchStartup } from './keystroke.ts';
import { benchLint } from './lint.ts';
import { benchParse } from './parse.ts';
import { benchRehearsal } from './rehearsal.ts';

const names = process.argv.slice(2);
const wants = (name: string): boolean => names.length === 0 || names.includes(name);
const folder = mkdtempSync(join(tmpdir(), 'sqlite-preflight-bench-'));
try {
  const corpus = process.env.BENCH_CORPUS;
  const migrations = corpus === undefined ? makeMigrations(200) : readFolder(corpus);
  const bytes = [...migrations.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model}; ${migrations.size} ${corpus === undefined ? 'made-up' : 'real'} migrations, ${Math.round(bytes / 1024)} kB`,
  );
  writeFiles(join(folder, 'sqlite', 'migrations'), migrations);
  if (wants('parse')) await benchParse([...migrations.values()]);
  if (wants('lint')) await benchLint(folder);
  if (wants('startup')) await benchStartup();
  if (wants('keystroke')) {
    await benchKeystroke();
    await benchProgramKeystroke();
  }
  if (wants('rehearsal')) await benchRehearsal();
  if (wants('honesty')) await benchHonesty(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
