// Package probe reads back what drivers of database/sql make of connections, and prints it as lines of JSON.
package probe

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"
)

// Pragmas whose values are worked out, as in src/facts/effective-pragmas.ts.
var Pragmas = []string{
	"journal_mode", "busy_timeout", "synchronous", "foreign_keys", "cache_size", "temp_store", "mmap_size",
	"wal_autocheckpoint", "journal_size_limit", "locking_mode",
}

// Report is a Probe of test/drivers/probe.ts.
type Report struct {
	Driver   string         `json:"driver"`
	Version  string         `json:"version"`
	SQLite   string         `json:"sqlite"`
	Pragmas  map[string]any `json:"pragmas"`
	InWal    map[string]any `json:"inWal"`
	Begin    string         `json:"begin,omitempty"`
	Features []string       `json:"features,omitempty"`
	// The version of the module whose SQLite the driver runs.
	Carrier string `json:"carrier,omitempty"`
}

// Read gives a pragma's value through whatever runs a query that answers with one value.
type Read func(query string) (any, error)

// All reads all pragmas.
func All(read Read) map[string]any {
	values := map[string]any{}
	for _, name := range Pragmas {
		value, err := read("PRAGMA " + name)
		if err == sql.ErrNoRows {
			value, err = 0, nil
		}
		if err != nil {
			Fail(fmt.Errorf("%s: %w", name, err))
		}
		values[name] = value
	}
	return values
}

// Database opens a database through database/sql and reports what one connection of it is like.
func Database(driver, module, carrier string, open func(path string) *sql.DB, features ...string) {
	folder := Folder()
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "app.db")
	db := open(path)
	report := Report{Driver: driver, Version: Version(module), Carrier: Version(carrier), Features: features}
	report.SQLite = fmt.Sprint(Value(db, "SELECT sqlite_version()"))
	report.Pragmas = All(func(query string) (any, error) { return Value(db, query), nil })
	report.Begin = begin(db, open, path)
	Value(db, "PRAGMA journal_mode = WAL")
	Check(db.Close())
	again := open(path)
	report.InWal = All(func(query string) (any, error) { return Value(again, query), nil })
	Check(again.Close())
	Print(report)
}

// begin tells whether a second connection can write while a transaction has been begun and done nothing yet.
func begin(db *sql.DB, open func(path string) *sql.DB, path string) string {
	Must(db.Exec("CREATE TABLE t (a)"))
	other := open(path)
	defer other.Close()
	other.SetMaxOpenConns(1)
	Value(other, "PRAGMA busy_timeout = 0")
	tx, err := db.Begin()
	Check(err)
	defer tx.Rollback()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if _, err := other.ExecContext(ctx, "INSERT INTO t VALUES (1)"); err != nil {
		return "immediate"
	}
	return "deferred"
}

// Answer is what a data source name makes of connections.
type Answer struct {
	Error   string         `json:"error,omitempty"`
	Pragmas map[string]any `json:"pragmas,omitempty"`
	// The same of a second connection of the pool, open at the same time.
	Second map[string]any `json:"second,omitempty"`
	Begin  string         `json:"begin,omitempty"`
	// How many tables the two connections see.
	Tables       any `json:"tables,omitempty"`
	SecondTables any `json:"secondTables,omitempty"`
	// True where the file that the path names came to be.
	Made bool `json:"made"`
}

// Question is a line of standard input.
type Question struct {
	Driver string `json:"driver"`
	// PATH stands for the path of a new file.
	DSN string `json:"dsn"`
	// Statements that are run on the pool first.
	Exec []string `json:"exec"`
}

// Answers reads questions from standard input and answers each with a line.
func Answers() {
	decoder := json.NewDecoder(os.Stdin)
	for decoder.More() {
		var question Question
		Check(decoder.Decode(&question))
		Print(answer(question))
	}
}

func answer(question Question) (result Answer) {
	folder := Folder()
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "app.db")
	dsn := strings.ReplaceAll(question.DSN, "PATH", path)
	db, err := sql.Open(question.Driver, dsn)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	defer db.Close()
	ctx := context.Background()
	for _, statement := range question.Exec {
		if _, err := db.Exec(statement); err != nil {
			return Answer{Error: err.Error()}
		}
	}
	first, err := db.Conn(ctx)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	result.Pragmas = All(conn(ctx, first))
	result.Tables, _ = conn(ctx, first)("SELECT count(*) FROM sqlite_master")
	second, err := db.Conn(ctx)
	if err != nil {
		return Answer{Error: err.Error()}
	}
	result.Second = All(conn(ctx, second))
	result.SecondTables, _ = conn(ctx, second)("SELECT count(*) FROM sqlite_master")
	Check(second.Close())
	if _, err := first.ExecContext(ctx, "CREATE TABLE t (a)"); err == nil {
		result.Begin = beginOf(ctx, db, first)
	}
	Check(first.Close())
	_, err = os.Stat(path)
	result.Made = err == nil
	return result
}

func beginOf(ctx context.Context, db *sql.DB, other *sql.Conn) string {
	tx, err := db.BeginTx(ctx, nil)
	Check(err)
	defer tx.Rollback()
	if _, err := other.ExecContext(ctx, "PRAGMA busy_timeout = 0"); err != nil {
		return "exclusive"
	}
	var count int
	if err := other.QueryRowContext(ctx, "SELECT count(*) FROM t").Scan(&count); err != nil {
		return "exclusive"
	}
	if _, err := other.ExecContext(ctx, "INSERT INTO t VALUES (1)"); err != nil {
		return "immediate"
	}
	return "deferred"
}

func conn(ctx context.Context, one *sql.Conn) Read {
	// SQLite takes the default for WAL once it has read the file.
	Must(one.ExecContext(ctx, "SELECT 1 FROM sqlite_master"))
	return func(query string) (any, error) {
		var value any
		err := one.QueryRowContext(ctx, query).Scan(&value)
		return text(value), err
	}
}

// Value runs a query that answers with one value.
func Value(db *sql.DB, query string) any {
	var value any
	err := db.QueryRow(query).Scan(&value)
	if err == sql.ErrNoRows {
		return 0
	}
	Check(err)
	return text(value)
}

func text(value any) any {
	if bytes, ok := value.([]byte); ok {
		return string(bytes)
	}
	return value
}

// Version of a module that the program is built with, without its v.
func Version(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return strings.TrimPrefix(dependency.Version, "v")
		}
	}
	return ""
}

// Folder makes a temporary one.
func Folder() string {
	folder, err := os.MkdirTemp("", "preflight-")
	Check(err)
	return folder
}

// Print writes a value as a line of JSON.
func Print(value any) {
	Check(json.NewEncoder(os.Stdout).Encode(value))
}

// Must checks the error of what has a result, too.
func Must(_ any, err error) {
	Check(err)
}

// Check ends the program at an error.
func Check(err error) {
	if err != nil {
		Fail(err)
	}
}

// Fail ends the program.
func Fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// Named opens with a registered driver.
func Named(driver string) func(path string) *sql.DB {
	return func(path string) *sql.DB {
		db, err := sql.Open(driver, path)
		Check(err)
		return db
	}
}

// Asked is true where the program is to answer questions.
func Asked() bool {
	return len(os.Args) > 1 && os.Args[1] == "answer"
}
