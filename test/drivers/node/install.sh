#!/bin/sh
# Installs the drivers that test/drivers/node.test.ts opens connections with, into .cache/drivers/node. Those that come
# without a binary for the pinned Node are built with its headers: that takes a C++ compiler, Python and minutes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
target="$root/.cache/drivers/node"
if cmp -s "$here/package-lock.json" "$target/package-lock.json" && [ -e "$target/installed" ]; then
  exit 0
fi
mkdir -p "$target"
rm -f "$target/installed"
cp "$here/package.json" "$here/package-lock.json" "$target/"
cd "$target"
PATH="$root/node_modules/node/bin:$PATH"
for headers in "$root"/node_modules/node/node_modules/node-*; do
  if [ -e "$headers/include/node/node.h" ]; then
    npm_config_nodedir="$headers"
    export npm_config_nodedir
  fi
done
# Drivers name each other as optional peers of versions that need not meet.
npm ci --legacy-peer-deps --no-audit --no-fund
touch "$target/installed"
