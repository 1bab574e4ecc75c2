#!/usr/bin/env bash
# Backs up the platform's database on the server of vps-install.sh, or brings a backup back. vps-install.sh puts it into
# /usr/local/sbin/urumi-backup and has it run each night.
#
#   vps-backup.sh [--dir DIR] [--keep N]
#   vps-backup.sh --restore FILE --yes
#
#   --dir DIR        where backups go, /var/backups/urumi
#   --keep N         how many are kept, 14
#   --restore FILE   put the database back to FILE: the backends are stopped meanwhile, the shops run on
#   --yes            because what the database knows since then is lost
#
# Environment: KUBECTL, by default `k3s kubectl`; NAMESPACE and RELEASE of the platform, by default platform.
# Ends with 0, or 1 on failure with its cause and the next action, 2 on wrong use.
set -euo pipefail
DIR=/var/backups/urumi KEEP=14 RESTORE='' SURE=''
NAMESPACE=${NAMESPACE:-platform} RELEASE=${RELEASE:-platform}

# It stands alone where it is installed.
die() {
  printf 'error: %s\n  next: %s\n' "$1" "$2" >&2
  exit 1
}
refuse() {
  printf 'error: %s See --help.\n' "$1" >&2
  exit 2
}

while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
    --yes) SURE=yes; shift; continue ;;
    --dir | --keep | --restore) if [ $# -lt 2 ] || [ -z "$2" ]; then refuse "$1 needs a value."; fi ;;
    *) refuse "Unknown option '$1'." ;;
  esac
  case $1 in
    --dir) DIR=$2 ;;
    --keep) KEEP=$2 ;;
    --restore) RESTORE=$2 ;;
  esac
  shift 2
done
case $KEEP in '' | *[!0-9]* | 0) refuse "--keep is '$KEEP', which is no number of backups." ;; esac

# Words of a command, not one word.
# shellcheck disable=SC2086
kube() { ${KUBECTL:-k3s kubectl} -n "$NAMESPACE" "$@"; }

# in_database COMMAND...: with this script's standard input.
in_database() { kube exec -i "$RELEASE-postgresql-0" -- "$@"; }

back_up() {
  local file old
  mkdir -p "$DIR"
  chmod 700 "$DIR"
  file=$DIR/platform-$(date -u +%Y%m%dT%H%M%SZ).dump
  if ! (umask 077 && in_database pg_dump --username=platform --format=custom platform </dev/null >"$file.new"); then
    rm -f "$file.new"
    die 'pg_dump failed, see above.' "See whether $RELEASE-postgresql-0 runs, and whether $DIR has room."
  fi
  # A dump that was cut off has no table of contents.
  if ! in_database pg_restore --list <"$file.new" >/dev/null; then
    rm -f "$file.new"
    die 'The backup cannot be read again, and is not kept.' "See whether $DIR has room, then run this again."
  fi
  mv "$file.new" "$file"
  # Names sort by time.
  find "$DIR" -name 'platform-*.dump' | sort -r | tail -n "+$((KEEP + 1))" | while read -r old; do rm -f "$old"; done
  printf '%s\n' "$file"
}

restore() {
  local replicas
  [ -f "$RESTORE" ] || refuse "$RESTORE is not there."
  [ -n "$SURE" ] || refuse "What the database knows since $RESTORE was made is lost; say so by --yes."
  in_database pg_restore --list <"$RESTORE" >/dev/null || die "$RESTORE is no backup that can be read." 'Take another one.'
  replicas=$(kube get deployment "$RELEASE" -o 'jsonpath={.spec.replicas}')
  if [ "$replicas" = 0 ]; then replicas=1; fi
  kube scale deployment "$RELEASE" --replicas=0 >&2
  kube wait --for=delete pod -l "app.kubernetes.io/instance=$RELEASE,app.kubernetes.io/component=backend" --timeout=120s >&2
  in_database pg_restore --username=platform --dbname=platform --clean --if-exists --no-owner --single-transaction <"$RESTORE" ||
    die 'Nothing was put back: it is one transaction. The backends are stopped.' \
      "Remove the cause and run this again, or: kubectl -n $NAMESPACE scale deployment $RELEASE --replicas=$replicas"
  kube scale deployment "$RELEASE" --replicas="$replicas" >&2
  kube rollout status "deployment/$RELEASE" --timeout=600s >&2
  printf 'The database is that of %s. Stores that were made since are orphans now: adopt them on the page Orphans.\n' "$RESTORE"
}

if [ -n "$RESTORE" ]; then restore; else back_up; fi
