# shellcheck shell=bash disable=SC2034
# Which Debian this stand-in is made of; read by scripts/lib/stand-ins.sh.
SUITE=trixie
PACKAGES=(libstdc++6 libatomic1 ca-certificates)
ACCOUNT='node 1000 /home/node'
DROP=(openssl sysvinit-utils)

NPM_VERSION=11.19.1
NPM_SHA512=ztsxKxt/kkIaAs+2i0GU6I+DRmUdrNasxTZKJe9TCdSjKxlhah/4r/hl5ygMD6XAg1qZ9c2TNomR4qgOydp10g==

# Node comes from the npm registry by the pins of the toolchain, npm itself by those above.
prepare_context() {
  local sum
  mkdir "$1/toolchain" "$1/npm"
  cp "$ROOT"/tools/toolchain/package*.json "$1/toolchain/"
  (cd "$1/toolchain" && npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error)
  mv "$1"/toolchain/node_modules/node-linux-* "$1/node"
  rm -r "$1/toolchain"

  (cd "$1" && npm pack --silent "npm@$NPM_VERSION")
  sum=$(openssl dgst -sha512 -binary "$1/npm-$NPM_VERSION.tgz" | base64 | tr -d '\n')
  [ "$sum" = "$NPM_SHA512" ] || die "npm $NPM_VERSION has another check sum than the one that is written down: $sum"
  tar -xzf "$1/npm-$NPM_VERSION.tgz" -C "$1/npm" --strip-components=1
}
