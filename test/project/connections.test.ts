import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { EffectivePragma } from '../../src/facts/effective-pragmas.ts';
import type { Connection } from '../../src/project/connections/connection.ts';
import type { Fact } from '../../src/project/facts.ts';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

async function connectionsOf(files: Readonly<Record<string, string>>): Promise<readonly Connection[]> {
  const linter = linterFor(engine, files);
  await linter.update();
  return linter.project.connections;
}

const opening = "import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync('app.db');\n";
const shown = <T>(fact: Fact<T>): T | 'unknown' => (fact.known ? fact.value : 'unknown');

describe('a connection is seen', () => {
  const bodies: Record<string, string> = {
    'of a named import': "import { DatabaseSync } from 'node:sqlite';\nconst a = new DatabaseSync('app.db');",
    'of a renamed import':
      "import { DatabaseSync as D } from 'node:sqlite';\nexport const a = new D('app.db');",
    'of a namespace': "import * as sqlite from 'node:sqlite';\nconst a = new sqlite.DatabaseSync('app.db');",
    'of a default import': "import sqlite from 'node:sqlite';\nlet a; a = new sqlite.DatabaseSync('app.db');",
    'of a required module':
      "const sqlite = require('node:sqlite');\nconst a = new sqlite.DatabaseSync('app.db');",
    'of a required class': "const { DatabaseSync: D } = require('node:sqlite');\nconst a = new D(`app.db`);",
    'in a field':
      "import { DatabaseSync } from 'node:sqlite';\nclass S { #db = new DatabaseSync('app.db'); }",
  };
  for (const [name, text] of Object.entries(bodies)) {
    test(name, async () => {
      const [connection, ...others] = await connectionsOf({ 'db.ts': text });
      assert.equal(connection?.database, 'app.db');
      assert.equal(others.length, 0);
      assert.equal(shown(connection.pragmas.busy_timeout), '0');
    });
  }
});

describe('what is opened is', () => {
  const bodies: Record<string, [string, string]> = {
    'a file, where the path is in the environment': ['process.env.DATABASE', 'file'],
    'a file, where the path is put together': ["folder + '/app.db'", 'file'],
    'a file, where the path has a hole': [`\`\${folder}/app.db\``, 'file'],
    'a database in memory': ["':memory:'", 'memory'],
    'a database in memory by its URI': ["'file:x?mode=memory'", 'memory'],
    'an unnamed temporary database': ["''", 'temporary'],
    'a file among temporary ones': ["'/tmp/x.db'", 'temporary'],
    'unknown, where it may be in memory': ['inMemory ? undefined : file', 'unknown'],
  };
  for (const [name, [path, storage]] of Object.entries(bodies)) {
    test(name, async () => {
      const text = `import { DatabaseSync } from 'node:sqlite';\nconst db = new DatabaseSync(${path});`;
      const [connection] = await connectionsOf({ 'db.js': text });
      assert.equal(connection?.site.storage, storage);
    });
  }

  test('a class of the same name from elsewhere', async () => {
    const text = "import { DatabaseSync } from './fake.js';\nconst db = new DatabaseSync('app.db');";
    assert.deepEqual(await connectionsOf({ 'db.js': text }), []);
  });
});

describe('the journal mode is', () => {
  const cases: Record<string, [Readonly<Record<string, string>>, string]> = {
    'what SQLite makes of a new file, when nothing sets it': [{ 'db.js': opening }, 'delete'],
    'what is run on the connection': [
      { 'db.js': `${opening}db.exec('PRAGMA foreign_keys = ON; PRAGMA journal_mode = wal');` },
      'wal',
    ],
    'what is prepared on it': [
      { 'db.js': `${opening}db.prepare("PRAGMA journal_mode = 'WAL'").get();` },
      'wal',
    ],
    'unknown where a migration sets WAL, and there are two databases': [
      {
        'db.js': `${opening}const cache = new DatabaseSync('cache.db');\n`,
        'migrations/1.sql': 'PRAGMA journal_mode = WAL;',
      },
      'unknown',
    ],
    'unknown where WAL is set on a handle that may be either of two': [
      {
        'db.js': `${opening}configure(db);\nconst cache = new DatabaseSync('cache.db');\n`,
        'configure.js': "export const configure = (db) => db.exec('PRAGMA journal_mode = WAL');\n",
      },
      'unknown',
    ],
    'WAL once any migration sets it: the file keeps it': [
      { 'db.js': opening, 'migrations/1.sql': 'PRAGMA journal_mode = WAL;' },
      'wal',
    ],
    'unknown when a pragma is named at run time': [
      { 'db.js': `${opening}db.exec(\`PRAGMA \${name} = \${value}\`);` },
      'unknown',
    ],
    'WAL when the file runs it in a way that is not followed': [
      { 'db.js': `${opening}for (const sql of ['PRAGMA journal_mode = WAL']) run(sql);` },
      'wal',
    ],
    'unknown when an option of the file is called like it': [
      { 'db.js': `${opening}apply({ journalMode: 'wal' });` },
      'unknown',
    ],
    'unknown when another file mentions it': [
      { 'db.js': opening, 'settings.json': '{ "journal_mode": "wal" }' },
      'unknown',
    ],
    'known when what continuous integration does mentions it': [
      { 'db.js': opening, '.github/workflows/load.yml': 'run: sqlite3 a.db "PRAGMA journal_mode = wal"' },
      'delete',
    ],
    'unknown when another file mentions it in camel case': [
      { 'db.js': opening, 'settings.js': "export default { journalMode: 'wal' };" },
      'unknown',
    ],
    'unknown beside a replication tool for another database': [
      { 'db.js': opening, 'litestream.yml': 'dbs:\n  - path: other.db\n' },
      'unknown',
    ],
    'WAL beside a replication tool that sets it': [
      { 'db.js': opening, 'litestream.yml': 'dbs:\n  - path: app.db\n' },
      'wal',
    ],
    'unknown when a package is given the connection': [
      { 'db.js': `import { tune } from 'tune';\n${opening}tune(db);` },
      'unknown',
    ],
    'known when a function of the project is given it: that would be seen': [
      {
        'db.js': `import { tune } from './tune.js';\n${opening}tune(db);`,
        'tune.js': 'export const tune = 1;',
      },
      'delete',
    ],
    'unaffected by what is run on another connection': [
      {
        'db.js': `${opening}const other = new DatabaseSync('b.db');\nother.exec('PRAGMA busy_timeout = 9');`,
      },
      'delete',
    ],
  };
  for (const [name, [files, expected]] of Object.entries(cases)) {
    test(name, async () => {
      const connection = (await connectionsOf(files)).find(({ database }) => database === 'app.db');
      assert.ok(connection);
      assert.equal(shown(connection.pragmas.journal_mode), expected);
    });
  }
});

describe('the options of the driver', () => {
  const withOptions = (options: string): Record<string, string> => ({
    'db.ts': opening.replace("'app.db'", `'app.db', ${options}`),
  });

  test('set the timeout and the foreign keys', async () => {
    const [connection] = await connectionsOf(
      withOptions('{ timeout: 5_000, enableForeignKeyConstraints: false } as const'),
    );
    assert.ok(connection);
    assert.equal(shown(connection.pragmas.busy_timeout), '5000');
    assert.equal(shown(connection.pragmas.foreign_keys), 'off');
  });

  test('are unknown as a whole when they are spread or computed', async () => {
    for (const options of ['{ ...shared }', 'options']) {
      const [connection] = await connectionsOf(withOptions(options));
      assert.ok(connection);
      assert.equal(shown(connection.pragmas.busy_timeout), 'unknown', options);
      assert.equal(shown(connection.pragmas.foreign_keys), 'unknown', options);
    }
  });

  test('are unknown one by one when their values are computed', async () => {
    const [connection] = await connectionsOf(withOptions('{ timeout: seconds * 1000 }'));
    assert.ok(connection);
    assert.equal(shown(connection.pragmas.busy_timeout), 'unknown');
    assert.equal(shown(connection.pragmas.foreign_keys), 'on');
  });

  test('yield to a pragma that is run later', async () => {
    const [connection] = await connectionsOf({
      'db.js': `${opening.replace("'app.db'", "'app.db', { timeout: 100 }")}db.exec('PRAGMA busy_timeout = 7000');`,
    });
    assert.ok(connection);
    assert.equal(shown(connection.pragmas.busy_timeout), '7000');
    assert.match(
      connection.pragmas.busy_timeout.known ? connection.pragmas.busy_timeout.source : '',
      /^db\.js:3: PRAGMA busy_timeout$/,
    );
  });
});

describe('what another file says leaves the pragma known', () => {
  const cases: Record<string, [string, EffectivePragma, Readonly<Record<string, string>>]> = {
    'a part of a longer word': [
      'full',
      'synchronous',
      { 'a.js': '// For sqlite\nexport const isAsynchronous = true; // asynchronously' },
    ],
    'a word of a sentence': [
      'full',
      'synchronous',
      { 'a.js': "sqlite; throw new Error('a synchronous callback');" },
    ],
    'a setting of PostgreSQL': [
      'full',
      'synchronous',
      { 'a.js': "sqlite; pg.query('SET synchronous_commit = off');" },
    ],
    'words that only begin so': [
      'normal',
      'locking_mode',
      { 'a.php': '<?php $this->userLockingModel->isLocked();' },
    ],
    'tables that migrations make for a while': [
      'default',
      'temp_store',
      { 'a.php': "<?php $sqlite->run('DROP TABLE __temp__storelocations');" },
    ],
    'a comment of a program': [
      '0',
      'busy_timeout',
      { 'a.py': '# PRAGMA busy_timeout is for later\nimport os\n' },
    ],
    'a store of other things': ['default', 'temp_store', { 'a.rs': 'let temp_store = MsgStore::new();' }],
  };
  for (const [name, [expected, pragma, files]] of Object.entries(cases)) {
    test(name, async () => {
      const [connection] = await connectionsOf({ 'db.js': opening, ...files });
      assert.ok(connection);
      assert.equal(shown(connection.pragmas[pragma]), expected);
    });
  }
});

describe('what another file says leaves the pragma unknown', () => {
  const spellings = [
    'busy_timeout',
    'BUSY_TIMEOUT',
    'busyTimeout',
    'setBusyTimeout(1)',
    'SQLITE_BUSY_TIMEOUT',
    'DefaultBusyTimeoutMs',
    'SQLiteBusyTimeout',
    'busy-timeout',
    'busyTimeoutMs',
    'Busy_Timeout',
    '_busy_timeout=9',
  ];
  for (const spelling of spellings) {
    test(spelling, async () => {
      const [connection] = await connectionsOf({
        'db.js': opening,
        'settings.js': `export const a = { '${spelling}': 1 };`,
      });
      assert.ok(connection);
      assert.equal(shown(connection.pragmas.busy_timeout), 'unknown');
    });
  }
});
