import { testTransactions } from '../../support/transactions.ts';

testTransactions('rust', [
  {
    name: 'rusqlite',
    source: `fn f(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction()?;
    let n: i64 = tx.query_row("SELECT n FROM t", [], |row| row.get(0))?;
    tx.execute("UPDATE t SET n = ?1", [n + 1])?;
    tx.commit()
}
`,
    transactions: ['driver [read write] complete upgrade 3→4'],
  },
  {
    name: 'rusqlite with a behaviour',
    source: `fn f(conn: &mut Connection) -> Result<()> {
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    tx.execute("UPDATE t SET n = 1", [])?;
    tx.commit()
}
`,
    transactions: ['immediate [write] complete'],
  },
  {
    name: 'sqlx',
    source: `async fn f(pool: &sqlx::SqlitePool) -> Result<()> {
    let mut tx = pool.begin().await?;
    let n = sqlx::query("SELECT n FROM t").fetch_one(&mut *tx).await?;
    sqlx::query("UPDATE t SET n = ?").bind(1).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
`,
    transactions: ['driver [read write] complete upgrade 3→4'],
  },
  {
    name: 'sqlx with a statement of its own, and on the pool',
    source: `async fn f(pool: &sqlx::SqlitePool) -> Result<()> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    sqlx::query("SELECT n FROM t").fetch_one(pool).await?;
    sqlx::query("UPDATE t SET n = ?").bind(1).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
`,
    transactions: ['immediate [write] complete'],
  },
  {
    name: 'diesel',
    source: `fn f(conn: &mut SqliteConnection) -> QueryResult<()> {
    conn.transaction(|conn| {
        let job = jobs::table.first::<Job>(conn)?;
        diesel::update(jobs::table).set(done.eq(true)).execute(conn)?;
        Ok(())
    })?;
    conn.immediate_transaction(|conn| {
        diesel::delete(jobs::table).execute(conn)?;
        Ok(())
    })
}
`,
    transactions: ['driver [read write] complete upgrade 3→4', 'immediate [write] complete'],
  },
  {
    name: 'diesel, with the types of what the function gives back',
    source: `fn f(pool: &Pool) -> Result<()> {
    pool.get()?.transaction::<Option<Job>, _, _>(|conn| {
        if let Some(job) = base().filter(worker.is_null()).first::<Job>(conn).optional()? {
            diesel::update(jobs::table).filter(id.is(job.id)).set(done.eq(true)).execute(conn)?;
        }
        Ok(None)
    })
}
`,
    transactions: ['driver [read write] complete upgrade 3→4'],
  },
  {
    name: 'writes on a pool in a loop',
    source: `async fn f(pool: &SqlitePool, rows: Vec<i64>) -> Result<()> {
    for row in rows {
        sqlx::query("INSERT INTO t VALUES (?)").bind(row).execute(&pool).await?;
    }
    Ok(())
}
`,
    loopWrites: [3],
  },
]);

testTransactions('ruby', [
  {
    name: 'Active Record',
    source: `class Job < ApplicationRecord
  def take
    transaction do
      job = Job.find_by(done: false)
      job.update!(done: true)
    end
  end
end
`,
    transactions: ['driver [read write] complete upgrade 4→5'],
  },
  {
    name: 'the gem sqlite3, with a mode',
    source: `require 'sqlite3'
db.transaction(:immediate) do
  db.execute('UPDATE t SET n = 1')
end
db.transaction do
  db.execute('SELECT n FROM t')
  db.execute('UPDATE t SET n = 1')
end
`,
    transactions: ['immediate [write] complete', 'driver [read write] complete upgrade 6→7'],
  },
  {
    name: 'parameters of a request in a text',
    source: `class UsersController
  def show
    name = params[:name]
    db.execute("SELECT id FROM users WHERE name = '#{name}'")
    db.execute("SELECT id FROM users WHERE id = #{params[:id].to_i}")
    db.execute('SELECT id FROM users WHERE name = ?', [name])
  end
end
`,
    filled: ['quoted request name'],
  },
]);

testTransactions('php', [
  {
    name: 'PDO',
    source: `<?php
function f($pdo) {
    $pdo->beginTransaction();
    $row = $pdo->query('SELECT n FROM t')->fetch();
    $pdo->exec('UPDATE t SET n = 1');
    $pdo->commit();
}
`,
    transactions: ['driver [read write] complete upgrade 4→5'],
  },
  {
    name: 'prepared statements of PDO',
    source: `<?php
function f($pdo) {
    $pdo->beginTransaction();
    $find = $pdo->prepare('SELECT n FROM t WHERE id = ?');
    $find->execute([1]);
    $set = $pdo->prepare('UPDATE t SET n = ?');
    $set->execute([2]);
    $pdo->commit();
}
`,
    transactions: ['driver [read write] complete upgrade 5→7'],
  },
  {
    name: 'Laravel',
    source: `<?php
use Illuminate\\Support\\Facades\\DB;
DB::transaction(function () {
    $user = User::find(1);
    $user->save();
});
`,
    transactions: ['driver [read write] complete upgrade 4→5'],
  },
  {
    name: 'superglobals in a text',
    source: `<?php
$name = $_GET['name'];
$id = intval($_GET['id']);
$db->query("SELECT id FROM users WHERE name = '$name' AND id = $id");
$db->query("SELECT id FROM users WHERE name = '" . $_POST['name'] . "'");
`,
    filled: ['quoted request $name', "quoted request $_POST['name']"],
  },
  {
    name: 'a text of several statements: temporary tables take no lock that others see',
    source: `<?php
function commit($pdo) {
  $sql = <<<'SQL'
DROP TABLE IF EXISTS \`tmp\`;
CREATE TEMP TABLE \`tmp\` AS SELECT id FROM incoming ORDER BY id;
INSERT INTO entry (id) SELECT id FROM tmp;
SQL;
  $pdo->beginTransaction();
  $pdo->exec($sql);
  $pdo->commit();
}
`,
    transactions: ['driver [other read write] complete upgrade 9→9'],
  },
  {
    name: 'a text of several statements whose first one writes, or which only fills temporary tables',
    source: `<?php
function commit($pdo) {
  $pdo->beginTransaction();
  $pdo->exec('DROP TABLE IF EXISTS old; CREATE TEMP TABLE tmp AS SELECT id FROM incoming; INSERT INTO entry SELECT id FROM tmp');
  $pdo->commit();
}
function look($pdo) {
  $pdo->beginTransaction();
  $pdo->exec('CREATE TEMP TABLE tmp AS SELECT id FROM incoming; DELETE FROM tmp WHERE id = 1');
  $pdo->commit();
}
`,
    transactions: ['driver [write read write] complete', 'driver [read other] complete'],
  },
]);

testTransactions('java', [
  {
    name: 'JDBC',
    source: `class A {
    void f(Connection conn) throws SQLException {
        conn.setAutoCommit(false);
        Statement st = conn.createStatement();
        st.executeQuery("SELECT n FROM t");
        st.executeUpdate("UPDATE t SET n = 1");
        conn.commit();
        st.executeUpdate("DELETE FROM t");
    }
}
`,
    transactions: ['driver [read write] complete upgrade 5→6'],
  },
  {
    name: 'a parameter in a text',
    source: `class A {
    void f(Statement st, String name, int id) throws SQLException {
        st.executeQuery("SELECT n FROM t WHERE name = '" + name + "' AND id = " + id);
    }
}
`,
    filled: ['quoted parameter name'],
  },
]);

testTransactions('c-sharp', [
  {
    name: 'BeginTransaction, deferred and not',
    source: `class A {
    void F(SqliteConnection connection) {
        using var a = connection.BeginTransaction(deferred: true);
        a.Commit();
        using var b = connection.BeginTransaction();
        b.Commit();
    }
}
`,
    transactions: ['deferred [] complete', 'driver [] complete'],
  },
  {
    name: 'a parameter in an interpolated text',
    source: `class A {
    void F(SqliteConnection connection, string name, long id) {
        connection.Execute($"SELECT n FROM t WHERE name = '{name}' AND id = {id}");
    }
}
`,
    filled: ['quoted parameter name'],
  },
]);
