//! Diesel, alone and in a pool of r2d2.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, CustomizeConnection, Error, Pool};
use diesel::sql_query;
use diesel::sql_types::Text;
use probe::{PRAGMAS, claim, clean, fresh, probe};

fn ask(connection: &mut SqliteConnection, pragma: &str) -> String {
    one(connection, &format!("PRAGMA {pragma}"))
}

fn one(connection: &mut SqliteConnection, query: &str) -> String {
    sql::<Text>(query).get_result::<String>(connection).unwrap()
}

fn all(connection: &mut SqliteConnection) -> Vec<String> {
    PRAGMAS.iter().map(|pragma| ask(connection, pragma)).collect()
}

fn begin_mode(path: &str) -> &'static str {
    let mut other = SqliteConnection::establish(path).unwrap();
    if other.batch_execute("BEGIN IMMEDIATE; ROLLBACK").is_ok() { "deferred" } else { "immediate" }
}

#[derive(Debug)]
struct Setup;

impl CustomizeConnection<SqliteConnection, Error> for Setup {
    fn on_acquire(&self, connection: &mut SqliteConnection) -> Result<(), Error> {
        connection.batch_execute("PRAGMA busy_timeout = 1234;").map_err(Error::QueryError)
    }
}

fn main() {
    let path = fresh("diesel.db").display().to_string();
    let mut connection = SqliteConnection::establish(&path).unwrap();
    let pragmas = all(&mut connection);
    let begin = connection.transaction(|_| Ok::<_, diesel::result::Error>(begin_mode(&path))).unwrap();
    let sqlite = one(&mut connection, "SELECT sqlite_version()");
    connection.batch_execute("PRAGMA journal_mode = WAL; CREATE TABLE t (a)").unwrap();
    drop(connection);
    let in_wal = all(&mut SqliteConnection::establish(&path).unwrap());
    probe("diesel", &sqlite, &pragmas, &in_wal, Some(begin));

    let path = fresh("claims.db").display().to_string();
    let mut connection = SqliteConnection::establish(&path).unwrap();
    sql_query("PRAGMA cache_size = -4000").execute(&mut connection).unwrap();
    claim("diesel: sql_query", &[ask(&mut connection, "cache_size")]);
    let mode = connection.immediate_transaction(|_| Ok::<_, diesel::result::Error>(begin_mode(&path))).unwrap();
    claim("diesel: immediate_transaction", &[mode.into()]);
    let pool = Pool::builder()
        .max_size(2)
        .connection_customizer(Box::new(Setup))
        .build(ConnectionManager::<SqliteConnection>::new(&path))
        .unwrap();
    let (mut first, mut second) = (pool.get().unwrap(), pool.get().unwrap());
    claim(
        "diesel: on_acquire reaches every connection",
        &[ask(&mut first, "busy_timeout"), ask(&mut second, "busy_timeout")],
    );
    clean();
}
