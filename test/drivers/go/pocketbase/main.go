package main

import (
	"database/sql"

	"github.com/pocketbase/pocketbase/core"

	"preflight/probe"
)

const module = "github.com/pocketbase/pocketbase"

func main() {
	probe.Database("pocketbase", module, "modernc.org/sqlite", func(path string) *sql.DB {
		db, err := core.DefaultDBConnect(path)
		probe.Check(err)
		return db.DB()
	})
}
