#!/bin/sh
# prune.sh NODE_MODULES: removes what a running server never reads.
set -eu
cd "$1"

# What compiles: the image is compiled already.
rm -rf typescript vite esbuild rollup @esbuild @rollup @swc/core @swc/core-* @vitejs ts-node tailwindcss

find . -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' -o -name '*.md' -o -name '*.markdown' \
  -o -name '*.tsbuildinfo' \) -delete
find . -type d \( -name __tests__ -o -name __mocks__ -o -name __fixtures__ \) -prune -exec rm -rf {} +

# Medusa makes these folders before it migrates, which it could not on a read-only file system.
for package in @medusajs/*/; do
  if [ -d "${package}dist" ]; then mkdir -p "${package}dist/migrations"; fi
done
