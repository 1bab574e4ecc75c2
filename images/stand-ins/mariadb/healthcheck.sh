#!/bin/bash
# healthcheck.sh [--datadir=DIR] [--connect] [--innodb_initialized]: as in the official image, for those tests.
set -euo pipefail

datadir=/var/lib/mysql/data
tests=()
for argument; do
  case $argument in
    --datadir=*) datadir=${argument#*=} ;;
    --connect | --innodb_initialized) tests+=("${argument#--}") ;;
    *)
      echo "healthcheck.sh: no such test: $argument" >&2
      exit 1
      ;;
  esac
done

query() {
  mariadb --defaults-file="$datadir/.my-healthcheck.cnf" --skip-ssl --skip-column-names --batch "$@"
}
for test in "${tests[@]}"; do
  case $test in
    connect) query --host=127.0.0.1 --protocol=tcp --execute='SELECT 1' ;;
    innodb_initialized)
      query --socket=/run/mysqld/mysqld.sock \
        --execute="SELECT 1 FROM information_schema.engines WHERE engine = 'InnoDB' AND support IN ('YES', 'DEFAULT')" | grep -qx 1
      ;;
  esac >/dev/null
done
