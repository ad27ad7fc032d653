package main

import (
	_ "github.com/ncruces/go-sqlite3/driver"
	_ "github.com/ncruces/go-sqlite3/embed"

	"preflight/probe"
)

const module = "github.com/ncruces/go-sqlite3"

func main() {
	if probe.Asked() {
		probe.Answers()
		return
	}
	probe.Database("ncruces/go-sqlite3", module, module, probe.Named("sqlite3"))
}
