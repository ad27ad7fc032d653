package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"preflight/probe"
)

const module = "zombiezen.com/go/sqlite"

func main() {
	folder := probe.Folder()
	defer os.RemoveAll(folder)
	report(filepath.Join(folder, "conn.db"), sqlite.OpenReadWrite|sqlite.OpenCreate)
	report(filepath.Join(folder, "wal.db"), 0)
	pool, err := sqlitex.NewPool(filepath.Join(folder, "pool.db"), sqlitex.PoolOptions{})
	probe.Check(err)
	defer pool.Close()
	conn, err := pool.Take(context.Background())
	probe.Check(err)
	defer pool.Put(conn)
	print("zombiezen/sqlitex", conn, conn)
}

// Without flags a connection switches the database to WAL, so that there is no rollback mode to look at.
func report(path string, flags sqlite.OpenFlags) {
	conn, err := sqlite.OpenConn(path, flags)
	probe.Check(err)
	defer conn.Close()
	if flags == 0 {
		print("zombiezen/go-sqlite", conn, conn)
		return
	}
	fmt.Fprintln(os.Stderr, "without OpenWAL:", value(conn, "PRAGMA journal_mode"))
}

func print(driver string, conn, inWal *sqlite.Conn) {
	read := func(conn *sqlite.Conn) map[string]any {
		return probe.All(func(query string) (any, error) { return value(conn, query), nil })
	}
	probe.Print(probe.Report{
		Driver:  driver,
		Version: probe.Version(module),
		Carrier: probe.Version("modernc.org/sqlite"),
		SQLite:  value(conn, "SELECT sqlite_version()"),
		Pragmas: read(conn),
		InWal:   read(inWal),
	})
}

func value(conn *sqlite.Conn, query string) string {
	result := ""
	probe.Check(sqlitex.ExecuteTransient(conn, query, &sqlitex.ExecOptions{
		ResultFunc: func(stmt *sqlite.Stmt) error {
			result = stmt.ColumnText(0)
			return nil
		},
	}))
	return result
}
