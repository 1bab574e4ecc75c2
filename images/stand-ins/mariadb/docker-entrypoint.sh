#!/bin/bash
# Starts MariaDB; on an empty volume it first makes the database that MARIADB_DATABASE, MARIADB_USER, MARIADB_PASSWORD,
# MARIADB_ROOT_PASSWORD and MARIADB_ROOT_HOST (or <variable>_FILE) describe. Nothing listens anywhere until that is done.
set -euo pipefail
umask 077

die() {
  printf 'mariadb: %s\n' "$*" >&2
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

# TEXT as a string and as a name of SQL.
text() {
  local value=${1//\\/\\\\}
  printf "'%s'" "${value//\'/\\\'}"
}
# shellcheck disable=SC2016
name() { printf '`%s`' "${1//\`/\`\`}"; }

# The accounts, one statement a line, as the server reads them while it bootstraps.
accounts() {
  local root_password=$1 healthcheck_password=$2 root_host database user password host
  root_host=$(setting MARIADB_ROOT_HOST)
  database=$(setting MARIADB_DATABASE)
  user=$(setting MARIADB_USER)
  password=$(setting MARIADB_PASSWORD)

  printf 'FLUSH PRIVILEGES;\n'
  printf "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');\n"
  printf 'FLUSH PRIVILEGES;\n'
  printf 'ALTER USER root@localhost IDENTIFIED BY %s;\n' "$(text "$root_password")"
  if [ "${root_host:=%}" != localhost ]; then
    printf 'CREATE USER root@%s IDENTIFIED BY %s;\n' "$(text "$root_host")" "$(text "$root_password")"
    printf 'GRANT ALL ON *.* TO root@%s WITH GRANT OPTION;\n' "$(text "$root_host")"
  fi
  for host in localhost 127.0.0.1 ::1; do
    printf 'CREATE USER healthcheck@%s IDENTIFIED BY %s;\n' "$(text "$host")" "$(text "$healthcheck_password")"
  done
  if [ -n "$database" ]; then
    printf 'CREATE DATABASE %s;\n' "$(name "$database")"
  fi
  if [ -n "$user" ]; then
    [ -n "$password" ] || die 'MARIADB_PASSWORD or MARIADB_PASSWORD_FILE must be set for MARIADB_USER.'
    printf "CREATE USER %s@'%%' IDENTIFIED BY %s;\n" "$(text "$user")" "$(text "$password")"
    if [ -n "$database" ]; then
      printf "GRANT ALL ON %s.* TO %s@'%%';\n" "$(name "${database//_/\\_}")" "$(text "$user")"
    fi
  fi
}

# Made in <datadir>/.new and moved up at the end, the folder mysql last: when that is there, so is all the rest. The volume
# itself may be the datadir, so the folder as a whole cannot be renamed.
initialise() {
  local datadir=$1 new=$1/.new root_password healthcheck_password sql
  root_password=$(setting MARIADB_ROOT_PASSWORD)
  [ -n "$root_password" ] || die 'MARIADB_ROOT_PASSWORD or MARIADB_ROOT_PASSWORD_FILE must be set to make a new database.'
  healthcheck_password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  sql=$(accounts "$root_password" "$healthcheck_password")

  if [ -e "$new" ]; then
    printf 'mariadb: the first start was interrupted; starting over\n' >&2
    find "$datadir" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .new -exec rm -rf {} +
    rm -rf "$new"
  elif [ -n "$(find "$datadir" -mindepth 1 -maxdepth 1 ! -name lost+found -print -quit)" ]; then
    die "$datadir holds something that is not a database of MariaDB."
  fi
  mkdir "$new"

  mariadb-install-db --datadir="$new" --auth-root-authentication-method=normal --skip-test-db --skip-name-resolve \
    --cross-bootstrap >/dev/null
  printf '%s\n' "$sql" | mariadbd --bootstrap --datadir="$new" --loose-innodb-flush-log-at-trx-commit=0
  printf '[mariadb-client]\nuser=healthcheck\npassword=%s\n' "$healthcheck_password" >"$new/.my-healthcheck.cnf"

  sync -f "$new"
  find "$new" -mindepth 1 -maxdepth 1 ! -name mysql -exec mv -t "$datadir" {} +
  sync -f "$datadir"
  mv "$new/mysql" "$datadir/"
}

if [ "${1:0:1}" = - ]; then set -- mariadbd "$@"; fi
case ${1:-} in
  mariadbd | mysqld) ;;
  *) exec "$@" ;;
esac
[ "$(id -u)" != 0 ] || die 'must not run as root.'

datadir=$({ my_print_defaults --mariadbd && printf '%s\n' "$@"; } | sed -n 's/^--datadir=//p' | tail -n 1)
mkdir -p "$datadir"
if [ ! -d "$datadir/mysql" ]; then
  initialise "$datadir"
fi
rm -rf "$datadir/.new"
exec "$@"
