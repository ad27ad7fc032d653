package main

import (
	"database/sql"

	_ "github.com/glebarez/go-sqlite"
	"github.com/glebarez/sqlite"
	"gorm.io/gorm"

	"preflight/probe"
)

const module = "github.com/glebarez/go-sqlite"
const carrier = "modernc.org/sqlite"

func main() {
	if probe.Asked() {
		probe.Answers()
		return
	}
	probe.Database("glebarez/go-sqlite", module, carrier, probe.Named("sqlite"))
	probe.Database("glebarez/sqlite", module, carrier, func(path string) *sql.DB {
		orm, err := gorm.Open(sqlite.Open(path), &gorm.Config{})
		probe.Check(err)
		db, err := orm.DB()
		probe.Check(err)
		return db
	})
}
