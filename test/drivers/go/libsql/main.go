package main

import (
	"database/sql"

	_ "github.com/tursodatabase/go-libsql"

	"preflight/probe"
)

const module = "github.com/tursodatabase/go-libsql"

func main() {
	if probe.Asked() {
		probe.Answers()
		return
	}
	probe.Database("tursodatabase/go-libsql", module, module, func(path string) *sql.DB {
		db, err := sql.Open("libsql", "file:"+path)
		probe.Check(err)
		return db
	})
}
