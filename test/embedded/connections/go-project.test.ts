import { testConnections } from '../../support/connections.ts';
import { glebarez, goMod, imports, withMattn, withModernc } from '../../support/go-programs.ts';

testConnections('go', [
  {
    name: 'a driver’s name that a call gives, with the path',
    files: {
      'provider.go': `package store\n\n${imports('github.com/jmoiron/sqlx')}\nfunc NewProvider(cfg *Config, name, driverName, dataSourceName string) {\n\tdb, err := sqlx.Open(driverName, dataSourceName)\n}\n`,
      'sqlite.go': `package store\n\n${imports('database/sql', 'github.com/mattn/go-sqlite3')}\nfunc NewSQLite(cfg *Config) { NewProvider(cfg, "SQLite", "sqlite3e", cfg.Local.Path) }\n\nfunc init() {\n\tsql.Register("sqlite3e", &sqlite3.SQLiteDriver{ConnectHook: func(conn *sqlite3.SQLiteConn) error {\n\t\treturn conn.RegisterFunc("f", f, true)\n\t}})\n}\n`,
    },
    expected: ['mattn/go-sqlite3 <cfg.Local.Path> []'],
    effective: { busy_timeout: '5000', journal_mode: 'delete' },
  },
  {
    name: 'a driver’s name that the program compares',
    source: withModernc(
      'db, err := sql.Open(cfg.Driver, path)',
      'if cfg.Driver == "sqlite" {',
      '\tdb.Exec("PRAGMA journal_mode=WAL")',
      '\tdb.SetMaxOpenConns(1)',
      '}',
    ),
    expected: ['modernc.org/sqlite <path> [journal_mode=WAL statement one] pool=1'],
    effective: { journal_mode: 'wal', busy_timeout: '0' },
  },
  {
    name: 'a name that a function of the file returns',
    source: `package main\n\n${imports('github.com/glebarez/sqlite')}\nconst timeoutMs = 3000\n\nfunc open(target string) gorm.Dialector { return sqlite.Open(buildDSN(target)) }\n\nfunc buildDSN(path string) string {\n\tencodedPath := replacer.Replace(path)\n\treturn fmt.Sprintf("file:%s?_pragma=journal_mode(WAL)&_pragma=busy_timeout(%d)", encodedPath, timeoutMs)\n}\n`,
    expected: ['glebarez/sqlite <encodedPath> [journal_mode=WAL dsn, busy_timeout=3000 dsn]'],
    effective: { journal_mode: 'wal', busy_timeout: '3000' },
  },
  {
    name: 'near miss: a function that returns one of several',
    source: `package main\n\n${imports('github.com/glebarez/sqlite')}\nfunc open(target string) gorm.Dialector { return sqlite.Open(buildDSN(target)) }\n\nfunc buildDSN(path string) string {\n\tif test {\n\t\treturn path\n\t}\n\treturn path + "?_pragma=journal_mode(WAL)"\n}\n`,
    expected: ['glebarez/sqlite ? [] opaque'],
  },
  {
    name: 'near miss: a variable of another file may be given another value',
    files: {
      'main.go': `package main\n\n${imports('database/sql', '_ github.com/mattn/go-sqlite3')}\nfunc main() { db, err := sql.Open("sqlite3", "app.db?"+options) }\n`,
      'options.go': `package main\n\n${imports('_ github.com/mattn/go-sqlite3')}\nvar options = "_fk=1"\n`,
    },
    expected: ['mattn/go-sqlite3 app.db [] opaque'],
  },
  {
    name: 'near miss: a driver’s name that build tags choose',
    files: {
      'db/open.go': `package db\n\n${imports('github.com/jmoiron/sqlx')}\nfunc Open(path string) { db, err := sqlx.Open(dbDriver, path) }\n`,
      'db/cgo.go': `//go:build cgo\n\npackage db\n\n${imports('_ github.com/mattn/go-sqlite3')}\nconst dbDriver = "sqlite3"\n`,
      'db/pure.go': `//go:build !cgo\n\npackage db\n\n${imports('_ modernc.org/sqlite')}\nconst dbDriver = "sqlite"\n`,
    },
    expected: ['database/sql <path> [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'near miss: one that is only compared with a server’s',
    source: withModernc('db, err := sql.Open(driver, path)', 'if driver == "postgres" {', '}'),
    expected: [],
  },
  {
    name: 'zombiezen’s pool, prepared by a function of another file',
    files: {
      'pool.go': `package store\n\n${imports('zombiezen.com/go/sqlite/sqlitemigration')}\nfunc open(dbPath string) *sqlitemigration.Pool {\n\treturn sqlitemigration.NewPool(dbPath, schema, sqlitemigration.Options{PrepareConn: prepareConn})\n}\n`,
      'prepare.go': `package store\n\n${imports('zombiezen.com/go/sqlite', 'zombiezen.com/go/sqlite/sqlitex')}\nfunc prepareConn(conn *sqlite.Conn) error {\n\treturn sqlitex.ExecuteTransient(conn, "PRAGMA foreign_keys=on;", nil)\n}\n`,
    },
    expected: ['zombiezen/sqlitex <dbPath> [foreign_keys=on hook]'],
    effective: { foreign_keys: 'on' },
  },
  {
    name: 'zombiezen’s pool, whose function switches to WAL behind flags that do not',
    files: {
      'pool.go': `package store\n\n${imports('zombiezen.com/go/sqlite', 'zombiezen.com/go/sqlite/sqlitex')}\nfunc open(dbPath string) {\n\tp, err := sqlitex.NewPool(dbPath, sqlitex.PoolOptions{Flags: sqlite.OpenCreate | sqlite.OpenReadWrite, PrepareConn: prepareConn})\n}\n`,
      'prepare.go': `package store\n\n${imports('zombiezen.com/go/sqlite', 'zombiezen.com/go/sqlite/sqlitex')}\nfunc prepareConn(conn *sqlite.Conn) error {\n\treturn sqlitex.ExecuteTransient(conn, "PRAGMA journal_mode=wal;", nil)\n}\n`,
    },
    expected: ['zombiezen/sqlitex <dbPath> [journal_mode=? option, journal_mode=wal hook]'],
    effective: { journal_mode: 'wal' },
  },
  {
    name: 'near miss: a function that is nowhere',
    source: `package store\n\n${imports('zombiezen.com/go/sqlite/sqlitex', 'example.com/app/prepare')}\nfunc open(dbPath string) { p, err := sqlitex.NewPool(dbPath, sqlitex.PoolOptions{PrepareConn: prepare.Conn}) }\n`,
    expected: ['zombiezen/sqlitex <dbPath> [] opaque'],
  },
  {
    name: 'parameters that a method builds of a struct, in another package',
    files: {
      'go.mod': goMod('github.com/glebarez/sqlite v1.11.0', glebarez),
      'config/config.go':
        'package config\n\nconst (\n\tDefaultTimeout = 10000\n\tWAL Mode = "WAL"\n)\n\nfunc Default(path string) *Config {\n\treturn &Config{\n\t\tPath: path,\n\t\tTimeout: DefaultTimeout,\n\t\tJournal: WAL,\n\t\tKeys: true,\n\t\tCheckpoint: 1000,\n\t\tLock: "immediate",\n\t}\n}\n\nfunc (c *Config) ToURL() (string, error) {\n\tvar parts []string\n\tif c.Lock != "" {\n\t\tparts = append(parts, "_txlock="+string(c.Lock))\n\t}\n\tif c.Timeout > 0 {\n\t\tparts = append(parts, fmt.Sprintf("_pragma=busy_timeout=%d", c.Timeout))\n\t}\n\tif c.Journal != "" {\n\t\tparts = append(parts, fmt.Sprintf("_pragma=journal_mode=%s", c.Journal))\n\t}\n\tif c.Checkpoint >= 0 {\n\t\tparts = append(parts, fmt.Sprintf("_pragma=wal_autocheckpoint=%d", c.Checkpoint))\n\t}\n\tif c.Sync != "" {\n\t\tparts = append(parts, fmt.Sprintf("_pragma=synchronous=%s", c.Sync))\n\t}\n\tif c.Keys {\n\t\tparts = append(parts, "_pragma=foreign_keys=ON")\n\t}\n\treturn "file:" + c.Path + "?" + strings.Join(parts, "&"), nil\n}\n',
      'main.go': `package main\n\n${imports('github.com/glebarez/sqlite', 'gorm.io/gorm', 'example.com/app/config')}\nfunc open(path string) {\n\tcfg := config.Default(path)\n\tif wal {\n\t\tcfg.Journal = config.WAL\n\t\tcfg.Checkpoint = settings.Checkpoint\n\t}\n\turl, err := cfg.ToURL()\n\tdb, err := gorm.Open(sqlite.Open(url), &gorm.Config{})\n\tpool, _ := db.DB()\n\tpool.SetMaxOpenConns(1)\n}\n`,
    },
    expected: [
      'glebarez/sqlite <cfg.ToURL()> [busy_timeout=10000 dsn, journal_mode=WAL dsn, wal_autocheckpoint=? dsn, foreign_keys=ON dsn] pool=1 begin=immediate',
    ],
    effective: {
      busy_timeout: '10000',
      journal_mode: 'wal',
      foreign_keys: 'on',
      wal_autocheckpoint: undefined,
      synchronous: undefined,
    },
  },
  {
    name: 'near miss: a method that is nowhere',
    source: `package main\n\n${imports('github.com/glebarez/sqlite', 'gorm.io/gorm', 'example.com/app/config')}\nfunc open(path string) {\n\tcfg := config.Default(path)\n\turl, err := cfg.ToURL()\n\tdb, err := gorm.Open(sqlite.Open(url), &gorm.Config{})\n}\n`,
    expected: ['glebarez/sqlite ? [] opaque'],
  },
  {
    name: 'SQL of an operator reaches one connection, but may switch the file to WAL',
    source: withMattn('db, err := sql.Open("sqlite3", path)', 'db.Exec(cfg.StartupQueries)'),
    expected: ['mattn/go-sqlite3 <path> [journal_mode=? statement one]'],
    effective: { journal_mode: undefined, foreign_keys: 'off' },
  },
  {
    name: 'SQL of an operator on a pool of one may set anything',
    source: withMattn(
      'db, err := sql.Open("sqlite3", path)',
      'db.SetMaxOpenConns(1)',
      'db.Exec(cfg.StartupQueries)',
    ),
    expected: ['mattn/go-sqlite3 <path> [journal_mode=? statement one] pool=1 opaque'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'near miss: a query that the program puts together',
    source: withMattn('db, err := sql.Open("sqlite3", path)', 'db.Exec(query, id)'),
    expected: ['mattn/go-sqlite3 <path> []'],
  },
  {
    name: 'a name that a function puts together for each kind of database, and returns beside an error',
    source: `package main\n\n${imports('github.com/glebarez/sqlite', 'gorm.io/driver/postgres')}\nfunc dsnOf(opts Options) (dsn string, err error) {\n\tswitch opts.Type {\n\tcase "postgres":\n\t\tdsn = fmt.Sprintf("host=%s", opts.Host)\n\tcase "sqlite3":\n\t\tdsn = "file:" + opts.Path + "?cache=shared&_pragma=foreign_keys(1)"\n\tdefault:\n\t\treturn "", errors.New("no such database")\n\t}\n\treturn dsn, nil\n}\n\nfunc open(opts Options) {\n\tdsn, err := dsnOf(opts)\n\tdialector := sqlite.Open(dsn)\n}\n`,
    expected: ['glebarez/sqlite <opts.Path> [foreign_keys=1 dsn] shared cache'],
    effective: { foreign_keys: 'on', journal_mode: 'delete' },
  },
  {
    name: 'near miss: a function whose second result is no error',
    source: `package main\n\n${imports('github.com/glebarez/sqlite')}\nfunc dsnOf(opts Options) (string, bool) {\n\tif opts.Path == "" {\n\t\treturn opts.URL, false\n\t}\n\treturn opts.Path, true\n}\n\nfunc open(opts Options) {\n\tdsn, isPath := dsnOf(opts)\n\tdialector := sqlite.Open(dsn)\n}\n`,
    expected: ['glebarez/sqlite ? [] opaque'],
  },
  {
    name: 'a driver that wraps another, and sets pragmas where it opens',
    files: {
      'driver.go': `package wrapped\n\n${imports('database/sql', 'modernc.org/sqlite')}\ntype Driver struct{ *sqlite.Driver }\n\nfunc (d Driver) Open(name string) (conn driver.Conn, err error) {\n\tconn, err = d.Driver.Open(name)\n\tif err != nil {\n\t\treturn nil, err\n\t}\n\t_, err = conn.(execer).Exec("PRAGMA foreign_keys = ON", nil)\n\treturn conn, err\n}\n\nfunc init() { sql.Register("wrapped", Driver{Driver: &sqlite.Driver{}}) }\n`,
      'main.go': `package main\n\n${imports('database/sql', '_ example.com/app/wrapped')}\nfunc main() { db, err := sql.Open("wrapped", "app.db") // sqlite\n}\n`,
    },
    expected: ['modernc.org/sqlite app.db [foreign_keys=ON hook]'],
    effective: { foreign_keys: 'on', busy_timeout: '0' },
  },
  {
    name: 'a parameter that each call gives a path',
    files: {
      'db.go': `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc NewStore(f string) (*Store, error) {\n\tdb, err := sql.Open("sqlite", f)\n}\n`,
      'main.go': `package main\n\n${imports('flag')}\nvar sqlitefile = flag.String("sqlitedb", "", "path of the database")\n\nfunc main() {\n\tstore, err := NewStore(*sqlitefile)\n\tother, err := NewStore("cache.db")\n}\n`,
    },
    expected: ['modernc.org/sqlite <f> []'],
    effective: { busy_timeout: '0', journal_mode: 'delete' },
  },
  {
    name: 'near miss: a parameter that one call gives something else',
    files: {
      'db.go': `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc NewStore(f string) (*Store, error) {\n\tdb, err := sql.Open("sqlite", f)\n}\n`,
      'main.go': `package main\n\nfunc main() {\n\tstore, err := NewStore(*sqliteFile)\n\tother, err := NewStore(cfg.DSN) // sqlite\n}\n`,
    },
    expected: ['modernc.org/sqlite ? [] opaque'],
  },
  {
    name: 'a parameter that is another path where it is empty',
    source: withModernc(
      'path = filepath.Clean(path)',
      'if path == "" {',
      '\tpath = "app.db"',
      '}',
      'db, err := sql.Open("sqlite", path)',
    ),
    expected: ['modernc.org/sqlite <path> []'],
  },
  {
    name: 'near miss: parameters that are put behind it',
    source: withModernc('path = path + "?_pragma=busy_timeout(5000)"', 'db, err := sql.Open("sqlite", path)'),
    expected: ['modernc.org/sqlite <path> [busy_timeout=5000 dsn]'],
  },
  {
    name: 'near miss: parameters that are put behind it on some condition',
    source: withModernc(
      'if !strings.Contains(path, "?") {',
      '\tpath += "?_pragma=busy_timeout(5000)"',
      '}',
      'db, err := sql.Open("sqlite", path)',
    ),
    expected: ['modernc.org/sqlite ? [] opaque'],
  },
  {
    name: 'near miss: a parameter that no call is seen to give',
    source: `package main\n\n${imports('database/sql', '_ modernc.org/sqlite')}\nfunc NewStore(f string) (*Store, error) {\n\tdb, err := sql.Open("sqlite", f)\n}\n`,
    expected: ['modernc.org/sqlite ? [] opaque'],
  },
  {
    name: 'a driver and a path that a choice among databases gives',
    source: withMattn(
      'driver, dsn := cfg.Type, ""',
      'switch cfg.Type {',
      'case "postgres":',
      '\tdriver, dsn = "pgx", cfg.URL',
      'case "sqlite3":',
      '\tdsn = cfg.Path + "?_journal_mode=WAL"',
      '}',
      'db, err := sql.Open(driver, dsn)',
    ),
    expected: ['mattn/go-sqlite3 <cfg.Path> [journal_mode=WAL dsn]'],
    effective: { journal_mode: 'wal' },
  },
  {
    name: 'near miss: a choice of two databases of SQLite',
    source: withMattn(
      'dsn := ""',
      'switch cfg.Type {',
      'case "sqlite":',
      '\tdsn = cfg.Path + "?_journal_mode=WAL"',
      'case "sqlite-plain":',
      '\tdsn = cfg.Path',
      '}',
      'db, err := sql.Open("sqlite3", dsn)',
    ),
    expected: ['mattn/go-sqlite3 ? [] opaque'],
  },
  {
    name: 'near miss: a condition within the choice',
    source: withMattn(
      'dsn := cfg.Path',
      'if cfg.Type == "sqlite3" {',
      '\tif cfg.WAL {',
      '\t\tdsn = cfg.Path + "?_journal_mode=WAL"',
      '\t}',
      '}',
      'db, err := sql.Open("sqlite3", dsn)',
    ),
    expected: ['mattn/go-sqlite3 ? [] opaque'],
  },
  {
    name: 'a variable that a flag fills in',
    source: `package main\n\n${imports('database/sql', 'flag', '_ github.com/mattn/go-sqlite3')}\nvar dbPath = "app.db"\n\nfunc main() {\n\tflag.StringVar(&dbPath, "db", dbPath, "the database")\n\tdb, err := sql.Open("sqlite3", dbPath)\n}\n`,
    expected: ['mattn/go-sqlite3 <dbPath> []'],
  },
  {
    name: 'generated code runs its pragmas all the same',
    files: {
      'main.go': withMattn('db, err := sql.Open("sqlite3", "app.db")'),
      'db/db.go':
        '// Code generated by sqlc. DO NOT EDIT.\n\npackage db\n\nconst enforce = `PRAGMA foreign_keys = ON`\n\nfunc (q *Queries) Enforce(ctx context.Context) error {\n\t_, err := q.db.ExecContext(ctx, enforce)\n\treturn err\n}\n',
    },
    expected: ['mattn/go-sqlite3 app.db []'],
    effective: { foreign_keys: undefined, journal_mode: 'delete' },
  },
  {
    name: 'modernc: pragmas that are given twice',
    source: withModernc(
      'db, err := sql.Open("sqlite", "app.db?_pragma=busy_timeout(5000)&_pragma=synchronous(full)&_pragma=busy_timeout(100)&_pragma=synchronous(NORMAL)")',
    ),
    // What the driver does with it, version 1.62.0 was asked.
    expected: [
      'modernc.org/sqlite app.db?_pragma=busy_timeout(5000)&_pragma=synchronous(full)&_pragma=busy_timeout(100)&_pragma=synchronous(NORMAL) [busy_timeout=100 dsn, busy_timeout=5000 dsn, synchronous=full dsn, synchronous=NORMAL dsn]',
    ],
    effective: { busy_timeout: '5000', synchronous: 'normal' },
  },
  {
    name: 'short names of parameters that a caller gives',
    files: {
      'store.go': withMattn('db, err := sql.Open("sqlite3", path)'),
      'main.go':
        'package main\n\nfunc main() { open("file:app.db?_fk=1&_journal=WAL&_timeout=9000", Config{}) }\n',
    },
    expected: ['mattn/go-sqlite3 <path> []'],
    effective: {
      foreign_keys: undefined,
      journal_mode: undefined,
      busy_timeout: undefined,
    },
  },
  {
    name: 'a fork in the place of the driver',
    files: {
      'go.mod': `${goMod('github.com/mattn/go-sqlite3 v1.14.50')}\nreplace github.com/mattn/go-sqlite3 => example.com/sqlcipher v1.14.17\n`,
      'main.go': withMattn('db, err := sql.Open("sqlite3", "app.db?_key=secret&_journal_mode=WAL")'),
    },
    expected: ['mattn/go-sqlite3 app.db?_key=secret&_journal_mode=WAL [journal_mode=WAL dsn] opaque'],
    effective: { journal_mode: 'wal', busy_timeout: undefined },
  },
  {
    name: 'no connection of the program: one that is run by hand',
    files: {
      'gen.go': `//go:build ignore\n\n${withMattn('db, err := sql.Open("sqlite3", "gen.db")')}`,
      'main.go': withMattn('db, err := sql.Open("sqlite3", "app.db")'),
    },
    expected: ['mattn/go-sqlite3 app.db []'],
  },
]);
