import { planRehearsal } from '../src/rehearsal/plan.ts';
import { engineSteps } from '../src/schema/timeline.ts';
import { linterFor, startEngine } from '../test/support/lint.ts';
import { interleave, print } from './measure.ts';

/** A project of migrations: every fourth makes a table, the others change, index and rebuild those that are there. */
function migrations(count: number): Record<string, string> {
  const files: Record<string, string> = { 'package.json': '{ "dependencies": { "better-sqlite3": "12" } }' };
  for (let n = 0; n < count; n++) {
    const table = Math.floor(n / 4);
    const parent = Math.max(0, table - 1);
    const text = [
      `CREATE TABLE t${table} (id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT CHECK (state IN ('on', 'off')), up INTEGER REFERENCES t${parent} (id) ON DELETE CASCADE);\nCREATE INDEX t${table}_up ON t${table} (up);\n`,
      `ALTER TABLE t${table} ADD COLUMN note TEXT NOT NULL DEFAULT '';\n`,
      `UPDATE t${table} SET note = name;\nCREATE INDEX t${table}_name ON t${table} (name);\n`,
      `PRAGMA foreign_keys = OFF;\nBEGIN;\nCREATE TABLE t${table}_new (id INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT, up INTEGER REFERENCES t${parent} (id) ON DELETE CASCADE, note TEXT);\nINSERT INTO t${table}_new SELECT id, name, state, up, note FROM t${table};\nDROP TABLE t${table};\nALTER TABLE t${table}_new RENAME TO t${table};\nCREATE INDEX t${table}_up ON t${table} (up);\nCREATE INDEX t${table}_name ON t${table} (name);\nCOMMIT;\nPRAGMA foreign_keys = ON;\n`,
    ][n % 4] as string;
    files[`migrations/${String(n + 1).padStart(4, '0')}_step.sqlite.sql`] = text;
  }
  return files;
}

/** 200 migrations on rows, beside their replay without any; and again when the last of them has changed. */
export async function benchRehearsal(): Promise<void> {
  const engine = startEngine();
  const linter = linterFor(engine, migrations(200), {}, []);
  await linter.update();
  const [database] = linter.project.databases;
  const plan = database && planRehearsal(database, linter.project);
  if (!database || !plan) throw new Error('there are no migrations');
  const steps = engineSteps(database.steps);
  let run = 0;
  const known = new Map(
    (await engine.rehearse(plan.items, new Map())).map((one, at) => [plan.items[at]?.key ?? '', one]),
  );
  if (known.size !== plan.items.length) throw new Error(`only ${known.size} migrations were rehearsed`);
  const changed = () => [
    ...plan.items.slice(0, -1),
    { ...(plan.items.at(-1) as (typeof plan.items)[number]), key: `changed ${run++}` },
  ];
  const rows = await interleave(5, {
    'floor: the replay without rows': async () => {
      await engine.build(`bench ${run++}`, steps);
    },
    'the rehearsal': async () => {
      await engine.rehearse(plan.items, new Map());
    },
    'the last migration has changed': async () => {
      await engine.rehearse(changed(), known);
    },
  });
  print('rehearsal: 200 migrations, 50 tables', rows);
  await engine.dispose();
}
