import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute, figures, interleave, isInstalled, print } from './measure.ts';

const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));

/** Whole processes: one small file, and a folder of migrations. */
export async function benchLint(folder: string): Promise<void> {
  const one = join(folder, 'one');
  mkdirSync(one);
  const statements = Array.from(
    { length: 24 },
    (_, n) => `SELECT id, name\nFROM entity WHERE state = 'open' AND id > ${n};`,
  );
  writeFileSync(
    join(one, 'fifty.sql'),
    `PRAGMA foreign_keys = ON;\nCREATE TABLE entity (id INTEGER PRIMARY KEY, name TEXT, state TEXT);\n${statements.join('\n')}\n`,
  );
  print(
    'lint: one file of 50 lines',
    await interleave(15, {
      'floor: node -e 0': () => execute(process.execPath, ['-e', '0']),
      'sqlite-preflight lint': () => execute(process.execPath, [cli, 'lint', join(one, 'fifty.sql')]),
    }),
  );

  const migrations = join(folder, 'sqlite');
  print(
    'lint: a folder of migrations',
    await interleave(11, {
      'floor: node -e 0': () => execute(process.execPath, ['-e', '0']),
      'sqlite-preflight lint': () => execute(process.execPath, [cli, 'lint', migrations]),
      ...(isInstalled('squawk') && { 'peer: squawk': () => execute('squawk', [`${migrations}/**/*.sql`]) }),
    }),
  );
  for (const peer of ['squawk', 'sqlfluff'])
    if (!isInstalled(peer)) console.log(`\n(${peer} is not installed: left out)`);
  if (isInstalled('sqlfluff')) {
    // Seconds a run: once is enough for a ratio of tens.
    const start = performance.now();
    execute('sqlfluff', ['lint', '--dialect', 'sqlite', migrations]);
    print('peer, one run', [figures('sqlfluff lint --dialect sqlite', [performance.now() - start])]);
  }
}
