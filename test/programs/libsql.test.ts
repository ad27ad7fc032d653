import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type LibsqlTarget, writeLibsqlClient } from '../../src/config/libsql/write.ts';
import { refusedPragmas, serverPragmas } from '../../src/facts/libsql/server-sql.ts';
import { pragmas } from '../../src/facts/pragmas.ts';
import { lintProject, startEngine } from '../support/lint.ts';
import { temporaryProject } from '../support/temporary.ts';
import { freePort } from './litefs-node.ts';
import { program } from './programs.ts';

const client = program('libsql-client');
const server = program('sqld');

/** Runs a module beside the installed packages; what it prints, or the error that ends it. */
function run(files: Readonly<Record<string, string>>, env: Record<string, string> = {}): string {
  const { root, remove } = temporaryProject(files);
  try {
    symlinkSync(join(client.path as string, 'node_modules'), join(root, 'node_modules'));
    const { stdout, stderr } = spawnSync(process.execPath, ['main.mjs'], {
      cwd: root,
      env: { PATH: process.env.PATH, ...env },
      encoding: 'utf8',
      timeout: 60_000,
    });
    return stdout || stderr;
  } finally {
    remove();
  }
}

/** The error with which createClient() refuses options, or `ok`. */
function made(options: string, module = '@libsql/client'): string {
  return run({
    'main.mjs': `import { createClient } from '${module}';\ntry { createClient(${options}); console.log('ok'); } catch (error) { console.log(error.code ?? error.message); }\nprocess.exit(0);\n`,
  }).trim();
}

describe('@libsql/client', { skip: client.skip }, () => {
  const refused: readonly (readonly [string, string])[] = [
    ["{ url: './local.db' }", 'URL_INVALID'],
    ["{ url: '' }", 'URL_INVALID'],
    ["{ url: 'file://data/app.db' }", 'URL_INVALID'],
    ["{ url: 'sqlite:app.db' }", 'URL_SCHEME_NOT_SUPPORTED'],
    ["{ url: 'file:app.db?mode=ro' }", 'URL_PARAM_NOT_SUPPORTED'],
    ["{ url: ':memory:', syncUrl: 'libsql://host' }", 'URL_INVALID'],
    ["{ url: 'libsql://host', encryptionKey: 'key' }", 'ENCRYPTION_KEY_NOT_SUPPORTED'],
  ];
  for (const [options, code] of refused) test(`refuses ${options}`, () => assert.equal(made(options), code));

  const silent = [
    "{ url: 'libsql://host', syncUrl: 'libsql://host', syncInterval: 60 }",
    "{ url: 'libsql://host', timeout: 5000 }",
    "{ url: 'file:app.db', syncInterval: 60 }",
    "{ url: 'file:app.db', concurrency: 0 }",
  ];
  for (const options of silent) test(`says nothing of ${options}`, () => assert.equal(made(options), 'ok'));

  test('has no files in its client for the web', () =>
    assert.equal(made("{ url: 'file:app.db' }", '@libsql/client/web'), 'URL_SCHEME_NOT_SUPPORTED'));

  test('takes a concurrency of 0 for 20', () => {
    const printed = run({
      'main.mjs':
        "import { expandConfig } from './node_modules/@libsql/core/lib-esm/config.js';\nconsole.log(expandConfig({ url: 'libsql://host', concurrency: 0 }, true).concurrency);\n",
    });
    assert.equal(printed.trim(), '20');
  });
});

const targets: readonly LibsqlTarget[] = [
  { kind: 'file', path: 'app.db' },
  { kind: 'server' },
  { kind: 'replica', path: 'replica.db', syncIntervalSeconds: 60 },
];

describe('generated clients', () => {
  const engine = startEngine();
  let url = '';
  let stop = async (): Promise<void> => {};
  before(async () => {
    if (server.path !== undefined && client.path !== undefined)
      ({ url, stop } = await startServer(server.path));
  });
  after(async () => {
    engine.dispose();
    await stop();
  });

  for (const target of targets) {
    test(`have no finding: ${target.kind}`, async () => {
      for (const language of ['typescript', 'javascript'] as const) {
        const files = {
          [`db.${language === 'typescript' ? 'ts' : 'js'}`]: writeLibsqlClient({ target, language }),
          'package.json': '{ "type": "module", "dependencies": { "@libsql/client": "0.18.0" } }\n',
          'schema.sqlite.sql': 'CREATE TABLE visit (id INTEGER PRIMARY KEY, at TEXT NOT NULL);\n',
        };
        assert.deepEqual(await lintProject(engine, files), []);
      }
    });

    const skip = client.skip || (target.kind !== 'file' && server.skip);
    test(`open for real: ${target.kind}`, { skip }, () => {
      const printed = run(
        {
          'db.mjs': writeLibsqlClient({ target, language: 'javascript' }),
          'main.mjs':
            "import { checkDatabase, db } from './db.mjs';\nawait db.execute('CREATE TABLE IF NOT EXISTS visit (at TEXT)');\nawait db.execute({ sql: 'INSERT INTO visit VALUES (?)', args: ['now'] });\nawait checkDatabase();\nconst { rows } = await db.execute('SELECT count(*) > 0 AS written FROM visit');\nconsole.log(rows[0].written);\nprocess.exit(0);\n",
        },
        { TURSO_DATABASE_URL: url },
      );
      assert.equal(printed.trim(), '1');
    });
  }

  test('say which variable is missing', { skip: client.skip }, () => {
    const printed = run({
      'main.mjs': writeLibsqlClient({ target: { kind: 'server' }, language: 'javascript' }),
    });
    assert.match(printed, /TURSO_DATABASE_URL is not set/);
  });

  test('the table of pragmas is what a server says', { skip: client.skip || server.skip }, () => {
    const names = [...new Set([...pragmas.keys(), ...serverPragmas, ...refusedPragmas])];
    const printed = run(
      {
        'main.mjs': `import { createClient } from '@libsql/client';
const db = createClient({ url: process.env.URL });
const answers = {};
for (const name of ${JSON.stringify(names)}) {
  const refusal = (sql) => db.execute(sql).then(() => false, (error) => /unsupported statement/.test(error.message));
  answers[name] = [await refusal(\`PRAGMA \${name}(1)\`), await refusal(\`PRAGMA \${name}\`)];
}
console.log(JSON.stringify(answers));
process.exit(0);
`,
      },
      { URL: url },
    );
    const answers = JSON.parse(printed) as Record<string, [boolean, boolean]>;
    for (const [name, [withValue, alone]] of Object.entries(answers)) {
      // Those that are known to be taken are taken, and those that are known to be refused are.
      if (serverPragmas.has(name)) assert.equal(withValue, false, `${name} with a value`);
      else if (pragmas.has(name)) assert.equal(withValue, true, `${name} with a value`);
      if (refusedPragmas.has(name)) assert.equal(alone, true, name);
    }
  });
});

async function startServer(path: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const { root, remove } = temporaryProject({});
  const port = await freePort();
  const running = spawn(path, ['-d', 'data', '--http-listen-addr', `127.0.0.1:${port}`], {
    cwd: root,
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  for (let attempt = 0; attempt < 100; attempt++) {
    const isUp = await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return {
    url,
    async stop() {
      running.kill('SIGKILL');
      await ended;
      remove();
    },
  };
}
