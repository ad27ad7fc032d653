export type Dialect = 'sqlite' | 'postgresql' | 'mysql' | 'other';

/** Words in a path that name a dialect, matched within its segments. */
export const pathWords: readonly (readonly [RegExp, Dialect])[] = [
  [/sqlite3?|libsql|turso|litestream|litefs|(?<![a-z])d1(?![a-z0-9])/i, 'sqlite'],
  [
    /postgres(?:ql)?|postgre|(?<![a-z])(?:pg|pgsql|psql|pgx|plpgsql|supabase|cockroach(?:db)?|crdb|timescale(?:db)?|redshift|yugabyte)(?![a-z])/i,
    'postgresql',
  ],
  [/mysql[58]?|maria(?:db)?|(?<![a-z])(?:tidb|vitess|planetscale)(?![a-z])/i, 'mysql'],
  [
    /oracle|sql[-_]?server|mssql|(?<![a-z])(?:sqlsrv|tsql|plsql|db2|duckdb|clickhouse|snowflake|bigquery|cassandra|cql|firebird|derby|hsqldb|h2|spanner|trino|presto|hive|spark|athena|databricks|teradata|vertica|exasol)(?![a-z])/i,
    'other',
  ],
];

/** What only one dialect writes; matched against SQL without its comments and without what stands in quotes. */
export const contentMarks: readonly (readonly [RegExp, Dialect, string])[] = [
  [/\bAUTOINCREMENT\b/i, 'sqlite', 'AUTOINCREMENT'],
  [/\bWITHOUT\s+ROWID\b/i, 'sqlite', 'WITHOUT ROWID'],
  [/\)\s*STRICT\b\s*(?:;|,|$)/im, 'sqlite', 'STRICT'],
  [/^\s*PRAGMA\s+\w+/im, 'sqlite', 'PRAGMA'],
  [/\bsqlite_(?:master|schema|sequence|stat1|temp_master)\b/i, 'sqlite', 'sqlite_schema'],
  [/\bUSING\s+(?:fts[345]|rtree|vec0|spellfix1)\b/i, 'sqlite', 'a virtual table module'],
  [/\bINSERT\s+OR\s+(?:REPLACE|IGNORE|ABORT|FAIL|ROLLBACK)\b/i, 'sqlite', 'INSERT OR'],
  [
    /\b(?:julianday|unixepoch|randomblob|last_insert_rowid|json_group_array|json_group_object)\s*\(/i,
    'sqlite',
    'a function of SQLite',
  ],
  [/\bVACUUM\s+INTO\b/i, 'sqlite', 'VACUUM INTO'],
  [/\bINDEXED\s+BY\b/i, 'sqlite', 'INDEXED BY'],
  [/\bCREATE\s+EXTENSION\b/i, 'postgresql', 'CREATE EXTENSION'],
  [/\bLANGUAGE\s+(?:''|plpgsql|sql)(?!\w)/i, 'postgresql', 'LANGUAGE'],
  [/(?:^|\s)\$\w*\$(?:\s|$)/m, 'postgresql', 'a dollar-quoted body'],
  [
    /\b(?:CREATE|ALTER|DROP)\s+(?:TYPE|SEQUENCE|SCHEMA|ROLE|DOMAIN|POLICY|PUBLICATION)\b/i,
    'postgresql',
    'a statement that only Postgres has',
  ],
  [/\bOWNER\s+TO\b/i, 'postgresql', 'OWNER TO'],
  [
    /\bSET\s+(?:search_path|statement_timeout|lock_timeout|client_encoding|standard_conforming_strings)\b/i,
    'postgresql',
    'SET',
  ],
  [/\bUSING\s+(?:gin|gist|brin|btree|hash|spgist|hnsw|ivfflat)\b/i, 'postgresql', 'an index method'],
  [/\bCOMMENT\s+ON\s+(?:TABLE|COLUMN|INDEX|FUNCTION|EXTENSION)\b/i, 'postgresql', 'COMMENT ON'],
  [/\bINDEX\s+CONCURRENTLY\b/i, 'postgresql', 'CONCURRENTLY'],
  [/\bnextval\s*\(/i, 'postgresql', 'nextval()'],
  [/\)\s*(?:\w+\s*=\s*\w+\s*)*ENGINE\s*=\s*\w+/i, 'mysql', 'ENGINE='],
  [/\bON\s+UPDATE\s+CURRENT_TIMESTAMP\b/i, 'mysql', 'ON UPDATE CURRENT_TIMESTAMP'],
  [
    /\bDEFAULT\s+CHARSET\b|\bCHARSET\s*=\s*\w+|\bCHARACTER\s+SET\s+(?:utf8|latin1|ascii|binary)/i,
    'mysql',
    'CHARSET',
  ],
  [/^\s*SET\s+(?:NAMES\s+\w|(?:@@)?(?:FOREIGN_KEY_CHECKS|SQL_MODE)\b)/im, 'mysql', 'SET NAMES'],
  [/^\s*DELIMITER\s+(?:\$\$|\/\/|;)/im, 'mysql', 'DELIMITER'],
  [/\bALTER\s+TABLE\b[^;]*\bMODIFY\s+(?:COLUMN\s+)?\S+\s+\w+/i, 'mysql', 'MODIFY COLUMN'],
  [/^\s*GO\s*$/im, 'other', 'GO'],
  [/\b(?:dbo\.|\[dbo\])/i, 'other', 'dbo'],
  [/\bIDENTITY\s*\(\s*\d/i, 'other', 'IDENTITY()'],
];

/**
 * What Postgres or MySQL programmers write and SQLite mostly reads over: a sign only where the project talks to
 * several databases. In a project of SQLite alone it is a habit, and rules report it.
 */
export const habitMarks: readonly (readonly [RegExp, Dialect, string])[] = [
  [/\b(?:BIG|SMALL)?SERIAL\b/i, 'postgresql', 'SERIAL'],
  [/\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b/i, 'postgresql', 'IDENTITY'],
  [/\b(?:TIMESTAMPTZ|JSONB|BYTEA|CITEXT|INET|TSVECTOR)\b(?!\s*\()/i, 'postgresql', 'a type of Postgres'],
  [/\bTIMESTAMP\s+WITH(?:OUT)?\s+TIME\s+ZONE\b/i, 'postgresql', 'TIMESTAMP WITH TIME ZONE'],
  [
    /\b(?:gen_random_uuid|uuid_generate_v4|to_timestamp|date_trunc|now)\s*\(/i,
    'postgresql',
    'a function of Postgres',
  ],
  [/::\s*\w+/, 'postgresql', 'a cast with ::'],
  [/\bAUTO_INCREMENT\b/i, 'mysql', 'AUTO_INCREMENT'],
  [/\b(?:TINYINT|MEDIUMTEXT|LONGTEXT|DATETIME\s*\(\d\))/i, 'mysql', 'a type of MySQL'],
  [/``/, 'mysql', 'names in backticks'],
];

/** The comments that dump programs start their files with. */
export const dumpHeaders: readonly (readonly [RegExp, Dialect, string])[] = [
  [/^--\s*PostgreSQL database (?:cluster )?dump\b/m, 'postgresql', 'the heading of pg_dump'],
  [/^--\s*(?:MySQL|MariaDB) dump\b/m, 'mysql', 'the heading of mysqldump'],
  [/^--\s*phpMyAdmin SQL Dump\b/m, 'mysql', 'the heading of phpMyAdmin'],
];

/** A dependency, as a manifest names it, that tells which databases a project talks to. */
export interface DriverMark {
  readonly pattern: RegExp;
  readonly dialect: Dialect;
  readonly name: string;
}

/** The manifests that are read, by file name. */
export const manifestNames =
  /^(?:package\.json|_journal\.json|migration_lock\.toml|alembic\.ini|atlas\.hcl|flyway\.(?:conf|toml)|application[\w-]*\.(?:properties|ya?ml)|\.env(?:\.[\w.-]+)?|[\w.-]+\.env|database\.php|go\.mod|Cargo\.toml|pyproject\.toml|requirements[\w.-]*\.txt|Pipfile|Gemfile|[\w-]+\.gemspec|composer\.json|pom\.xml|build\.gradle(?:\.kts)?|libs\.versions\.toml|.+\.csproj|Directory\.Packages\.props|packages\.config|mix\.exs|schema\.prisma|drizzle[\w.-]*\.config\.[cm]?[jt]s|drizzle\.config[\w.-]*\.[cm]?[jt]s|wrangler\.(?:toml|jsonc?)|sqlc\.(?:ya?ml|json)|knexfile\.[cm]?[jt]s|diesel\.toml|dbconfig\.yml|database\.yml)$/;

const mark = (pattern: RegExp, dialect: Dialect, name: string): DriverMark => ({ pattern, dialect, name });

export const driverMarks: readonly DriverMark[] = [
  mark(
    /"(?:better-sqlite3|sqlite3|sqlite|@libsql\/client|libsql|sql\.js|node-sqlite3-wasm|@sqlite\.org\/sqlite-wasm|expo-sqlite|@prisma\/adapter-(?:better-sqlite3|libsql|d1)|@louislam\/sqlite3|wa-sqlite|kysely-libsql)"\s*:/,
    'sqlite',
    'an npm driver of SQLite',
  ),
  mark(
    /"(?:pg|postgres|pg-promise|@neondatabase\/serverless|@vercel\/postgres|slonik|@prisma\/adapter-pg|pgsql-ast-parser|@electric-sql\/pglite)"\s*:/,
    'postgresql',
    'an npm driver of Postgres',
  ),
  mark(/"(?:mysql|mysql2|mariadb|@planetscale\/database)"\s*:/, 'mysql', 'an npm driver of MySQL'),
  mark(
    /"(?:mssql|tedious|oracledb|duckdb|@duckdb\/node-api|@clickhouse\/client|snowflake-sdk)"\s*:/,
    'other',
    'an npm driver of another database',
  ),
  mark(
    /(?:mattn\/go-sqlite3|modernc\.org\/sqlite|glebarez\/(?:go-)?sqlite|ncruces\/go-sqlite3|gorm\.io\/driver\/sqlite|zombiezen\.com\/go\/sqlite|tursodatabase\/)/,
    'sqlite',
    'a Go driver of SQLite',
  ),
  mark(
    /(?:jackc\/pgx|lib\/pq\b|gorm\.io\/driver\/postgres|go-pg\/pg)/,
    'postgresql',
    'a Go driver of Postgres',
  ),
  mark(/(?:go-sql-driver\/mysql|gorm\.io\/driver\/mysql)/, 'mysql', 'a Go driver of MySQL'),
  mark(
    /^\s*(?:rusqlite|libsqlite3-sys|libsql|sqlite|turso|r2d2_sqlite|deadpool-sqlite)\b|features\s*=\s*\[[^\]]*"sqlite"/m,
    'sqlite',
    'a Rust driver of SQLite',
  ),
  mark(
    /^\s*(?:postgres|tokio-postgres|deadpool-postgres)\b|features\s*=\s*\[[^\]]*"postgres"/m,
    'postgresql',
    'a Rust driver of Postgres',
  ),
  mark(/^\s*(?:mysql|mysql_async)\b|features\s*=\s*\[[^\]]*"mysql"/m, 'mysql', 'a Rust driver of MySQL'),
  mark(
    /\b(?:aiosqlite|apsw|pysqlite3|pysqlcipher3|libsql-client|sqlite-utils)\b/,
    'sqlite',
    'a Python driver of SQLite',
  ),
  mark(/\b(?:psycopg(?:2|2-binary)?|asyncpg|pg8000)\b/, 'postgresql', 'a Python driver of Postgres'),
  mark(/\b(?:mysqlclient|PyMySQL|aiomysql|mysql-connector-python)\b/i, 'mysql', 'a Python driver of MySQL'),
  mark(
    /gem\s+["']sqlite3["']|\.add_(?:runtime_)?dependency\(?\s*["']sqlite3["']|adapter:\s*sqlite3/,
    'sqlite',
    'a Ruby driver of SQLite',
  ),
  mark(/gem\s+["']pg["']|adapter:\s*postgresql/, 'postgresql', 'a Ruby driver of Postgres'),
  mark(/gem\s+["'](?:mysql2|trilogy)["']|adapter:\s*(?:mysql2|trilogy)/, 'mysql', 'a Ruby driver of MySQL'),
  mark(/"ext-(?:pdo_)?sqlite3?"/, 'sqlite', 'a PHP driver of SQLite'),
  mark(/"ext-(?:pdo_)?pgsql"/, 'postgresql', 'a PHP driver of Postgres'),
  mark(/"ext-(?:pdo_mysql|mysqli)"/, 'mysql', 'a PHP driver of MySQL'),
  mark(
    /sqlite-jdbc|Microsoft\.Data\.Sqlite|System\.Data\.SQLite|EntityFrameworkCore\.Sqlite|\bsqlite-net-(?:pcl|base|static|sqlcipher)\b|:(?:ecto_sqlite3|exqlite)\b/,
    'sqlite',
    'a driver of SQLite',
  ),
  mark(/Npgsql|org\.postgresql|:postgrex\b/, 'postgresql', 'a driver of Postgres'),
  mark(/mysql-connector|Pomelo\.EntityFrameworkCore|MySql\.Data|:myxql\b/, 'mysql', 'a driver of MySQL'),
  mark(
    /(?:dialect|provider|engine|type|client)["']?\s*[:=]\s*["']?(?:sqlite3?|turso|libsql|better-sqlite3|d1-http|d1)\b/,
    'sqlite',
    'a setting for SQLite',
  ),
  mark(
    /(?:dialect|provider|engine|type|client)["']?\s*[:=]\s*["']?(?:postgres(?:ql)?|pg|cockroachdb)\b/,
    'postgresql',
    'a setting for Postgres',
  ),
  mark(
    /(?:dialect|provider|engine|type|client)["']?\s*[:=]\s*["']?(?:mysql2?|mariadb)\b/,
    'mysql',
    'a setting for MySQL',
  ),
  mark(/d1_databases/, 'sqlite', 'a D1 binding'),
];
