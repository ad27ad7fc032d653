import type { ForeignConstruct, ForeignRule, ForeignSyntax } from './construct.ts';

const docs = (page: string): string => `https://dev.mysql.com/doc/refman/8.4/en/${page}.html`;

const clause =
  (rule: ForeignRule, page: string) =>
  (
    name: string,
    pattern: string,
    meaning: string,
    instead: string,
    more: Partial<ForeignSyntax> = {},
  ): ForeignSyntax => ({
    name,
    of: 'MySQL',
    rule,
    pattern,
    meaning,
    instead,
    neutral: '',
    source: docs(page),
    ...more,
  });

const table = clause('mysql-table-clause', 'create-table');
const insert = clause('mysql-insert-clause', 'insert');
const query = clause('mysql-query-clause', 'select');
const statement =
  (page: string) =>
  (name: string, pattern: string, meaning: string, instead: string): ForeignSyntax => ({
    name,
    of: 'MySQL',
    rule: 'mysql-statement',
    pattern,
    meaning,
    instead,
    source: docs(page),
  });

const options =
  '(?:ENGINE|ROW_FORMAT|KEY_BLOCK_SIZE|PACK_KEYS|AVG_ROW_LENGTH|MAX_ROWS|MIN_ROWS|STATS_PERSISTENT)|DEFAULT (?:CHARSET|CHARACTER SET|COLLATE)|(?:AUTO_INCREMENT|CHARSET|CHARACTER SET|COLLATE|COMMENT|CHECKSUM)(?= =)';

/** Constructs of MySQL that SQLite's grammar does not have. */
export const mysqlSyntax: readonly ForeignSyntax[] = [
  table(
    'CHARACTER SET',
    String.raw`(?:CHARACTER SET|CHARSET) (?:<name>|'')(?: COLLATE <name>)?`,
    'how text is encoded',
    'Leave it out: text is UTF-8 in the whole database.',
    { source: docs('charset-column'), rewrites: [{ to: '', exact: true }] },
  ),
  table(
    'COMMENT of a column',
    String.raw`COMMENT(?: =)? ''`,
    'a description of a column',
    'Write an SQL comment: SQLite keeps those within CREATE TABLE.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  table('$1', String.raw`(?<=\) )(${options}) .*?(?= ;|$)`, 'how a table is kept', 'Leave it out.', {
    rewrites: [{ to: '', exact: true, title: 'Remove the options of the table' }],
  }),
  table(
    'AUTO_INCREMENT',
    'AUTO_INCREMENT',
    'a key that counts by itself',
    'Declare the column INTEGER PRIMARY KEY: SQLite gives it a number.',
    { source: docs('example-auto-increment') },
  ),
  table(
    'ENUM(…)',
    String.raw`(?<=[(,] <name> )ENUM \( (?:''(?: , )?)+ \)`,
    'a type with a list of values',
    "Use TEXT with CHECK (column IN ('a', 'b')).",
    { neutral: 'TEXT', source: docs('enum') },
  ),
  table(
    'SET(…)',
    String.raw`(?<=[(,] <name> )SET \( (?:''(?: , )?)+ \)`,
    'a type with several values of a list',
    'Use a table with a row for each value.',
    { neutral: 'TEXT', source: docs('set') },
  ),
  table(
    'UNSIGNED',
    String.raw`(?<=\) )(?:UNSIGNED|SIGNED|ZEROFILL)(?: ZEROFILL)?`,
    'a number without a sign',
    'Leave it out, and add CHECK (column >= 0).',
    { source: docs('numeric-type-attributes'), rewrites: [{ to: '' }] },
  ),
  table(
    'ON UPDATE CURRENT_TIMESTAMP',
    String.raw`ON UPDATE (?:CURRENT_TIMESTAMP|NOW|LOCALTIMESTAMP)(?: \( \d* ?\))?`,
    'a time that each UPDATE sets',
    'Use an AFTER UPDATE trigger that sets the column.',
    { source: docs('timestamp-initialization') },
  ),
  table(
    'CURRENT_TIMESTAMP(n)',
    String.raw`(?<=DEFAULT )CURRENT_TIMESTAMP \( \d* ?\)`,
    'a time with fractions',
    "Write CURRENT_TIMESTAMP, or (strftime('%Y-%m-%d %H:%M:%f', 'now')).",
    {
      of: 'Postgres and MySQL',
      neutral: 'NULL',
      source: docs('fractional-seconds'),
      rewrites: [{ to: 'CURRENT_TIMESTAMP' }],
    },
  ),
  table(
    'UNIQUE KEY',
    String.raw`(?<=[(,] (?:CONSTRAINT <name> )?)UNIQUE (?:KEY|INDEX)(?: <name>)?(?: USING BTREE)?(?= \()`,
    'a unique index within a table',
    'Write UNIQUE (…), or CREATE UNIQUE INDEX by itself.',
    { neutral: 'UNIQUE', rewrites: [{ to: 'UNIQUE', exact: true }] },
  ),
  table(
    'KEY within a table',
    String.raw`, (?:FULLTEXT |SPATIAL )?(?:KEY|INDEX)(?: <name>)?(?: USING BTREE)? \( (?:[^()]|\( [^()]* \))*?\)(?: USING BTREE)?(?= [,)])`,
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
    'FULLTEXT',
    '^CREATE (?:FULLTEXT|SPATIAL) INDEX',
    'an index on words or shapes',
    'Use an FTS5 table for words, an R*Tree table for shapes.',
    { source: docs('innodb-fulltext-index') },
  ),
  table(
    'USING',
    String.raw`(?<=^CREATE (?:UNIQUE )?INDEX <name> )USING (?:BTREE|HASH)`,
    'the method of an index',
    'Leave it out: every index of SQLite is a B-tree.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  table(
    'DROP INDEX … ON',
    String.raw`(?<=^DROP INDEX (?:IF EXISTS )?<name> )ON <table>`,
    'the table of an index',
    'Leave it out: names of indexes are unique in a database.',
    { source: docs('drop-index'), rewrites: [{ to: '', exact: true, title: 'Remove ON …' }] },
  ),

  insert(
    'INSERT IGNORE',
    String.raw`^INSERT(?: LOW_PRIORITY| HIGH_PRIORITY| DELAYED)? IGNORE(?: INTO)?`,
    'an INSERT that skips duplicates',
    'Write INSERT OR IGNORE INTO.',
    { neutral: 'INSERT INTO', rewrites: [{ to: 'INSERT OR IGNORE INTO' }] },
  ),
  insert(
    'ON DUPLICATE KEY UPDATE',
    String.raw`ON DUPLICATE KEY UPDATE (.*?)(?= ;|$)`,
    'an update where the key is there',
    'Write ON CONFLICT (key) DO UPDATE SET a = excluded.a, with the columns of the key.',
    { source: docs('insert-on-duplicate') },
  ),
  insert(
    'INSERT … SET',
    String.raw`(?<=^(?:INSERT|REPLACE) (?:OR [A-Z]+ )?(?:INTO )?<table> )SET .*?(?= ;|$)`,
    'an INSERT with names at values',
    'Write INSERT INTO t (a, b) VALUES (1, 2).',
    { neutral: 'SELECT 1' },
  ),
  insert(
    'INSERT LOW_PRIORITY',
    String.raw`(?<=^(?:INSERT|REPLACE) )(?:LOW_PRIORITY|HIGH_PRIORITY|DELAYED)`,
    'the priority of a write',
    'Leave it out.',
    { rewrites: [{ to: '', exact: true }] },
  ),
  insert(
    'INSERT t',
    String.raw`(?<=^INSERT )(<table>)(?= (?:\(|VALUES|SELECT|SET))`,
    'an INSERT without INTO',
    'Write INSERT INTO.',
    { neutral: undefined, rewrites: [{ to: 'INTO $1', exact: true }] },
  ),
  insert(
    'VALUES ()',
    String.raw`(?<=^INSERT (?:OR [A-Z]+ )?INTO <table> )(?:\( \) )?VALUES \( \)`,
    'a row of defaults',
    'Write DEFAULT VALUES.',
    { neutral: 'SELECT 1', rewrites: [{ to: 'DEFAULT VALUES', exact: true }] },
  ),

  query(
    'STRAIGHT_JOIN',
    String.raw`STRAIGHT_JOIN`,
    'a join in the order that is written',
    'Write CROSS JOIN, whose order SQLite keeps.',
    { neutral: ',', source: docs('join') },
  ),
  query(
    '$1',
    String.raw`((?:USE|FORCE|IGNORE) (?:INDEX|KEY))(?: FOR (?:JOIN|ORDER BY|GROUP BY))? <list>`,
    'which index is to be used',
    'Leave it out; INDEXED BY demands an index, and fails without it.',
    { source: docs('index-hints'), rewrites: [{ to: '', title: 'Remove the hint' }] },
  ),
  query(
    '$1',
    '(SQL_CALC_FOUND_ROWS|SQL_NO_CACHE|SQL_CACHE|SQL_SMALL_RESULT|SQL_BIG_RESULT|SQL_BUFFER_RESULT|DISTINCTROW|HIGH_PRIORITY)(?= )',
    'how a query is run',
    'Leave it out; count the rows with count(*) OVER ().',
    { rewrites: [{ to: '' }] },
  ),
  query('WITH ROLLUP', 'WITH ROLLUP', 'sums over the groups', 'Add a query for the totals with UNION ALL.', {
    source: docs('group-by-modifiers'),
  }),
  query(
    'SEPARATOR',
    String.raw`SEPARATOR ''`,
    'what stands between the values',
    "Write group_concat(x, ', ').",
    { source: docs('aggregate-functions') },
  ),
  query(
    'UPDATE with a JOIN',
    String.raw`(?<=^UPDATE <table>(?: (?:AS )?<name>)? )(?:(?:INNER |LEFT |CROSS )?JOIN|,) .*?(?= SET )`,
    'an UPDATE over several tables',
    'Write UPDATE t SET … FROM other WHERE ….',
    { source: docs('update') },
  ),
  query(
    'DELETE with a JOIN',
    String.raw`(?<=^DELETE )<table>(?: , <table>)*(?= FROM )`,
    'a DELETE over several tables',
    'Write DELETE FROM t WHERE id IN (SELECT …).',
    { source: docs('delete') },
  ),
  query('<=>', '<=>', 'a comparison that NULLs pass', 'Write IS.', {
    neutral: 'IS',
    source: docs('comparison-operators'),
    rewrites: [{ to: 'IS', exact: true }],
  }),
  query('&&', '&&', 'AND', 'Write AND.', {
    neutral: 'OR',
    source: docs('logical-operators'),
    rewrites: [{ to: 'AND' }],
  }),
  query('XOR', String.raw`(?<= )XOR(?= )`, 'an OR of one alone', 'Write (a) <> (b).', {
    neutral: 'OR',
    source: docs('logical-operators'),
  }),
  query(
    'DIV',
    String.raw`(?<= )DIV(?= )`,
    'a division of integers',
    'Write /, which divides integers without a rest.',
    { neutral: '/', source: docs('arithmetic-functions') },
  ),
  query(
    'MOD',
    String.raw`(?<=(?:<name>|\)|\d) )MOD(?= (?:<name>|\d|\())`,
    'the rest of a division',
    'Write %.',
    { neutral: '%', source: docs('arithmetic-functions'), rewrites: [{ to: '%' }] },
  ),
  query('RLIKE', 'RLIKE', 'a regular expression', 'Write REGEXP, where the application defines it.', {
    neutral: 'LIKE',
    source: docs('regexp'),
  }),
  query(
    'REGEXP BINARY',
    '(?:REGEXP|LIKE) BINARY',
    'a comparison of bytes',
    'Write GLOB, or REGEXP where the application defines it.',
    { neutral: 'LIKE', source: docs('regexp') },
  ),
  query(
    'INTERVAL',
    String.raw`INTERVAL (?:- )?(?:\d+|\?|''|<name>|[:@$]\w+) (?:MICROSECOND|SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)`,
    'a span of time',
    "Give it to datetime() as a modifier: datetime(x, '+1 day').",
    { rule: 'foreign-date-function', neutral: '1', source: docs('expressions') },
  ),
  query(
    'MATCH … AGAINST',
    String.raw`AGAINST \(`,
    'a search for words',
    'Use an FTS5 table: WHERE docs MATCH ?.',
    { neutral: 'AND (', source: docs('fulltext-search') },
  ),
  query(
    'IN BOOLEAN MODE',
    'IN (?:BOOLEAN|NATURAL LANGUAGE) MODE',
    'how words are searched for',
    'Use an FTS5 table: WHERE docs MATCH ?.',
    { source: docs('fulltext-boolean') },
  ),
  query(
    'CONVERT … USING',
    'USING (?:UTF8\\w*|LATIN1|ASCII|BINARY)(?= \\))',
    'how text is encoded',
    'Leave it out: text is UTF-8.',
    { source: docs('cast-functions') },
  ),
  query(
    ':=',
    ':=',
    'a variable of the session',
    'Use a window function, row_number() or sum() OVER (…), or a recursive WITH.',
    { neutral: '=', source: docs('user-variables') },
  ),
  query(
    'INTO OUTFILE',
    String.raw`INTO (?:OUTFILE|DUMPFILE) ''.*?(?= FROM| ;|$)`,
    'an export to a file',
    'Use .output of the sqlite3 shell.',
    { source: docs('select-into') },
  ),

  statement('show')(
    'SHOW',
    '^SHOW ',
    'a question for names and settings',
    'Query sqlite_schema, or use PRAGMA table_list, table_info and index_list.',
  ),
  statement('explain')(
    'DESCRIBE',
    '^(?:DESCRIBE|DESC) <table>',
    'a question for columns',
    'Use PRAGMA table_info(t).',
  ),
  statement('use')(
    'USE',
    '^USE <name>',
    'the choice of a database',
    'Leave it out: a connection is to one file; ATTACH adds another.',
  ),
  statement('set-variable')(
    'SET',
    '^SET (?:@@|@[\\w$]+|NAMES|GLOBAL|FOREIGN_KEY_CHECKS|SQL_|UNIQUE_CHECKS|CHARACTER|SESSION)',
    'a variable or a setting',
    'Use a PRAGMA, such as foreign_keys, or leave it out.',
  ),
  statement('stored-programs-defining')(
    'DELIMITER',
    '^DELIMITER ',
    'a command of the mysql shell',
    'Leave it out: SQLite knows where a trigger ends.',
  ),
  statement('optimize-table')(
    'OPTIMIZE TABLE',
    '^(?:OPTIMIZE|ANALYZE|CHECK|REPAIR|CHECKSUM) (?:LOCAL |NO_WRITE_TO_BINLOG )?TABLE',
    'maintenance of a table',
    'Use VACUUM, ANALYZE, or PRAGMA quick_check.',
  ),
  statement('rename-table')(
    'RENAME TABLE',
    '^RENAME TABLE',
    'a new name for a table',
    'Write ALTER TABLE old RENAME TO new.',
  ),
  statement('load-data')(
    'LOAD DATA',
    '^LOAD (?:DATA|XML)',
    'a bulk load',
    'Use .import of the sqlite3 shell, or one prepared INSERT in one transaction.',
  ),
  statement('flush')(
    'FLUSH',
    '^(?:FLUSH|KILL|HANDLER|INSTALL|UNINSTALL|CHANGE (?:MASTER|REPLICATION)|STOP (?:SLAVE|REPLICA)|START (?:SLAVE|REPLICA)|PURGE|HELP) ',
    'a command for the server',
    'Leave it out.',
  ),
  statement('create-event')(
    'CREATE EVENT',
    '^(?:CREATE|DROP|ALTER) (?:DEFINER = .*? )?EVENT',
    'work at fixed times',
    'Let the application or cron do it.',
  ),
];

/** MySQL reads `#` up to the end of the line; tokens do not know lines, so that this has no pattern. */
export const lineComment: ForeignConstruct = {
  name: '#',
  of: 'MySQL',
  rule: 'mysql-comment',
  meaning: 'the start of a comment',
  instead: 'Start comments with --.',
  source: docs('comments'),
};
