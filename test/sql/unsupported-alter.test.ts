import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { StatementSyntax } from '../../src/sql/statement.ts';
import { locateSyntaxError } from '../../src/sql/syntax-error.ts';
import { readUnsupportedAlter } from '../../src/sql/unsupported-alter.ts';
import { startEngine } from '../support/lint.ts';

const engine = startEngine();
after(() => engine.dispose());

/** What SQLite says of a statement, and what is read of that. */
async function read(sql: string) {
  const [message] = await engine.judge([sql]);
  const syntax = new StatementSyntax(sql);
  return message === undefined ? undefined : readUnsupportedAlter(syntax, locateSyntaxError(syntax, message));
}

/** The statement, its form, the words that tell it, and what does the same. */
const forms: readonly (readonly [sql: string, form: string, words: string, instead?: readonly string[]])[] = [
  ['ALTER TABLE t ALTER COLUMN a TYPE INTEGER', 'type', 'ALTER COLUMN a TYPE'],
  ['ALTER TABLE t ALTER a SET DATA TYPE INTEGER', 'type', 'ALTER a SET DATA TYPE'],
  ['alter table t alter column "a b" set default \'x\'', 'default', 'alter column "a b" set default'],
  ['ALTER TABLE t ALTER COLUMN a DROP DEFAULT', 'default', 'ALTER COLUMN a DROP DEFAULT'],
  ['ALTER TABLE t MODIFY a INTEGER NOT NULL', 'modify', 'MODIFY a'],
  ['ALTER TABLE t CHANGE COLUMN a b INTEGER', 'modify', 'CHANGE COLUMN a'],
  [
    'ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, b)',
    'unique',
    'ADD CONSTRAINT u UNIQUE',
    ['CREATE UNIQUE INDEX u ON t (a, b);'],
  ],
  ['ALTER TABLE t ADD UNIQUE (a)', 'unique', 'ADD UNIQUE'],
  [
    'ALTER TABLE `t` ADD UNIQUE KEY `u` (`a`)',
    'unique',
    'ADD UNIQUE KEY',
    ['CREATE UNIQUE INDEX `u` ON `t` (`a`);'],
  ],
  ['ALTER TABLE t ADD PRIMARY KEY (a)', 'primary-key', 'ADD PRIMARY KEY'],
  ['ALTER TABLE t DROP PRIMARY KEY', 'primary-key', 'DROP PRIMARY KEY'],
  [
    'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE',
    'foreign-key',
    'ADD CONSTRAINT f FOREIGN KEY',
  ],
  ['ALTER TABLE t DROP FOREIGN KEY f', 'foreign-key', 'DROP FOREIGN KEY'],
  ['ALTER TABLE t ADD INDEX i (a)', 'add-index', 'ADD INDEX i', ['CREATE INDEX i ON t (a);']],
  ['ALTER TABLE t DROP INDEX i', 'drop-index', 'DROP INDEX i', ['DROP INDEX i;']],
  ['ALTER TABLE t RENAME INDEX i TO j', 'rename-index', 'RENAME INDEX i TO j'],
  [
    'ALTER TABLE t ADD COLUMN IF NOT EXISTS x INT',
    'if-exists',
    'ADD COLUMN IF NOT EXISTS',
    ['ALTER TABLE t ADD COLUMN x INT;'],
  ],
  [
    'ALTER TABLE t DROP CONSTRAINT IF EXISTS c',
    'if-exists',
    'DROP CONSTRAINT IF EXISTS',
    ['ALTER TABLE t DROP CONSTRAINT c;'],
  ],
  ['ALTER TABLE IF EXISTS t ADD x INT', 'if-exists', 'IF EXISTS', ['ALTER TABLE t ADD x INT;']],
  ['ALTER TABLE ONLY t ADD x INT', 'only', 'ONLY', ['ALTER TABLE t ADD x INT;']],
  [
    'ALTER TABLE t DROP COLUMN a CASCADE',
    'cascade',
    'DROP COLUMN a CASCADE',
    ['ALTER TABLE t DROP COLUMN a;'],
  ],
  ['ALTER TABLE t ADD COLUMN (x INT, y INT)', 'column-list', 'ADD COLUMN'],
  ['ALTER TABLE t RENAME u', 'rename', 'RENAME u', ['ALTER TABLE t RENAME TO u;']],
  ['ALTER TABLE t OWNER TO me', 'option', 'OWNER TO'],
  ['ALTER TABLE t ENGINE = InnoDB', 'option', 'ENGINE'],
  ['ALTER TABLE t ENABLE ROW LEVEL SECURITY', 'option', 'ENABLE ROW'],
  [
    "ALTER TABLE t ADD x DECIMAL(10, 2), -- one\n  ADD y TEXT DEFAULT 'a, b'",
    'several',
    "ADD y TEXT DEFAULT 'a, b'",
    ['ALTER TABLE t ADD x DECIMAL(10, 2);', "ALTER TABLE t ADD y TEXT DEFAULT 'a, b';"],
  ],
  [
    'ALTER TABLE t ADD x INT, ADD INDEX i (x)',
    'add-index',
    'ADD INDEX i',
    ['ALTER TABLE t ADD x INT;', 'CREATE INDEX i ON t (x);'],
  ],
  ['ALTER TABLE t ADD x INT, MODIFY a INT', 'modify', 'MODIFY a'],
];

describe('forms of ALTER TABLE that no SQLite has', () => {
  for (const [sql, form, words, instead] of forms)
    test(sql, async () => {
      const found = await read(sql);
      assert.ok(found, 'SQLite takes it, or nothing is read');
      assert.equal(found.form, form);
      assert.equal(sql.slice(found.range.start, found.range.end), words);
      assert.deepEqual(found.instead, instead);
      for (const statement of instead ?? []) assert.deepEqual(await engine.judge([statement]), [undefined]);
    });
});

describe('what SQLite takes, or refuses for another reason', () => {
  const others = [
    'ALTER TABLE t ADD x INT DEFAULT (1, 2)',
    'ALTER TABLE t ADD x INT DEFAULT now()',
    'ALTER TABLE t ADD x VARCHAR(10) NOT NULL,',
    'ALTER TABLE t RENAME a TO b',
    'ALTER TABLE t ALTER COLUMN a SET NOT NULL',
    'ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)',
    'ALTER TABLE t DROP a',
    'ALTER INDEX i RENAME TO j',
    'ALTER TABLE',
    'SELECT (1',
  ];
  for (const sql of others) test(sql, async () => assert.equal(await read(sql), undefined));
});
