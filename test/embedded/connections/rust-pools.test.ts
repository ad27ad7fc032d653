import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const pools: readonly ConnectionCase[] = [
  {
    name: 'r2d2_sqlite: what each new connection is set up with',
    source: `use r2d2_sqlite::SqliteConnectionManager;
fn pool() -> r2d2::Pool<SqliteConnectionManager> {
    let manager = SqliteConnectionManager::file("app.db")
        .with_init(|c| c.execute_batch("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;"));
    r2d2::Pool::builder().max_size(8).build(manager).unwrap()
}
`,
    expected: ['r2d2_sqlite app.db [journal_mode=WAL hook, foreign_keys=ON hook] pool=8'],
    effective: { journal_mode: 'wal', foreign_keys: 'on', busy_timeout: '5000' },
  },
  {
    name: 'r2d2_sqlite: a function that sets connections up',
    source: `use r2d2_sqlite::SqliteConnectionManager;
fn setup(c: &mut rusqlite::Connection) -> rusqlite::Result<()> {
    c.pragma_update(None, "synchronous", "NORMAL")
}
fn pool() {
    let pool = r2d2::Pool::new(SqliteConnectionManager::file("app.db").with_init(setup)).unwrap();
}
`,
    expected: ['r2d2_sqlite app.db [synchronous=NORMAL hook]'],
  },
  {
    name: 'r2d2_sqlite: a closure that calls a function',
    source: `use r2d2_sqlite::SqliteConnectionManager;
fn setup(conn: &rusqlite::Connection, mode: &str) -> rusqlite::Result<()> {
    conn.pragma_update(None, "journal_mode", mode)?;
    conn.pragma_update(None, "foreign_keys", true)
}
fn pool() {
    let manager = SqliteConnectionManager::file("app.db").with_init(move |c| setup(c, "wal"));
    let pool = r2d2::Pool::new(manager).unwrap();
}
`,
    expected: ['r2d2_sqlite app.db [journal_mode=? hook, foreign_keys=ON hook]'],
  },
  {
    name: 'r2d2_sqlite: a pragma on one connection of the pool',
    source: `use r2d2_sqlite::SqliteConnectionManager;
fn pool() -> Result<(), Box<dyn std::error::Error>> {
    let manager = SqliteConnectionManager::file("app.db");
    let pool = r2d2::Pool::new(manager)?;
    pool.get()?.execute_batch("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL;")?;
    Ok(())
}
`,
    expected: ['r2d2_sqlite app.db [foreign_keys=ON statement one, journal_mode=WAL statement one]'],
    effective: { foreign_keys: undefined, journal_mode: 'wal' },
  },
  {
    name: 'r2d2_sqlite: memory',
    source:
      'use r2d2_sqlite::SqliteConnectionManager;\nfn f() { let pool = r2d2::Pool::new(SqliteConnectionManager::memory()).unwrap(); }\n',
    expected: ['r2d2_sqlite :memory: [] memory'],
  },
  {
    name: 'deadpool-sqlite: a configuration, and one with a hook',
    files: {
      'a.rs':
        'use deadpool_sqlite::{Config, Runtime};\nfn f() { let pool = Config::new("app.db").create_pool(Runtime::Tokio1).unwrap(); }\n',
      'b.rs':
        'use deadpool_sqlite::{Config, Hook, Runtime};\nfn f() { let pool = Config::new("b.db").builder(Runtime::Tokio1).unwrap().post_create(Hook::async_fn(setup)).build(); }\n',
    },
    expected: ['deadpool-sqlite app.db []', 'deadpool-sqlite b.db [] opaque'],
  },
  {
    name: 'async-sqlite: a builder',
    source:
      'use async_sqlite::{JournalMode, PoolBuilder};\nasync fn f() { let pool = PoolBuilder::new().path("app.db").journal_mode(JournalMode::Wal).num_conns(2).open().await; }\n',
    expected: ['async-sqlite app.db [journal_mode=wal builder] pool=2'],
    places: ['journal_mode(JournalMode::Wal)'],
  },
  {
    name: 'Diesel: one connection',
    source: `use diesel::prelude::*;
use diesel::connection::SimpleConnection;
fn open() -> SqliteConnection {
    let mut conn = SqliteConnection::establish("app.db").expect("opens");
    conn.batch_execute("PRAGMA busy_timeout = 2000;").unwrap();
    diesel::sql_query("PRAGMA journal_mode = WAL").execute(&mut conn).unwrap();
    conn
}
`,
    expected: ['diesel app.db [busy_timeout=2000 statement, journal_mode=WAL statement]'],
    effective: { busy_timeout: '2000', journal_mode: 'wal' },
  },
  {
    name: 'Diesel: no timeout of its own',
    source:
      'use diesel::prelude::*;\nfn open(database_url: &str) { let c = SqliteConnection::establish(&database_url); }\n',
    expected: ['diesel ? []'],
    effective: { busy_timeout: '0' },
  },
  {
    name: 'Diesel: a URL for reading only',
    source:
      'use diesel::prelude::*;\nfn open(file: &str) { let c = SqliteConnection::establish(&format!("sqlite://{file}?mode=ro")); }\n',
    expected: ['diesel <sqlite://?> [] read-only'],
  },
  {
    name: 'Diesel: a pool with a customizer',
    source: `use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error, Pool};
use diesel::sqlite::SqliteConnection;
#[derive(Debug)]
struct Setup;
impl CustomizeConnection<SqliteConnection, Error> for Setup {
    fn on_acquire(&self, conn: &mut SqliteConnection) -> Result<(), Error> {
        conn.batch_execute("PRAGMA busy_timeout = 5000;").map_err(Error::QueryError)?;
        if self.wal {
            conn.batch_execute("PRAGMA journal_mode = WAL;").map_err(Error::QueryError)?;
        }
        Ok(())
    }
}
fn pool(path: &str) {
    let pool = Pool::builder()
        .max_size(16)
        .connection_customizer(Box::new(Setup))
        .build(ConnectionManager::<SqliteConnection>::new(path))
        .unwrap();
}
`,
    expected: ['diesel-r2d2 <path> [busy_timeout=5000 hook, journal_mode=WAL hook maybe] pool=16'],
    effective: { busy_timeout: '5000', journal_mode: undefined },
  },
  {
    name: 'Diesel: the asynchronous one',
    source: `use diesel::SqliteConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
async fn open() {
    let mut one = SyncConnectionWrapper::<SqliteConnection>::establish("one.db").await.unwrap();
    let two = AsyncDieselConnectionManager::<SyncConnectionWrapper<SqliteConnection>>::new("two.db");
    let three = AsyncDieselConnectionManager::<SyncConnectionWrapper<SqliteConnection>>::new_with_config("three.db", config);
}
`,
    expected: ['diesel one.db []', 'diesel-r2d2 two.db []', 'diesel-r2d2 three.db [] opaque'],
  },
  {
    name: 'a pool of connections of a type that wraps Diesel’s',
    source: `use diesel::prelude::*;
use diesel::r2d2::{self, ConnectionManager};

pub struct Wrapper(SqliteConnection);

pub fn pool(path: &str) -> Pool {
    r2d2::Pool::builder().max_size(8).build(ConnectionManager::<Wrapper>::new(path)).unwrap()
}

impl Connection for Wrapper {
    fn establish(path: &str) -> ConnectionResult<Self> {
        let mut c = SqliteConnection::establish(path)?;
        c.batch_execute("PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;")?;
        Ok(Self(c))
    }
}
`,
    expected: ['diesel-r2d2 <path> [busy_timeout=5000 statement, journal_mode=WAL statement] pool=8'],
    effective: { busy_timeout: '5000', journal_mode: 'wal' },
  },
  {
    name: 'near miss: a type that wraps one and is in no pool',
    source: `use diesel::prelude::*;

pub struct Wrapper(SqliteConnection);

impl Connection for Wrapper {
    fn establish(path: &str) -> ConnectionResult<Self> {
        let mut c = SqliteConnection::establish(path)?;
        Ok(Self(c))
    }
}
`,
    expected: ['diesel <path> []'],
  },
  {
    name: 'Diesel: a customizer of another file, and a pool of another database',
    source: `use diesel::r2d2::{ConnectionManager, Pool};
use diesel::{PgConnection, SqliteConnection};
fn pools(url: &str) {
    let one = Pool::builder()
        .connection_customizer(Box::new(crate::setup::Setup))
        .build(ConnectionManager::<SqliteConnection>::new("app.db"));
    let other = Pool::new(ConnectionManager::<PgConnection>::new(url));
}
`,
    expected: ['diesel-r2d2 app.db [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'libsql: the one connection of a local database',
    source: `use libsql::Builder;
async fn open() -> libsql::Result<()> {
    let db = Builder::new_local("app.db").build().await?;
    let conn = db.connect()?;
    conn.execute("PRAGMA synchronous = NORMAL", ()).await?;
    Ok(())
}
`,
    expected: ['libsql-rust app.db [synchronous=NORMAL statement] pool=1'],
    effective: { foreign_keys: 'on', busy_timeout: '0', synchronous: 'normal' },
  },
  {
    name: 'sqlite: a timeout in milliseconds',
    source:
      'fn f() -> sqlite::Result<()> {\n    let mut conn = sqlite::open("app.db")?;\n    conn.set_busy_timeout(3000)?;\n    conn.execute("PRAGMA foreign_keys = ON")?;\n    Ok(())\n}\n',
    expected: ['sqlite-rust app.db [busy_timeout=3000 statement, foreign_keys=ON statement]'],
    effective: { busy_timeout: '3000' },
  },
];

testConnections('rust', pools);
