import { testConnections } from '../../support/connections.ts';
import {
  glebarez,
  goMod,
  imports,
  mattn,
  modernc,
  ncruces,
  withGlebarez,
  withMattn,
  withModernc,
  withNcruces,
} from '../../support/go-programs.ts';

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
]);
