import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const program = (body: string): string =>
  `use rusqlite::Connection;\nfn open() -> rusqlite::Result<()> {\n${body}\n    Ok(())\n}\n`;

const cases: readonly ConnectionCase[] = [
  {
    name: 'if let',
    source: program(`    if let Ok(conn) = Connection::open("app.db") {
        conn.pragma_update(None, "journal_mode", "WAL")?;
        if fast {
            conn.pragma_update(None, "synchronous", "OFF")?;
        }
    }`),
    expected: ['rusqlite app.db [journal_mode=WAL statement, synchronous=OFF statement maybe]'],
  },
  {
    name: 'match',
    source: program(`    match Connection::open("app.db") {
        Ok(mut conn) => {
            conn.pragma_update(None, "journal_mode", "WAL")?;
        }
        Err(error) => return Err(error),
    }`),
    expected: ['rusqlite app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'let else',
    source: program(`    let Ok(conn) = Connection::open("app.db") else { return Ok(()) };
    conn.pragma_update(None, "journal_mode", "WAL")?;`),
    expected: ['rusqlite app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'one of two ways to open it',
    source: program(`    let conn = if temporary {
        Connection::open_in_memory()?
    } else {
        Connection::open("app.db")?
    };
    conn.execute_batch("PRAGMA cache_size = -8000")?;`),
    expected: [
      'rusqlite :memory: [cache_size=-8000 statement] memory',
      'rusqlite app.db [cache_size=-8000 statement]',
    ],
  },
  {
    name: 'one after the other, by the same name',
    source: program(`    {
        let conn = Connection::open("one.db")?;
        conn.execute_batch("PRAGMA cache_size = -1000")?;
    }
    let conn = Connection::open("two.db")?;
    conn.execute_batch("PRAGMA cache_size = -2000")?;
    let conn = Connection::open("three.db")?;
    conn.execute_batch("PRAGMA cache_size = -3000")?;`),
    expected: [
      'rusqlite one.db [cache_size=-1000 statement]',
      'rusqlite two.db [cache_size=-2000 statement]',
      'rusqlite three.db [cache_size=-3000 statement]',
    ],
  },
  {
    name: 'behind pointers and locks, by another name',
    source: program(`    let conn = Connection::open("app.db")?;
    let shared = Arc::new(Mutex::new(conn));
    shared.lock().unwrap().execute_batch("PRAGMA temp_store = MEMORY")?;`),
    expected: ['rusqlite app.db [temp_store=MEMORY statement]'],
  },
  {
    name: 'a closure that it is handed to is not followed',
    source: program('    let conn = Connection::open("app.db").map(tune)?;'),
    expected: ['rusqlite app.db [] opaque'],
  },
  {
    name: 'kept together with others',
    source: program('    let (conn, isNew) = (Connection::open("app.db")?, true);'),
    expected: ['rusqlite app.db []'],
  },
  {
    name: 'handed to a function of another crate where it is opened',
    source: `use tuning::configure;\n${program('    let conn = configure(Connection::open("app.db")?);')}`,
    expected: ['rusqlite app.db [] opaque'],
  },
  {
    name: 'on some conditions in a function that is not followed',
    files: {
      'src/main.rs': program('    let conn = Connection::open("app.db")?;'),
      'src/setup.rs':
        'use rusqlite::Connection;\npub fn setup(conn: &Connection, wal: bool) -> rusqlite::Result<()> {\n    if wal {\n        conn.execute_batch("PRAGMA journal_mode = WAL")?;\n    }\n    Ok(())\n}\n',
    },
    expected: ['rusqlite app.db []'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'a list of statements that a loop runs',
    source: program(`    let conn = Connection::open("app.db")?;
    for sql in ["PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL"] {
        conn.execute_batch(sql)?;
    }`),
    expected: ['rusqlite app.db []'],
    effective: { journal_mode: undefined, synchronous: undefined, busy_timeout: '5000' },
  },
  {
    name: 'a file of SQL that is included: what is known stays known, the rest is not said to be missing',
    files: {
      'src/main.rs': program(
        '    let conn = Connection::open("app.db")?;\n    conn.execute_batch(include_str!("schema.sql"))?;\n    conn.pragma_update(None, "synchronous", "FULL")?;',
      ),
      'src/schema.sql':
        'PRAGMA journal_mode = WAL;\nPRAGMA foreign_keys = ON;\nPRAGMA synchronous = NORMAL;\nCREATE TABLE t (a INTEGER PRIMARY KEY);\n',
    },
    expected: ['rusqlite app.db [synchronous=FULL statement]'],
    effective: { journal_mode: 'wal', foreign_keys: undefined, synchronous: 'full', busy_timeout: '5000' },
  },
];

testConnections('rust', cases);
