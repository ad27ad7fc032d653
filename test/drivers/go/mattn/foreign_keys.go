//go:build sqlite_foreign_keys

package main

var features = []string{"sqlite_foreign_keys"}
