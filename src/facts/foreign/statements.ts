import type { ForeignRule, ForeignSyntax } from './construct.ts';

const postgres = (page: string): string => `https://www.postgresql.org/docs/current/${page}.html`;

const statement =
  (rule: ForeignRule) =>
  (
    name: string,
    pattern: string,
    meaning: string,
    instead: string,
    more: Partial<ForeignSyntax> & Pick<ForeignSyntax, 'source'>,
  ): ForeignSyntax => ({ name, of: 'Postgres', rule, pattern, meaning, instead, ...more });

const both = { of: 'Postgres and MySQL' } as const;
const ofPostgres = statement('postgres-statement');
const sequence = statement('postgres-sequence');
const general = statement('foreign-statement');
const transaction = statement('foreign-transaction');
const access = statement('access-control');
const code = statement('stored-code');
const lock = statement('row-lock');

const noUsers =
  'Leave it out: SQLite has no users. The mode of the file and the application decide who may do what.';

/** Statements of Postgres, and those that it shares with MySQL, which SQLite does not have. */
export const foreignStatements: readonly ForeignSyntax[] = [
  ofPostgres(
    'CREATE EXTENSION',
    '^(?:CREATE|DROP|ALTER) EXTENSION',
    'a package of functions and types',
    'Leave it out. What an extension gives, the application loads or registers on each connection.',
    { source: postgres('sql-createextension') },
  ),
  ofPostgres(
    'CREATE TYPE … AS ENUM',
    '^CREATE TYPE <table> AS ENUM',
    'a type with a list of values',
    "Use TEXT with CHECK (column IN ('a', 'b')).",
    { source: postgres('datatype-enum') },
  ),
  ofPostgres(
    'CREATE TYPE',
    '^(?:CREATE|DROP|ALTER) TYPE',
    'a type of one’s own',
    'Use TEXT, INTEGER, REAL or BLOB with a CHECK constraint.',
    { source: postgres('sql-createtype') },
  ),
  ofPostgres(
    'CREATE DOMAIN',
    '^(?:CREATE|DROP|ALTER) DOMAIN',
    'a type with a constraint',
    'Repeat the CHECK constraint in each column.',
    { source: postgres('sql-createdomain') },
  ),
  ofPostgres(
    'MATERIALIZED VIEW',
    '^(?:CREATE|DROP|ALTER|REFRESH) MATERIALIZED VIEW',
    'a view whose rows are stored',
    'Use a table that triggers, or a DELETE and INSERT … SELECT, keep up to date.',
    { source: postgres('rules-materializedviews') },
  ),
  ofPostgres(
    'COMMENT ON',
    '^COMMENT ON',
    'a description of an object',
    'Write an SQL comment: SQLite keeps those within CREATE TABLE.',
    { source: postgres('sql-comment') },
  ),
  ofPostgres(
    'LISTEN',
    '^(?:LISTEN|UNLISTEN) ',
    'a subscription to messages',
    'Let the application tell its own parts; PRAGMA data_version tells that another connection has written.',
    { source: postgres('sql-listen') },
  ),
  ofPostgres(
    'NOTIFY',
    '^NOTIFY <name>',
    'a message to other connections',
    'Let the application tell its own parts; PRAGMA data_version tells that another connection has written.',
    { source: postgres('sql-notify') },
  ),
  ofPostgres(
    'COPY',
    '^COPY (?:<table>|\\()',
    'a bulk load or export',
    'Use .import of the sqlite3 shell, or one prepared INSERT in one transaction.',
    { source: postgres('sql-copy') },
  ),
  ofPostgres(
    'command such as \\d',
    String.raw`^\\ `,
    'a command of psql',
    'Leave it out, or use the sqlite3 shell’s own: .tables, .read, .import.',
    { source: postgres('app-psql') },
  ),
  ofPostgres(
    'CREATE PUBLICATION',
    '^(?:CREATE|DROP|ALTER) (?:PUBLICATION|SUBSCRIPTION)',
    'logical replication',
    'Use Litestream or LiteFS, which copy the database file, or the session extension for changes.',
    { source: postgres('logical-replication') },
  ),
  ofPostgres(
    'CREATE FOREIGN TABLE',
    '^(?:CREATE|DROP|ALTER|IMPORT) (?:FOREIGN|SERVER)',
    'a table of another server',
    'Use ATTACH for another SQLite file.',
    { source: postgres('sql-createforeigntable') },
  ),
  ofPostgres(
    'CREATE STATISTICS',
    '^(?:CREATE|DROP|ALTER) STATISTICS',
    'statistics on several columns',
    'Use ANALYZE or PRAGMA optimize.',
    { source: postgres('sql-createstatistics') },
  ),
  ofPostgres(
    'CREATE RULE',
    '^(?:CREATE(?: OR REPLACE)?|DROP|ALTER) RULE',
    'a rewriting of statements',
    'Use an INSTEAD OF trigger on a view.',
    { source: postgres('sql-createrule') },
  ),
  ofPostgres(
    'CREATE AGGREGATE',
    '^(?:CREATE(?: OR REPLACE)?|DROP|ALTER) (?:AGGREGATE|OPERATOR|CAST|COLLATION|CONVERSION|LANGUAGE|(?:TRUSTED )?(?:PROCEDURAL )?LANGUAGE|ACCESS METHOD|TEXT SEARCH|EVENT TRIGGER|TRANSFORM)',
    'an object of the server',
    'Register functions and collations on each connection in the application.',
    { source: postgres('sql-createaggregate') },
  ),
  ofPostgres(
    'CREATE TABLESPACE',
    '^(?:CREATE|DROP|ALTER) TABLESPACE',
    'a place for data',
    'Leave it out: a database is one file; ATTACH adds another.',
    { source: postgres('sql-createtablespace') },
  ),
  ofPostgres(
    '$1',
    '^(ALTER (?:INDEX|VIEW|TRIGGER))',
    'a change of an index or a view',
    'Drop it, and create it again.',
    { of: 'Postgres and MySQL', source: postgres('sql-alterindex') },
  ),
  ofPostgres(
    '$1',
    String.raw`^(VACUUM (?:FULL|VERBOSE|ANALYZE|FREEZE|\())`,
    'what VACUUM does besides',
    'Write VACUUM; and ANALYZE, or PRAGMA optimize, by itself.',
    { source: postgres('sql-vacuum') },
  ),
  ofPostgres(
    'REINDEX TABLE',
    '^REINDEX (?:TABLE|INDEX|SCHEMA|DATABASE|SYSTEM|CONCURRENTLY)',
    'the kind of what is built again',
    'Write REINDEX with a name of a table or an index.',
    { source: postgres('sql-reindex') },
  ),
  ofPostgres(
    'CLUSTER',
    '^CLUSTER(?: |$)',
    'the order of a table’s rows',
    'Use a WITHOUT ROWID table, whose rows are kept by its key.',
    { source: postgres('sql-cluster') },
  ),
  ofPostgres(
    'DECLARE … CURSOR',
    '^(?:DECLARE|FETCH|MOVE|CLOSE) ',
    'a cursor',
    'Step through the result in the application.',
    { source: postgres('sql-declare') },
  ),
  ofPostgres(
    'DISCARD',
    '^(?:DISCARD|RESET|CHECKPOINT|LOAD|REASSIGN)(?: |$)',
    'a command for the server',
    'Leave it out.',
    { source: postgres('sql-discard') },
  ),
  ofPostgres(
    'TABLE as a query',
    String.raw`^TABLE <table>(?= ;|$)`,
    'a query for all rows',
    'Write SELECT * FROM ….',
    { of: 'Postgres and MySQL', source: postgres('sql-select') },
  ),

  sequence(
    'CREATE SEQUENCE',
    '^(?:CREATE(?: TEMP(?:ORARY)?)?|DROP|ALTER) SEQUENCE',
    'a counter',
    'Declare the column INTEGER PRIMARY KEY; for other counters use a table, and UPDATE … SET n = n + 1 RETURNING n.',
    { source: postgres('sql-createsequence') },
  ),

  general(
    'TRUNCATE',
    '^TRUNCATE(?: TABLE)?(?: ONLY)? (<table>)(?: (?:RESTART|CONTINUE) IDENTITY)?(?: CASCADE| RESTRICT)?(?= ;|$)',
    'a quick DELETE of all rows',
    'Write DELETE FROM without WHERE: SQLite empties the table at once where no trigger is in the way.',
    {
      ...both,
      source: postgres('sql-truncate'),
      rewrites: [{ to: 'DELETE FROM $1', title: 'Change to DELETE FROM' }],
    },
  ),
  general(
    'TRUNCATE',
    '^TRUNCATE ',
    'a quick DELETE of all rows',
    'Write a DELETE FROM without WHERE for each table.',
    { ...both, source: postgres('sql-truncate') },
  ),
  general(
    'EXPLAIN ANALYZE',
    String.raw`(?<=^)EXPLAIN (?:ANALYZE(?: VERBOSE)?|VERBOSE|<list>|FORMAT = <name>)(?= (?:SELECT|INSERT|UPDATE|DELETE|WITH|VALUES)\b)`,
    'a plan with what it took',
    'Write EXPLAIN QUERY PLAN; .timer and .scanstats of the sqlite3 shell tell the time.',
    {
      ...both,
      neutral: 'EXPLAIN',
      source: postgres('sql-explain'),
      rewrites: [{ to: 'EXPLAIN QUERY PLAN' }],
    },
  ),
  general(
    'MERGE',
    '^MERGE INTO',
    'a join that inserts, updates and deletes',
    'Use INSERT … ON CONFLICT DO UPDATE, and a DELETE by itself.',
    { source: postgres('sql-merge') },
  ),
  general(
    'PREPARE',
    '^(?:PREPARE|EXECUTE|DEALLOCATE) (?!TRANSACTION)',
    'a prepared statement',
    'Prepare statements through the driver.',
    { ...both, source: postgres('sql-prepare') },
  ),
  general(
    'CREATE SCHEMA',
    '^(?:CREATE|DROP|ALTER) (?:SCHEMA|DATABASE)',
    'a namespace or a database',
    "Use ATTACH 'file.db' AS name for another file; a database is made when it is opened.",
    { ...both, source: postgres('sql-createschema') },
  ),
  general(
    'SET',
    '^SET (?!TRANSACTION|ROLE|SESSION AUTHORIZATION|SESSION CHARACTERISTICS|CONSTRAINTS|PASSWORD|@|NAMES|GLOBAL|FOREIGN_KEY_CHECKS|SQL_|UNIQUE_CHECKS|CHARACTER)',
    'a setting of the session',
    'Use a PRAGMA, or leave it out.',
    { ...both, source: postgres('sql-set') },
  ),
  general(
    'SHOW',
    '^SHOW (?!(?:FULL )?(?:TABLES|COLUMNS|FIELDS|DATABASES|SCHEMAS|CREATE|INDEX|INDEXES|KEYS|STATUS|VARIABLES|GLOBAL|SESSION|PROCESSLIST|ENGINES?|GRANTS|WARNINGS|ERRORS|TRIGGERS))',
    'a question for a setting',
    'Use a PRAGMA.',
    { ...both, source: postgres('sql-show') },
  ),

  transaction(
    'START TRANSACTION',
    '^START TRANSACTION(?= ;|$)',
    'the begin of a transaction',
    'Write BEGIN, or BEGIN IMMEDIATE where it writes.',
    {
      ...both,
      neutral: 'BEGIN',
      source: postgres('sql-start-transaction'),
      rewrites: [{ to: 'BEGIN', exact: true }],
    },
  ),
  transaction(
    '$1',
    '^(?:START TRANSACTION|BEGIN(?: TRANSACTION| WORK)?) (ISOLATION LEVEL|READ (?:ONLY|WRITE)|WITH CONSISTENT SNAPSHOT|(?:NOT )?DEFERRABLE)(?: [A-Z,]+)*(?= ;|$)',
    'how a transaction sees others',
    'Write BEGIN, or BEGIN IMMEDIATE where it writes: transactions of SQLite are serializable.',
    { ...both, neutral: 'BEGIN', source: postgres('sql-start-transaction'), rewrites: [{ to: 'BEGIN' }] },
  ),
  transaction(
    'BEGIN WORK',
    '^(BEGIN|COMMIT|ROLLBACK) WORK(?= ;|$)',
    'a longer word for a transaction',
    'Leave WORK out.',
    { ...both, neutral: 'BEGIN', source: postgres('sql-begin'), rewrites: [{ to: '$1', exact: true }] },
  ),
  transaction(
    'SET TRANSACTION',
    '^SET (?:SESSION |GLOBAL )?(?:TRANSACTION|SESSION CHARACTERISTICS AS TRANSACTION) ',
    'how transactions see each other',
    'Leave it out: transactions of SQLite are serializable.',
    { ...both, source: postgres('sql-set-transaction') },
  ),
  transaction(
    'AND CHAIN',
    '^(COMMIT|ROLLBACK|END)(?: WORK| TRANSACTION)? AND (?:NO )?CHAIN(?= ;|$)',
    'a new transaction at once',
    'Write BEGIN by itself.',
    { ...both, source: postgres('sql-commit') },
  ),
  transaction(
    'PREPARE TRANSACTION',
    '^(?:PREPARE TRANSACTION|(?:COMMIT|ROLLBACK) PREPARED|XA )',
    'a commit in two phases',
    'Use one transaction, over attached files where there are several.',
    { ...both, source: postgres('sql-prepare-transaction') },
  ),
  transaction('ABORT', '^ABORT(?: WORK| TRANSACTION)?(?= ;|$)', 'a ROLLBACK', 'Write ROLLBACK.', {
    neutral: 'END',
    source: postgres('sql-abort'),
    rewrites: [{ to: 'ROLLBACK', exact: true }],
  }),
  transaction(
    'SET CONSTRAINTS',
    '^SET CONSTRAINTS ',
    'when constraints are checked',
    'Use PRAGMA defer_foreign_keys = ON in the transaction.',
    { source: postgres('sql-set-constraints') },
  ),

  access('GRANT', '^(?:GRANT|REVOKE) ', 'a permission', noUsers, { ...both, source: postgres('sql-grant') }),
  access('CREATE ROLE', '^(?:CREATE|DROP|ALTER) (?:ROLE|USER|GROUP)', 'a user', noUsers, {
    ...both,
    source: postgres('sql-createrole'),
  }),
  access(
    'CREATE POLICY',
    '^(?:CREATE|DROP|ALTER) POLICY',
    'a rule on who sees which rows',
    'Add the condition to the queries, or give each tenant a database file.',
    { source: postgres('sql-createpolicy') },
  ),
  access('SET ROLE', '^SET (?:ROLE|SESSION AUTHORIZATION|PASSWORD)', 'a change of the user', noUsers, {
    ...both,
    source: postgres('sql-set-role'),
  }),
  access('$1', '^(ALTER DEFAULT PRIVILEGES|FLUSH PRIVILEGES|SECURITY LABEL)', 'a permission', noUsers, {
    ...both,
    source: postgres('sql-alterdefaultprivileges'),
  }),

  code(
    'CREATE FUNCTION',
    '^(?:CREATE(?: OR REPLACE)?(?: DEFINER = .*?)?|DROP|ALTER) (?:FUNCTION|PROCEDURE|ROUTINE|PACKAGE)',
    'code in the database',
    'Register the function on each connection in the application, or use a trigger or a view.',
    { ...both, source: postgres('sql-createfunction') },
  ),
  code(
    'DO',
    String.raw`^DO (?:LANGUAGE <name> )?(?:\$\$|'')`,
    'a block of code',
    'Run the statements from the application.',
    { source: postgres('sql-do') },
  ),
  code('CALL', '^CALL <table>', 'a call of a procedure', 'Call a function of the application.', {
    ...both,
    source: postgres('sql-call'),
  }),
  code(
    'EXECUTE FUNCTION',
    String.raw`(?<=^CREATE (?:CONSTRAINT )?TRIGGER .* )EXECUTE (?:FUNCTION|PROCEDURE) <table> \(.*$`,
    'a trigger that calls a function',
    'Write the trigger’s statements between BEGIN and END.',
    { neutral: 'BEGIN SELECT 1;END', source: postgres('sql-createtrigger') },
  ),
  code(
    'CREATE OR REPLACE TRIGGER',
    '(?<=^CREATE )(?:OR REPLACE|CONSTRAINT)(?: CONSTRAINT)?(?= TRIGGER)',
    'a trigger in place of another',
    'Write DROP TRIGGER IF EXISTS in front of CREATE TRIGGER.',
    { ...both, neutral: '', source: postgres('sql-createtrigger') },
  ),
  code(
    'FOR EACH STATEMENT',
    'FOR EACH STATEMENT',
    'a trigger for a whole statement',
    'Write FOR EACH ROW: triggers of SQLite run once for each row.',
    { neutral: 'FOR EACH ROW', source: postgres('sql-createtrigger'), rewrites: [{ to: 'FOR EACH ROW' }] },
  ),
  code(
    '$1',
    String.raw`(?<=^CREATE TRIGGER .*?(?:INSERT|UPDATE|DELETE)(?: OF <name>(?: , <name>)*)? )(?:(OR (?:INSERT|UPDATE|DELETE|TRUNCATE))(?: OF <name>(?: , <name>)*)?(?: |$)?)+(?=ON )`,
    'a trigger for several events',
    'Write a trigger for each of INSERT, UPDATE and DELETE.',
    { neutral: '', source: postgres('sql-createtrigger') },
  ),
  code(
    'SET NEW',
    String.raw`(?<=^CREATE TRIGGER .*? FOR EACH ROW )SET NEW \. <name> =.*$`,
    'a change of the new row',
    'Use an AFTER trigger with UPDATE … WHERE rowid = NEW.rowid between BEGIN and END.',
    {
      of: 'MySQL',
      neutral: 'BEGIN SELECT 1;END',
      source: 'https://dev.mysql.com/doc/refman/8.4/en/create-trigger.html',
    },
  ),

  lock(
    '$1',
    String.raw`(FOR (?:NO KEY UPDATE|UPDATE|KEY SHARE|SHARE))(?: OF <table>(?: , <table>)*)?(?: NOWAIT| SKIP LOCKED| WAIT \d+)?`,
    'a lock on the rows that are read',
    'Leave it out, and start the transaction with BEGIN IMMEDIATE: one connection writes at a time.',
    {
      ...both,
      neutral: '',
      source: postgres('explicit-locking'),
      rewrites: [{ to: '' }],
    },
  ),
  lock(
    'LOCK IN SHARE MODE',
    'LOCK IN SHARE MODE',
    'a lock on the rows that are read',
    'Leave it out: what a transaction has read stays as it is until its end.',
    {
      of: 'MySQL',
      neutral: '',
      source: 'https://dev.mysql.com/doc/refman/8.4/en/innodb-locking-reads.html',
      rewrites: [{ to: '' }],
    },
  ),
  lock(
    'LOCK TABLE',
    '^(?:LOCK|UNLOCK) (?:TABLES?|<table>)',
    'a lock on a table',
    'Start the transaction with BEGIN IMMEDIATE: one connection writes at a time.',
    { ...both, source: postgres('sql-lock') },
  ),
];
