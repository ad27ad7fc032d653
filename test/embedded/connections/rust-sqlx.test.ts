import { type ConnectionCase, testConnections } from '../../support/connections.ts';

const use =
  'use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};\nuse sqlx::SqlitePool;\nuse std::str::FromStr;\nuse std::time::Duration;\n';
const program = (body: string): string =>
  `${use}async fn open() -> Result<(), sqlx::Error> {\n${body}\n    Ok(())\n}\n`;

const cases: readonly ConnectionCase[] = [
  {
    name: 'SQLx: parameters of a URL that it fails on',
    source: program(
      '    let pool = SqlitePool::connect("sqlite://app.db?mode=rwc&journal_mode=WAL").await?;\n    let options = SqliteConnectOptions::from_str("sqlite://b.db?busy_timeout=1")?;\n    let other = SqlitePool::connect_with(options).await?;',
    ),
    expected: [
      'sqlx sqlite://app.db?mode=rwc&journal_mode=WAL [] ignores journal_mode for .pragma("journal_mode", "WAL") on SqliteConnectOptions',
      'sqlx sqlite://b.db?busy_timeout=1 [] ignores busy_timeout for .pragma("busy_timeout", "1") on SqliteConnectOptions',
    ],
    places: ['journal_mode=WAL', 'busy_timeout=1'],
  },
  {
    name: 'SQLx: a builder in one chain, with the exact places',
    source: program(`    let options = SqliteConnectOptions::from_str("sqlite://app.db")?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Normal)
        .busy_timeout(Duration::from_millis(1234))
        .foreign_keys(false)
        .pragma("cache_size", "-4000")
        .create_if_missing(true);
    let pool = SqlitePoolOptions::new().max_connections(5).connect_with(options).await?;`),
    expected: [
      'sqlx sqlite://app.db [journal_mode=wal builder, synchronous=normal builder, busy_timeout=1234 builder, foreign_keys=OFF builder, cache_size=-4000 builder] pool=5',
    ],
    effective: {
      journal_mode: 'wal',
      synchronous: 'normal',
      busy_timeout: '1234',
      foreign_keys: 'off',
      cache_size: '-4000',
    },
    places: [
      'journal_mode(SqliteJournalMode::Wal)',
      'synchronous(SqliteSynchronous::Normal)',
      'busy_timeout(Duration::from_millis(1234))',
      'foreign_keys(false)',
      'pragma("cache_size", "-4000")',
    ],
  },
  {
    name: 'SQLx: its own defaults, by a version that is locked',
    files: {
      'src/main.rs': program('    let pool = SqlitePool::connect("sqlite:app.db").await?;'),
      'Cargo.toml':
        '[package]\nname = "app"\n\n[dependencies]\nsqlx = { version = "0.8", features = ["sqlite"] }\n',
      'Cargo.lock': '[[package]]\nname = "sqlx"\nversion = "0.8.6"\n',
    },
    expected: ['sqlx sqlite:app.db []'],
    effective: { busy_timeout: '5000', foreign_keys: 'on', journal_mode: 'delete', synchronous: 'full' },
  },
  {
    name: 'SQLx: earlier versions switched to WAL',
    files: {
      'src/main.rs': program('    let pool = SqlitePool::connect("sqlite:app.db").await?;'),
      'Cargo.lock': '[[package]]\nname = "sqlx"\nversion = "0.5.13"\n',
    },
    expected: ['sqlx sqlite:app.db []'],
    effective: { journal_mode: 'wal', foreign_keys: 'on' },
  },
  {
    name: 'SQLx: which of both is unknown without a version',
    source: program('    let pool = SqlitePool::connect("sqlite:app.db").await?;'),
    expected: ['sqlx sqlite:app.db []'],
    effective: { journal_mode: undefined, busy_timeout: '5000' },
  },
  {
    name: 'SQLx: options over several statements, one on a condition',
    source: program(`    let mut options = SqliteConnectOptions::new().filename("app.db");
    options = options.journal_mode(SqliteJournalMode::Wal);
    if fast {
        options = options.synchronous(SqliteSynchronous::Off);
    }
    let options = options.foreign_keys(true);
    let pool = SqlitePool::connect_with(options).await?;`),
    expected: [
      'sqlx app.db [journal_mode=wal builder, synchronous=off builder maybe, foreign_keys=ON builder]',
    ],
    effective: { synchronous: undefined, journal_mode: 'wal' },
  },
  {
    name: 'SQLx: two pools of one kind of options',
    source:
      program(`    let options = SqliteConnectOptions::from_str("sqlite://app.db")?.journal_mode(SqliteJournalMode::Wal);
    let writer = SqlitePoolOptions::new().max_connections(1).connect_with(options.clone()).await?;
    let readers = SqlitePoolOptions::new().max_connections(8).connect_with(options.read_only(true)).await?;`),
    expected: [
      'sqlx sqlite://app.db [journal_mode=wal builder] pool=1',
      'sqlx sqlite://app.db [journal_mode=wal builder] read-only pool=8',
    ],
  },
  {
    name: 'SQLx: a pragma that is run on the pool reaches one connection',
    source: program(`    let pool = SqlitePool::connect("sqlite:app.db").await?;
    sqlx::query("PRAGMA foreign_keys = OFF").execute(&pool).await?;
    sqlx::query("PRAGMA journal_mode = WAL").execute(&pool).await?;`),
    expected: ['sqlx sqlite:app.db [foreign_keys=OFF statement one, journal_mode=WAL statement one]'],
    effective: { foreign_keys: undefined, journal_mode: 'wal' },
    places: ['PRAGMA foreign_keys = OFF', 'PRAGMA journal_mode = WAL'],
  },
  {
    name: 'SQLx: a pool of one connection has what is run on it',
    source:
      program(`    let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite:app.db").await?;
    sqlx::query("PRAGMA synchronous = OFF").execute(&pool).await?;`),
    expected: ['sqlx sqlite:app.db [synchronous=OFF statement one] pool=1'],
    effective: { synchronous: 'off' },
  },
  {
    name: 'SQLx: a pragma on a pool of another function',
    source: `${use}async fn setup(pool: &SqlitePool) -> Result<(), sqlx::Error> {
    sqlx::query("PRAGMA cache_size = -8000").execute(pool).await?;
    Ok(())
}
`,
    expected: [],
    loose: ['cache_size=-8000 pool'],
  },
  {
    name: 'SQLx: one connection',
    source: `${use}use sqlx::{Connection, ConnectOptions, SqliteConnection};
async fn open() -> Result<(), sqlx::Error> {
    let mut one = SqliteConnection::connect("sqlite:one.db").await?;
    sqlx::query("PRAGMA temp_store = MEMORY").execute(&mut one).await?;
    let two = SqliteConnectOptions::from_str("sqlite:two.db")?.busy_timeout(Duration::from_secs(1)).connect().await?;
    Ok(())
}
`,
    expected: [
      'sqlx sqlite:one.db [temp_store=MEMORY statement] pool=1',
      'sqlx sqlite:two.db [busy_timeout=1000 builder] pool=1',
    ],
  },
  {
    name: 'SQLx: a hook for each new connection',
    source: program(`    let pool = SqlitePoolOptions::new()
        .max_connections(4)
        .after_connect(|conn, _meta| Box::pin(async move {
            sqlx::query("PRAGMA mmap_size = 268435456").execute(&mut *conn).await?;
            Ok(())
        }))
        .connect("sqlite:app.db")
        .await?;`),
    expected: ['sqlx sqlite:app.db [mmap_size=268435456 hook] pool=4'],
    effective: { mmap_size: '268435456' },
  },
  {
    name: 'SQLx: memory, reading only, shared cache',
    source: program(`    let memory = SqlitePool::connect("sqlite::memory:").await?;
    let reader = SqlitePool::connect("sqlite://app.db?mode=ro").await?;
    let shared = SqliteConnectOptions::from_str("sqlite://app.db?cache=shared")?;`),
    expected: [
      'sqlx sqlite::memory: [] memory',
      'sqlx sqlite://app.db?mode=ro [] read-only',
      'sqlx sqlite://app.db?cache=shared [] shared cache',
    ],
  },
  {
    name: 'SQLx: options that are parsed',
    source:
      program(`    let one = "sqlite://one.db".parse::<SqliteConnectOptions>()?.journal_mode(SqliteJournalMode::Wal);
    let two: SqliteConnectOptions = "sqlite://two.db".parse()?;`),
    expected: ['sqlx sqlite://one.db [journal_mode=wal builder]', 'sqlx sqlite://two.db []'],
  },
  {
    name: 'SQLx: a URL that is put together, and an environment variable',
    source:
      program(`    let one = SqlitePool::connect(&format!("sqlite://{}?mode=rwc", path.display())).await?;
    let two = SqlitePool::connect(&std::env::var("DATABASE_URL").unwrap()).await?;`),
    expected: ['sqlx <sqlite://?> []', 'sqlx $DATABASE_URL []'],
  },
  {
    name: 'SQLx: a pragma whose name is computed',
    source: program(
      '    let options = SqliteConnectOptions::from_str("sqlite://app.db")?.pragma(name, value);',
    ),
    expected: ['sqlx sqlite://app.db [] opaque'],
    effective: { busy_timeout: undefined },
  },
  {
    name: 'SQLx: a mode that is computed',
    source: program(
      '    let options = SqliteConnectOptions::from_str("sqlite://app.db")?.journal_mode(config.mode);',
    ),
    expected: ['sqlx sqlite://app.db [journal_mode=? builder]'],
    effective: { journal_mode: undefined },
  },
  {
    name: 'SQLx: the types of any database, where the URL is SQLite’s',
    source:
      'use sqlx::AnyPool;\nasync fn f(url: &str) {\n    let one = AnyPool::connect("sqlite:app.db").await;\n    let two = AnyPool::connect("postgres://localhost/app").await;\n    let three = AnyPool::connect(url).await;\n}\n',
    expected: ['sqlx sqlite:app.db []'],
  },
  {
    name: 'SQLx: types with arguments, and those of another database',
    source:
      'use sqlx::{Pool, Postgres, Sqlite};\nasync fn f(url: &str) {\n    let one = Pool::<Sqlite>::connect("sqlite:app.db").await;\n    let two = Pool::<Postgres>::connect(url).await;\n}\n',
    expected: ['sqlx sqlite:app.db []'],
  },
  {
    name: 'SQLx: options of a pool in a variable, and the type at the variable',
    source: `${use}async fn f() -> Result<(), sqlx::Error> {
    let options = SqlitePoolOptions::new().max_connections(3);
    let one = options.min_connections(1).connect("sqlite:one.db").await?;
    sqlx::query("PRAGMA temp_store = MEMORY").execute(&one).await?;
    let two: sqlx::Pool<sqlx::Sqlite> = sqlx::Pool::connect("sqlite:two.db").await?;
    let three: sqlx::PgPool = sqlx::Pool::connect(url).await?;
    Ok(())
}
`,
    expected: ['sqlx sqlite:one.db [temp_store=MEMORY statement one] pool=3', 'sqlx sqlite:two.db []'],
  },
  {
    name: 'SeaORM: a handle that is no pool by itself',
    source:
      'use sea_orm::{ConnectionTrait, DatabaseConnection};\nasync fn setup(db: &DatabaseConnection) {\n    db.execute_unprepared("PRAGMA foreign_keys = OFF").await.unwrap();\n}\n',
    expected: [],
    loose: ['foreign_keys=OFF unknown'],
  },
  {
    name: 'SQLx: a pool in a field, whose method sets pragmas on the side',
    source: `${use}struct Db { pool: SqlitePool }
impl Db {
    async fn new(url: &str) -> Result<Self, sqlx::Error> {
        let pool = SqlitePool::connect(url).await?;
        Ok(Self { pool })
    }
    async fn import(&self) -> Result<(), sqlx::Error> {
        sqlx::query("PRAGMA synchronous = OFF").execute(&self.pool).await?;
        Ok(())
    }
}
`,
    expected: ['sqlx ? [synchronous=OFF statement one maybe]'],
    effective: { synchronous: undefined },
  },
  {
    name: 'SQLx: tests open others',
    source: `${use}#[cfg(test)]
mod tests {
    async fn pool() -> SqlitePool {
        SqlitePool::connect("sqlite:scratch.db").await.unwrap()
    }
}
`,
    expected: [],
  },
  {
    name: 'SeaORM: one connection, unless it is told',
    source: `use sea_orm::{ConnectOptions, Database};
async fn f() {
    let one = Database::connect("sqlite://one.db?mode=rwc").await;
    let mut options = ConnectOptions::new("sqlite://two.db");
    options.max_connections(5).sqlx_logging(false);
    let two = Database::connect(options).await;
    let other = Database::connect("postgres://localhost/app").await;
}
`,
    expected: ['sea-orm sqlite://one.db?mode=rwc [] pool=1', 'sea-orm sqlite://two.db [] pool=5'],
  },
  {
    name: 'SeaORM: options of SQLx',
    source: `use sea_orm::{ConnectOptions, Database};
async fn f() {
    let mut options = ConnectOptions::new("sqlite://app.db");
    options.map_sqlx_sqlite_opts(|o| o.journal_mode(SqliteJournalMode::Wal).foreign_keys(false));
    let db = Database::connect(options).await;
}
`,
    expected: ['sea-orm sqlite://app.db [journal_mode=wal builder, foreign_keys=OFF builder] pool=1'],
    effective: { journal_mode: 'wal', foreign_keys: 'off' },
  },
  {
    name: 'SeaORM: what the URL is, is not known',
    source:
      'use sea_orm::Database;\nasync fn f(url: String) {\n    let db = Database::connect(&url).await;\n}\n',
    expected: [],
  },
];

testConnections('rust', cases);
