#!/usr/bin/env bash
# Installs real drivers below .cache/drivers/, for the tests that compare them with the table of facts.
#
#   test/drivers/install.sh node      the packages of test/drivers/node
#   test/drivers/install.sh go        builds the programs of test/drivers/go
#   test/drivers/install.sh go_more   PocketBase and go-libsql, which take some minutes the first time
#   test/drivers/install.sh rust      builds those of test/drivers/rust, some of them with the machine's SQLite, too
#   test/drivers/install.sh java      brings the jars of test/drivers/java/jars.sha256 from Maven Central
#   test/drivers/install.sh python    two environments of Python, with present and with earlier versions
#   test/drivers/install.sh php       PHP with its libraries, from Debian's packages (as root)
#   test/drivers/install.sh ruby      the same for Ruby
#   test/drivers/install.sh sqlite    SQLite itself in earlier versions, compiled to JavaScript and WebAssembly
#
# Several names install one after the other.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cache="$here/../../.cache/drivers"

install_node() {
  "$here/node/install.sh"
}

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

install_go_more() {
  export GOMODCACHE="$cache/go/mod" GOCACHE="$cache/go/build" GOFLAGS="-modcacherw -buildvcs=false"
  (cd "$here/go/pocketbase" && CGO_ENABLED=0 go build -o "$cache/go/bin/pocketbase" .)
  (cd "$here/go/libsql" && CGO_ENABLED=1 go build -o "$cache/go/bin/libsql" .)
}

install_python() {
  local name file
  while read -r name file; do
    [ -x "$cache/python/$name/bin/python" ] || python3 -m venv "$cache/python/$name"
    "$cache/python/$name/bin/pip" install --quiet --disable-pip-version-check -r "$here/python/$file"
  done <<< $'current requirements.txt\nearlier requirements-earlier.txt'
}

install_debian() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

install_php() {
  install_debian php-cli php-sqlite3 php-illuminate-database php-doctrine-dbal
}

install_ruby() {
  install_debian ruby ruby-sqlite3 ruby-activerecord ruby-sequel
}

install_java() {
  local sum path
  mkdir -p "$cache/java"
  while read -r sum path; do
    local jar="$cache/java/$(basename "$path")"
    if ! echo "$sum  $jar" | sha256sum --check --status 2>/dev/null; then
      curl --fail --silent --show-error --location --retry 3 --output "$jar" "https://repo1.maven.org/maven2/$path"
      echo "$sum  $jar" | sha256sum --check --quiet
    fi
  done < "$here/java/jars.sha256"
}

install_sqlite() {
  mkdir -p "$cache/sqlite"
  cp "$here/sqlite/package.json" "$here/sqlite/package-lock.json" "$cache/sqlite/"
  npm ci --prefix "$cache/sqlite" --no-audit --no-fund
}

install_rust() {
  export CARGO_TARGET_DIR="$cache/rust"
  local bin="$cache/rust/bin"
  mkdir -p "$bin"
  (cd "$here/rust" && cargo build --locked -p sqlx-probes && cp "$CARGO_TARGET_DIR/debug/sqlx-probes" "$bin/sqlx"
  cargo build --locked -p linked-probes --features bundled
  for name in rusqlite diesel; do cp "$CARGO_TARGET_DIR/debug/$name" "$bin/$name-bundled"; done
  # Where the machine has a SQLite with its headers.
  if pkg-config --exists sqlite3; then
    cargo build --locked -p linked-probes
    for name in rusqlite diesel; do cp "$CARGO_TARGET_DIR/debug/$name" "$bin/$name-system"; done
  fi)
}

for language in "$@"; do
  "install_$language"
done
