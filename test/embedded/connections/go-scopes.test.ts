import { testConnections } from '../../support/connections.ts';
import { imports, withMattn } from '../../support/go-programs.ts';

const head = `package main\n\n${imports('database/sql', '_ github.com/mattn/go-sqlite3')}\n`;

testConnections('go', [
  {
    name: 'another variable of the same name in an inner block',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db")',
      'db.SetMaxOpenConns(4)',
      '{',
      '\tdb, err := sql.Open("sqlite3", "cache.db")',
      '\tdb.SetMaxOpenConns(1)',
      '\tdb.Exec("PRAGMA synchronous = OFF")',
      '}',
      'db.Exec("PRAGMA journal_mode = WAL")',
    ),
    expected: [
      'mattn/go-sqlite3 app.db [journal_mode=WAL statement one] pool=4',
      'mattn/go-sqlite3 cache.db [synchronous=OFF statement one] pool=1',
    ],
  },
  {
    name: 'fields of one name in two types',
    source: `${head}type Store struct{ db *sql.DB }\ntype Cache struct{ db *sql.DB }\n\nfunc (s *Store) Open() (err error) {\n\ts.db, err = sql.Open("sqlite3", "app.db")\n\treturn err\n}\n\nfunc (c *Cache) Open() (err error) {\n\tc.db, err = sql.Open("sqlite3", "cache.db")\n\tc.db.SetMaxOpenConns(1)\n\t_, err = c.db.Exec("PRAGMA foreign_keys = ON")\n\treturn err\n}\n`,
    expected: [
      'mattn/go-sqlite3 app.db []',
      'mattn/go-sqlite3 cache.db [foreign_keys=ON statement one] pool=1',
    ],
  },
  {
    name: 'near miss: another method of the same type',
    source: `${head}type Store struct{ db *sql.DB }\n\nfunc open() *Store {\n\ts := &Store{}\n\ts.db, _ = sql.Open("sqlite3", "app.db")\n\treturn s\n}\n\nfunc (st *Store) Init() {\n\tst.db.SetMaxOpenConns(1)\n\tst.db.Exec("PRAGMA foreign_keys = ON")\n}\n`,
    expected: ['mattn/go-sqlite3 app.db [foreign_keys=ON statement one maybe] pool=unknown'],
  },
  {
    name: 'branches that open one database or the other',
    source: withMattn(
      'var db *sql.DB',
      'var err error',
      'if cfg.Cache {',
      '\tdb, err = sql.Open("sqlite3", "cache.db")',
      '\tdb.Exec("PRAGMA synchronous = OFF")',
      '} else {',
      '\tdb, err = sql.Open("sqlite3", "app.db")',
      '\tdb.Exec("PRAGMA foreign_keys = ON")',
      '}',
      'db.Exec("PRAGMA journal_mode = WAL")',
    ),
    expected: [
      'mattn/go-sqlite3 cache.db [synchronous=OFF statement one, journal_mode=WAL statement one]',
      'mattn/go-sqlite3 app.db [foreign_keys=ON statement one, journal_mode=WAL statement one]',
    ],
  },
  {
    name: 'a branch that returns',
    source: withMattn(
      'if cfg.ReadOnly {',
      '\tdb, err := sql.Open("sqlite3", "file:app.db?mode=ro")',
      '\treturn db, err',
      '}',
      'db, err := sql.Open("sqlite3", "app.db")',
      'db.SetMaxOpenConns(1)',
      'db.Exec("PRAGMA foreign_keys = ON")',
    ),
    expected: [
      'mattn/go-sqlite3 file:app.db?mode=ro [] read-only',
      'mattn/go-sqlite3 app.db [foreign_keys=ON statement one] pool=1',
    ],
  },
  {
    name: 'a return on some condition before a pragma',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "app.db")',
      'if err != nil {',
      '\treturn nil, err',
      '}',
      'db.Exec("PRAGMA journal_mode = WAL")',
      'if !cfg.Enforce {',
      '\treturn db, nil',
      '}',
      'db.Exec("PRAGMA foreign_keys = ON")',
      'return db, nil',
    ),
    expected: [
      'mattn/go-sqlite3 app.db [journal_mode=WAL statement one, foreign_keys=ON statement one maybe]',
    ],
  },
  {
    name: 'one variable for one database after the other',
    source: withMattn(
      'db, err := sql.Open("sqlite3", "old.db")',
      'db.Exec("PRAGMA query_only = ON")',
      'db.Close()',
      'db, err = sql.Open("sqlite3", "new.db")',
      'db.Exec("PRAGMA synchronous = OFF")',
    ),
    expected: [
      'mattn/go-sqlite3 old.db [query_only=ON statement one]',
      'mattn/go-sqlite3 new.db [synchronous=OFF statement one]',
    ],
  },
]);
