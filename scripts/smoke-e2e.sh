#!/usr/bin/env bash
# Checks that the platform does what it is for: a store is asked for, asked for again, gets READY, sells, is listed, and is
# removed with nothing left. Line by line what holds; the exit code says whether all does. Its store is removed in any case.
#
#   scripts/smoke-e2e.sh [--engine NAME] [--keep]
#
#   --engine NAME       kind of store, woocommerce
#   --plan NAME         its size; by default that of the engine
#   --name TEXT         its name for people
#   --owner REF         the team that owns it; by default that of the token
#   --cluster NAME      where it runs; by default where there is room
#   --set KEY=VALUE     a parameter of the engine
#   --keep              leave the store, and do not check its end
#   --timeout SECONDS   how long to wait for the end of each job, 900
#   --url URL           where the platform is: URUMI_BASE_URL, or http://localhost:7007
#   --token-file FILE   its API token: URUMI_API_TOKEN_FILE, or the one that `make start` leaves in .local/api-token
#
# Ends with 0, or 1 on failure with its cause and the next action, 2 on wrong use, 3 when the time is over and the job goes on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

store_command smokeTest "$@"
