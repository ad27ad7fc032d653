import { testTransactions } from '../../support/transactions.ts';

const off = 'PRAGMA foreign_keys = OFF';

testTransactions('go', [
  {
    name: 'a migration that goose hands a transaction, and one that it hands the database',
    source: `package migrations

func up(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, \`
		${off};
		ALTER TABLE items ADD COLUMN a;
		PRAGMA foreign_keys = ON;
	\`)
	return err
}

func upNoTx(ctx context.Context, db *sql.DB) error {
	_, err := db.ExecContext(ctx, "${off}")
	return err
}
`,
    pragmas: ['5 foreign_keys tx', '7 foreign_keys tx'],
  },
  {
    name: 'on the transaction, and beside it',
    source: `package a

func (s *Store) f() error {
	s.db.Exec("${off}")
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	tx.Exec("PRAGMA synchronous = OFF")
	s.db.Exec("${off}")
	tx.QueryRow("PRAGMA foreign_keys")
	return tx.Commit()
}
`,
    pragmas: ['9 synchronous tx'],
  },
  {
    name: 'a text that ends the transaction first, and a handle of a type that is not known',
    source: `package a

func f(tx *sql.Tx) {
	tx.Exec("COMMIT; ${off}; BEGIN")
	run(func(tx Handle) { tx.Exec("${off}") })
}
`,
    pragmas: [],
  },
]);

testTransactions('rust', [
  {
    name: 'handles of transactions, by their type',
    source: `use rusqlite::{Connection, Transaction};

fn up(tx: &Transaction<'_>) -> Result<()> {
    tx.execute_batch("${off};")
}

fn open(conn: &Connection) -> Result<()> {
    conn.execute_batch("${off};")
}
`,
    pragmas: ['4 foreign_keys tx'],
  },
  {
    name: 'a transaction of SQLx',
    source: `async fn f(pool: &sqlx::SqlitePool) -> Result<()> {
    let mut tx = pool.begin().await?;
    sqlx::query("${off}").execute(&mut *tx).await?;
    sqlx::query("${off}").execute(pool).await?;
    tx.commit().await?;
    Ok(())
}
`,
    pragmas: ['3 foreign_keys tx'],
  },
  {
    name: 'migrations of rusqlite_migration',
    source: `use rusqlite_migration::{Migrations, M};

fn all() -> Migrations<'static> {
    Migrations::new(vec![M::up("${off}; CREATE TABLE a (x);")])
}
`,
    pragmas: ['4 foreign_keys rusqlite_migration'],
  },
]);

testTransactions('javascript', [
  {
    name: 'a function that better-sqlite3 runs in a transaction',
    source: `const run = db.transaction(() => {
  db.pragma('foreign_keys = OFF');
  db.prepare('DELETE FROM a').run();
  db.pragma('foreign_keys');
  other.pragma('foreign_keys = ON');
});
db.pragma('foreign_keys = OFF');
run();
db.pragma('foreign_keys = ON');
`,
    pragmas: ['2 foreign_keys db.transaction()'],
  },
  {
    name: 'functions that end it, are asynchronous, or are run later',
    source: `db.transaction(() => { db.exec('COMMIT'); db.pragma('foreign_keys = OFF'); })();
db.transaction(async () => { await db.raw('${off}'); });
db.transaction(() => { onEnd(() => db.pragma('foreign_keys = OFF')); })();
`,
    pragmas: [],
  },
  {
    name: 'the handle of a transaction',
    source: `await db.transaction(async (tx) => {
  await tx.run(sql\`${off}\`);
  await db.run(sql\`${off}\`);
});
`,
    pragmas: ['2 foreign_keys tx'],
  },
  {
    name: 'a batch',
    source: `await db.batch([
  db.run(sql\`${off}\`),
  db.run(sql\`DROP TABLE a\`),
]);
await db.run(sql\`${off}\`);
`,
    pragmas: ['2 foreign_keys batch()'],
  },
  {
    name: 'between BEGIN and COMMIT',
    source: `db.exec('${off}');
db.exec('BEGIN');
db.exec('PRAGMA synchronous = OFF');
other.exec('${off}');
db.exec('COMMIT');
db.exec('PRAGMA foreign_keys = ON');
`,
    pragmas: ['3 synchronous BEGIN'],
  },
  {
    name: 'behind texts that begin and end it',
    source: `db.exec('BEGIN; DROP TABLE a; COMMIT;');
db.exec('${off}');
db.exec('BEGIN');
db.exec('DROP TABLE b; COMMIT');
db.exec('${off}');
`,
    pragmas: [],
  },
  {
    name: 'in one text',
    source: `db.exec('BEGIN; ${off}; DROP TABLE a; COMMIT; PRAGMA foreign_keys = ON;');\n`,
    pragmas: ['1 foreign_keys BEGIN'],
  },
]);

testTransactions('python', [
  {
    name: 'between BEGIN and COMMIT, unless something may have ended it',
    source: `def f(cursor, conn):
    cursor.execute("BEGIN")
    cursor.execute("${off}")
    conn.commit()
    cursor.execute("${off}")

def g(conn):
    conn.execute("BEGIN")
    conn.executescript("${off};")
`,
    pragmas: ['3 foreign_keys BEGIN'],
  },
]);
