import { testConnections } from '../../support/connections.ts';
import { glebarez, goMod, imports, mattn, modernc, withMattn } from '../../support/go-programs.ts';

testConnections('go', [
  {
    name: 'a pragma that is run on a pool reaches one of its connections',
    source: withMattn('db, err := sql.Open("sqlite3", "app.db")', 'db.Exec("PRAGMA foreign_keys = ON")'),
    expected: ['mattn/go-sqlite3 app.db [foreign_keys=ON statement one]'],
    effective: { foreign_keys: undefined },
    places: ['PRAGMA foreign_keys = ON'],
  },
  {
    name: 'WAL is kept in the file',
    source: withMattn('db, err := sql.Open("sqlite3", "app.db")', 'db.Exec(`PRAGMA journal_mode = WAL;`)'),
    expected: ['mattn/go-sqlite3 app.db [journal_mode=WAL statement one]'],
    effective: { journal_mode: 'wal' },
  },
  {
    name: 'a pool of one',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db")',
      'db.SetMaxOpenConns(1)',
      'db.ExecContext(ctx, "PRAGMA foreign_keys = ON")',
    ),
    expected: ['mattn/go-sqlite3 app.db [foreign_keys=ON statement one] pool=1'],
    effective: { foreign_keys: 'on' },
  },
  {
    name: 'a size that is a constant',
    source: withMattn(
      'const most = 1',
      'db, err := sql.Open("sqlite3", "app.db")',
      'db.SetMaxOpenConns(most)',
    ),
    expected: ['mattn/go-sqlite3 app.db [] pool=1'],
  },
  {
    name: 'near miss: a size that is computed',
    source: withMattn('db, err := sql.Open("sqlite3", "app.db")', 'db.SetMaxOpenConns(cfg.Max)'),
    expected: ['mattn/go-sqlite3 app.db [] pool=unknown'],
  },
  {
    name: 'near miss: another function limits a pool, perhaps this one',
    files: {
      'main.go': withMattn('db, err := sql.Open("sqlite3", "app.db")', 'db.Exec("PRAGMA foreign_keys = ON")'),
      'tune.go': 'package main\n\nimport "database/sql"\n\nfunc tune(db *sql.DB) { db.SetMaxOpenConns(1) }\n',
    },
    expected: ['mattn/go-sqlite3 app.db [foreign_keys=ON statement one] pool=unknown'],
  },
  {
    name: 'pragmas of a list, one by one',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db")',
      'for _, pragma := range []string{"PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"} {',
      '\tif _, err := db.Exec(pragma); err != nil { return }',
      '}',
    ),
    expected: ['mattn/go-sqlite3 app.db [journal_mode=WAL statement one, synchronous=NORMAL statement one]'],
  },
  {
    name: 'a constant, run by a function that is handed the pool',
    source: `package main\n\n${imports('database/sql', '_ github.com/mattn/go-sqlite3')}\nconst startup = \`PRAGMA foreign_keys = ON;\`\n\nfunc open(path string) {\n\tdb, err := sql.Open("sqlite3", path)\n\tif err := setup(ctx, db); err != nil { return }\n}\n\nfunc setup(ctx context.Context, pool *sql.DB) error {\n\t_, err := pool.Exec(startup)\n\treturn err\n}\n`,
    expected: ['mattn/go-sqlite3 <path> [foreign_keys=ON statement one]'],
    loose: [],
  },
  {
    name: 'on some conditions only',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db")',
      'if cfg.Litestream {',
      '\tdb.Exec("PRAGMA wal_autocheckpoint = 0")',
      '}',
    ),
    expected: ['mattn/go-sqlite3 app.db [wal_autocheckpoint=0 statement one maybe]'],
    effective: { wal_autocheckpoint: undefined },
  },
  {
    name: 'near miss: on the condition that it is SQLite',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db")',
      'if cfg.Driver == "sqlite3" {',
      '\tdb.SetMaxOpenConns(1)',
      '\tdb.Exec("PRAGMA synchronous = FULL")',
      '}',
    ),
    expected: ['mattn/go-sqlite3 app.db [synchronous=FULL statement one] pool=1'],
    effective: { synchronous: 'full' },
  },
  {
    name: 'a pool in a field',
    source: `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc (s *Store) Open(path string) (err error) {\n\tif s.db, err = sql.Open("sqlite", path); err != nil {\n\t\treturn err\n\t}\n\ts.db.SetMaxOpenConns(1)\n\t_, err = s.db.Exec("PRAGMA busy_timeout = 5000")\n\treturn err\n}\n`,
    expected: ['modernc.org/sqlite <path> [busy_timeout=5000 statement one] pool=1'],
    effective: { busy_timeout: '5000' },
  },
  {
    name: 'near miss: a variable of the same name in another function',
    source: `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc a(path string) { db, err := sql.Open("sqlite", path) }\n\nfunc b(db *sql.DB) { db.Exec("PRAGMA busy_timeout = 5000") }\n`,
    expected: ['modernc.org/sqlite <path> []'],
    loose: ['busy_timeout=5000 pool'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'a pool by its type: of a slice that a loop goes through, and what a function of the file returns',
    source: `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc Db() *sql.DB { return singleton.Get() }\n\nfunc (s *Store) setUp() {\n\tfor _, conn := range []*sql.DB{s.Reader(), s.Writer()} {\n\t\tconn.Exec("PRAGMA busy_timeout = 5000")\n\t}\n\tdb := Db()\n\tdb.Exec("PRAGMA synchronous = OFF")\n}\n`,
    expected: [],
    loose: ['busy_timeout=5000 pool', 'synchronous=OFF pool'],
  },
  {
    name: 'near miss: connections in a slice, and a function of the file that returns one',
    source: `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc Db() (*sql.Conn, error) { return pool.Conn(ctx) }\n\nfunc (s *Store) setUp() {\n\tfor _, conn := range []*sql.Conn{s.Reader(), s.Writer()} {\n\t\tconn.ExecContext(ctx, "PRAGMA busy_timeout = 5000")\n\t}\n\tdb, err := Db()\n\tdb.ExecContext(ctx, "PRAGMA synchronous = OFF")\n}\n`,
    expected: [],
    loose: ['busy_timeout=5000 unknown', 'synchronous=OFF unknown'],
  },
  {
    name: 'near miss: one connection of the pool, and a transaction',
    source: `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc a(path string) {\n\tdb, err := sql.Open("sqlite", path)\n\tconn, err := db.Conn(ctx)\n\tconn.ExecContext(ctx, "PRAGMA foreign_keys = OFF")\n}\n\nfunc b(tx *sql.Tx) { tx.Exec("PRAGMA defer_foreign_keys = ON") }\n`,
    expected: ['modernc.org/sqlite <path> []'],
    loose: ['foreign_keys=OFF unknown', 'defer_foreign_keys=ON unknown'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'a pragma that is only asked for',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db")',
      'db.QueryRow("PRAGMA busy_timeout").Scan(&n)',
    ),
    expected: ['mattn/go-sqlite3 app.db []'],
    effective: { busy_timeout: '5000' },
  },
  {
    name: 'a package that is handed the pool may do anything',
    files: {
      'go.mod': goMod(mattn, 'example.org/tune v1.0.0'),
      'main.go': `package main\n\n${imports('database/sql', '_ github.com/mattn/go-sqlite3', 'example.org/tune/sqlite')}\nfunc main() {\n\tdb, err := sql.Open("sqlite3", "app.db")\n\tsqlite.Tune(db)\n}\n`,
    },
    expected: ['mattn/go-sqlite3 app.db [] opaque'],
  },
  {
    name: 'near miss: one of the project’s own, and one that is known to leave it alone',
    files: {
      'go.mod': goMod(mattn, 'github.com/pressly/goose/v3 v3.20.0'),
      'main.go': `package main\n\n${imports('database/sql', '_ github.com/mattn/go-sqlite3', 'example.com/app/store', 'github.com/pressly/goose/v3')}\nfunc main() {\n\tdb, err := sql.Open("sqlite3", "app.db")\n\tstore.New(db)\n\tgoose.Up(db, "migrations")\n}\n`,
    },
    expected: ['mattn/go-sqlite3 app.db []'],
  },
  {
    name: 'a driver under a name of its own, with a hook',
    source:
      'package main\n\nimport (\n\t"database/sql"\n\t"github.com/mattn/go-sqlite3"\n)\n\nfunc init() {\n\tsql.Register("sqlite3_app", &sqlite3.SQLiteDriver{\n\t\tConnectHook: func(conn *sqlite3.SQLiteConn) error {\n\t\t\t_, err := conn.Exec(`PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL;`, nil)\n\t\t\treturn err\n\t\t},\n\t})\n}\n\nfunc open(path string) { db, err := sql.Open("sqlite3_app", path) }\n',
    expected: ['mattn/go-sqlite3 <path> [foreign_keys=ON hook, journal_mode=WAL hook]'],
    effective: { foreign_keys: 'on', journal_mode: 'wal', busy_timeout: '5000' },
    loose: [],
  },
  {
    name: 'a hook that is a function of the file, a name that is a constant, in another file',
    files: {
      'db/driver.go':
        'package db\n\nimport (\n\t"database/sql"\n\tsqlite "github.com/mattn/go-sqlite3"\n)\n\nconst Driver = "sqlite3" + "_custom"\n\nfunc hook(c *sqlite.SQLiteConn) error {\n\t_, err := c.Exec("PRAGMA cache_size = -9000", nil)\n\treturn err\n}\n\nfunc init() { sql.Register(Driver, &sqlite.SQLiteDriver{ConnectHook: hook}) }\n',
      'main.go': `package main\n\n${imports('database/sql', 'example.com/app/db')}\nfunc main() { pool, err := sql.Open(db.Driver, "app.db") }\n`,
    },
    expected: ['mattn/go-sqlite3 app.db [cache_size=-9000 hook]'],
    effective: { cache_size: '-9000' },
  },
  {
    name: 'another driver under mattn’s name',
    source:
      'package main\n\nimport (\n\t"database/sql"\n\t"github.com/glebarez/go-sqlite"\n)\n\nfunc init() { sql.Register("sqlite3", &sqlite.Driver{}) }\n\nfunc open() { db, err := sql.Open("sqlite3", "app.db?_pragma=foreign_keys(1)") }\n',
    expected: ['glebarez/go-sqlite app.db?_pragma=foreign_keys(1) [foreign_keys=1 dsn]'],
  },
  {
    name: 'modernc’s hook for all connections',
    source:
      'package main\n\nimport (\n\t"database/sql"\n\t"modernc.org/sqlite"\n)\n\nfunc init() {\n\tsqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, dsn string) error {\n\t\t_, err := conn.ExecContext(ctx, "PRAGMA foreign_keys = 1", nil)\n\t\treturn err\n\t})\n}\n\nfunc open() { db, err := sql.Open("sqlite", "app.db") }\n',
    expected: ['modernc.org/sqlite app.db [foreign_keys=1 hook]'],
    effective: { foreign_keys: 'on' },
  },
  {
    name: 'modernc’s connector',
    source: `package main\n\n${imports('database/sql', 'modernc.org/sqlite')}\nfunc main() {\n\tconnector, err := sqlite.NewConnector("file:app.db?_pragma=foreign_keys(1)")\n\tdb := sql.OpenDB(connector)\n\tdb.SetMaxOpenConns(2)\n}\n`,
    expected: ['modernc.org/sqlite file:app.db?_pragma=foreign_keys(1) [foreign_keys=1 dsn] pool=2'],
  },
  {
    name: 'sqlx, dbx, ent and xorm',
    source: `package main\n\n${imports('github.com/jmoiron/sqlx', 'github.com/pocketbase/dbx', 'entgo.io/ent/dialect', 'example.com/app/ent', 'xorm.io/xorm', '_ github.com/mattn/go-sqlite3')}\nfunc main() {\n\ta := sqlx.MustConnect("sqlite3", "a.db")\n\tb, err := sqlx.ConnectContext(ctx, "sqlite3", "b.db?_fk=1")\n\tc, err := dbx.Open("sqlite3", "c.db")\n\td, err := ent.Open(dialect.SQLite, "file:d.db?_fk=1")\n\te, err := xorm.NewEngine("sqlite3", "e.db")\n}\n`,
    expected: [
      'mattn/go-sqlite3 a.db []',
      'mattn/go-sqlite3 b.db?_fk=1 [foreign_keys=1 dsn]',
      'mattn/go-sqlite3 c.db []',
      'mattn/go-sqlite3 file:d.db?_fk=1 [foreign_keys=1 dsn]',
      'mattn/go-sqlite3 e.db []',
    ],
  },
  {
    name: 'bun’s shim',
    source: `package main\n\n${imports('database/sql', 'github.com/uptrace/bun', 'github.com/uptrace/bun/driver/sqliteshim')}\nfunc main() {\n\tsqldb, err := sql.Open(sqliteshim.ShimName, "app.db?_pragma=busy_timeout(1000)")\n\tdb := bun.NewDB(sqldb, sqlitedialect.New())\n\tdb.Exec("PRAGMA foreign_keys = ON")\n}\n`,
    expected: [
      'modernc.org/sqlite app.db?_pragma=busy_timeout(1000) [busy_timeout=1000 dsn, foreign_keys=ON statement one]',
    ],
  },
  {
    name: 'GORM, with the pool that it stands on',
    source: `package main\n\n${imports('gorm.io/driver/sqlite', 'gorm.io/gorm')}\nfunc open(path string) {\n\tdb, err := gorm.Open(sqlite.Open(path+"?_foreign_keys=on"), &gorm.Config{})\n\tsqlDB, err := db.DB()\n\tsqlDB.SetMaxOpenConns(1)\n\tdb.Exec("PRAGMA temp_store = MEMORY")\n}\n`,
    expected: ['gorm.io/driver/sqlite <path> [foreign_keys=on dsn, temp_store=MEMORY statement one] pool=1'],
    effective: { foreign_keys: 'on', temp_store: 'memory', busy_timeout: '5000' },
  },
  {
    name: 'GORM with the driver without Cgo, by a dialector',
    files: {
      'go.mod': goMod('github.com/glebarez/sqlite v1.11.0', glebarez, 'modernc.org/sqlite v1.52.0'),
      'main.go': `package main\n\n${imports('github.com/glebarez/sqlite', 'gorm.io/gorm')}\nfunc open(path string) {\n\tdialector := sqlite.Open(path + "?_pragma=foreign_keys(1)")\n\tdb, err := gorm.Open(dialector, &gorm.Config{})\n\tsqlDB, _ := db.DB()\n\tsqlDB.SetMaxOpenConns(4)\n}\n`,
    },
    expected: ['glebarez/sqlite <path> [foreign_keys=1 dsn] pool=4'],
    effective: { foreign_keys: 'on', busy_timeout: '5000' },
  },
  {
    name: 'GORM with a driver by its name',
    source: `package main\n\n${imports('gorm.io/driver/sqlite', 'gorm.io/gorm', '_ modernc.org/sqlite')}\nfunc open() {\n\ta, _ := gorm.Open(sqlite.New(sqlite.Config{DriverName: "sqlite", DSN: "a.db?_pragma=foreign_keys(1)"}))\n\tb, _ := gorm.Open(&sqlite.Dialector{DriverName: "sqlite", DSN: "b.db"})\n\tc, _ := gorm.Open(sqlite.New(sqlite.Config{Conn: pool}))\n}\n`,
    expected: [
      'modernc.org/sqlite a.db?_pragma=foreign_keys(1) [foreign_keys=1 dsn]',
      'modernc.org/sqlite b.db []',
    ],
  },
  {
    name: 'zombiezen’s connections switch to WAL and wait',
    source: `package main\n\n${imports('zombiezen.com/go/sqlite', 'zombiezen.com/go/sqlite/sqlitex')}\nfunc open(path string) {\n\tconn, err := sqlite.OpenConn(path)\n\tsqlitex.ExecuteTransient(conn, "PRAGMA foreign_keys = ON;", nil)\n\tother, err := sqlite.OpenConn("b.db", sqlite.OpenReadOnly)\n}\n`,
    expected: [
      'zombiezen/go-sqlite <path> [foreign_keys=ON statement]',
      'zombiezen/go-sqlite b.db [journal_mode=? option] read-only',
    ],
    effective: { foreign_keys: 'on', journal_mode: 'wal', busy_timeout: undefined },
  },
  {
    name: 'zombiezen’s pools, with what prepares their connections',
    source: `package main\n\n${imports('zombiezen.com/go/sqlite', 'zombiezen.com/go/sqlite/sqlitex')}\nfunc open() {\n\tpool, err := sqlitex.NewPool("app.db", sqlitex.PoolOptions{\n\t\tPoolSize: 3,\n\t\tPrepareConn: func(conn *sqlite.Conn) error {\n\t\t\treturn sqlitex.ExecuteTransient(conn, "PRAGMA cache_size = -100;", nil)\n\t\t},\n\t})\n}\n`,
    expected: ['zombiezen/sqlitex app.db [cache_size=-100 hook] pool=3'],
    effective: { cache_size: '-100', journal_mode: 'wal' },
  },
  {
    name: 'PocketBase opens its databases by itself',
    files: {
      'go.mod': goMod('github.com/pocketbase/pocketbase v0.36.8', modernc),
      'main.go': `package main\n\n${imports('github.com/pocketbase/pocketbase')}\nfunc main() { app := pocketbase.New() }\n`,
    },
    expected: ['pocketbase <pb_data/data.db> []'],
    effective: { journal_mode: 'wal', busy_timeout: '10000', cache_size: '-32000', temp_store: 'memory' },
  },
  {
    name: 'near miss: PocketBase with a function that opens them',
    source:
      'package main\n\nimport (\n\t"database/sql"\n\t"github.com/mattn/go-sqlite3"\n\t"github.com/pocketbase/dbx"\n\t"github.com/pocketbase/pocketbase"\n)\n\nfunc init() {\n\tsql.Register("pb_sqlite3", &sqlite3.SQLiteDriver{\n\t\tConnectHook: func(conn *sqlite3.SQLiteConn) error {\n\t\t\t_, err := conn.Exec("PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL;", nil)\n\t\t\treturn err\n\t\t},\n\t})\n}\n\nfunc main() {\n\tapp := pocketbase.NewWithConfig(pocketbase.Config{\n\t\tDBConnect: func(dbPath string) (*dbx.DB, error) { return dbx.Open("pb_sqlite3", dbPath) },\n\t})\n}\n',
    expected: ['mattn/go-sqlite3 <dbPath> [busy_timeout=10000 hook, journal_mode=WAL hook]'],
  },
  {
    name: 'libsql: a file, and near miss: a server',
    source: `package main\n\n${imports('database/sql', '_ github.com/tursodatabase/go-libsql')}\nfunc main() {\n\ta, _ := sql.Open("libsql", "file:app.db")\n\tb, _ := sql.Open("libsql", "libsql://example.turso.io")\n}\n`,
    expected: ['tursodatabase/go-libsql file:app.db []'],
    effective: { busy_timeout: '0', foreign_keys: 'on' },
  },
]);
