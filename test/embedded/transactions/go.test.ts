import { type TransactionCase, testTransactions } from '../../support/transactions.ts';

const inFunction = (...lines: string[]): string =>
  `package a\n\nfunc (s *Store) f(ctx context.Context, name string) error {\n\t${lines.join('\n\t')}\n\treturn nil\n}\n`;

const cases: TransactionCase[] = [
  {
    name: 'database/sql, with SQL in constants',
    source: `package a

const count = "SELECT count(*) FROM t WHERE n = ?"

func (s *Store) f() error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := tx.QueryRow(count, 1).Scan(&n); err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO t VALUES (?)", n)
	return tx.Commit()
}
`,
    transactions: ['driver [read write] complete upgrade 11→14'],
  },
  {
    name: 'a write first',
    source: inFunction(
      'tx, err := s.db.BeginTx(ctx, nil)',
      'tx.ExecContext(ctx, "DELETE FROM t")',
      'tx.QueryRowContext(ctx, "SELECT n FROM t").Scan(&n)',
      'tx.ExecContext(ctx, "UPDATE t SET n = 1")',
      'tx.Commit()',
    ),
    transactions: ['driver [write read write] complete'],
  },
  {
    name: 'what is run beside the transaction is not in it',
    source: inFunction(
      'tx, err := s.db.Begin()',
      's.db.QueryRow("SELECT n FROM t").Scan(&n)',
      'tx.Exec("UPDATE t SET n = 1")',
      'tx.Commit()',
    ),
    transactions: ['driver [write] complete'],
  },
  {
    name: 'the handle is handed on before the read',
    source: inFunction(
      'tx, err := s.db.Begin()',
      's.touch(tx)',
      'tx.QueryRow("SELECT n FROM t").Scan(&n)',
      'tx.Exec("UPDATE t SET n = 1")',
      'tx.Commit()',
    ),
    transactions: ['driver [read write]'],
  },
  {
    name: 'options of the transaction',
    source: inFunction(
      'tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})',
      'tx.QueryRow("SELECT n FROM t").Scan(&n)',
      'ser, err := s.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})',
      'ser.Exec("DELETE FROM t")',
    ),
    transactions: ['? [read] complete', 'driver [write] complete'],
  },
  {
    name: 'two transactions under one name',
    source: inFunction(
      'tx, err := s.db.Begin()',
      'tx.QueryRow("SELECT n FROM t").Scan(&n)',
      'tx.Commit()',
      'tx, err = s.db.Begin()',
      'tx.Exec("UPDATE t SET n = 1")',
      'tx.Commit()',
    ),
    transactions: ['driver [read] complete', 'driver [write] complete'],
  },
  {
    name: 'GORM, by methods and by SQL',
    source: inFunction(
      'return db.Transaction(func(tx *gorm.DB) error {',
      '\tif err := tx.Where("id = ?", 1).First(&user).Error; err != nil {',
      '\t\treturn err',
      '\t}',
      '\treturn tx.Save(&user).Error',
      '})',
    ),
    transactions: ['driver [read write] complete upgrade 5→8'],
  },
  {
    name: 'statements prepared on the transaction',
    source: inFunction(
      'tx, err := s.db.Begin()',
      'stmt, err := tx.Prepare("INSERT INTO t VALUES (?)")',
      'for _, n := range rows {',
      '\tstmt.Exec(n)',
      '}',
      'tx.Commit()',
    ),
    transactions: ['driver [write] complete'],
  },
  {
    name: 'the network and sleep while the lock is held',
    source: inFunction(
      'tx, err := s.db.Begin()',
      'http.Get(url)',
      'tx.Exec("UPDATE t SET n = 1")',
      'time.Sleep(time.Second)',
      'go func() { http.Get(url) }()',
      'tx.Commit()',
    ),
    transactions: ['driver [write] complete outside time.Sleep'],
  },
  {
    name: 'a write for each row on the pool, and in a transaction',
    source: `package a

type Store struct {
	db *sql.DB
}

func (s *Store) a(rows []Row) {
	for _, row := range rows {
		s.db.Exec("INSERT INTO t VALUES (?)", row.n)
	}
}

func (s *Store) b(rows []Row) {
	tx, _ := s.db.Begin()
	for _, row := range rows {
		tx.Exec("INSERT INTO t VALUES (?)", row.n)
	}
	tx.Commit()
}

func (s *Store) c(rows chan Row) {
	for {
		row := <-rows
		s.db.Exec("INSERT INTO t VALUES (?)", row.n)
	}
}
`,
    loopWrites: [9],
  },
  {
    name: 'formats and sums',
    source: inFunction(
      'db.Query(fmt.Sprintf("SELECT id FROM t WHERE name = \'%s\' LIMIT %d", name, limit))',
      'db.Query("SELECT id FROM t WHERE name = \'" + name + "\'")',
      'db.Query("SELECT id FROM t WHERE id = " + strconv.Itoa(id))',
    ),
    filled: ['quoted parameter name', 'quoted parameter name'],
  },
  {
    name: 'data of a request',
    source:
      'package a\n\nfunc h(w http.ResponseWriter, r *http.Request) {\n\tname := r.FormValue("name")\n\tdb.Query("SELECT id FROM t WHERE name = \'" + name + "\'")\n}\n',
    filled: ['quoted request name'],
  },
  {
    name: 'what a function of the file does with the handle',
    source: `package a

func (s *Store) f(ctx context.Context) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err := check(ctx, tx); err != nil {
		return err
	}
	if err := s.add(tx, 1); err != nil {
		return err
	}
	return tx.Commit()
}

func check(ctx context.Context, t *sql.Tx) error {
	return t.QueryRow("SELECT n FROM t").Scan(&n)
}

func (s *Store) add(tx *sql.Tx, n int) error {
	_, err := tx.Exec("INSERT INTO t VALUES (?)", n)
	return err
}
`,
    transactions: ['driver [read write] complete upgrade 5→8'],
  },
  {
    name: 'a function of the file that writes first, and one of another file',
    source: `package a

func (s *Store) f() error {
	tx, err := s.db.Begin()
	touch(tx)
	tx.QueryRow("SELECT n FROM t").Scan(&n)
	tx.Exec("DELETE FROM t")
	tx.Commit()
	tx, err = s.db.Begin()
	elsewhere(tx)
	tx.QueryRow("SELECT n FROM t").Scan(&n)
	tx.Exec("DELETE FROM t")
	return tx.Commit()
}

func touch(tx *sql.Tx) {
	tx.Exec("UPDATE t SET n = 1")
}
`,
    transactions: ['driver [write read write] complete', 'driver [read write]'],
  },
];

testTransactions('go', cases);
