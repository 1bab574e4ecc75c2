#!/usr/bin/env bash
# Changes plan, chart version or parameters of a READY store, and waits until an order could be placed in it again.
# What is left out stays as it is. When it fails the platform takes the store back by itself, and this ends with 1.
#
#   scripts/store-upgrade.sh <id> [--plan NAME] [--chart-version VERSION] [--set KEY=VALUE]... [--no-rollback]
#
#   --plan NAME         one of GET /api/urumi-stores/engines
#   --chart-version V   of the chart, and with it of the shop's software; the one that the platform has
#   --set KEY=VALUE     a parameter of the engine; null takes it back. Also plan=NAME and chart_version=V
#   --no-rollback       leave a store whose upgrade fails where it is
#   --timeout SECONDS   how long to wait for the end of each job, 900
#   --no-wait           end as soon as the change is queued
#   --url URL           where the platform is: URUMI_BASE_URL, or http://localhost:7007
#   --token-file FILE   its API token: URUMI_API_TOKEN_FILE, or the one that `make start` leaves in .local/api-token
#
# Ends with 0, or 1 on failure with its cause and the next action, 2 on wrong use, 3 when the time is over and the job goes on.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

store_command storeUpgrade "$@"
