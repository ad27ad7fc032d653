import type { ForeignSyntax } from './construct.ts';
import { both, clauses, mysqlPage } from './make.ts';

const table = clauses('mysql-table-clause', 'MySQL', mysqlPage('create-table'));
const insert = clauses('mysql-insert-clause', 'MySQL', mysqlPage('insert'));

const options =
  '(?:ENGINE|ROW_FORMAT|KEY_BLOCK_SIZE|PACK_KEYS|AVG_ROW_LENGTH|MAX_ROWS|MIN_ROWS|STATS_PERSISTENT)|DEFAULT (?:CHARSET|CHARACTER SET|COLLATE)|(?:AUTO_INCREMENT|CHARSET|CHARACTER SET|COLLATE|COMMENT|CHECKSUM)(?= =)';

/** What MySQL adds to tables and indexes, and its forms of INSERT. */
export const mysqlTables: readonly ForeignSyntax[] = [
  table(
    'CHARACTER SET',
    "(?:CHARACTER SET|CHARSET) (?:<name>|'') COLLATE <name>",
    'how text is encoded and compared',
    'Leave it out to compare bytes, or write COLLATE NOCASE, which ignores the case of ASCII letters.',
    { source: mysqlPage('charset-column'), rewrites: [{ to: '' }] },
  ),
  table(
    'CHARACTER SET',
    "(?:CHARACTER SET|CHARSET) (?:<name>|'')",
    'how text is encoded',
    'Leave it out: text is UTF-8 in the whole database.',
    { source: mysqlPage('charset-column'), rewrites: [{ to: '', exact: true }] },
  ),
  table(
    'COMMENT',
    "COMMENT(?: =)? ''",
    'a description of a column',
    'Write an SQL comment: SQLite keeps those within CREATE TABLE.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  table(
    '$1',
    String.raw`(?<=\) )(?=.*COLLATE )(${options}) .*?(?= ;|$)`,
    'how a table is kept and compared',
    'Leave it out, and write COLLATE NOCASE at the columns whose case does not matter.',
    { rewrites: [{ to: '', title: 'Remove the options of the table' }] },
  ),
  table(
    '$1',
    String.raw`(?<=\) )(?=.*AUTO_INCREMENT )(${options}) .*?(?= ;|$)`,
    'how a table is kept and where its key begins',
    'Leave it out: INTEGER PRIMARY KEY counts on from the largest key, wherever the first row begins.',
    { rewrites: [{ to: '', title: 'Remove the options of the table' }] },
  ),
  table('$1', String.raw`(?<=\) )(${options}) .*?(?= ;|$)`, 'how a table is kept', 'Leave it out.', {
    rewrites: [{ to: '', exact: true, title: 'Remove the options of the table' }],
  }),
  table(
    'AUTO_INCREMENT',
    'AUTO_INCREMENT',
    'a key that counts by itself',
    'Declare the column INTEGER PRIMARY KEY: SQLite gives it a number.',
    { source: mysqlPage('example-auto-increment') },
  ),
  table(
    'ENUM(…)',
    String.raw`(?<=(?:[(,]|COLUMN|ADD) <name> )ENUM \( (?:''(?: , )?)+ \)`,
    'a type with a list of values',
    "Use TEXT with CHECK (column IN ('a', 'b')).",
    { neutral: 'TEXT', source: mysqlPage('enum') },
  ),
  table(
    'SET(…)',
    String.raw`(?<=(?:[(,]|COLUMN|ADD) <name> )SET \( (?:''(?: , )?)+ \)`,
    'a type with several values of a list',
    'Use a table with a row for each value.',
    { neutral: 'TEXT', source: mysqlPage('set') },
  ),
  table(
    'UNSIGNED',
    String.raw`(?<=\) )(?:UNSIGNED|SIGNED|ZEROFILL)(?: ZEROFILL)?`,
    'a number without a sign',
    'Leave it out, and add CHECK (column >= 0).',
    { source: mysqlPage('numeric-type-attributes'), rewrites: [{ to: '' }] },
  ),
  table(
    'ON UPDATE CURRENT_TIMESTAMP',
    String.raw`ON UPDATE (?:CURRENT_TIMESTAMP|NOW|LOCALTIMESTAMP)(?: \( \d* ?\))?`,
    'a time that each UPDATE sets',
    'Use an AFTER UPDATE trigger that sets the column.',
    { source: mysqlPage('timestamp-initialization') },
  ),
  table(
    'CURRENT_TIMESTAMP(n)',
    String.raw`(?<=DEFAULT )CURRENT_TIMESTAMP \( \d* ?\)`,
    'a time with fractions',
    "Write CURRENT_TIMESTAMP, or (strftime('%Y-%m-%d %H:%M:%f', 'now')).",
    {
      ...both,
      neutral: 'NULL',
      source: mysqlPage('fractional-seconds'),
      rewrites: [{ to: 'CURRENT_TIMESTAMP' }],
    },
  ),
  table(
    'UNIQUE KEY',
    String.raw`(?<=[(,] (?:CONSTRAINT <name> )?)UNIQUE (?:(?:KEY|INDEX)(?: <name>)?|<name>)(?: USING BTREE)?(?= \()`,
    'a unique index within a table',
    'Write UNIQUE (…), or CREATE UNIQUE INDEX by itself.',
    { neutral: 'UNIQUE', rewrites: [{ to: 'UNIQUE', exact: true }] },
  ),
  table(
    'KEY within a table',
    String.raw`, (?:(?:FULLTEXT |SPATIAL )?(?:KEY <name>|INDEX(?: <name>)?)|(?:FULLTEXT|SPATIAL)(?: <name>)?)(?: USING BTREE)? \( (?:[^()]|\( [^()]* \))*?\)(?: USING BTREE)?(?= [,)])`,
    'an index within a table',
    'Write CREATE INDEX by itself.',
  ),
  table(
    'FOREIGN KEY name (…)',
    String.raw`(?<=FOREIGN KEY )<name>(?= \()`,
    'a key with its name behind',
    'Write CONSTRAINT name FOREIGN KEY (…).',
    { rewrites: [{ to: '' }] },
  ),
  table(
    '$1',
    '^(CREATE (?:FULLTEXT|SPATIAL) INDEX)',
    'an index on words or shapes',
    'Use an FTS5 table for words, an R*Tree table for shapes.',
    { source: mysqlPage('innodb-fulltext-index') },
  ),
  table(
    'USING',
    '(?<=^CREATE (?:UNIQUE )?INDEX <name> )USING (?:BTREE|HASH)',
    'the method of an index',
    'Leave it out: every index of SQLite is a B-tree.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  table(
    'DROP INDEX … ON',
    '(?<=^DROP INDEX (?:IF EXISTS )?<name> )ON <table>',
    'the table of an index',
    'Leave it out: names of indexes are unique in a database.',
    { source: mysqlPage('drop-index'), rewrites: [{ to: '', exact: true, title: 'Remove ON …' }] },
  ),
  table(
    'BINARY behind a type',
    String.raw`(?<=\) )BINARY`,
    'a comparison of bytes',
    'Leave it out: SQLite compares bytes unless COLLATE says otherwise.',
    { source: mysqlPage('charset-binary-op'), rewrites: [{ to: '' }] },
  ),
  table(
    '$1',
    '(?<=^ALTER TABLE .* )(AFTER|FIRST)(?: <name>)?(?= ;| ,|$)',
    'the place of a new column',
    'Leave it out: SQLite adds a column behind the others.',
    { source: mysqlPage('alter-table'), rewrites: [{ to: '' }] },
  ),
  table(
    '$1',
    '(?<=^ALTER TABLE <table> )(ROW_FORMAT|KEY_BLOCK_SIZE|COMMENT|COLLATE)(?: =)? .*$',
    'how a table is kept',
    'Leave the statement out.',
    { source: mysqlPage('alter-table'), neutral: undefined },
  ),

  insert(
    'INSERT IGNORE',
    '^INSERT(?: LOW_PRIORITY| HIGH_PRIORITY| DELAYED)? IGNORE(?: INTO)?',
    'an INSERT that skips duplicates',
    'Write INSERT OR IGNORE INTO.',
    { neutral: 'INSERT INTO', rewrites: [{ to: 'INSERT OR IGNORE INTO' }] },
  ),
  insert(
    'ON DUPLICATE KEY UPDATE',
    'ON DUPLICATE KEY UPDATE (.*?)(?= ;|$)',
    'an update where the key is there',
    'Write ON CONFLICT (key) DO UPDATE SET a = excluded.a, with the columns of the key.',
    { source: mysqlPage('insert-on-duplicate') },
  ),
  insert(
    'INSERT … SET',
    '(?<=^(?:INSERT|REPLACE) (?:OR [A-Z]+ )?(?:INTO )?<table> )SET .*?(?= ;|$)',
    'an INSERT with names at values',
    'Write INSERT INTO t (a, b) VALUES (1, 2).',
    { neutral: 'SELECT 1' },
  ),
  insert(
    'INSERT LOW_PRIORITY',
    '(?<=^(?:INSERT|REPLACE) )(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED)',
    'the priority of a write',
    'Leave it out.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  insert(
    'INSERT t',
    String.raw`(?<=^INSERT )(?!INTO )(<table>)(?= (?:\(|VALUES|SELECT|SET))`,
    'an INSERT without INTO',
    'Write INSERT INTO.',
    { neutral: undefined, rewrites: [{ to: 'INTO $1', exact: true }] },
  ),
  insert(
    'VALUES ()',
    String.raw`(?<=^INSERT (?:OR [A-Z]+ )?INTO <table> )(?:\( \) )?VALUES \( \)(?= ;| RETURNING |$)`,
    'a row of defaults',
    'Write DEFAULT VALUES.',
    { neutral: 'SELECT 1', rewrites: [{ to: 'DEFAULT VALUES', exact: true }] },
  ),
];
