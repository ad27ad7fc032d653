import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { lintProject, startEngine } from '../support/lint.ts';
import { openDatabase } from '../support/proof.ts';

const engine = startEngine();
after(() => engine.dispose());

const table = 'CREATE TABLE visit (id INTEGER PRIMARY KEY, site TEXT NOT NULL, day TEXT NOT NULL);\n';

const terms = ['site', 'site DESC', 'site COLLATE NOCASE', 'lower(site)', 'lower(site) COLLATE NOCASE DESC'];

for (const term of terms) {
  test(`an index on ${term} that a migration drops is made again as it was`, async () => {
    const sql = `${table}CREATE INDEX one ON visit (${term});\nCREATE INDEX two ON visit (${term}, day);\n`;
    const findings = await lintProject(engine, { 'migrations/1.sqlite.sql': sql }, { preset: 'all' });
    const found = findings.find(({ rule }) => rule === 'schema/redundant-index');
    const migration = found?.fixes[0]?.migration;
    assert.ok(migration, JSON.stringify(findings));
    const db = openDatabase();
    try {
      db.run(sql);
      const read = (): unknown => db.exec('PRAGMA index_xinfo(one)')[0]?.values;
      const before = read();
      for (const statement of [...migration.up, ...migration.down]) db.run(statement);
      assert.deepEqual(read(), before);
    } finally {
      db.close();
    }
  });
}
