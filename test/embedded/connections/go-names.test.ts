import { testConnections } from '../../support/connections.ts';
import { goMod, imports, ncruces, withMattn, withModernc } from '../../support/go-programs.ts';

/** Data source names that are put together, and drivers by their names. */
testConnections('go', [
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
    name: 'near miss: read-only, locked and shared on some conditions only',
    source: withMattn(
      'url := "file:app.db?_timeout=50"',
      'if cfg.Writable {',
      '\turl += "&_txlock=immediate"',
      '} else {',
      '\turl += "&mode=ro&cache=shared"',
      '}',
      'db, err := sql.Open("sqlite3", url)',
    ),
    expected: [
      'mattn/go-sqlite3 file:app.db?_timeout=50&_txlock=immediate&mode=ro&cache=shared [busy_timeout=50 dsn] begin=?',
    ],
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
    expected: ['database/sql file:app.db?_pragma=foreign_keys(1) [] opaque'],
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
  {
    name: 'parameters that url.Values encodes, in its order',
    source: withModernc(
      'q := url.Values{}',
      'q.Set("_txlock", "immediate")',
      'q.Add("_pragma", "journal_mode(WAL)")',
      'q.Add("_pragma", "busy_timeout("+strconv.Itoa(ms)+")")',
      'db, err := sql.Open("sqlite", "file:"+path+"?"+q.Encode())',
    ),
    expected: ['modernc.org/sqlite <path> [busy_timeout=? dsn, journal_mode=WAL dsn] begin=immediate'],
  },
  {
    name: 'those that url.Values begins with',
    source: withModernc(
      'q := url.Values{"_pragma": {"foreign_keys(1)"}, "mode": []string{"ro"}}',
      'db, err := sql.Open("sqlite", "file:"+path+"?"+q.Encode())',
    ),
    expected: ['modernc.org/sqlite <path> [foreign_keys=1 dsn] read-only'],
  },
  {
    name: 'near miss: url.Values that are filled in on some condition, or elsewhere',
    source: withModernc(
      'q := url.Values{}',
      'if cfg.WAL {',
      '\tq.Add("_pragma", "journal_mode(WAL)")',
      '}',
      'one, err := sql.Open("sqlite", "file:"+path+"?"+q.Encode())',
      'p := url.Values{}',
      'tune(p)',
      'two, err := sql.Open("sqlite", "file:"+path+"?"+p.Encode())',
    ),
    expected: ['modernc.org/sqlite <path> [] opaque', 'modernc.org/sqlite <path> [] opaque'],
  },
]);
