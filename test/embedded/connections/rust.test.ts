import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const use = 'use rusqlite::{Connection, OpenFlags, TransactionBehavior};\nuse std::time::Duration;\n';
const inFunction = (body: string): string => `fn open() -> rusqlite::Result<()> {\n${body}\n    Ok(())\n}\n`;
const program = (body: string): string => use + inFunction(body);

const rusqlite: readonly ConnectionCase[] = [
  {
    name: 'rusqlite: its own defaults',
    source: program('    let conn = Connection::open("app.db")?;'),
    expected: ['rusqlite app.db []'],
    effective: { busy_timeout: '5000', journal_mode: 'delete', foreign_keys: undefined },
  },
  {
    name: 'rusqlite: pragma_update, with the exact places',
    source: program(
      '    let conn = Connection::open("app.db")?;\n    conn.pragma_update(None, "journal_mode", "WAL")?;\n    conn.pragma_update(None, "cache_size", -64_000)?;\n    conn.pragma_update(None, "foreign_keys", &true)?;',
    ),
    expected: [
      'rusqlite app.db [journal_mode=WAL statement, cache_size=-64000 statement, foreign_keys=ON statement]',
    ],
    effective: { journal_mode: 'wal', cache_size: '-64000', foreign_keys: 'on' },
    places: [
      'pragma_update(None, "journal_mode", "WAL")',
      'pragma_update(None, "cache_size", -64_000)',
      'pragma_update(None, "foreign_keys", &true)',
    ],
  },
  {
    name: 'rusqlite: execute_batch, and a timeout in seconds',
    source: program(
      '    let mut conn = Connection::open("app.db").unwrap();\n    conn.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")?;\n    conn.busy_timeout(Duration::from_secs(7))?;',
    ),
    expected: [
      'rusqlite app.db [journal_mode=WAL statement, synchronous=NORMAL statement, busy_timeout=7000 statement]',
    ],
    effective: { busy_timeout: '7000', synchronous: 'normal' },
    places: [
      'PRAGMA journal_mode = WAL;',
      'PRAGMA synchronous = NORMAL;',
      'busy_timeout(Duration::from_secs(7))',
    ],
  },
  {
    name: 'rusqlite: pragma_update_and_check and query_row',
    source: program(
      '    let conn = Connection::open("app.db")?;\n    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;\n    let _: String = conn.query_row("PRAGMA locking_mode = EXCLUSIVE", [], |row| row.get(0))?;',
    ),
    expected: ['rusqlite app.db [journal_mode=WAL statement, locking_mode=EXCLUSIVE statement]'],
  },
  {
    name: 'rusqlite: what is only asked for is no setting',
    source: program(
      '    let conn = Connection::open("app.db")?;\n    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;\n    let n: i64 = conn.query_row("PRAGMA busy_timeout", [], |row| row.get(0))?;',
    ),
    expected: ['rusqlite app.db []'],
    loose: [],
    effective: { journal_mode: 'delete', busy_timeout: '5000' },
  },
  {
    name: 'rusqlite: constants and a duration that is one',
    source:
      use +
      'const TIMEOUT: Duration = Duration::from_millis(2_500);\nconst SETUP: &str = "PRAGMA journal_mode = WAL";\n' +
      inFunction(
        '    let conn = Connection::open("app.db")?;\n    conn.busy_timeout(TIMEOUT)?;\n    conn.execute_batch(SETUP)?;',
      ),
    expected: ['rusqlite app.db [busy_timeout=2500 statement, journal_mode=WAL statement]'],
    effective: { busy_timeout: '2500', journal_mode: 'wal' },
  },
  {
    name: 'rusqlite: a timeout that is computed',
    source: program('    let conn = Connection::open("app.db")?;\n    conn.busy_timeout(config.timeout)?;'),
    expected: ['rusqlite app.db [busy_timeout=? statement]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'rusqlite: a busy handler leaves the timeout unknown',
    source: program('    let conn = Connection::open("app.db")?;\n    conn.busy_handler(Some(wait))?;'),
    expected: ['rusqlite app.db [busy_timeout=? statement]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'rusqlite: on a condition',
    source: program(
      '    let conn = Connection::open("app.db")?;\n    if config.wal {\n        conn.pragma_update(None, "journal_mode", "WAL")?;\n    }',
    ),
    expected: ['rusqlite app.db [journal_mode=WAL statement maybe]'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'rusqlite: the condition of the opening itself is none',
    source: program(
      '    if config.enabled {\n        let conn = Connection::open("app.db")?;\n        conn.pragma_update(None, "journal_mode", "WAL")?;\n    }',
    ),
    expected: ['rusqlite app.db [journal_mode=WAL statement]'],
  },
  {
    name: 'rusqlite: a name that is computed',
    source: program(
      '    let conn = Connection::open("app.db")?;\n    for (name, value) in settings {\n        conn.pragma_update(None, name, value)?;\n    }',
    ),
    expected: ['rusqlite app.db [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'rusqlite: a statement whose pragma is put together',
    source: program(
      '    let conn = Connection::open("app.db")?;\n    conn.execute_batch(&format!("PRAGMA {} = {}", name, value))?;',
    ),
    expected: ['rusqlite app.db [] opaque'],
  },
  {
    name: 'rusqlite: a value that is put in',
    source: program(
      '    let conn = Connection::open("app.db")?;\n    conn.execute_batch(&format!("PRAGMA busy_timeout = {}", millis))?;',
    ),
    expected: ['rusqlite app.db [busy_timeout=? statement]'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'rusqlite: a connection to memory',
    source: program('    let conn = Connection::open_in_memory()?;'),
    expected: ['rusqlite :memory: [] memory'],
    effective: { journal_mode: 'memory' },
  },
  {
    name: 'rusqlite: flags for reading only',
    source: program(
      '    let conn = Connection::open_with_flags("app.db", OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;',
    ),
    expected: ['rusqlite app.db [] read-only'],
  },
  {
    name: 'rusqlite: flags for writing, too',
    source: program(
      '    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;\n    let conn = Connection::open_with_flags("app.db", flags)?;',
    ),
    expected: ['rusqlite app.db []'],
  },
  {
    name: 'rusqlite: a URI, with a parameter that SQLite does not know',
    source: program('    let conn = Connection::open("file:app.db?mode=ro&_journal_mode=WAL")?;'),
    expected: ['rusqlite file:app.db?mode=ro&_journal_mode=WAL [] read-only ignores _journal_mode'],
    places: ['_journal_mode=WAL'],
  },
  {
    name: 'rusqlite: a path from a parameter, and one from a field',
    source: `${use}use std::path::{Path, PathBuf};
struct Store { file: PathBuf }
impl Store {
    fn open(path: impl AsRef<Path>) -> rusqlite::Result<Connection> {
        Connection::open(path.as_ref())
    }
    fn again<P: AsRef<Path>>(source: P) -> rusqlite::Result<Connection> {
        Connection::open(source)
    }
    fn own(&self) -> rusqlite::Result<Connection> {
        let conn = Connection::open(&self.file)?;
        Ok(conn)
    }
}
`,
    expected: ['rusqlite <path> []', 'rusqlite <source> []', 'rusqlite <self.file> []'],
  },
  {
    name: 'rusqlite: an environment variable',
    source: program('    let conn = Connection::open(std::env::var("DB_FILE").unwrap())?;'),
    expected: ['rusqlite $DB_FILE []'],
  },
  {
    name: 'rusqlite: the mode of transactions',
    source: program(
      '    let mut conn = Connection::open("app.db")?;\n    conn.set_transaction_behavior(TransactionBehavior::Immediate);',
    ),
    expected: ['rusqlite app.db [] begin=immediate'],
  },
  {
    name: 'rusqlite: the mode of one transaction is not that of others',
    source: program(
      '    let mut conn = Connection::open("app.db")?;\n    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;',
    ),
    expected: ['rusqlite app.db []'],
  },
  {
    name: 'rusqlite: foreign keys that are off while migrations run',
    source: `${use}fn run_migrations() -> rusqlite::Result<()> {\n    let conn = Connection::open("app.db")?;\n    conn.execute_batch("PRAGMA foreign_keys = OFF")?;\n    Ok(())\n}\n`,
    expected: ['rusqlite app.db [foreign_keys=OFF statement maybe]'],
    effective: { foreign_keys: undefined },
  },
  {
    name: 'rusqlite: another name, a path in full, and a glob',
    files: {
      'a.rs': 'use rusqlite::Connection as Db;\nfn f() { let db = Db::open("a.db").unwrap(); }\n',
      'b.rs': 'fn f() { let db = rusqlite::Connection::open("b.db").unwrap(); }\n',
      'c.rs': 'use rusqlite::*;\nfn f() { let db = Connection::open("c.db").unwrap(); }\n',
    },
    expected: ['rusqlite a.db []', 'rusqlite b.db []', 'rusqlite c.db []'],
  },
  {
    name: 'no connection: another type of that name',
    source: 'use zbus::Connection;\nuse rusqlite::params;\nfn f() { let c = Connection::open("app.db"); }\n',
    expected: [],
  },
  {
    name: 'no connection: tests',
    source: `${use}#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn opens() {
        let conn = Connection::open("scratch.db").unwrap();
        conn.execute_batch("PRAGMA synchronous = OFF").unwrap();
    }
}
#[tokio::test]
async fn works() {
    let conn = Connection::open("other.db").unwrap();
}
#[cfg(not(test))]
fn production() -> Connection {
    Connection::open("app.db").unwrap()
}
`,
    expected: ['rusqlite app.db []'],
    loose: [],
    effective: { synchronous: 'full' },
  },
  {
    name: 'rusqlite: what comments say is not done',
    source: program(
      '    // PRAGMA journal_mode = WAL would be faster\n    let conn = Connection::open("app.db")?;',
    ),
    expected: ['rusqlite app.db []'],
    effective: { journal_mode: 'delete' },
  },
  {
    name: 'tokio-rusqlite: on the connection that a closure is handed',
    source: `use tokio_rusqlite::Connection;
async fn open() -> tokio_rusqlite::Result<()> {
    let conn = Connection::open("app.db").await?;
    conn.call(|c| {
        c.pragma_update(None, "journal_mode", "WAL")?;
        Ok(())
    }).await?;
    Ok(())
}
`,
    expected: ['tokio-rusqlite app.db [journal_mode=WAL statement]'],
    effective: { busy_timeout: '5000', journal_mode: 'wal' },
  },
];

testConnections('rust', rusqlite);
