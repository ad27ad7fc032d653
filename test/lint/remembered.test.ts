import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { linterFor, startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

const files = {
  'sqlite-preflight.json': '{ "sqliteVersion": "3.40" }',
  'schema.sqlite.sql': 'CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT NOT NULL);\n',
  'queries/note.sqlite.sql': "SELECT concat(body, '!') FROM note WHERE id = ?;\n",
  'functions.js': '',
};

test('what is said of a statement changes with the programs of its project', async () => {
  const linter = linterFor(engine, files, { preset: 'all', sqliteVersion: '3.40' });
  const rules = async (program: string): Promise<string[]> => {
    linter.setFile('functions.js', program);
    await linter.update();
    return linter.check('queries/note.sqlite.sql').map(({ rule }) => rule);
  };
  assert.deepEqual(await rules(''), ['portability/newer-than-target']);
  const registered = "db.function('concat', { varargs: true }, (...texts) => texts.join(''));\n";
  assert.deepEqual(await rules(registered), []);
  assert.deepEqual(await rules(''), ['portability/newer-than-target']);
});
