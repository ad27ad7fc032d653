import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CatalogReader } from '../../src/engine/read-catalog.ts';
import { rowidAlias } from '../../src/engine/rowid.ts';
import { openDatabase } from '../support/proof.ts';

const keys: readonly { readonly columns: string; readonly alias: string | undefined }[] = [
  { columns: '(id INTEGER PRIMARY KEY, a)', alias: 'id' },
  { columns: '(id integer, a, PRIMARY KEY (id DESC))', alias: 'id' },
  { columns: '(id INTEGER PRIMARY KEY DESC, a)', alias: undefined },
  { columns: '(id INT PRIMARY KEY, a)', alias: undefined },
  { columns: '(id INTEGER, a INTEGER, PRIMARY KEY (id, a))', alias: undefined },
  { columns: '(id INTEGER PRIMARY KEY, a) WITHOUT ROWID', alias: undefined },
];

for (const { columns, alias } of keys) {
  test(`the rowid of ${columns} is called ${alias ?? 'by no column'}, as SQLite numbers it`, () => {
    const db = openDatabase();
    try {
      db.run(`CREATE TABLE t ${columns}`);
      const reader = new CatalogReader(db, new Set());
      reader.refresh();
      const [table] = reader.tables;
      assert.equal(table && rowidAlias(table)?.name, alias);
      if (table?.withoutRowid) return;
      db.run('INSERT INTO t (a) VALUES (1)');
      assert.deepEqual(db.exec('SELECT id FROM t')[0]?.values, [[alias === undefined ? null : 1]]);
    } finally {
      db.close();
    }
  });
}
