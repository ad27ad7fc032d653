import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const use = 'use rusqlite::{Connection, OpenFlags, TransactionBehavior};\nuse std::time::Duration;\n';
const program = (body: string): string =>
  `${use}fn open() -> rusqlite::Result<()> {\n${body}\n    Ok(())\n}\n`;

/** Connections of rusqlite that are kept in fields, handed on, or share their names with others. */
const cases: readonly ConnectionCase[] = [
  {
    name: 'rusqlite: kept in a field behind a lock, and set up by methods',
    source: `${use}use std::sync::Mutex;
struct Store { conn: Mutex<Connection> }
impl Store {
    fn new(path: &str) -> rusqlite::Result<Self> {
        let conn = Connection::open(path)?;
        let store = Self { conn: Mutex::new(conn) };
        store.init()?;
        Ok(store)
    }
    fn init(&self) -> rusqlite::Result<()> {
        self.conn.lock().unwrap().execute_batch("PRAGMA journal_mode = WAL")
    }
    fn forget(&self) -> rusqlite::Result<()> {
        self.conn.lock().unwrap().execute_batch("PRAGMA synchronous = OFF")
    }
}
`,
    expected: ['rusqlite <path> [journal_mode=WAL statement, synchronous=OFF statement maybe]'],
    effective: { journal_mode: 'wal', synchronous: undefined },
  },
  {
    name: 'rusqlite: the same name in another function is another connection',
    source: `${use}fn one() -> rusqlite::Result<Connection> {
    let conn = Connection::open("one.db")?;
    Ok(conn)
}
fn other(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update(None, "temp_store", "MEMORY")
}
`,
    expected: ['rusqlite one.db []'],
    loose: ['temp_store=MEMORY connection'],
  },
  {
    name: 'rusqlite: a function of the project that is handed the connection',
    files: {
      'src/main.rs': `${use}mod setup;\nfn main() -> rusqlite::Result<()> {\n    let conn = Connection::open("app.db")?;\n    setup::configure(&conn)?;\n    Ok(())\n}\n`,
      'src/setup.rs':
        'use rusqlite::Connection;\npub fn configure(conn: &Connection) -> rusqlite::Result<()> {\n    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA cache_size = -8000;")\n}\n',
    },
    expected: ['rusqlite app.db []'],
    effective: { journal_mode: 'wal', cache_size: '-8000' },
  },
  {
    name: 'rusqlite: a function of the file that is handed the connection, and hands it on',
    source: `${use}fn open() -> rusqlite::Result<Connection> {
    let mut conn = Connection::open("app.db")?;
    conn.pragma_update(None, "journal_mode", "DELETE")?;
    setup(&mut conn, true)?;
    Ok(conn)
}
fn setup(c: &mut Connection, fast: bool) -> rusqlite::Result<()> {
    c.pragma_update(None, "journal_mode", "WAL")?;
    if fast {
        relax(c)?;
    }
    Ok(())
}
fn relax(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch("PRAGMA synchronous = OFF")
}
`,
    expected: [
      'rusqlite app.db [journal_mode=DELETE statement, journal_mode=WAL statement, synchronous=OFF statement maybe]',
    ],
    effective: { journal_mode: 'wal', synchronous: undefined },
  },
  {
    name: 'rusqlite: a function that another file calls, too',
    files: {
      'src/a/main.rs': `${use}fn main() -> rusqlite::Result<()> {\n    let conn = Connection::open("two.db")?;\n    crate::db::setup(&conn)?;\n    Ok(())\n}\n`,
      'src/z/db.rs': `${use}pub fn open() -> rusqlite::Result<Connection> {\n    let conn = Connection::open("one.db")?;\n    setup(&conn)?;\n    Ok(conn)\n}\npub fn setup(conn: &Connection) -> rusqlite::Result<()> {\n    conn.execute_batch("PRAGMA foreign_keys = ON")\n}\n`,
    },
    expected: ['rusqlite two.db []', 'rusqlite one.db [foreign_keys=ON statement]'],
    // Of the first, which is that of src/a/main.rs.
    effective: { foreign_keys: undefined },
  },
  {
    name: 'rusqlite: another crate that is handed the connection',
    source: `use tuning::configure;\n${program('    let conn = Connection::open("app.db")?;\n    configure(&conn)?;')}`,
    expected: ['rusqlite app.db [] opaque'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'rusqlite: migrations of a crate are no reason',
    source: `use rusqlite_migration::Migrations;\n${program('    let mut conn = Connection::open("app.db")?;\n    migrations.to_latest(&mut conn)?;')}`,
    expected: ['rusqlite app.db []'],
  },
  {
    name: 'rusqlite: another connection of the same name in an inner block',
    source: program(`    let conn = Connection::open("app.db")?;
    {
        let conn = Connection::open("cache.db")?;
        conn.execute_batch("PRAGMA synchronous = OFF;")?;
    }
    conn.execute_batch("PRAGMA journal_mode = WAL;")?;`),
    expected: [
      'rusqlite app.db [journal_mode=WAL statement]',
      'rusqlite cache.db [synchronous=OFF statement]',
    ],
    effective: { synchronous: 'full' },
  },
  {
    name: 'rusqlite: a closure that is handed another connection by that name',
    source: program(`    let conn = Connection::open("app.db")?;
    others.with(|conn| conn.execute_batch("PRAGMA synchronous = OFF;"))?;`),
    expected: ['rusqlite app.db []'],
  },
  {
    name: 'rusqlite: behind a return on some condition',
    source: program(`    let conn = Connection::open("app.db")?;
    if conn.is_readonly("main")? {
        return Ok(conn);
    }
    conn.execute_batch("PRAGMA journal_mode = WAL;")?;`),
    expected: ['rusqlite app.db [journal_mode=WAL statement maybe]'],
  },
  {
    name: 'rusqlite: near miss: behind a return with an error',
    source: program(`    let conn = Connection::open("app.db")?;
    if !conn.is_autocommit() {
        return Err(Error::Busy);
    }
    conn.execute_batch("PRAGMA journal_mode = WAL;")?;`),
    expected: ['rusqlite app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'rusqlite: statements that a feature has compiled',
    source: program(`    let conn = Connection::open("app.db")?;
    #[cfg(feature = "wal")]
    conn.pragma_update(None, "journal_mode", "WAL")?;
    #[cfg(not(test))]
    {
        conn.pragma_update(None, "foreign_keys", true)?;
    }`),
    expected: ['rusqlite app.db [journal_mode=WAL statement maybe, foreign_keys=ON statement]'],
  },
  {
    name: 'rusqlite: a lock of another crate sets nothing',
    source: `use parking_lot::Mutex;
${use}pub struct Db { inner: Mutex<Connection> }
impl Db {
    pub fn open() -> rusqlite::Result<Self> {
        let conn = Connection::open("app.db")?;
        conn.execute_batch("PRAGMA journal_mode = WAL;")?;
        Ok(Self { inner: Mutex::new(conn) })
    }
    pub fn init(&self) { self.inner.lock().execute_batch("PRAGMA foreign_keys = ON").unwrap(); }
}
`,
    expected: ['rusqlite app.db [journal_mode=WAL statement, foreign_keys=ON statement]'],
  },
  {
    name: 'rusqlite: fields of one name in two types',
    source: `${use}pub struct Store { conn: Connection }
pub struct Cache { conn: Connection }

impl Store {
    pub fn open(path: &str) -> rusqlite::Result<Self> {
        let conn = Connection::open(path)?;
        Ok(Store { conn })
    }
    pub fn init(&self) -> rusqlite::Result<()> {
        self.conn.pragma_update(None, "foreign_keys", "ON")
    }
}

impl Cache {
    pub fn open() -> rusqlite::Result<Self> {
        let conn = Connection::open("cache.db")?;
        Ok(Self { conn })
    }
    pub fn init(&self) -> rusqlite::Result<()> {
        self.conn.pragma_update(None, "synchronous", "OFF")
    }
}
`,
    expected: [
      'rusqlite <path> [foreign_keys=ON statement]',
      'rusqlite cache.db [synchronous=OFF statement]',
    ],
  },
];

testConnections('rust', cases);
