import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, describe, test } from 'node:test';
import { ourForeignKeys, shellForeignKeys } from '../support/fkey-indexes.ts';
import { lintProject, startEngine } from '../support/lint.ts';
import { runProof } from '../support/proof.ts';

const hasShell = spawnSync('sqlite3', ['--version']).status === 0;
const skip = hasShell ? false : 'needs the sqlite3 shell on the PATH (Debian: apt-get install sqlite3)';

/** Each exercises another way in which a foreign key is, or is not, served by an index. */
const schemas: Record<string, string> = {
  'a shop: plain keys, some indexed later': `
    CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE product (sku TEXT PRIMARY KEY, name TEXT);
    CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer (id), note TEXT);
    CREATE TABLE line (order_id INTEGER REFERENCES orders, sku TEXT REFERENCES product (sku), amount INT,
      PRIMARY KEY (order_id, sku));
    CREATE INDEX orders_note ON orders (note);`,
  'composite keys in another order': `
    CREATE TABLE part (maker TEXT, number TEXT, PRIMARY KEY (maker, number));
    CREATE TABLE stock (id INTEGER PRIMARY KEY, number TEXT, maker TEXT, shelf TEXT,
      FOREIGN KEY (maker, number) REFERENCES part (maker, number));
    CREATE TABLE offer (id INTEGER PRIMARY KEY, maker TEXT, number TEXT,
      FOREIGN KEY (maker, number) REFERENCES part (maker, number));
    CREATE INDEX stock_part ON stock (number, maker);
    CREATE INDEX offer_maker ON offer (maker);`,
  'partial indexes': `
    CREATE TABLE parent (id INTEGER PRIMARY KEY);
    CREATE TABLE a (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id), deleted INT);
    CREATE TABLE b (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id), deleted INT);
    CREATE INDEX a_parent ON a (parent_id) WHERE parent_id IS NOT NULL;
    CREATE INDEX b_parent ON b (parent_id) WHERE deleted = 0;`,
  'keys of their own and of themselves': `
    CREATE TABLE person (id INTEGER PRIMARY KEY, boss INTEGER REFERENCES person (id));
    CREATE TABLE profile (person_id INTEGER PRIMARY KEY REFERENCES person (id), text TEXT);
    CREATE TABLE friend (a INTEGER REFERENCES person (id), b INTEGER REFERENCES person (id), PRIMARY KEY (a, b));
    CREATE TABLE tag (person_id INTEGER REFERENCES person (id), tag TEXT, UNIQUE (person_id, tag));`,
  'a table that was rebuilt, and an index that was dropped': `
    CREATE TABLE account (id INTEGER PRIMARY KEY);
    CREATE TABLE entry (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES account (id));
    CREATE INDEX entry_account ON entry (account_id);
    CREATE TABLE entry_new (id INTEGER PRIMARY KEY, account_id INTEGER NOT NULL REFERENCES account (id), sum INT);
    INSERT INTO entry_new SELECT id, account_id, 0 FROM entry;
    DROP TABLE entry;
    ALTER TABLE entry_new RENAME TO entry;
    ALTER TABLE entry ADD COLUMN other_id INTEGER REFERENCES account (id);
    CREATE INDEX entry_other ON entry (other_id, sum);`,
};

describe('schema/unindexed-foreign-key says what .lint fkey-indexes says', { skip }, () => {
  const engine = startEngine();
  after(() => engine.dispose());
  for (const [name, schema] of Object.entries(schemas)) {
    test(name, async () => {
      const shell = shellForeignKeys(schema);
      assert.deepEqual(await ourForeignKeys(engine, schema), shell);
    });
  }

  test('but for the primary key of a table without rowid, which the shell overlooks', async () => {
    const schema =
      'CREATE TABLE person (id INTEGER PRIMARY KEY);' +
      'CREATE TABLE friend (a INTEGER REFERENCES person (id), b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID;';
    assert.deepEqual(shellForeignKeys(schema), ['friend(a)']);
    runProof({
      claim: 'The primary key leads to the rows.',
      sql: [...schema.split(/(?<=;)/), 'SELECT 1 FROM friend WHERE a = ?'],
      plan: ['SEARCH friend USING PRIMARY KEY (a=?)'],
    });
    assert.deepEqual(await ourForeignKeys(engine, schema), []);
  });

  test('and of an index that leads to a part of the key, that it does', async () => {
    const schema =
      'CREATE TABLE part (maker TEXT, number TEXT, PRIMARY KEY (maker, number));' +
      'CREATE TABLE offer (id INTEGER PRIMARY KEY, maker TEXT, number TEXT, FOREIGN KEY (maker, number) REFERENCES part);' +
      'CREATE INDEX offer_maker ON offer (maker);';
    runProof({
      claim: 'Of the children, those with the same maker are read.',
      sql: [...schema.split(/(?<=;)/), 'SELECT 1 FROM offer WHERE maker = ? AND number = ?'],
      plan: ['SEARCH offer USING INDEX offer_maker (maker=?)'],
    });
    const [finding] = await lintProject(engine, { 'schema.sqlite.sql': schema });
    assert.equal(
      finding?.message,
      'An index leads to a part of offer (maker, number) only, which refers to part. Deleting a row of part reads all rows that have this part in common.',
    );
  });

  test('and the schemas have something to say', () => {
    const all = Object.values(schemas).flatMap(shellForeignKeys);
    assert.ok(all.length >= 6, all.join(' '));
  });
});
