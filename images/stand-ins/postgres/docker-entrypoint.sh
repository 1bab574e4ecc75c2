#!/bin/bash
# Starts PostgreSQL; on an empty volume it first makes the database that POSTGRES_DB, POSTGRES_USER and
# POSTGRES_PASSWORD (or POSTGRES_PASSWORD_FILE) describe. Nothing listens anywhere until that is done.
set -euo pipefail
umask 077

die() {
  printf 'postgres: %s\n' "$*" >&2
  exit 1
}

# The value of a variable, or of the file that <variable>_FILE names.
setting() {
  local file_variable="$1_FILE"
  if [ -n "${!file_variable:-}" ]; then
    printf '%s' "$(<"${!file_variable}")"
  else
    printf '%s' "${!1:-}"
  fi
}

# Made in $PGDATA/.new and moved up at the end, PG_VERSION last: when that file is there, so is all the rest. The volume
# itself may be $PGDATA, so the folder as a whole cannot be renamed.
initialise() {
  local new=$PGDATA/.new user password database entry
  user=$(setting POSTGRES_USER)
  user=${user:-postgres}
  database=$(setting POSTGRES_DB)
  database=${database:-$user}
  password=$(setting POSTGRES_PASSWORD)
  [ -n "$password" ] || die 'POSTGRES_PASSWORD or POSTGRES_PASSWORD_FILE must be set to make a new database.'

  if [ -e "$new" ]; then
    printf 'postgres: the first start was interrupted; starting over\n' >&2
    find "$PGDATA" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .new -exec rm -rf {} +
    rm -rf "$new"
  elif [ -n "$(find "$PGDATA" -mindepth 1 -maxdepth 1 ! -name lost+found -print -quit)" ]; then
    die "$PGDATA holds something that is not a database of PostgreSQL."
  fi
  mkdir "$new"

  initdb --pgdata="$new" --username="$user" --pwfile=<(printf '%s\n' "$password") --encoding=UTF8 --locale=C.UTF-8 \
    --auth-local=trust --auth-host=scram-sha-256 --no-sync --no-instructions >/dev/null
  printf 'host all all all scram-sha-256\n' >>"$new/pg_hba.conf"
  if [ "$database" != postgres ]; then
    printf 'CREATE DATABASE "%s"\n' "${database//\"/\"\"}" | postgres --single -j -D "$new" postgres >/dev/null
  fi

  sync -f "$new"
  for entry in "$new"/*; do
    [ "${entry##*/}" = PG_VERSION ] || mv "$entry" "$PGDATA/"
  done
  sync -f "$PGDATA"
  mv "$new/PG_VERSION" "$PGDATA/"
}

if [ "${1:0:1}" = - ]; then set -- postgres "$@"; fi
[ "${1:-}" = postgres ] || exec "$@"
[ "$(id -u)" != 0 ] || die 'must not run as root.'

mkdir -p "$PGDATA"
chmod 700 "$PGDATA" 2>/dev/null || die "$PGDATA must belong to user $(id -u); use a folder inside of the volume."
if [ ! -e "$PGDATA/PG_VERSION" ]; then
  initialise
fi
rm -rf "$PGDATA/.new"
exec "$@"
