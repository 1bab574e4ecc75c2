#!/usr/bin/env bash
# Creates a store, waits until it is READY, orders in it as a customer, deletes it, and prints what happens.
#
#   scripts/demo-flow.sh [--engine NAME] [--keep]
#
# READY says that the platform has placed an order of its own, which is shown as probe.order_placed. On simulated nodes
# nothing answers, and no order is placed by anybody.
#
#   --engine NAME       kind of store, woocommerce
#   --plan NAME         its size; by default that of the engine
#   --name TEXT         its name for people
#   --owner REF         the team that owns it; by default that of the token
#   --cluster NAME      where it runs; by default where there is room
#   --set KEY=VALUE     a parameter of the engine
#   --keep              do not delete it
#   --timeout SECONDS   how long to wait for the end of each job, 900
#   --no-wait           end as soon as the store is asked for
#   --url URL           where the platform is: URUMI_BASE_URL, or http://localhost:7007
#   --token-file FILE   its API token: URUMI_API_TOKEN_FILE, or the one that `make start` leaves in .local/api-token
#
# Ends with 0, or 1 on failure with its cause and the next action, 2 on wrong use, 3 when the time is over and the job goes on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

store_command demoFlow "$@"
