#!/usr/bin/env bash
# Takes a READY store back to an earlier revision, by the chart and the values that were recorded for it.
#
#   scripts/store-rollback.sh <id> <revision>
#
# scripts/store-history.sh lists the revisions, and says of each whether its engine lets the database go back.
#
#   --timeout SECONDS   how long to wait for the end of each job, 900
#   --no-wait           end as soon as the change is queued
#   --url URL           where the platform is: URUMI_BASE_URL, or http://localhost:7007
#   --token-file FILE   its API token: URUMI_API_TOKEN_FILE, or the one that `make start` leaves in .local/api-token
#
# Ends with 0, or 1 on failure with its cause and the next action, 2 on wrong use, 3 when the time is over and the job goes on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

store_command storeRollback "$@"
