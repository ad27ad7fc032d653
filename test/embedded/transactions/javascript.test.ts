import { type TransactionCase, testTransactions } from '../../support/transactions.ts';

const cases: TransactionCase[] = [
  {
    name: 'BEGIN and COMMIT as statements',
    source: `function take(db) {
  db.exec('BEGIN');
  const job = db.prepare('SELECT id FROM job').get();
  db.prepare('UPDATE job SET done = 1 WHERE id = ?').run(job.id);
  db.exec('COMMIT');
  db.prepare('DELETE FROM old').run();
}
`,
    transactions: ['deferred [read write] complete upgrade 3→4'],
  },
  {
    name: 'the mode that the statement names',
    source: `function f(db) {
  db.exec('BEGIN IMMEDIATE TRANSACTION');
  db.prepare('SELECT id FROM job').get();
  db.exec('COMMIT');
  db.exec('begin exclusive');
  db.exec('END');
}
`,
    transactions: ['immediate [read] complete', 'exclusive [] complete'],
  },
  {
    name: 'a function of better-sqlite3, called in its default mode, in another, and in one that is not seen',
    source: `const a = db.transaction((id) => {
  db.prepare('SELECT n FROM t WHERE id = ?').get(id);
  db.prepare('UPDATE t SET n = 1').run();
});
a(1);
const b = db.transaction(() => { db.prepare('DELETE FROM t').run(); });
b.immediate();
db.transaction(() => { db.prepare('DELETE FROM t').run(); }).exclusive();
`,
    transactions: [
      'driver [read write] complete upgrade 2→3',
      '? [write] complete',
      'exclusive [write] complete',
    ],
  },
  {
    name: 'statements that were prepared before',
    source: `const find = db.prepare('SELECT n FROM t');
const statements = { set: db.prepare('UPDATE t SET n = ?') };
const run = db.transaction(() => {
  const { n } = find.get();
  statements.set.run(n + 1);
});
run();
`,
    transactions: ['driver [read write] complete upgrade 4→5'],
  },
  {
    name: 'what is called before the first read may write',
    source: `const run = db.transaction(() => {
  lock(db);
  const n = db.prepare('SELECT n FROM t').get();
  db.prepare('UPDATE t SET n = ?').run(n);
});
run();
`,
    transactions: ['driver [read write]'],
  },
  {
    name: 'a read that returns, and one in the other branch',
    source: `const run = db.transaction((all) => {
  if (all) {
    return db.prepare('SELECT n FROM t').all();
  }
  db.prepare('UPDATE t SET n = 1').run();
});
run();
const other = db.transaction((all) => {
  if (all) {
    db.prepare('SELECT n FROM t').all();
  } else {
    db.prepare('UPDATE t SET n = 1').run();
  }
});
other();
`,
    transactions: ['driver [read write] complete', 'driver [read write] complete'],
  },
  {
    name: 'drizzle',
    source: `await db.transaction(async (tx) => {
  const [user] = await tx.select().from(users).where(eq(users.id, id));
  await tx.update(users).set({ n: user.n + 1 });
});
await db.transaction(async (tx) => {
  await tx.query.users.findFirst();
  await tx.insert(users).values({});
}, { behavior: 'immediate' });
`,
    transactions: ['driver [read write] complete upgrade 2→3', 'immediate [read write] complete upgrade 6→7'],
  },
  {
    name: 'kysely, and a handle that is handed on',
    source: `await db.transaction().execute(async (trx) => {
  const row = await trx.selectFrom('t').selectAll().executeTakeFirst();
  await trx.insertInto('t').values(row).execute();
});
await db.transaction().execute(async (trx) => {
  await check(trx);
  await trx.deleteFrom('t').execute();
});
`,
    transactions: ['driver [read write] complete upgrade 2→3', 'driver [write]'],
  },
  {
    name: 'options that are built at run time',
    source: `await db.transaction(async (tx) => {
  await tx.select().from(users);
  await tx.delete(users);
}, { behavior: mode });
`,
    transactions: ['? [read write] complete upgrade 2→3'],
  },
  {
    name: 'the network while the lock is held, and before',
    source: `async function f(db, id) {
  db.exec('BEGIN');
  await fetch('https://a.example');
  db.prepare('UPDATE t SET n = 1').run();
  await fetch('https://b.example');
  db.exec('COMMIT');
  await fetch('https://c.example');
}
`,
    transactions: ['deferred [write] outside fetch'],
  },
  {
    name: 'a promise that is not waited for, and a callback that runs later',
    source: `async function f(db) {
  db.exec('BEGIN IMMEDIATE');
  queue.push(() => fetch('https://a.example'));
  await new Promise((done) => setTimeout(done, 100));
  db.exec('COMMIT');
}
`,
    transactions: ['immediate [] outside setTimeout'],
  },
  {
    name: 'sleeping before the next try',
    source: `async function f(db) {
  for (;;) {
    try {
      db.exec('BEGIN IMMEDIATE');
      db.prepare('UPDATE t SET n = 1').run();
      db.exec('COMMIT');
      return;
    } catch (error) {
      db.exec('ROLLBACK');
      await sleep(10);
    }
  }
}
`,
    transactions: ['immediate [write] complete'],
  },
  {
    name: 'a second BEGIN',
    source: `function f(db) {
  db.exec('BEGIN');
  db.exec('BEGIN');
  db.exec('COMMIT');
}
function g(db) {
  db.exec('BEGIN');
  db.exec('COMMIT');
  db.exec('BEGIN');
  db.exec('VACUUM');
  db.exec('COMMIT');
}
`,
    nested: ['BEGIN 3', 'VACUUM 10'],
  },
  {
    name: 'data of a request and texts that a function is called with',
    source: `app.get('/', (req, res) => {
  db.prepare(\`SELECT id FROM t WHERE name = '\${req.query.name}'\`).get();
  const { n } = req.body;
  const key = req.params.key;
  db.prepare('SELECT id FROM t WHERE key = ' + key).get();
  db.prepare(\`SELECT id FROM t WHERE n = \${Number(n)} LIMIT \${parseInt(req.query.limit, 10)}\`).get();
});
function find(name: string, id: number) {
  return db.prepare(\`SELECT id FROM t WHERE name = \${name} AND id = \${id}\`).get();
}
`,
    filled: ['quoted request req.query.name', 'value request key', 'value parameter name'],
  },
  {
    name: 'what is no value, and what is looked at before',
    source: `const list = 't';
function find(table: string, name: string, ids: number[], columns: string) {
  if (!names.includes(name)) throw new Error();
  db.prepare(\`SELECT \${columns} FROM \${list} WHERE name = '\${name}' AND id IN (\${ids.map(() => '?').join(',')})\`).all(ids);
  sql\`SELECT id FROM t WHERE name = \${table}\`;
}
`,
    filled: [],
  },
  {
    name: 'a path and a name',
    source: `function copy(path: string, list: string) {
  db.exec(\`VACUUM INTO '\${path}'\`);
  db.exec(\`ATTACH '\${path}' AS other\`);
  db.prepare(\`SELECT id FROM \${list}\`).all();
}
`,
    filled: ['path parameter path', 'path parameter path', 'name parameter list'],
  },
  {
    name: 'a function that the file calls with constants only',
    source: `function rename(from: string) {
  db.exec(\`UPDATE t SET kind = '\${from}'\`);
}
rename('a');
rename('b');
`,
    filled: [],
  },
];

testTransactions('typescript', cases);
