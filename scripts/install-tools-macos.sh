#!/usr/bin/env bash
# Installs with Homebrew what the other scripts need on macOS: node, kubectl, helm and k3d, and kind when it is asked for.
# What is there already stays as it is. Docker is not installed: Docker Desktop, Colima and OrbStack all do.
#
#   scripts/install-tools-macos.sh [--with-kind]
#
#   --with-kind   also kind, for create-cluster.sh --kind kind
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

help_when_asked "$@"
TOOLS='node:node kubectl:kubernetes-cli helm:helm k3d:k3d'
while [ $# -gt 0 ]; do
  case $1 in
    --with-kind) TOOLS="$TOOLS kind:kind" ;;
    *) refuse "Unknown option '$1'." ;;
  esac
  shift
done

[ "$(uname -s)" = Darwin ] ||
  die 'This is not macOS.' 'On Linux install node, kubectl, helm and k3d by the package manager, or use make start, which fetches what it needs.'
need brew 'Install Homebrew from https://brew.sh.'

for tool in $TOOLS; do
  program=${tool%%:*}
  if command -v "$program" >/dev/null 2>&1; then
    say "$program: is there"
  else
    say "$program: installing ${tool##*:}"
    HOMEBREW_NO_AUTO_UPDATE=1 brew install "${tool##*:}" >&2 ||
      die "brew install ${tool##*:} failed, see above." 'Remove the cause, then run this again: what is installed stays.'
  fi
done

if ! command -v docker >/dev/null 2>&1; then
  say 'docker: not there. Install Docker Desktop (https://docs.docker.com/desktop/setup/install/mac-install/), or brew install colima docker && colima start --cpu 4 --memory 6'
elif ! docker info >/dev/null 2>&1; then
  say 'docker: does not run. Start Docker Desktop, or colima start.'
else
  say 'docker: runs'
fi
say 'Next: scripts/create-cluster.sh'
