import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Connection } from '../../src/project/connections.ts';
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
      assert.equal(shown(connection.busyTimeout), 0);
    });
  }
});

describe('nothing is said of', () => {
  const bodies: Record<string, string> = {
    'a path from elsewhere': 'new DatabaseSync(process.env.DATABASE)',
    'a path that is put together': "new DatabaseSync(folder + '/app.db')",
    'a path with a hole': `new DatabaseSync(\`\${folder}/app.db\`)`,
    'a database in memory': "new DatabaseSync(':memory:')",
    'a database in memory by its URI': "new DatabaseSync('file:x?mode=memory')",
    'an unnamed temporary database': "new DatabaseSync('')",
    'a file among temporary ones': "new DatabaseSync('/tmp/x.db')",
  };
  for (const [name, expression] of Object.entries(bodies)) {
    test(name, async () => {
      const text = `import { DatabaseSync } from 'node:sqlite';\nconst db = ${expression};`;
      assert.deepEqual(await connectionsOf({ 'db.js': text }), []);
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
    'WAL once any migration sets it: the file keeps it': [
      { 'db.js': opening, 'migrations/1.sql': 'PRAGMA journal_mode = WAL;' },
      'wal',
    ],
    'unknown when a pragma is named at run time': [
      { 'db.js': `${opening}db.exec(\`PRAGMA \${name} = \${value}\`);` },
      'unknown',
    ],
    'unknown when a string of the file mentions it': [
      { 'db.js': `${opening}for (const sql of ['PRAGMA journal_mode = WAL']) run(sql);` },
      'unknown',
    ],
    'unknown when an option of the file is called like it': [
      { 'db.js': `${opening}apply({ journalMode: 'wal' });` },
      'unknown',
    ],
    'unknown when another file mentions it': [
      { 'db.js': opening, 'settings.json': '{ "journal_mode": "wal" }' },
      'unknown',
    ],
    'unknown when another file mentions it in camel case': [
      { 'db.js': opening, 'settings.js': "export default { journalMode: 'wal' };" },
      'unknown',
    ],
    'unknown beside a replication tool that sets it': [
      { 'db.js': opening, 'litestream.yml': 'dbs:\n  - path: app.db\n' },
      'unknown',
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
      assert.equal(shown(connection.journalMode), expected);
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
    assert.equal(shown(connection.busyTimeout), 5000);
    assert.equal(shown(connection.foreignKeys), false);
  });

  test('are unknown as a whole when one of them is spread or computed', async () => {
    for (const options of ['{ ...shared }', '{ timeout: seconds * 1000 }', 'options']) {
      const [connection] = await connectionsOf(withOptions(options));
      assert.ok(connection);
      assert.equal(shown(connection.busyTimeout), 'unknown', options);
      assert.equal(shown(connection.foreignKeys), 'unknown', options);
    }
  });

  test('yield to a pragma that is run later', async () => {
    const [connection] = await connectionsOf({
      'db.js': `${opening.replace("'app.db'", "'app.db', { timeout: 100 }")}db.exec('PRAGMA busy_timeout = 7000');`,
    });
    assert.ok(connection);
    assert.equal(shown(connection.busyTimeout), 7000);
    assert.match(connection.busyTimeout.known ? connection.busyTimeout.source : '', /^db\.js:3$/);
  });
});
