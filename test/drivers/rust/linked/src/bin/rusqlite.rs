//! rusqlite, alone and in a pool of r2d2.

use std::time::Duration;

use probe::{PRAGMAS, claim, clean, fresh, probe};
use r2d2_sqlite::SqliteConnectionManager;
use rusqlite::types::Value;
use rusqlite::{Connection, TransactionBehavior};

fn ask(connection: &Connection, pragma: &str) -> String {
    match connection.pragma_query_value(None, pragma, |row| row.get::<_, Value>(0)).unwrap() {
        Value::Integer(number) => number.to_string(),
        Value::Text(text) => text,
        other => format!("{other:?}"),
    }
}

fn all(connection: &Connection) -> Vec<String> {
    PRAGMAS.iter().map(|pragma| ask(connection, pragma)).collect()
}

/// Whether another connection can begin to write while a transaction is open that has done nothing yet.
fn begin_mode(path: &std::path::Path) -> &'static str {
    let other = Connection::open(path).unwrap();
    other.busy_timeout(Duration::ZERO).unwrap();
    if other.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() { "deferred" } else { "immediate" }
}

fn main() {
    let path = fresh("rusqlite.db");
    let mut connection = Connection::open(&path).unwrap();
    let pragmas = all(&connection);
    let open = connection.transaction().unwrap();
    let begin = begin_mode(&path);
    drop(open);
    let sqlite: String = connection.query_row("select sqlite_version()", [], |row| row.get(0)).unwrap();
    connection.pragma_update(None, "journal_mode", "WAL").unwrap();
    drop(connection);
    let again = Connection::open(&path).unwrap();
    probe("rusqlite", &sqlite, &pragmas, &all(&again), Some(begin));

    let path = fresh("claims.db");
    let mut connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "synchronous", "NORMAL").unwrap();
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(())).unwrap();
    connection.busy_timeout(Duration::from_secs(7)).unwrap();
    connection.execute_batch("PRAGMA cache_size = -4000; PRAGMA temp_store = MEMORY").unwrap();
    claim("rusqlite: pragma_update, pragma_update_and_check, busy_timeout and execute_batch", &all(&connection));
    let open = connection.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    claim("rusqlite: transaction_with_behavior", &[begin_mode(&path).into()]);
    drop(open);
    connection.set_transaction_behavior(TransactionBehavior::Immediate);
    let open = connection.transaction().unwrap();
    claim("rusqlite: set_transaction_behavior", &[begin_mode(&path).into()]);
    drop(open);
    claim(
        "rusqlite: execute of a pragma that answers",
        &[match connection.execute("PRAGMA journal_mode = WAL", []) {
            Ok(_) => "ok".into(),
            Err(error) => error.to_string(),
        }],
    );

    let path = fresh("pool.db");
    let manager = SqliteConnectionManager::file(&path)
        .with_init(|c| c.execute_batch("PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 1234;"));
    let pool = r2d2::Pool::builder().max_size(2).build(manager).unwrap();
    let (one, two) = (pool.get().unwrap(), pool.get().unwrap());
    claim("r2d2_sqlite: with_init reaches every connection", &[ask(&one, "busy_timeout"), ask(&two, "busy_timeout")]);
    one.execute_batch("PRAGMA synchronous = OFF").unwrap();
    claim("r2d2_sqlite: a pragma on one connection stays there", &[ask(&one, "synchronous"), ask(&two, "synchronous")]);
    drop((one, two, pool));
    let path = fresh("pool-plain.db");
    let pool = r2d2::Pool::builder().max_size(1).build(SqliteConnectionManager::file(&path)).unwrap();
    let connection = pool.get().unwrap();
    let pragmas = all(&connection);
    connection.execute_batch("PRAGMA journal_mode = WAL; CREATE TABLE t (a)").unwrap();
    drop((connection, pool));
    let pool = r2d2::Pool::builder().max_size(1).build(SqliteConnectionManager::file(&path)).unwrap();
    probe("r2d2_sqlite", &sqlite, &pragmas, &all(&pool.get().unwrap()), None);
    drop(pool);
    clean();
}
