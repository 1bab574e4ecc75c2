#!/bin/bash
# Runs one part of a store: serve (default) | install | cron | wp ARGS...
set -euo pipefail

# Apache stops at once on TERM, in the middle of an order; on WINCH it lets requests end first.
serve() {
  : "${STORE_ID:?is not set}"
  export STORE_ID STORE_WEB_WORKERS="${STORE_WEB_WORKERS:-6}"
  apache2 -f /opt/store/apache/apache2.conf -D FOREGROUND &
  local server=$!
  trap 'kill -WINCH "$server"' TERM INT
  until wait "$server"; do
    kill -0 "$server" 2>/dev/null || exit 1
  done
}

case "${1:-serve}" in
  serve)
    serve
    ;;
  install)
    exec php /opt/store/setup/install.php
    ;;
  cron)
    wp cron event run --due-now
    exec wp action-scheduler run
    ;;
  wp)
    exec "$@"
    ;;
  *)
    echo "Unknown command '$1'; use serve, install, cron or wp" >&2
    exit 64
    ;;
esac
