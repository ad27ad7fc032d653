/** What findings about Litestream and backups say where it depends on the project. */
import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

async function messages(rule: string, files: Readonly<Record<string, string>>): Promise<string[]> {
  const findings = await lintProject(engine, files, { preset: 'all' });
  return findings.filter((finding) => finding.rule === rule).map(({ message }) => message);
}

describe('a copy of a live database lacks', () => {
  const copied = (opening: string) =>
    messages('backup/copies-live-database', {
      'package.json': '{ "type": "module", "engines": { "node": ">=24" } }\n',
      'db.js': `import { DatabaseSync } from 'node:sqlite';\n${opening}\n`,
      'backup.sh': '#!/bin/sh\ncp /data/app.db /backups/app.db\n',
    });
  const open = "const db = new DatabaseSync('/data/app.db');";
  const cases: Record<string, [opening: string, said: RegExp]> = {
    'the -wal in WAL mode': [
      `${open}\ndb.exec('PRAGMA journal_mode = WAL');`,
      /transaction, and lacks what is still in the -wal\.$/,
    ],
    'the -journal in a rollback mode': [open, /transaction, and lacks the -journal that would undo it\.$/],
    'nothing more where there is no journal': [
      `${open}\ndb.exec('PRAGMA journal_mode = MEMORY');`,
      /half a transaction\.$/,
    ],
    'the -wal in WAL mode, where the mode is not known': [
      `${open}\ndb.exec(\`PRAGMA journal_mode = \${process.env.MODE}\`);`,
      /transaction, and in WAL mode lacks what is still in the -wal\.$/,
    ],
  };
  for (const [name, [opening, said]] of Object.entries(cases)) {
    test(name, async () => {
      const found = await copied(opening);
      assert.equal(found.length, 1);
      assert.match(found[0] ?? '', said);
    });
  }
});

test('relative paths of a litestream.yml are one finding that counts them', async () => {
  const config = 'dbs:\n  - path: a.db\n  - path: /data/b.db\n  - path: c.db\n  - path: d.db\n';
  const found = await messages('litestream/relative-path', { 'litestream.yml': config });
  assert.equal(found.length, 1);
  assert.match(found[0] ?? '', /^a\.db is taken from .+ So are 2 more\.$/);
});

test('what no version of a project has is said of all of them', async () => {
  const found = await messages('litestream/unknown-option', {
    'a.Dockerfile': 'FROM litestream/litestream:0.5.10\n',
    'b.Dockerfile': 'FROM litestream/litestream:0.3.13\n',
    'restore.sh': '#!/bin/sh\nlitestream restore -v -o /tmp/app.db /data/app.db\n',
  });
  assert.equal(found.length, 1);
  assert.match(
    found[0] ?? '',
    /^`litestream restore -v` does not exist in Litestream 0\.3\.13 and 0\.5\.10\. .+no version that the project names has it\)\.$/,
  );
});

test('of a key that stands twice the last one is judged', async () => {
  const dbs = 'dbs:\n  - path: /data/app.db\n    replica:\n      url: s3://backups/app\n';
  const found = (text: string) => messages('litestream/exec-shell-syntax', { 'litestream.yml': text });
  assert.deepEqual(await found(`exec: node a.js && node b.js\nexec: node b.js\n${dbs}`), []);
  assert.equal((await found(`exec: node b.js\nexec: node a.js && node b.js\n${dbs}`)).length, 1);
  const relative = await messages('litestream/relative-path', {
    'litestream.yml': `${dbs.replace('/data/app.db', 'old.db')}${dbs.replace('/data/app.db', 'new.db')}`,
  });
  assert.equal(relative.length, 1);
  assert.match(relative[0] ?? '', /^new\.db /);
});
