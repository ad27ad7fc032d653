package main

import (
	_ "modernc.org/sqlite"

	"preflight/probe"
)

const module = "modernc.org/sqlite"

func main() {
	if probe.Asked() {
		probe.Answers()
		return
	}
	probe.Database("modernc.org/sqlite", module, module, probe.Named("sqlite"))
}
