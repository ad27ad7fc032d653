#!/usr/bin/env bash
# Installs real drivers below .cache/drivers/, for the tests that compare them with the table of facts.
#
#   test/drivers/install.sh go     builds the programs of test/drivers/go
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cache="$here/../../.cache/drivers"

install_go() {
  export GOMODCACHE="$cache/go/mod" GOCACHE="$cache/go/build" GOFLAGS="-modcacherw -buildvcs=false"
  local bin="$cache/go/bin"
  mkdir -p "$bin"
  (cd "$here/go" && for name in mattn modernc glebarez ncruces zombiezen; do
    CGO_ENABLED=1 go build -o "$bin/$name" "./$name"
  done && CGO_ENABLED=1 go build -tags sqlite_foreign_keys -o "$bin/mattn-foreign-keys" ./mattn)
  # What versions did differently.
  (cd "$here/go/earlier" && for name in modernc ncruces; do
    CGO_ENABLED=0 go build -o "$bin/earlier-$name" "./$name"
  done)
}

for language in "$@"; do
  "install_$language"
done
