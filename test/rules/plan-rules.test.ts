import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const schema = `CREATE TABLE job (
  id INTEGER PRIMARY KEY, queue TEXT NOT NULL, status TEXT NOT NULL CHECK (status IN ('new', 'run', 'end')),
  done BOOLEAN NOT NULL, seen INTEGER NOT NULL, rank INTEGER NOT NULL UNIQUE, email TEXT, name TEXT, body BLOB
);
`;

/** The findings of the rules on scans for one query: in a script, or in a program. */
async function scansOf(query: string, where: 'script' | 'program' = 'script'): Promise<string[]> {
  const findings = await lintProject(engine, {
    'schema.sqlite.sql': schema,
    ...(where === 'script'
      ? { 'queries/job.sqlite.sql': `${query};\n` }
      : {
          'package.json': '{ "dependencies": { "better-sqlite3": "12.4.1" } }',
          'job.js': `import Database from 'better-sqlite3';\nconst db = new Database('app.db');\nexport const jobs = db.prepare("${query}");\n`,
        }),
  });
  return findings.filter(({ rule }) => /scan$/.test(rule)).map(({ message }) => message);
}

describe('an index by which a program finds nothing but states is not asked for', () => {
  for (const query of [
    'SELECT id FROM job WHERE seen = 0',
    "SELECT id FROM job WHERE queue IN ('mail', 'sms') AND seen = 1",
    'SELECT count(*) FROM job WHERE email IS NULL',
    'SELECT id FROM job WHERE seen > 0 AND name IS NOT NULL',
    'SELECT id FROM job WHERE status = ?',
    'SELECT id FROM job WHERE done = ? ORDER BY name',
    "SELECT id FROM job WHERE queue = 'mail' OR name = 'x'",
    "DELETE FROM job WHERE status = ? AND queue = 'mail'",
    'SELECT id FROM job WHERE seen > ? OR seen IS NULL',
  ])
    test(query, async () => assert.deepEqual(await scansOf(query, 'program'), []));

  test('a program that asks for a value that it is given', async () => {
    assert.equal((await scansOf('SELECT id FROM job WHERE queue = ?', 'program')).length, 1);
  });

  test('a value in a script may stand for any', async () => {
    assert.equal((await scansOf("SELECT id FROM job WHERE email = 'a@example.org'")).length, 1);
  });
});

describe('an index that finds what is asked for', () => {
  for (const query of [
    'SELECT id FROM job WHERE queue = ?',
    'SELECT id FROM job WHERE seen = 0 AND queue = ?',
    "SELECT body FROM job WHERE queue = 'mail' ORDER BY name LIMIT 1",
    "DELETE FROM job WHERE name < datetime('now', '-1 day')",
    'SELECT id FROM job WHERE status = ? AND seen < ?',
  ])
    test(query, async () => assert.equal((await scansOf(query)).length, 1));
});

test('several indexes for one table are one finding', async () => {
  const [message, ...more] = await scansOf('SELECT id, body FROM job WHERE email = ? OR name = ?');
  assert.match(message ?? '', /With indexes on \((?:email|name)\) and \((?:email|name)\)/);
  assert.deepEqual(more, []);
});

test('what is read in order until a limit is reached is not said to be read as a whole', async () => {
  assert.deepEqual(await scansOf('SELECT rank FROM job WHERE queue = ? ORDER BY rank LIMIT 1'), []);
});

test('an index that a program has made later may be there', async () => {
  const findings = await lintProject(engine, {
    'schema.sqlite.sql': schema,
    'queries/job.sqlite.sql': 'SELECT id FROM job WHERE queue = ? AND name = ?;\n',
    'store.py': `import sqlite3
class Store:
    def __init__(self):
        self.register_background_index_update(
            update_name="job_queue_bg", index_name="job_queue_idx", table="job", columns=["queue", "name"],
        )
`,
  });
  assert.deepEqual(
    findings.filter(({ rule }) => rule === 'query/full-scan'),
    [],
  );
});

describe('an index is asked for in the words of the tool', () => {
  const asked = { 'queries/job.sqlite.sql': 'SELECT id FROM job WHERE queue = ?;\n' };
  const helpOf = async (files: Readonly<Record<string, string>>): Promise<string | undefined> =>
    (await lintProject(engine, files)).find(({ rule }) => rule === 'query/full-scan')?.help;

  test('in a schema', async () => {
    assert.equal(
      await helpOf({ 'schema.sqlite.sql': schema, ...asked }),
      'Add: CREATE INDEX idx_job_queue ON job (queue);',
    );
  });

  test('in migrations of SQL', async () => {
    assert.equal(
      await helpOf({ 'migrations/001_job.sqlite.sql': schema, ...asked }),
      'Add in a new migration: CREATE INDEX idx_job_queue ON job (queue);',
    );
  });

  test('in Rails', async () => {
    assert.equal(
      await helpOf({
        Gemfile: "gem 'rails'\ngem 'sqlite3'\n",
        'config/database.yml': 'production:\n  adapter: sqlite3\n  database: storage/app.sqlite3\n',
        'db/schema.rb':
          'ActiveRecord::Schema[8.0].define(version: 1) do\n  create_table :job do |t|\n    t.string :queue\n  end\nend\n',
        ...asked,
      }),
      'In a new migration: add_index :job, :queue',
    );
  });
});
