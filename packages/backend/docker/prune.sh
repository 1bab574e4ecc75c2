#!/bin/sh
# prune.sh FOLDER: removes from installed packages what no process reads. Type declarations stay: Backstage reads the
# configuration's schema from them.
set -eu
find "$1" -type f \( -name '*.map' -o -name '*.md' -o -name '*.markdown' -o -name '*.tsbuildinfo' \) -delete
find "$1" -type d \( -name __tests__ -o -name .github \) -prune -exec rm -rf {} +
