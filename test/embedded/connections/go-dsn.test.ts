import { testConnections } from '../../support/connections.ts';
import {
  glebarez,
  goMod,
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
]);
