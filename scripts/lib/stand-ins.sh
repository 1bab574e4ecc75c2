# shellcheck shell=bash
# Bases made of Debian packages, for machines that reach a Debian mirror and the npm registry but no container registry.
# Sourced by build-images.sh.

STAND_INS_DIR=$ROOT/images/stand-ins

# stand_in_key NAME: changes whenever anything that the stand-in is made of does.
stand_in_key() {
  {
    hash_folder "$STAND_INS_DIR/$1"
    cat "$STAND_INS_DIR/trim.sh" "$ROOT/scripts/lib/stand-ins.sh"
    if [ "$1" = node ]; then cat "$ROOT/tools/toolchain/package-lock.json"; fi
    uname -m
  } | sha256 | cut -c1-12
}

stand_in_reference() { printf 'urumi.local/stand-in-%s:%s' "$1" "$(stand_in_key "$1")"; }

# make_stand_in NAME REFERENCE: makes it unless it is there already.
make_stand_in() {
  if [ "$(image_label "$2")" = "${2##*:}" ]; then return; fi
  command -v mmdebstrap >/dev/null ||
    die "No container registry can be reached, and mmdebstrap, which makes the base of $1 instead, was not found."
  # In a process of its own: each debian.sh sets variables and functions.
  (build_stand_in "$1" "$2") >>"$LOG" 2>&1
}

build_stand_in() {
  local name=$1 image=$2 context=$WORK/stand-in-$1 CUSTOMIZE=true
  rm -rf "$context"
  mkdir -p "$context"
  cp -R "$STAND_INS_DIR/$name/." "$context/"
  # shellcheck disable=SC1090
  . "$STAND_INS_DIR/$name/debian.sh"
  make_rootfs "$context/rootfs.tar"
  if type prepare_context >/dev/null 2>&1; then prepare_context "$context"; fi
  build_image "$context" "$image" "${image##*:}"
  rm -rf "$context"
}

# make_rootfs FILE: SUITE with PACKAGES, without DROP, with the user ACCOUNT ("name id home").
make_rootfs() {
  local user id home packages mirror option
  local apt_options=(--aptopt='Acquire::Check-Valid-Until "false"')
  read -r user id home <<<"$ACCOUNT"
  # shellcheck disable=SC2153
  packages=$(IFS=,; printf '%s' "${PACKAGES[*]}")
  mirror=$(debian_mirror)
  while read -r option; do
    if [ -n "$option" ]; then apt_options+=(--aptopt="$option"); fi
  done < <(apt-config dump 2>/dev/null | grep -E '^Acquire::https?::Proxy' || true)
  # The account comes before the packages, which would otherwise make it with a number of their own.
  # What is said to apt about mirrors and proxies goes away with /etc/apt.
  SOURCE_DATE_EPOCH=$EPOCH mmdebstrap --quiet --variant=essential --include="$packages" \
    "${apt_options[@]}" \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/man/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --essential-hook="printf '$user:x:$id:$id::$home:/bin/bash\n' >>\"\$1/etc/passwd\"" \
    --essential-hook="printf '$user:x:$id:\n' >>\"\$1/etc/group\"" \
    --essential-hook="printf '$user:*:1:0:99999:7:::\n' >>\"\$1/etc/shadow\"" \
    --customize-hook="$CUSTOMIZE" \
    --customize-hook="$STAND_INS_DIR/trim.sh \"\$1\" $(printf ' %q' "${DROP[@]}")" \
    "$SUITE" "$1" ${mirror:+"$mirror"}
}

# The Debian mirror that this machine's apt uses; nothing when it uses none, and then mmdebstrap takes its own default.
debian_mirror() {
  command -v apt-get >/dev/null || return 0
  # shellcheck disable=SC2016
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' 2>/dev/null | head -n 1
}
