# shellcheck shell=bash disable=SC2034
# What an image is made of: its folder, its base, local copies, and what the machine adds while it builds.
# Sourced by build-images.sh.

if command -v sha256sum >/dev/null; then sha256() { sha256sum; }; else sha256() { shasum -a 256; }; fi

# hash_folder DIR: of names, modes and contents of what git does not ignore, but for the description.
hash_folder() {
  (
    cd "$1" || exit
    git ls-files --cached --others --exclude-standard . | LC_ALL=C sort -u | while read -r file; do
      if [ "$file" = README.md ] || [ ! -e "$file" ]; then continue; fi
      if [ -x "$file" ]; then printf 'x '; fi
      printf '%s ' "$file"
      sha256 <"$file"
    done
  ) | sha256 | cut -c1-64
}

# image_folder NAME: where its Dockerfile is.
image_folder() {
  case $1 in platform) printf '%s' "$ROOT/packages/backend" ;; *) printf '%s' "$ROOT/images/$1" ;; esac
}

# hash_platform: of everything that the platform is built from.
hash_platform() {
  local folder
  for folder in packages plugins charts/medusa charts/woocommerce templates examples tools/toolchain tools/cluster/go/helm; do
    hash_folder "$ROOT/$folder"
  done
  (cd "$ROOT" && cat package.json yarn.lock .yarnrc.yml backstage.json tsconfig.json app-config.yaml tools/platformContext.mjs)
}

# image_inputs NAME TAG UPSTREAM: changes whenever anything does that the image is made of, its base aside.
image_inputs() {
  {
    printf '%s %s %s %s\n' "$1" "$2" "$3" "$EPOCH"
    if [ -d "$ROOT/images/$1" ]; then hash_folder "$ROOT/images/$1"; fi
    if [ "$1" = wordpress-woo ]; then hash_local_copies; fi
    if [ "$1" = platform ]; then hash_platform; fi
  } | sha256 | cut -c1-64
}

inputs_with_base() { printf '%s %s\n' "$1" "$2" | sha256 | cut -c1-64; }

# archive_current FILE INPUTS UPSTREAM_BASE STAND_IN: whether the archive holds what would be built now. Either base will
# do unless STAND_INS says which: no registry is asked just to find that nothing is to be done.
archive_current() {
  local made
  [ -f "$1" ] && made=$(cat "$1.inputs" 2>/dev/null) || return 1
  if [ "${STAND_INS:-}" != 1 ] && [ "$made" = "$(inputs_with_base "$2" "$3")" ]; then return 0; fi
  [ "${STAND_INS:-}" != 0 ] && [ "$made" = "$(inputs_with_base "$2" "$(stand_in_reference "$4")")" ]
}

# default_base NAME: the base that the Dockerfile itself names.
default_base() { sed -n 's/^ARG BASE_IMAGE=//p' "$(image_folder "$1")/Dockerfile" | head -n 1; }

# use_stand_ins BASE: asks the registry of that image once per run.
use_stand_ins() {
  local host=${1%%/*}
  if [ -z "${STAND_INS:-}" ]; then
    if [ "$host" = docker.io ]; then host="registry-1.docker.io"; fi
    if curl --silent --max-time 5 --output /dev/null "https://$host/v2/"; then
      STAND_INS=0
    else
      say "$host does not answer, so that bases are made from Debian (STAND_INS=0 insists on the registry)"
      STAND_INS=1
    fi
  fi
  [ "$STAND_INS" = 1 ]
}

# build_from_dockerfile NAME REFERENCE KEY BASE
build_from_dockerfile() {
  local context=$ROOT/images/$1 options=(--build-arg "BASE_IMAGE=$4") registry
  if [ "$1" = wordpress-woo ]; then
    context=$WORK/$1
    cp -R "$ROOT/images/$1" "$context"
    add_local_copies "$context/local"
    if [ -n "${WOOCOMMERCE_VERSION:-}" ]; then
      options+=(--build-arg "WOOCOMMERCE_VERSION=$WOOCOMMERCE_VERSION")
      if [ -n "${WOOCOMMERCE_SHA256:-}" ]; then options+=(--build-arg "WOOCOMMERCE_SHA256=$WOOCOMMERCE_SHA256"); fi
    fi
  fi
  if [ "$1" = platform ]; then
    context=$WORK/$1
    mkdir "$context"
    "$ROOT/tools/bootstrap.sh" node --disable-warning=ExperimentalWarning "$ROOT/tools/platformContext.mjs" "$context"
  fi
  if grep -q '^ARG NPM_REGISTRY' "$context/Dockerfile"; then
    registry=$(npm config get registry 2>/dev/null || true)
    if [ -n "$registry" ]; then options+=(--build-arg "NPM_REGISTRY=$registry"); fi
  fi
  if [ "$BUILDER" = buildah ] && [ "$STAND_INS" = 1 ]; then options+=(--pull-never); fi
  add_authorities "$context/Dockerfile"
  build_image "$context" "$2" "$3" "${options[@]}"
}

# add_authorities DOCKERFILE: adds to the caller's `options` that the certificate authorities that this machine's
# environment names are there while the image is built. They leave nothing in it but empty files where the mounts were.
# docker cannot do that without the Dockerfile's help.
add_authorities() {
  local authorities=${SSL_CERT_FILE:-${NODE_EXTRA_CA_CERTS:-}}
  if [ "$BUILDER" = docker ] || [ ! -f "$authorities" ]; then return; fi
  if grep -qE 'npm |yarn' "$1"; then
    printf 'cafile=/run/urumi-build/ca.crt\n' >"$WORK/npmrc"
    options+=(--volume "$authorities:/run/urumi-build/ca.crt:ro" --volume "$WORK/npmrc:/usr/local/etc/npmrc:ro")
  elif grep -q 'curl ' "$1"; then
    options+=(--volume "$authorities:/etc/ssl/certs/ca-certificates.crt:ro")
  fi
}

# WooCommerce and wp-cli: each from its local copy, else by download while the image is built.
woocommerce_available() {
  { [ -n "${WOO_PLUGIN_DIR:-}" ] || download_answers WOOCOMMERCE; } && { [ -n "${WP_CLI_PHAR:-}" ] || download_answers WP_CLI; }
}

download_answers() {
  local version url
  version=$(sed -n "s/^ARG $1_VERSION=//p" "$ROOT/images/wordpress-woo/Dockerfile")
  if [ "$1" = WOOCOMMERCE ]; then version=${WOOCOMMERCE_VERSION:-$version}; fi
  url=$(sed -n "s/^ARG $1_URL=//p" "$ROOT/images/wordpress-woo/Dockerfile")
  curl --silent --fail --location --head --max-time 10 --output /dev/null "${url//\$\{$1_VERSION\}/$version}"
}

hash_local_copies() {
  if [ -n "${WOO_PLUGIN_DIR:-}" ]; then
    (cd "$WOO_PLUGIN_DIR" && find . -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 cat | sha256)
  fi
  if [ -n "${WP_CLI_PHAR:-}" ]; then sha256 <"$WP_CLI_PHAR"; fi
}

add_local_copies() {
  rm -rf "$1"
  if [ -n "${WOO_PLUGIN_DIR:-}" ]; then
    [ -f "$WOO_PLUGIN_DIR/woocommerce.php" ] || die "WOO_PLUGIN_DIR ($WOO_PLUGIN_DIR) holds no woocommerce.php."
    mkdir -p "$1"
    cp -R "$WOO_PLUGIN_DIR" "$1/woocommerce"
  fi
  if [ -n "${WP_CLI_PHAR:-}" ]; then
    mkdir -p "$1"
    cp "$WP_CLI_PHAR" "$1/wp-cli.phar"
  fi
}
