//! SQLx and SeaORM.

use std::str::FromStr;
use std::time::Duration;

use probe::{PRAGMAS, claim, clean, fresh, probe};
use sea_orm::{ConnectionTrait, Database, Statement, TransactionTrait};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, Row, SqliteConnection, SqlitePool};

async fn ask(connection: &mut SqliteConnection, pragma: &str) -> String {
    let sql = format!("PRAGMA {pragma}");
    let row = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_one(connection).await.unwrap();
    row.try_get::<i64, _>(0).map(|number| number.to_string()).unwrap_or_else(|_| row.get(0))
}

async fn all(connection: &mut SqliteConnection) -> Vec<String> {
    let mut read = vec![];
    for pragma in PRAGMAS {
        read.push(ask(connection, pragma).await);
    }
    read
}

async fn version(connection: &mut SqliteConnection) -> String {
    sqlx::query_scalar("select sqlite_version()").fetch_one(connection).await.unwrap()
}

async fn begin_mode(url: &str) -> &'static str {
    let options = SqliteConnectOptions::from_str(url).unwrap().busy_timeout(Duration::ZERO);
    let mut other = SqliteConnection::connect_with(&options).await.unwrap();
    let began = sqlx::query("BEGIN IMMEDIATE").execute(&mut other).await.is_ok();
    // Closing is awaited: a connection that is only dropped holds its lock a little longer.
    other.close().await.unwrap();
    if began { "deferred" } else { "immediate" }
}

#[tokio::main]
async fn main() {
    sqlx_probe().await;
    sqlx_claims().await;
    sea_orm_probe().await;
    clean();
}

async fn sqlx_probe() {
    let url = format!("sqlite://{}?mode=rwc", fresh("sqlx.db").display());
    let pool = SqlitePool::connect(&url).await.unwrap();
    let mut connection = pool.acquire().await.unwrap();
    let pragmas = all(&mut connection).await;
    let open = connection.begin().await.unwrap();
    let begin = begin_mode(&url).await;
    drop(open);
    let sqlite = version(&mut connection).await;
    sqlx::query("PRAGMA journal_mode = WAL").execute(&mut *connection).await.unwrap();
    drop(connection);
    pool.close().await;
    let mut again = SqliteConnection::connect(&url).await.unwrap();
    probe("sqlx", &sqlite, &pragmas, &all(&mut again).await, Some(begin));
}

async fn sqlx_claims() {
    let url = format!("sqlite://{}?mode=rwc", fresh("claims.db").display());
    let options = SqliteConnectOptions::from_str(&url)
        .unwrap()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_millis(1234))
        .foreign_keys(false)
        .pragma("cache_size", "-4000");
    let pool = SqlitePoolOptions::new().max_connections(2).connect_with(options).await.unwrap();
    let mut first = pool.acquire().await.unwrap();
    let mut second = pool.acquire().await.unwrap();
    claim("sqlx: the builder reaches every connection", &all(&mut second).await);
    drop((first, second));
    sqlx::query("PRAGMA foreign_keys = ON").execute(&pool).await.unwrap();
    first = pool.acquire().await.unwrap();
    second = pool.acquire().await.unwrap();
    let mut read = [ask(&mut first, "foreign_keys").await, ask(&mut second, "foreign_keys").await];
    read.sort();
    claim("sqlx: a pragma that is run on the pool reaches one connection", &read);
    let mut open = first.begin_with("BEGIN IMMEDIATE").await.unwrap();
    claim("sqlx: begin_with", &[begin_mode(&url).await.into()]);
    sqlx::query("select 1").execute(&mut *open).await.unwrap();
    drop(open);
    let unknown = SqliteConnectOptions::from_str("sqlite://a.db?_journal_mode=WAL");
    claim("sqlx: an unknown parameter of the URL", &[unknown.err().map_or("ok".into(), |error| error.to_string())]);
    let hooked = SqlitePoolOptions::new()
        .max_connections(2)
        .after_connect(|connection, _| {
            Box::pin(async move {
                sqlx::query("PRAGMA synchronous = OFF").execute(connection).await?;
                Ok(())
            })
        })
        .connect(&url)
        .await
        .unwrap();
    first = hooked.acquire().await.unwrap();
    second = hooked.acquire().await.unwrap();
    claim(
        "sqlx: after_connect reaches every connection",
        &[ask(&mut first, "synchronous").await, ask(&mut second, "synchronous").await],
    );
}

async fn sea_orm_probe() {
    let url = format!("sqlite://{}?mode=rwc", fresh("sea-orm.db").display());
    let database = Database::connect(&url).await.unwrap();
    let pool = database.get_sqlite_connection_pool().clone();
    let mut connection = pool.acquire().await.unwrap();
    let pragmas = all(&mut connection).await;
    let sqlite = version(&mut connection).await;
    drop(connection);
    let open = database.begin().await.unwrap();
    let begin = begin_mode(&url).await;
    open.rollback().await.unwrap();
    let wal = Statement::from_string(database.get_database_backend(), "PRAGMA journal_mode = WAL");
    database.execute_raw(wal).await.unwrap();
    database.close().await.unwrap();
    let again = Database::connect(&url).await.unwrap();
    let mut connection = again.get_sqlite_connection_pool().acquire().await.unwrap();
    probe("sea-orm", &sqlite, &pragmas, &all(&mut connection).await, Some(begin));
}
