import type { ForeignConstruct, ForeignSyntax } from './construct.ts';
import { clauses, mysqlPage, statements } from './make.ts';

const query = clauses('mysql-query-clause', 'MySQL', mysqlPage('select'));
const statement = statements('mysql-statement', 'MySQL');

/** Clauses and operators of MySQL in queries, and its statements. */
export const mysqlQueries: readonly ForeignSyntax[] = [
  query(
    'STRAIGHT_JOIN',
    'STRAIGHT_JOIN',
    'a join in the order that is written',
    'Write CROSS JOIN, whose order SQLite keeps.',
    { neutral: ',', source: mysqlPage('join') },
  ),
  query(
    '$1',
    '((?:USE|FORCE|IGNORE) (?:INDEX|KEY))(?: FOR (?:JOIN|ORDER BY|GROUP BY))? <list>',
    'which index is to be used',
    'Leave it out; INDEXED BY demands an index, and fails without it.',
    { source: mysqlPage('index-hints'), rewrites: [{ to: '', title: 'Remove the hint' }] },
  ),
  query(
    '$1',
    '(SQL_CALC_FOUND_ROWS|SQL_NO_CACHE|SQL_CACHE|SQL_SMALL_RESULT|SQL_BIG_RESULT|SQL_BUFFER_RESULT|DISTINCTROW|HIGH_PRIORITY)(?= )',
    'how a query is run',
    'Leave it out; count the rows with count(*) OVER ().',
    { rewrites: [{ to: '' }] },
  ),
  query('WITH ROLLUP', 'WITH ROLLUP', 'sums over the groups', 'Add a query for the totals with UNION ALL.', {
    source: mysqlPage('group-by-modifiers'),
  }),
  query('SEPARATOR', "SEPARATOR ''", 'what stands between the values', "Write group_concat(x, ', ').", {
    source: mysqlPage('aggregate-functions'),
  }),
  query(
    'UPDATE with a JOIN',
    '(?<=^UPDATE <table>(?: (?:AS )?<name>)? )(?:(?:INNER |LEFT |CROSS )?JOIN|,) .*?(?= SET )',
    'an UPDATE over several tables',
    'Write UPDATE t SET … FROM other WHERE ….',
    { source: mysqlPage('update') },
  ),
  query(
    'SET t.column',
    String.raw`(?<=^UPDATE .* (?:SET|,) )<name> \. (<name>)(?= =)`,
    'a column of one of the tables',
    'Write the column alone: an UPDATE changes one table.',
    { neutral: 'a', source: mysqlPage('update'), rewrites: [{ to: '$1' }] },
  ),
  query(
    'DELETE with a JOIN',
    '(?<=^DELETE )<table>(?: , <table>)*(?= FROM )',
    'a DELETE over several tables',
    'Write DELETE FROM t WHERE id IN (SELECT …).',
    { source: mysqlPage('delete') },
  ),
  query(
    '<=>',
    '<=>(?= (?:TRUE|FALSE)(?: |$))',
    'a comparison that NULLs pass',
    'Write IS 1 or IS 0: in SQLite IS TRUE holds for every number but 0.',
    { neutral: 'IS', source: mysqlPage('comparison-operators') },
  ),
  query('<=>', '<=>', 'a comparison that NULLs pass', 'Write IS.', {
    neutral: 'IS',
    source: mysqlPage('comparison-operators'),
    rewrites: [{ to: 'IS', exact: true }],
  }),
  query('&&', '&&', 'AND', 'Write AND.', {
    neutral: 'OR',
    source: mysqlPage('logical-operators'),
    rewrites: [{ to: 'AND' }],
  }),
  query('XOR', '(?<= )XOR(?= )', 'an OR of one alone', 'Write (a) <> (b).', {
    neutral: 'OR',
    source: mysqlPage('logical-operators'),
  }),
  query(
    'DIV',
    '(?<= )DIV(?= )',
    'a division of integers',
    'Write /, which divides integers without a rest.',
    { neutral: '/', source: mysqlPage('arithmetic-functions') },
  ),
  query(
    'MOD',
    String.raw`(?<=(?:<name>|\)|\d) )MOD(?= (?:<name>|\d|\())`,
    'the rest of a division',
    'Write %.',
    { neutral: '%', source: mysqlPage('arithmetic-functions'), rewrites: [{ to: '%' }] },
  ),
  query('RLIKE', 'RLIKE', 'a regular expression', 'Write REGEXP, where the application defines it.', {
    neutral: 'LIKE',
    source: mysqlPage('regexp'),
  }),
  query(
    'REGEXP BINARY',
    '(?:REGEXP|LIKE) BINARY',
    'a comparison of bytes',
    'Write GLOB, or REGEXP where the application defines it.',
    { neutral: 'LIKE', source: mysqlPage('regexp') },
  ),
  query(
    'INTERVAL',
    String.raw`INTERVAL (?:- )?(?:\d+|\?|''|<name>|[:@$]\w+) (?:MICROSECOND|SECOND|MINUTE|HOUR|DAY|WEEK|MONTH|QUARTER|YEAR)`,
    'a span of time',
    "Give it to datetime() as a modifier: datetime(x, '+1 day').",
    { rule: 'foreign-date-function', neutral: '1', source: mysqlPage('expressions') },
  ),
  query(
    'MATCH … AGAINST',
    String.raw`AGAINST \(`,
    'a search for words',
    'Use an FTS5 table: WHERE docs MATCH ?.',
    { neutral: 'AND (', source: mysqlPage('fulltext-search') },
  ),
  query(
    'IN BOOLEAN MODE',
    'IN (?:BOOLEAN|NATURAL LANGUAGE) MODE',
    'how words are searched for',
    'Use an FTS5 table: WHERE docs MATCH ?.',
    { source: mysqlPage('fulltext-boolean') },
  ),
  query(
    'CONVERT … USING',
    'USING (?:UTF8\\w*|LATIN1|ASCII|BINARY)(?= \\))',
    'how text is encoded',
    'Leave it out: text is UTF-8.',
    { source: mysqlPage('cast-functions') },
  ),
  query(
    ':=',
    ':=',
    'a variable of the session',
    'Use a window function, row_number() or sum() OVER (…), or a recursive WITH.',
    { neutral: '=', source: mysqlPage('user-variables') },
  ),
  query(
    'INTO OUTFILE',
    "INTO (?:OUTFILE|DUMPFILE) ''.*?(?= FROM| ;|$)",
    'an export to a file',
    'Use .output of the sqlite3 shell.',
    { source: mysqlPage('select-into') },
  ),
  statement(
    'show',
    'SHOW',
    '^SHOW ',
    'a question for names and settings',
    'Query sqlite_schema, or use PRAGMA table_list, table_info and index_list.',
  ),
  statement(
    'explain',
    'DESCRIBE',
    '^(?:DESCRIBE|DESC) <table>',
    'a question for columns',
    'Use PRAGMA table_info(t).',
  ),
  statement(
    'use',
    'USE',
    '^USE <name>',
    'the choice of a database',
    'Leave it out: a connection is to one file; ATTACH adds another.',
  ),
  statement(
    'set-variable',
    'SET',
    '^SET (?:@@|@[\\w$]+|NAMES|GLOBAL|FOREIGN_KEY_CHECKS|SQL_\\w+|UNIQUE_CHECKS|CHARACTER|CHARACTER_SET_\\w+|SESSION)',
    'a variable or a setting',
    'Use a PRAGMA, such as foreign_keys, or leave it out.',
  ),
  statement(
    'stored-programs-defining',
    'DELIMITER',
    '^DELIMITER ',
    'a command of the mysql shell',
    'Leave it out: SQLite knows where a trigger ends.',
  ),
  statement(
    'optimize-table',
    '$1',
    '^((?:OPTIMIZE|ANALYZE|CHECK|REPAIR|CHECKSUM) (?:LOCAL |NO_WRITE_TO_BINLOG )?TABLE)',
    'maintenance of a table',
    'Use VACUUM, ANALYZE, or PRAGMA quick_check.',
  ),
  statement(
    'rename-table',
    'RENAME TABLE',
    '^RENAME TABLE',
    'a new name for a table',
    'Write ALTER TABLE old RENAME TO new.',
  ),
  statement(
    'load-data',
    'LOAD DATA',
    '^LOAD (?:DATA|XML)',
    'a bulk load',
    'Use .import of the sqlite3 shell, or one prepared INSERT in one transaction.',
  ),
  statement(
    'flush',
    '$1',
    '^((?:FLUSH|KILL|HANDLER|INSTALL|UNINSTALL|CHANGE (?:MASTER|REPLICATION)|STOP (?:SLAVE|REPLICA)|START (?:SLAVE|REPLICA)|PURGE|HELP)) ',
    'a command for the server',
    'Leave it out.',
  ),
  statement(
    'create-event',
    '$1',
    '^((?:CREATE|DROP|ALTER) (?:DEFINER = .*? )?EVENT)',
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
  source: mysqlPage('comments'),
};
