#!/usr/bin/env bash
# Shows the revisions of a store, the newest first: what was changed, by whom, why, and whether one can go back there.
#
#   scripts/store-history.sh <id> [--json]
#
#   --json              as the API answers it
#   --url URL           where the platform is: URUMI_BASE_URL, or http://localhost:7007
#   --token-file FILE   its API token: URUMI_API_TOKEN_FILE, or the one that `make start` leaves in .local/api-token
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

store_command storeHistory "$@"
