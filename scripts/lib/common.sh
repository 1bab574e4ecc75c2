# shellcheck shell=bash
# What the scripts for people have in common. Sourced by them; bash 3.2, as macOS has it.

LIB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034
ROOT=$(cd "$LIB/../.." && pwd)

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE [NEXT_ACTION]
die() {
  printf 'error: %s\n' "$1" >&2
  if [ -n "${2:-}" ]; then printf '  next: %s\n' "$2" >&2; fi
  exit 1
}

# refuse MESSAGE: of a call that is wrong as it stands.
refuse() {
  printf 'error: %s See --help.\n' "$1" >&2
  exit 2
}

# help_when_asked ARG...: prints the head of the script that sourced this, and ends.
help_when_asked() {
  local argument
  for argument in "$@"; do
    case $argument in
      --help | -h)
        sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"
        exit 0
        ;;
    esac
  done
}

# need PROGRAM HOW_TO_GET_IT
need() { command -v "$1" >/dev/null 2>&1 || die "$1 was not found." "$2"; }

# need_value OPTION ARGUMENT_COUNT VALUE: of an option that stands for nothing without one.
need_value() { if [ "$2" -lt 2 ] || [ -z "$3" ]; then refuse "$1 needs a value."; fi; }

# store_command MODULE ARG...: what talks to the API is written for Node, which reads JSON and is there anyway.
store_command() {
  local module=$1
  shift
  help_when_asked "$@"
  need node 'Install Node 18 or newer from https://nodejs.org, or by scripts/install-tools-macos.sh.'
  node -e 'process.exit(parseInt(process.versions.node, 10) >= 18 ? 0 : 1)' ||
    die "Node $(node --version) is too old." 'Install Node 18 or newer.'
  exec node "$LIB/stores/$module.mjs" "$@"
}

# cluster_folder NAME: where create-cluster.sh keeps what it knows of a cluster.
cluster_folder() { printf '%s/clusters/%s' "${URUMI_STATE:-$ROOT/.local}" "$1"; }

# record_value NAME KEY: of what create-cluster.sh wrote; empty when there is none.
record_value() { sed -n "s/^$2=//p" "$(cluster_folder "$1")/cluster" 2>/dev/null || true; }
