package main

import (
	"database/sql"

	_ "github.com/mattn/go-sqlite3"
	"gorm.io/driver/sqlite"
	"gorm.io/gorm"

	"preflight/probe"
)

const module = "github.com/mattn/go-sqlite3"

func main() {
	if probe.Asked() {
		probe.Answers()
		return
	}
	probe.Database("mattn/go-sqlite3", module, module, probe.Named("sqlite3"), features...)
	probe.Database("gorm.io/driver/sqlite", module, module, func(path string) *sql.DB {
		orm, err := gorm.Open(sqlite.Open(path), &gorm.Config{})
		probe.Check(err)
		db, err := orm.DB()
		probe.Check(err)
		return db
	}, features...)
}
