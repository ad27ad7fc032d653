import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { readWranglerConfig, wranglerFileNames } from '../../src/config/wrangler/read.ts';
import { firstD1Migration, writeD1Bindings, writeD1Client } from '../../src/config/wrangler/write.ts';
import { d1Limits, d1Modules, d1Pragmas } from '../../src/facts/d1/sql.ts';
import { pragmas } from '../../src/facts/pragmas.ts';
import { lintProject, startEngine } from '../support/lint.ts';
import { temporaryProject } from '../support/temporary.ts';
import { program } from './programs.ts';

const wrangler = program('wrangler');

/** Runs statements in D1's own engine: for each the error, or an empty text. */
function inD1(statements: readonly string[]): string[] {
  const { root, remove } = temporaryProject({
    'main.mjs': `import { createRequire } from 'node:module';
const { Miniflare } = createRequire(${JSON.stringify(`${wrangler.path}/`)})('miniflare');
const miniflare = new Miniflare({ modules: true, script: 'export default {}', d1Databases: { DB: 'db' } });
const db = await miniflare.getD1Database('DB');
const answers = [];
for (const sql of ${JSON.stringify(statements)})
  answers.push(await db.prepare(sql).run().then(() => '', (error) => error.message));
process.stdout.write(JSON.stringify(answers), () => process.exit(0));
await miniflare.dispose();
`,
  });
  try {
    const { stdout, stderr } = spawnSync(process.execPath, ['main.mjs'], {
      cwd: root,
      encoding: 'utf8',
      timeout: 60_000,
    });
    assert.ok(stdout.startsWith('['), stderr);
    return JSON.parse(stdout) as string[];
  } finally {
    remove();
  }
}

/** What wrangler prints in a folder with these files; it talks to nobody. */
function runWrangler(files: Readonly<Record<string, string>>, args: readonly string[]): string {
  const { root, remove } = temporaryProject(files);
  try {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(wrangler.path as string, 'node_modules/wrangler/bin/wrangler.js'), ...args],
      {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: root, CI: '1', WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' },
        encoding: 'utf8',
        timeout: 60_000,
      },
    );
    return stdout + stderr;
  } finally {
    remove();
  }
}

const uuid = (digit: string): string => `${digit.repeat(8)}-1d2e-4f3a-8b4c-5d6e7f8a9b0c`;
const worker = { 'src/index.ts': 'export default { fetch: () => new Response("") };\n' };
const options = {
  binding: 'DB',
  migrationsDir: 'migrations',
  targets: [
    { environment: undefined, databaseName: 'app', databaseId: uuid('1') },
    { environment: 'staging', databaseName: 'app-staging', databaseId: uuid('2') },
  ],
};

describe('D1’s engine', { skip: wrangler.skip }, () => {
  test('runs the pragmas of the table, and no others', () => {
    const names = [...new Set([...pragmas.keys(), ...d1Pragmas])];
    const alone = inD1(names.map((name) => `PRAGMA ${name}`));
    const of = inD1(['CREATE TABLE a (b)', ...names.map((name) => `PRAGMA ${name}(a)`)]).slice(1);
    const taken = names.filter((_, at) =>
      [alone[at], of[at]].some((answer) => !answer?.includes('not authorized')),
    );
    assert.deepEqual(taken.sort(), [...d1Pragmas].sort());
  });

  test('has the limits of the table', () => {
    const columns = (count: number) => Array.from({ length: count }, (_, at) => `c${at}`).join(', ');
    const pairs: readonly (readonly [string, string])[] = [
      [`CREATE TABLE a (${columns(d1Limits.columns)})`, `CREATE TABLE b (${columns(d1Limits.columns + 1)})`],
      [
        `SELECT '${'x'.repeat(d1Limits.statementBytes - 9)}'`,
        `SELECT '${'x'.repeat(d1Limits.statementBytes - 8)}'`,
      ],
      [
        `SELECT 'a' LIKE '${'x'.repeat(d1Limits.patternBytes)}'`,
        `SELECT 'a' LIKE '${'x'.repeat(d1Limits.patternBytes + 1)}'`,
      ],
      [
        Array(d1Limits.compoundTerms).fill('SELECT 1').join(' UNION ALL '),
        Array(d1Limits.compoundTerms + 1)
          .fill('SELECT 1')
          .join(' UNION ALL '),
      ],
    ];
    for (const [within, beyond] of pairs) {
      const [first, second] = inD1([within, beyond]);
      assert.equal(first, '');
      assert.match(second ?? '', /too|long/);
    }
  });

  test('refuses what the rule says', () => {
    const refused = [
      'VACUUM',
      "ATTACH ':memory:' AS other",
      'CREATE TEMP TABLE a (b)',
      'CREATE TABLE _cf_KV (a)',
      'CREATE VIRTUAL TABLE r USING rtree (id, a, b)',
      'BEGIN',
      'SAVEPOINT a',
    ];
    for (const answer of inD1(refused)) assert.notEqual(answer, '');
    for (const module of d1Modules)
      if (module === 'fts5') assert.deepEqual(inD1([`CREATE VIRTUAL TABLE f USING ${module} (a)`]), ['']);
  });
});

describe('wrangler', { skip: wrangler.skip }, () => {
  const dryRun = ['deploy', '--dry-run', '--outdir', 'out'];
  const config = 'name = "app"\nmain = "src/index.ts"\ncompatibility_date = "2026-01-01"\n';
  const binding = '[[d1_databases]]\nbinding = "DB"\ndatabase_name = "app"\ndatabase_id = "1"\n';

  test('reads the first of its files', () => {
    const [first, ...others] = wranglerFileNames;
    for (const other of others) {
      const texts = [first, other].map((path, at): [string, string] => [
        path,
        writeD1Bindings(path, undefined, {
          binding: 'DB',
          migrationsDir: 'migrations',
          targets: [
            { environment: undefined, databaseName: ['read', 'not-read'][at] ?? '', databaseId: undefined },
          ],
        }),
      ]);
      const printed = runWrangler({ ...worker, ...Object.fromEntries(texts) }, dryRun);
      assert.match(printed, /env\.DB \(read\)/);
    }
  });

  test('warns of an environment without the database, and deploys without it', () => {
    const printed = runWrangler(
      { ...worker, 'wrangler.toml': `${config}${binding}[env.staging]\nname = "s"\n` },
      [...dryRun, '--env', 'staging'],
    );
    assert.match(printed, /not on "env\.staging"/);
    assert.match(printed, /No bindings found/);
  });

  test('leaves out unknown keys and tables', () => {
    const printed = runWrangler(
      {
        ...worker,
        'wrangler.toml': `${config}${binding}migration_dir = "a"\n[[production.d1_databases]]\nbinding = "DB"\n`,
      },
      dryRun,
    );
    assert.match(printed, /Unexpected fields found in d1_databases\[0\] field: "migration_dir"/);
    assert.match(printed, /Unexpected fields found in top-level field: "production"/);
  });

  test('refuses a database without a binding', () => {
    const printed = runWrangler(
      { ...worker, 'wrangler.toml': `${config}[[d1_databases]]\ndatabase_name = "app"\n` },
      dryRun,
    );
    assert.match(printed, /should have a string "binding" field/);
  });

  const apply = ['d1', 'migrations', 'apply', 'DB', '--local'];
  const transactions: readonly (readonly [string, boolean])[] = [
    ['BEGIN TRANSACTION;\nCREATE TABLE a (b);\nCOMMIT;\n', true],
    ['BEGIN;\nCREATE TABLE a (b);\nCOMMIT;\n', false],
    ['begin transaction;\nCREATE TABLE a (b);\ncommit;\n', false],
    ['CREATE TABLE a (b);\nCOMMIT;\n', false],
  ];
  for (const [sql, works] of transactions) {
    test(`${works ? 'applies' : 'fails on'} ${JSON.stringify(sql)}`, () => {
      const printed = runWrangler({ 'wrangler.toml': config + binding, 'migrations/0001_a.sql': sql }, apply);
      assert.match(printed, works ? /✅/ : /❌/);
    });
  }

  for (const path of ['wrangler.toml', 'wrangler.jsonc']) {
    test(`loads a generated ${path} and applies the generated migration`, () => {
      const files = {
        [path]: writeD1Bindings(path, undefined, options),
        'migrations/0001_init.sql': firstD1Migration,
        'src/index.ts': `${writeD1Client(options)}export default { async fetch(_: Request, env: Env) { await checkDatabase(env); return new Response(''); } };\n`,
      };
      for (const env of [[], ['--env', 'staging']]) {
        const printed = runWrangler(files, [...dryRun, ...env]);
        assert.match(printed, /env\.DB \(app/);
        assert.doesNotMatch(printed, /Unexpected|ERROR|not inherited/);
      }
      assert.match(runWrangler(files, apply), /✅/);
    });
  }
});

describe('generated configurations', () => {
  const engine = startEngine();
  after(() => engine.dispose());

  test('have no finding, and keep what was there', async () => {
    const before =
      '// Ours.\n{\n  "name": "app",\n  "main": "src/index.ts",\n  "env": { "staging": { "vars": { "A": "b" } } },\n}\n';
    const json = writeD1Bindings('wrangler.jsonc', before, options);
    assert.match(json, /\/\/ Ours\./);
    assert.match(json, /"A": "b"/);
    const toml = writeD1Bindings('wrangler.toml', 'name = "app" # Ours.\n', options);
    assert.match(toml, /# Ours\./);
    for (const [path, text] of [
      ['wrangler.jsonc', json],
      ['wrangler.toml', toml],
    ] as const)
      assert.deepEqual(
        await lintProject(engine, { [path]: text, 'migrations/0001_init.sql': firstD1Migration }),
        [],
      );
  });

  test('refuse one database for two environments, and a binding that is there', () => {
    const [first, second] = options.targets;
    assert.ok(first && second);
    const same = { ...options, targets: [first, { ...second, databaseId: first.databaseId }] };
    assert.throws(() => writeD1Bindings('wrangler.toml', undefined, same), /same id/);
    const once = writeD1Bindings('wrangler.toml', undefined, options);
    assert.throws(() => writeD1Bindings('wrangler.toml', once, options), /has the binding DB/);
  });

  test('refuse a TOML that tables cannot be added to', () => {
    const [first] = options.targets;
    assert.ok(first);
    const inline = 'name = "app"\nd1_databases = [{ binding = "OLD", database_name = "old" }]\n';
    assert.throws(
      () => writeD1Bindings('wrangler.toml', inline, { ...options, targets: [first] }),
      /wrangler\.toml .*\[\[d1_databases\]\]/,
    );
    const environments = 'name = "app"\nenv = { staging = { name = "app-staging" } }\n';
    assert.throws(
      () => writeD1Bindings('wrangler.toml', environments, options),
      /wrangler\.toml .*\[\[env\.staging\.d1_databases\]\]/,
    );
    const dotted = 'name = "app"\nenv.staging.vars = { A = "b" }\n';
    const databases = readWranglerConfig(
      'wrangler.toml',
      writeD1Bindings('wrangler.toml', dotted, options),
    )?.environments.map((one) => one.databases?.length);
    assert.deepEqual(databases, [1, 1]);
  });

  test('refuse two databases under one name', () => {
    const [first] = options.targets;
    assert.ok(first);
    const twice = {
      ...options,
      targets: [first, { ...first, databaseName: 'other', databaseId: undefined }],
    };
    for (const path of ['wrangler.toml', 'wrangler.jsonc'])
      assert.throws(() => writeD1Bindings(path, undefined, twice), /two databases for the binding DB/);
  });
});
