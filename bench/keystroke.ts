import { TestClient, until } from '../test/server/client.ts';
import { temporaryProject } from '../test/support/temporary.ts';
import { execute, figures, interleave, percentile, print } from './measure.ts';

const schema = Array.from(
  { length: 40 },
  (_, n) =>
    `CREATE TABLE t${n} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, ref INTEGER);\nCREATE INDEX t${n}_name ON t${n} (name);`,
).join('\n');

const project = {
  'package.json': '{ "dependencies": { "better-sqlite3": "12" } }',
  'schema.sql': schema,
  'queries/all.sql': '',
};

/** From didChange to the answer, in a file of 2,500 lines: text findings at once, plan findings when they are known. */
export async function benchKeystroke(): Promise<void> {
  const { root, remove } = temporaryProject(project);
  const client = new TestClient({ root });
  await client.start();
  const uri = client.uri('queries/all.sql');
  const line = (n: number): string =>
    `SELECT id, name\nFROM t${n % 40}\nWHERE name = ${n}\n  AND id > ?\nORDER BY name;`;
  const lines = Array.from({ length: 500 }, (_, n) => line(n));
  const textOf = (version: number): string => {
    const copy = [...lines];
    copy[version % 500] =
      `PRAGMA nosuch_${version} = 1;\nSELECT id, ${version} FROM t${version % 40} WHERE ref = ?;`;
    return copy.join('\n');
  };
  await client.open(uri, textOf(1));
  await until(
    () => client.pull(uri),
    (items) => items.some(({ code }) => code === 'query/full-scan'),
  );
  const textTimes: number[] = [];
  const planTimes: number[] = [];
  const floor: number[] = [];
  for (let version = 2; version <= 201; version++) {
    let start = performance.now();
    await client.connection.sendRequest('preflight/rulePage', { rule: 'none' });
    floor.push(performance.now() - start);
    start = performance.now();
    await client.change(uri, version, textOf(version));
    const items = await client.pull(uri);
    textTimes.push(performance.now() - start);
    if (!items.some(({ message }) => message.includes(`nosuch_${version} `)))
      throw new Error(`the answer is not about version ${version}`);
    const table = `t${version % 40}.`;
    let seen = client.refreshes;
    for (
      let current = items;
      !current.some(({ code, message }) => code === 'query/full-scan' && message.includes(`all of ${table}`));
    ) {
      await until(
        () => client.refreshes,
        (now) => now > seen,
      );
      seen = client.refreshes;
      current = await client.pull(uri);
    }
    planTimes.push(performance.now() - start);
  }
  await client.stop();
  remove();
  print('keystroke: 200 edits in a file of 2,500 lines', [
    figures('floor: an empty request', floor),
    figures('text findings', textTimes),
    figures('plan findings', planTimes),
  ]);
  for (const [name, times] of Object.entries({ text: textTimes, plan: planTimes })) {
    console.log(
      `${name} p95: ${percentile(
        times.sort((a, b) => a - b),
        0.95,
      ).toFixed(1)} ms`,
    );
  }
}

/** From the start of the server's process to its first answers. */
export async function benchStartup(): Promise<void> {
  const { root, remove } = temporaryProject({ ...project, 'queries/all.sql': 'PRAGMA synchronous = OFF;\n' });
  const start = async (first: boolean): Promise<void> => {
    const client = new TestClient({ root });
    await client.start();
    if (first) {
      await client.open(client.uri('queries/all.sql'), 'PRAGMA synchronous = OFF;\n');
      await client.pull(client.uri('queries/all.sql'));
    }
    client.process.kill('SIGKILL');
    client.connection.dispose();
  };
  const rows = await interleave(11, {
    'floor: node -e 0': () => execute(process.execPath, ['-e', '0']),
    'server: to the answer of initialize': () => start(false),
    'server: to the first findings': () => start(true),
  });
  remove();
  print('start-up', rows);
}

/**
 * Typing in a program of 1,000 lines: how long the server is busy with each keystroke (the answer to an empty request
 * that follows it), and when the findings of the new text are there, counted from the last keystroke.
 */
export async function benchProgramKeystroke(): Promise<void> {
  const { root, remove } = temporaryProject({ ...project, 'src/db.ts': '' });
  const client = new TestClient({ root });
  await client.start();
  const uri = client.uri('src/db.ts');
  const load = (n: number): string =>
    [
      `export function load${n}(db: DatabaseSync, name: string): unknown {`,
      '  // Rows of one name, the newest first.',
      `  const rows = db.prepare('SELECT id, name FROM t${n % 40} WHERE name = ? ORDER BY id DESC').all(name);`,
      "  if (rows.length === 0) throw new Error('nothing is called ' + name);",
      '  const result = rows.map((row) => ({ ...row, upper: String(row.name).toUpperCase() }));',
      "  console.log(result.length, 'rows');",
      '  return result;',
      '}',
    ].join('\n');
  const rest = Array.from({ length: 120 }, (_, n) => load(n)).join('\n\n');
  const textOf = (version: number): string =>
    `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db');\ndb.exec('PRAGMA nosuch_${version} = 1');\n${rest}\n`;
  await client.open(uri, textOf(1));
  await until(
    () => client.pull(uri),
    (items) => items.some(({ code }) => code === 'pragma/unknown-name'),
  );
  const floor: number[] = [];
  const busy: number[] = [];
  const findings: number[] = [];
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  let version = 1;
  for (let burst = 0; burst < 20; burst++) {
    for (let key = 0; key < 10; key++) {
      let start = performance.now();
      await client.connection.sendRequest('preflight/rulePage', { rule: 'none' });
      floor.push(performance.now() - start);
      start = performance.now();
      await client.change(uri, ++version, textOf(version));
      await client.connection.sendRequest('preflight/rulePage', { rule: 'none' });
      busy.push(performance.now() - start);
      await pause(60);
    }
    const start = performance.now();
    const items = await client.pull(uri);
    findings.push(performance.now() - start);
    if (!items.some(({ message }) => message.includes(`nosuch_${version} `)))
      throw new Error(`the answer is not about version ${version}`);
  }
  await client.stop();
  remove();
  print('keystroke: 200 edits in a program of 1,000 lines', [
    figures('floor: an empty request', floor),
    figures('a keystroke', busy),
    figures('findings after a pause', findings),
  ]);
  console.log(
    `keystroke p95: ${percentile(
      busy.sort((a, b) => a - b),
      0.95,
    ).toFixed(1)} ms`,
  );
}
