import { testConnections } from '../../support/connections.ts';

const goMod = (...modules: string[]): string =>
  `module example.com/app\n\ngo 1.26\n\nrequire (\n${modules.map((one) => `\t${one}\n`).join('')})\n`;

const mattn = 'github.com/mattn/go-sqlite3 v1.14.50';
const modernc = 'modernc.org/sqlite v1.54.0';
const glebarez = 'github.com/glebarez/go-sqlite v1.22.0';
const ncruces = 'github.com/ncruces/go-sqlite3 v0.37.0';

const imports = (...paths: string[]): string =>
  `import (\n${paths.map((path) => `\t${path.startsWith('_') ? `_ "${path.slice(2)}"` : `"${path}"`}\n`).join('')})\n`;

/** A function that opens a database with a driver that the file imports. */
const program = (driver: string, ...lines: string[]): string =>
  `package main\n\n${imports('database/sql', `_ ${driver}`)}\nfunc open(path string, cfg Config) {\n\t${lines.join('\n\t')}\n}\n`;

const withMattn = (...lines: string[]): string => program('github.com/mattn/go-sqlite3', ...lines);
const withModernc = (...lines: string[]): string => program('modernc.org/sqlite', ...lines);
const withGlebarez = (...lines: string[]): string => program('github.com/glebarez/go-sqlite', ...lines);
const withNcruces = (...lines: string[]): string => program('github.com/ncruces/go-sqlite3/driver', ...lines);

testConnections('go', [
  {
    name: 'a plain path, with the driver that the file imports',
    files: {
      'go.mod': goMod(mattn),
      'main.go': withMattn('db, err := sql.Open("sqlite3", "app.db")'),
    },
    expected: ['mattn/go-sqlite3 app.db []'],
    effective: {
      busy_timeout: '5000',
      synchronous: 'normal',
      foreign_keys: 'off',
      journal_mode: 'delete',
    },
  },
  {
    name: 'mattn’s parameters and their short names',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "file:app.db?_busy_timeout=7000&_journal=WAL&_fk=true&_sync=2&_cache_size=-4000")',
    ),
    expected: [
      'mattn/go-sqlite3 file:app.db?_busy_timeout=7000&_journal=WAL&_fk=true&_sync=2&_cache_size=-4000 [busy_timeout=7000 dsn, foreign_keys=true dsn, journal_mode=WAL dsn, synchronous=2 dsn, cache_size=-4000 dsn]',
    ],
    effective: {
      busy_timeout: '7000',
      foreign_keys: 'on',
      journal_mode: 'wal',
      synchronous: 'full',
      cache_size: '-4000',
    },
    places: ['_busy_timeout=7000', '_fk=true', '_journal=WAL', '_sync=2', '_cache_size=-4000'],
  },
  {
    name: 'of mattn’s two names for one pragma the short one holds',
    source: withMattn('db, err := sql.Open("sqlite3", "app.db?_timeout=1&_busy_timeout=2")'),
    expected: ['mattn/go-sqlite3 app.db?_timeout=1&_busy_timeout=2 [busy_timeout=1 dsn]'],
  },
  {
    name: 'mattn reads parameters without file:, but leaves SQLite’s own out',
    source: withMattn('db, err := sql.Open("sqlite3", "app.db?_fk=1&cache=shared&mode=ro")'),
    expected: [
      'mattn/go-sqlite3 app.db?_fk=1&cache=shared&mode=ro [foreign_keys=1 dsn] ignores cache for a name that starts with file: ignores mode for a name that starts with file:',
    ],
  },
  {
    name: 'SQLite’s own parameters of a URI',
    source: withMattn('db, err := sql.Open("sqlite3", "file:app.db?cache=shared&mode=ro")'),
    expected: ['mattn/go-sqlite3 file:app.db?cache=shared&mode=ro [] read-only shared cache'],
  },
  {
    name: 'transactions that begin at once',
    source: withMattn('db, err := sql.Open("sqlite3", "app.db?_txlock=immediate")'),
    expected: ['mattn/go-sqlite3 app.db?_txlock=immediate [] begin=immediate'],
  },
  {
    name: 'mattn knows no _pragma',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db?_pragma=busy_timeout(9000)&_pragma=temp_store(2)")',
    ),
    expected: [
      'mattn/go-sqlite3 app.db?_pragma=busy_timeout(9000)&_pragma=temp_store(2) [] ignores _pragma=busy_timeout(9000) for _busy_timeout=9000 ignores _pragma=temp_store(2)',
    ],
    effective: { busy_timeout: '5000' },
    places: ['_pragma=busy_timeout(9000)', '_pragma=temp_store(2)'],
  },
  {
    name: 'a misspelt parameter, and one without its underscore',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db?_jounal_mode=WAL&synchronous=normal&_vacum=1")',
    ),
    expected: [
      'mattn/go-sqlite3 app.db?_jounal_mode=WAL&synchronous=normal&_vacum=1 [] ignores _jounal_mode for _journal_mode=WAL ignores synchronous for _synchronous=normal ignores _vacum',
    ],
    effective: { journal_mode: 'delete' },
  },
  {
    name: 'near miss: parameters of a VFS that is named may be its own',
    source: withMattn('db, err := sql.Open("sqlite3", "file:app.db?vfs=mine&block_size=4")'),
    expected: ['mattn/go-sqlite3 file:app.db?vfs=mine&block_size=4 []'],
  },
  {
    name: 'near miss: mattn’s own parameters that set no pragma',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db?_loc=auto&_mutex=full&_stmt_cache_size=10&_auth_user=a")',
    ),
    expected: ['mattn/go-sqlite3 app.db?_loc=auto&_mutex=full&_stmt_cache_size=10&_auth_user=a []'],
  },
  {
    name: 'modernc’s _pragma in both forms',
    source: withModernc(
      'db, err := sql.Open("sqlite", "app.db?_pragma=journal_mode(WAL)&_pragma=busy_timeout=5000&_pragma=foreign_keys(1)")',
    ),
    expected: [
      'modernc.org/sqlite app.db?_pragma=journal_mode(WAL)&_pragma=busy_timeout=5000&_pragma=foreign_keys(1) [busy_timeout=5000 dsn, foreign_keys=1 dsn, journal_mode=WAL dsn]',
    ],
    effective: { journal_mode: 'wal', busy_timeout: '5000', foreign_keys: 'on', synchronous: 'full' },
    places: ['_pragma=busy_timeout=5000', '_pragma=foreign_keys(1)', '_pragma=journal_mode(WAL)'],
  },
  {
    name: 'modernc sets nothing by itself',
    source: withModernc('db, err := sql.Open("sqlite", "app.db")'),
    expected: ['modernc.org/sqlite app.db []'],
    effective: { busy_timeout: '0', foreign_keys: 'off', synchronous: 'full', journal_mode: 'delete' },
  },
  {
    name: 'modernc before 1.55 does not know mattn’s names',
    files: {
      'go.mod': goMod(modernc),
      'main.go': withModernc(
        'db, err := sql.Open("sqlite", "app.db?_journal_mode=WAL&_busy_timeout=5000&_rt=1")',
      ),
    },
    expected: [
      'modernc.org/sqlite app.db?_journal_mode=WAL&_busy_timeout=5000&_rt=1 [] ignores _rt for _pragma=recursive_triggers(1) ignores _busy_timeout for _pragma=busy_timeout(5000) ignores _journal_mode for _pragma=journal_mode(WAL)',
    ],
    effective: { journal_mode: 'delete', busy_timeout: '0' },
  },
  {
    name: 'near miss: modernc from 1.55 on does',
    files: {
      'go.mod': goMod('modernc.org/sqlite v1.55.0'),
      'main.go': withModernc('db, err := sql.Open("sqlite", "app.db?_journal_mode=WAL&_busy_timeout=5000")'),
    },
    expected: [
      'modernc.org/sqlite app.db?_journal_mode=WAL&_busy_timeout=5000 [busy_timeout=5000 dsn, journal_mode=WAL dsn]',
    ],
    effective: { journal_mode: 'wal', busy_timeout: '5000' },
  },
  {
    name: 'near miss: of a version that nothing tells it may or may not',
    source: withModernc('db, err := sql.Open("sqlite", "app.db?_journal_mode=WAL")'),
    expected: ['modernc.org/sqlite app.db?_journal_mode=WAL [journal_mode=WAL dsn maybe]'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'modernc’s other parameters',
    source: withModernc(
      'db, err := sql.Open("sqlite", "file:app.db?_txlock=immediate&_time_format=sqlite&_inttotime=1&_timezone=UTC&mode=rwc")',
    ),
    expected: [
      'modernc.org/sqlite file:app.db?_txlock=immediate&_time_format=sqlite&_inttotime=1&_timezone=UTC&mode=rwc [] begin=immediate',
    ],
  },
  {
    name: 'an escaped pragma',
    source: withModernc('db, err := sql.Open("sqlite", "app.db?_pragma=busy_timeout%285000%29")'),
    expected: ['modernc.org/sqlite app.db?_pragma=busy_timeout%285000%29 [busy_timeout=5000 dsn]'],
  },
  {
    name: 'glebarez waits for 5 s, and does not know mattn’s names',
    files: {
      'go.mod': goMod(glebarez),
      'main.go': withGlebarez('db, err := sql.Open("sqlite", "app.db?_fk=1&_pragma=journal_mode(WAL)")'),
    },
    expected: [
      'glebarez/go-sqlite app.db?_fk=1&_pragma=journal_mode(WAL) [journal_mode=WAL dsn] ignores _fk for _pragma=foreign_keys(1)',
    ],
    effective: { busy_timeout: '5000', journal_mode: 'wal', foreign_keys: 'off' },
  },
  {
    name: 'glebarez forgets the lock behind a time format',
    source: withGlebarez('db, err := sql.Open("sqlite", "app.db?_time_format=sqlite&_txlock=immediate")'),
    expected: ['glebarez/go-sqlite app.db?_time_format=sqlite&_txlock=immediate [] ignores _txlock'],
  },
  {
    name: 'ncruces waits for a minute and has foreign keys on',
    files: {
      'go.mod': goMod(ncruces),
      'main.go': withNcruces('db, err := sql.Open("sqlite3", "file:app.db")'),
    },
    expected: ['ncruces/go-sqlite3 file:app.db []'],
    effective: { busy_timeout: '60000', foreign_keys: 'on', synchronous: 'full' },
  },
  {
    name: 'any pragma takes the timeout of ncruces away',
    source: withNcruces('db, err := sql.Open("sqlite3", "file:app.db?_pragma=journal_mode(wal)")'),
    expected: [
      'ncruces/go-sqlite3 file:app.db?_pragma=journal_mode(wal) [busy_timeout=0 dsn, journal_mode=wal dsn]',
    ],
    effective: { busy_timeout: '0', journal_mode: 'wal', synchronous: 'normal' },
  },
  {
    name: 'near miss: one that sets it',
    source: withNcruces(
      'db, err := sql.Open("sqlite3", "file:app.db?_pragma=busy_timeout(3000)&_pragma=foreign_keys(0)")',
    ),
    expected: [
      'ncruces/go-sqlite3 file:app.db?_pragma=busy_timeout(3000)&_pragma=foreign_keys(0) [busy_timeout=0 dsn, busy_timeout=3000 dsn, foreign_keys=0 dsn]',
    ],
    effective: { busy_timeout: '3000', foreign_keys: 'off' },
  },
  {
    name: 'ncruces takes parameters without file: for a part of the file’s name',
    source: withNcruces('db, err := sql.Open("sqlite3", "app.db?_pragma=busy_timeout(3000)")'),
    expected: [
      'ncruces/go-sqlite3 app.db?_pragma=busy_timeout(3000) [] ignores _pragma for a name that starts with file:',
    ],
    effective: { busy_timeout: '60000' },
  },
  {
    name: 'ncruces does not know mattn’s names',
    source: withNcruces('db, err := sql.Open("sqlite3", "file:app.db?_journal_mode=WAL")'),
    expected: [
      'ncruces/go-sqlite3 file:app.db?_journal_mode=WAL [] ignores _journal_mode for _pragma=journal_mode(WAL)',
    ],
  },
  {
    name: 'the hook of ncruces’ own function',
    source:
      'package main\n\nimport (\n\t"github.com/ncruces/go-sqlite3"\n\t"github.com/ncruces/go-sqlite3/driver"\n)\n\nfunc open() {\n\tdb, err := driver.Open("file:app.db", func(c *sqlite3.Conn) error {\n\t\treturn c.Exec(`PRAGMA cache_size = -8000`)\n\t})\n}\n',
    expected: ['ncruces/go-sqlite3 file:app.db [cache_size=-8000 hook]'],
    effective: { cache_size: '-8000', busy_timeout: '60000' },
  },
  {
    name: 'databases in memory',
    source: withMattn(
      'a, _ := sql.Open("sqlite3", ":memory:")',
      'b, _ := sql.Open("sqlite3", "file::memory:?cache=shared")',
      'c, _ := sql.Open("sqlite3", "file:x?mode=memory")',
      'd, _ := sql.Open("sqlite3", "/tmp/x.db")',
    ),
    expected: [
      'mattn/go-sqlite3 :memory: [] memory',
      'mattn/go-sqlite3 file::memory:?cache=shared [] memory shared cache',
      'mattn/go-sqlite3 file:x?mode=memory [] memory',
      'mattn/go-sqlite3 /tmp/x.db [] temporary',
    ],
  },
  {
    name: 'a path from elsewhere, alone and before parameters',
    source: withMattn(
      'a, _ := sql.Open("sqlite3", path)',
      'b, _ := sql.Open("sqlite3", cfg.DatabaseFile+"?_fk=1")',
      'c, _ := sql.Open("sqlite3", fmt.Sprintf("file:%s?_busy_timeout=%d&_fk=1", path, 3000))',
      'd, _ := sql.Open("sqlite3", os.Getenv("DB")+"?_sync=1")',
      'e, _ := sql.Open("sqlite3", filepath.Join(cfg.Dir, "app.db"))',
    ),
    expected: [
      'mattn/go-sqlite3 <path> []',
      'mattn/go-sqlite3 <cfg.DatabaseFile> [foreign_keys=1 dsn]',
      'mattn/go-sqlite3 <path> [busy_timeout=3000 dsn, foreign_keys=1 dsn]',
      'mattn/go-sqlite3 $DB [synchronous=1 dsn]',
      'mattn/go-sqlite3 <filepath.Join(cfg.Dir, "app.db")> []',
    ],
  },
  {
    name: 'what may hold parameters makes everything unknown',
    source: withMattn(
      'a, _ := sql.Open("sqlite3", cfg.DSN)',
      'b, _ := sql.Open("sqlite3", path+"?"+options)',
      'c, _ := sql.Open("sqlite3", path+"?_fk=1&"+values.Encode())',
    ),
    expected: [
      'mattn/go-sqlite3 ? [] opaque',
      'mattn/go-sqlite3 <path> [] opaque',
      'mattn/go-sqlite3 <path> [foreign_keys=1 dsn] opaque',
    ],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'a value that is computed',
    source: withMattn('db, _ := sql.Open("sqlite3", fmt.Sprintf("%s?_busy_timeout=%d", path, cfg.Timeout))'),
    expected: ['mattn/go-sqlite3 <path> [busy_timeout=? dsn]'],
    effective: { busy_timeout: undefined, foreign_keys: 'off' },
  },
  {
    name: 'a pragma whose value is computed',
    source: withModernc(
      'db, _ := sql.Open("sqlite", fmt.Sprintf("%s?_pragma=busy_timeout(%d)", path, cfg.Timeout))',
    ),
    expected: ['modernc.org/sqlite <path> [busy_timeout=? dsn]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'a name that is put together step by step',
    source: withMattn(
      'url := "file:" + path + "?_journal=WAL"',
      'if cfg.Keys {',
      '\turl += "&_fk=true"',
      '}',
      'url += "&_sync=1"',
      'db, err := sql.Open("sqlite3", url)',
    ),
    expected: [
      'mattn/go-sqlite3 <path> [foreign_keys=true dsn maybe, journal_mode=WAL dsn, synchronous=1 dsn]',
    ],
    effective: { foreign_keys: undefined, journal_mode: 'wal', busy_timeout: '5000' },
  },
  {
    name: 'near miss: a name that is one of two',
    source: withMattn(
      'url := "a.db"',
      'if cfg.Other {',
      '\turl = "b.db?_fk=1"',
      '}',
      'db, err := sql.Open("sqlite3", url)',
    ),
    expected: ['mattn/go-sqlite3 ? [] opaque'],
  },
  {
    name: 'parameters that are joined',
    source: withModernc(
      'pragmas := []string{',
      '\t"?_pragma=busy_timeout(10000)",',
      '\t"_pragma=journal_mode(WAL)",',
      '}',
      'if cfg.Test {',
      '\tpragmas = append(pragmas, "_pragma=foreign_keys(ON)")',
      '}',
      'db, err := sql.Open("sqlite", path+strings.Join(pragmas, "&"))',
    ),
    expected: [
      'modernc.org/sqlite <path> [busy_timeout=10000 dsn, foreign_keys=ON dsn maybe, journal_mode=WAL dsn]',
    ],
  },
  {
    name: 'constants for the driver and its parameters, in another file of the package',
    files: {
      'db/open.go': `package db\n\n${imports('database/sql')}\nfunc Open(path string) (*sql.DB, error) {\n\treturn sql.Open(driverName, path+"?"+options)\n}\n`,
      'db/driver.go': `package db\n\n${imports('_ modernc.org/sqlite')}\nconst (\n\tdriverName = "sqlite"\n\toptions = "_pragma=busy_timeout(4000)"\n)\n`,
    },
    expected: ['modernc.org/sqlite <path> [busy_timeout=4000 dsn]'],
    effective: { busy_timeout: '4000' },
  },
  {
    name: 'constants of another package',
    files: {
      'main.go': `package main\n\n${imports('database/sql', 'example.com/app/store')}\nfunc main() {\n\tdb, err := sql.Open(store.Driver, "app.db?"+store.Options)\n}\n`,
      'store/store.go': `package store\n\n${imports('_ github.com/mattn/go-sqlite3')}\nconst Driver = "sqlite3"\nconst Options = "_fk=1"\n`,
    },
    expected: ['mattn/go-sqlite3 app.db?_fk=1 [foreign_keys=1 dsn]'],
  },
  {
    name: 'near miss: two builds with two drivers',
    files: {
      'main.go': `package main\n\n${imports('database/sql', 'example.com/app/store')}\nfunc main() {\n\tdb, err := sql.Open("sqlite3", "file:app.db?_pragma=foreign_keys(1)")\n}\n`,
      'store/cgo.go': `//go:build cgo\n\npackage store\n\n${imports('_ github.com/mattn/go-sqlite3')}`,
      'store/pure.go': `//go:build !cgo\n\npackage store\n\n${imports('_ github.com/ncruces/go-sqlite3/driver')}`,
    },
    expected: ['mattn/go-sqlite3 file:app.db?_pragma=foreign_keys(1) [] opaque'],
  },
  {
    name: 'the driver that only go.mod tells',
    files: {
      'go.mod': goMod(ncruces),
      'main.go': `package main\n\n${imports('database/sql')}\nfunc main() { db, err := sql.Open("sqlite3", "file:app.db") }\n`,
    },
    expected: ['ncruces/go-sqlite3 file:app.db []'],
  },
  {
    name: 'near miss: a name that nothing in the project registers, and servers',
    source: `package main\n\n${imports('database/sql', '_ github.com/lib/pq')}\nfunc main() {\n\ta, _ := sql.Open("postgres", dsn)\n\tb, _ := sql.Open("sqlite3", "app.db")\n\tc, _ := sql.Open(driver, dsn)\n}\n`,
    expected: [],
  },
  {
    name: 'near miss: a call of another package’s Open',
    source: `package main\n\n${imports('os', '_ github.com/mattn/go-sqlite3')}\nfunc main() { f, _ := os.Open("sqlite3", "app.db") }\n`,
    expected: [],
  },
]);

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
    effective: { busy_timeout: undefined },
  },
]);

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
]);
