import type { ForeignSyntax } from './construct.ts';
import { both, statements } from './make.ts';

const general = statements('foreign-statement');
const transaction = statements('foreign-transaction');
const access = statements('access-control');
const code = statements('stored-code');
const mysqlCode = statements('stored-code', 'MySQL');
const lock = statements('row-lock');
const mysqlLock = statements('row-lock', 'MySQL');

const noUsers =
  'Leave it out: SQLite has no users. The mode of the file and the application decide who may do what.';

/** Statements that databases with a server have, and what locks and code they know. */
export const serverStatements: readonly ForeignSyntax[] = [
  general(
    'sql-truncate',
    'TRUNCATE',
    '^TRUNCATE(?: TABLE)?(?: ONLY)? (<table>)(?: (?:RESTART|CONTINUE) IDENTITY)?(?: CASCADE| RESTRICT)?(?= ;|$)',
    'a quick DELETE of all rows',
    'Write DELETE FROM without WHERE: SQLite empties the table at once where no trigger is in the way.',
    {
      ...both,
      rewrites: [{ to: 'DELETE FROM $1', title: 'Change to DELETE FROM' }],
    },
  ),
  general(
    'sql-truncate',
    'TRUNCATE',
    '^TRUNCATE ',
    'a quick DELETE of all rows',
    'Write a DELETE FROM without WHERE for each table.',
    { ...both },
  ),
  general(
    'sql-explain',
    'EXPLAIN ANALYZE',
    String.raw`(?<=^)EXPLAIN (?:ANALYZE(?: VERBOSE)?|VERBOSE|<list>|FORMAT = <name>)(?= (?:SELECT|INSERT|UPDATE|DELETE|WITH|VALUES)\b)`,
    'a plan with what it took',
    'Write EXPLAIN QUERY PLAN; .timer and .scanstats of the sqlite3 shell tell the time.',
    {
      ...both,
      neutral: 'EXPLAIN',
      rewrites: [{ to: 'EXPLAIN QUERY PLAN' }],
    },
  ),
  general(
    'sql-merge',
    'MERGE',
    '^MERGE INTO',
    'a join that inserts, updates and deletes',
    'Use INSERT … ON CONFLICT DO UPDATE, and a DELETE by itself.',
  ),
  general(
    'sql-prepare',
    '$1',
    '^(PREPARE|EXECUTE|DEALLOCATE) (?!TRANSACTION)',
    'a prepared statement',
    'Prepare statements through the driver.',
    { ...both },
  ),
  general(
    'sql-createschema',
    '$1',
    '^((?:CREATE|DROP|ALTER) (?:SCHEMA|DATABASE))',
    'a namespace or a database',
    "Use ATTACH 'file.db' AS name for another file; a database is made when it is opened.",
    { ...both },
  ),
  general(
    'sql-set',
    'SET',
    '^SET (?!(?:TRANSACTION|ROLE|SESSION (?:AUTHORIZATION|CHARACTERISTICS)|CONSTRAINTS|PASSWORD|NAMES|GLOBAL|FOREIGN_KEY_CHECKS|SQL_\\w+|UNIQUE_CHECKS|CHARACTER|CHARACTER_SET_\\w+)(?: |$)|@)',
    'a setting of the session',
    'Use a PRAGMA, or leave it out.',
    { ...both },
  ),
  general(
    'sql-show',
    'SHOW',
    '^SHOW (?!(?:FULL )?(?:TABLES|COLUMNS|FIELDS|DATABASES|SCHEMAS|CREATE|INDEX|INDEXES|KEYS|STATUS|VARIABLES|GLOBAL|SESSION|PROCESSLIST|ENGINES?|GRANTS|WARNINGS|ERRORS|TRIGGERS))',
    'a question for a setting',
    'Use a PRAGMA.',
    { ...both },
  ),
  transaction(
    'sql-start-transaction',
    'START TRANSACTION',
    '^START TRANSACTION(?= ;|$)',
    'the begin of a transaction',
    'Write BEGIN, or BEGIN IMMEDIATE where it writes.',
    {
      ...both,
      neutral: 'BEGIN',
      rewrites: [{ to: 'BEGIN', exact: true }],
    },
  ),
  transaction(
    'sql-start-transaction',
    '$1',
    '^(?:START TRANSACTION|BEGIN(?: TRANSACTION| WORK)?) (ISOLATION LEVEL|READ (?:ONLY|WRITE)|WITH CONSISTENT SNAPSHOT|(?:NOT )?DEFERRABLE)(?: [A-Z,]+)*(?= ;|$)',
    'how a transaction sees others',
    'Write BEGIN, or BEGIN IMMEDIATE where it writes: transactions of SQLite are serializable.',
    { ...both, neutral: 'BEGIN', rewrites: [{ to: 'BEGIN' }] },
  ),
  transaction(
    'sql-begin',
    '$1 WORK',
    '^(BEGIN|COMMIT|ROLLBACK) WORK(?= ;|$)',
    'a longer word for a transaction',
    'Leave WORK out.',
    { ...both, neutral: 'BEGIN', rewrites: [{ to: '$1', exact: true }] },
  ),
  transaction(
    'sql-set-transaction',
    'SET TRANSACTION',
    '^SET (?:SESSION |GLOBAL )?(?:TRANSACTION|SESSION CHARACTERISTICS AS TRANSACTION) ',
    'how transactions see each other',
    'Leave it out: transactions of SQLite are serializable.',
    { ...both },
  ),
  transaction(
    'sql-commit',
    'AND CHAIN',
    '^(COMMIT|ROLLBACK|END)(?: WORK| TRANSACTION)? AND (?:NO )?CHAIN(?= ;|$)',
    'a new transaction at once',
    'Write BEGIN by itself.',
    { ...both },
  ),
  transaction(
    'sql-prepare-transaction',
    '$1',
    '^(PREPARE TRANSACTION|(?:COMMIT|ROLLBACK) PREPARED|XA(?= ))',
    'a commit in two phases',
    'Use one transaction, over attached files where there are several.',
    { ...both },
  ),
  transaction(
    'sql-abort',
    'ABORT',
    '^ABORT(?: WORK| TRANSACTION)?(?= ;|$)',
    'a ROLLBACK',
    'Write ROLLBACK.',
    {
      neutral: 'END',
      rewrites: [{ to: 'ROLLBACK', exact: true }],
    },
  ),
  transaction(
    'sql-set-constraints',
    'SET CONSTRAINTS',
    '^SET CONSTRAINTS ',
    'when constraints are checked',
    'Use PRAGMA defer_foreign_keys = ON in the transaction.',
  ),
  access('sql-grant', '$1', '^(GRANT|REVOKE) ', 'a permission', noUsers, {
    ...both,
  }),
  access('sql-createrole', '$1', '^((?:CREATE|DROP|ALTER) (?:ROLE|USER|GROUP))', 'a user', noUsers, {
    ...both,
  }),
  access(
    'sql-createpolicy',
    '$1',
    '^((?:CREATE|DROP|ALTER) POLICY)',
    'a rule on who sees which rows',
    'Add the condition to the queries, or give each tenant a database file.',
  ),
  access(
    'sql-set-role',
    '$1',
    '^(SET (?:ROLE|SESSION AUTHORIZATION|PASSWORD))',
    'a change of the user',
    noUsers,
    {
      ...both,
    },
  ),
  access(
    'sql-alterdefaultprivileges',
    '$1',
    '^(ALTER DEFAULT PRIVILEGES|FLUSH PRIVILEGES|SECURITY LABEL)',
    'a permission',
    noUsers,
    {
      ...both,
    },
  ),
  code(
    'sql-createfunction',
    '$1',
    '^((?:CREATE(?: OR REPLACE)?(?: DEFINER = .*?)?|DROP|ALTER) (?:FUNCTION|PROCEDURE|ROUTINE|PACKAGE))',
    'code in the database',
    'Register the function on each connection in the application, or use a trigger or a view.',
    { ...both },
  ),
  code(
    'sql-do',
    'DO',
    String.raw`^DO (?:LANGUAGE <name> )?(?:\$\$|'')`,
    'a block of code',
    'Run the statements from the application.',
  ),
  code('sql-call', 'CALL', '^CALL <table>', 'a call of a procedure', 'Call a function of the application.', {
    ...both,
  }),
  code(
    'sql-createtrigger',
    'EXECUTE FUNCTION',
    String.raw`(?<=^CREATE (?:CONSTRAINT )?TRIGGER .* )EXECUTE (?:FUNCTION|PROCEDURE) <table> \(.*$`,
    'a trigger that calls a function',
    'Write the trigger’s statements between BEGIN and END.',
    { neutral: 'BEGIN SELECT 1;END' },
  ),
  code(
    'sql-createtrigger',
    'CREATE OR REPLACE TRIGGER',
    '(?<=^CREATE )(?:OR REPLACE|CONSTRAINT)(?: CONSTRAINT)?(?= TRIGGER)',
    'a trigger in place of another',
    'Write DROP TRIGGER IF EXISTS in front of CREATE TRIGGER.',
    { ...both, neutral: '' },
  ),
  code(
    'sql-createtrigger',
    'FOR EACH STATEMENT',
    'FOR EACH STATEMENT',
    'a trigger for a whole statement',
    'Write FOR EACH ROW: triggers of SQLite run once for each row.',
    {
      neutral: 'FOR EACH ROW',
      rewrites: [{ to: 'FOR EACH ROW' }],
    },
  ),
  code(
    'sql-createtrigger',
    '$1',
    '(?<=^CREATE TRIGGER .*?(?:INSERT|UPDATE|DELETE)(?: OF <name>(?: , <name>)*)? )(?:(OR (?:INSERT|UPDATE|DELETE|TRUNCATE))(?: OF <name>(?: , <name>)*)?(?: |$)?)+(?=ON )',
    'a trigger for several events',
    'Write a trigger for each of INSERT, UPDATE and DELETE.',
    { neutral: '' },
  ),
  mysqlCode(
    'create-trigger',
    'SET NEW',
    String.raw`(?<=^CREATE TRIGGER .*? FOR EACH ROW )SET NEW \. <name> =.*$`,
    'a change of the new row',
    'Use an AFTER trigger with UPDATE … WHERE rowid = NEW.rowid between BEGIN and END.',
    {
      neutral: 'BEGIN SELECT 1;END',
    },
  ),
  lock(
    'explicit-locking',
    '$1',
    String.raw`(FOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE))(?: OF <table>(?: , <table>)*)?(?: NOWAIT| SKIP LOCKED| WAIT \d+)?`,
    'a lock on the rows that are read',
    'Leave it out, and start the transaction with BEGIN IMMEDIATE: one connection writes at a time.',
    {
      ...both,
      neutral: '',
      rewrites: [{ to: '' }],
    },
  ),
  mysqlLock(
    'innodb-locking-reads',
    'LOCK IN SHARE MODE',
    'LOCK IN SHARE MODE',
    'a lock on the rows that are read',
    'Leave it out: what a transaction has read stays as it is until its end.',
    {
      neutral: '',
      rewrites: [{ to: '' }],
    },
  ),
  lock(
    'sql-lock',
    '$1',
    '^((?:LOCK|UNLOCK)(?: TABLES?)?) ',
    'a lock on a table',
    'Start the transaction with BEGIN IMMEDIATE: one connection writes at a time.',
    { ...both },
  ),
];
