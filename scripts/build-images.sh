#!/usr/bin/env bash
# Builds the images that stores run, and that of the platform itself, with docker, podman or buildah, whichever works here.
#
#   scripts/build-images.sh [--output DIR] [--engine NAME]... [--image NAME]... [--push REGISTRY]
#
#   --output DIR      write DIR/<name>.tar for `ctr -n k8s.io images import` or `k3d image import`; an archive whose
#                     inputs did not change stays as it is
#   --engine NAME     only the images of this engine: woocommerce, medusa, or platform, which is built only when it is asked
#                     for (may be given again)
#   --image NAME      only this image (may be given again)
#   --push REGISTRY   push to REGISTRY/<name>:<tag>
#
# Images are named urumi.local/<name>:<tag>. Environment:
#   BUILDER                     docker, podman or buildah; the first that works by default
#   STAND_INS                   1: bases from Debian instead of a registry; 0: never; by default when no registry answers
#   WOO_PLUGIN_DIR, WP_CLI_PHAR local copies of WooCommerce and wp-cli, used instead of the downloads
#   WOOCOMMERCE_VERSION         build this version of WooCommerce, with this tag; its download needs WOOCOMMERCE_SHA256 too
#   SOURCE_DATE_EPOCH           time stamp of everything in the images, 0
#   VERBOSE=1                   show what the builder says
# See images/README.md.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CACHE=${XDG_CACHE_HOME:-${HOME:?HOME must be set}/.cache}/urumi-stores
EPOCH=${SOURCE_DATE_EPOCH:-0}

# Another version than the Dockerfile's own.
WOOCOMMERCE_TAG=${WOOCOMMERCE_VERSION:-11.0.1}

# name, tag, engine, the upstream image (- for those with a Dockerfile here), the stand-in for the upstream image or base
IMAGES="
wordpress-woo     $WOOCOMMERCE_TAG woocommerce - wordpress
mariadb           11.8   woocommerce docker.io/library/mariadb:11.8@sha256:2439dcd7d14010ecd1ff7a4e1c5abe8e208c34fe35290744deeeaac3569043c3 mariadb
medusa            2.21.2 medusa      - node
medusa-storefront 1.0.0  medusa      - node
postgres          17     medusa      docker.io/library/postgres:17@sha256:7958605b474b3d264a969cb3a123d6aa00ad1e1fe9da8a69984dabb704d93317 postgres
platform          0.1.0  platform    - node
"

say() { printf '%s\n' "$*" >&2; }
die() { printf 'error: %s\n' "$*" >&2; exit 1; }

. "$ROOT/scripts/lib/image-inputs.sh"
. "$ROOT/scripts/lib/image-builder.sh"
. "$ROOT/scripts/lib/stand-ins.sh"

OUTPUT=
REGISTRY=
WANTED_ENGINES=' '
WANTED_IMAGES=' '
while [ $# -gt 0 ]; do
  case $1 in
    --help | -h) sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0"; exit 0 ;;
    --output | --engine | --image | --push) [ -n "${2:-}" ] || die "$1 needs a value." ;;
    *) die "Unknown option '$1'; see --help." ;;
  esac
  case $1 in
    --output) OUTPUT=$2 ;;
    --engine) WANTED_ENGINES+="$2 " ;;
    --image) WANTED_IMAGES+="$2 " ;;
    --push) REGISTRY=${2%/} ;;
  esac
  shift 2
done
for value in $WANTED_ENGINES; do
  grep -q "^[^ ]* *[^ ]* *$value " <<<"$IMAGES" || die "Unknown engine '$value'; there are woocommerce, medusa and platform."
done
for value in $WANTED_IMAGES; do
  grep -q "^$value " <<<"$IMAGES" || die "Unknown image '$value'; there are $(awk 'NF { printf "%s%s", sep, $1; sep = ", " }' <<<"$IMAGES")."
done

mkdir -p "$CACHE/images"
if [ -n "$OUTPUT" ]; then mkdir -p "$OUTPUT"; fi
WORK=$(mktemp -d "${TMPDIR:-/tmp}/urumi-images.XXXXXX")
LOG=$WORK/log
if [ "${VERBOSE:-}" = 1 ]; then LOG=/dev/stderr; fi
finish() {
  local status=$?
  if [ "$status" != 0 ] && [ -s "$WORK/log" ]; then
    say '--- the end of what the builder said'
    tail -n 40 "$WORK/log" >&2
  fi
  rm -rf "$WORK"
}
trap finish EXIT

choose_builder
SUMMARY=()

# make_image NAME TAG ENGINE UPSTREAM STAND_IN
make_image() {
  local name=$1 tag=$2 upstream=$4 stand_in=$5
  local reference=urumi.local/$name:$tag archive=${OUTPUT:+$OUTPUT/$name.tar} started=$SECONDS inputs base key what=unchanged
  if [ "$upstream" = - ] && [ ! -f "$(image_folder "$name")/Dockerfile" ]; then
    skip "$name" "$(image_folder "$name") has no Dockerfile"
    return
  fi
  if [ "$name" = wordpress-woo ] && ! woocommerce_available; then
    skip "$name" 'WooCommerce and wp-cli cannot be downloaded from here, and WOO_PLUGIN_DIR and WP_CLI_PHAR name no local copies'
    return
  fi

  inputs=$(image_inputs "$name" "$tag" "$upstream")
  base=$upstream
  if [ "$upstream" = - ]; then base=$(default_base "$name"); fi
  if [ -n "$archive" ] && [ -z "$REGISTRY" ] && archive_current "$archive" "$inputs" "$base" "$stand_in"; then
    summarise "$reference" unchanged "$started" "$archive"
    return
  fi

  if take_turn && [ -n "$archive" ] && [ -z "$REGISTRY" ] && archive_current "$archive" "$inputs" "$base" "$stand_in"; then
    summarise "$reference" unchanged "$started" "$archive"
    return
  fi
  say "$reference: building with $BUILDER"
  : >"$WORK/log"
  if use_stand_ins "$base"; then
    base=$(stand_in_reference "$stand_in")
    make_stand_in "$stand_in" "$base"
    remove_old_tags "${base%:*}" "${base##*:}" >>"$LOG" 2>&1
  fi
  key=$(inputs_with_base "$inputs" "$base")

  if [ "$upstream" != - ]; then
    case $base in urumi.local/*) ;; *) run_builder pull "$base" >>"$LOG" 2>&1 ;; esac
    run_builder tag "$base" "$reference" >>"$LOG" 2>&1
    what=tagged
  elif [ "$(image_label "$reference")" != "$key" ]; then
    build_from_dockerfile "$name" "$reference" "$key" "$base" >>"$LOG" 2>&1
    what=built
  fi
  if [ -n "$archive" ] && [ "$(cat "$archive.inputs" 2>/dev/null)" != "$key" ]; then
    rm -f "$archive.inputs"
    save_image "$reference" "$archive" >>"$LOG" 2>&1
    printf '%s\n' "$key" >"$archive.inputs"
    if [ "$what" = unchanged ]; then what=written; fi
  fi
  if [ -n "$REGISTRY" ]; then
    push_image "$reference" "$REGISTRY/$name:$tag" >>"$LOG" 2>&1
    what="$what, pushed to $REGISTRY/$name:$tag"
  fi
  summarise "$reference" "$what" "$started" "$archive"
}

# Two runs that build at once would do the same twice and prune each other's layers. True after a wait for another run.
take_turn() {
  if [ -n "${HAS_TURN:-}" ] || ! command -v flock >/dev/null; then return 1; fi
  HAS_TURN=yes
  exec 9>"$CACHE/images/lock"
  if flock --nonblock 9; then return 1; fi
  say 'waiting for another run of this script'
  flock 9
}

# skip NAME REASON: an image that was asked for by its name must not be missing silently.
skip() {
  case $WANTED_IMAGES in *" $1 "*) die "$1 cannot be built: $2." ;; esac
  say "$1: skipped, because $2."
  # One of an earlier run would pass for what the sources are now.
  if [ -n "$OUTPUT" ]; then rm -f "$OUTPUT/$1.tar" "$OUTPUT/$1.tar.inputs"; fi
  SUMMARY+=("$1: skipped")
}

summarise() {
  local line
  line="$1: $2 in $((SECONDS - $3)) s"
  if [ -n "$4" ]; then line="$line, $(compressed_megabytes "$4") MB compressed"; fi
  say "$line"
  SUMMARY+=("$line")
}

while read -r name tag engine upstream stand_in; do
  [ -n "$name" ] || continue
  if [ "$WANTED_ENGINES" != ' ' ] || [ "$WANTED_IMAGES" != ' ' ]; then
    case "$WANTED_ENGINES|$WANTED_IMAGES" in *" $engine "*'|'* | *'|'*" $name "*) ;; *) continue ;; esac
  elif [ "$engine" = platform ]; then
    continue
  fi
  make_image "$name" "$tag" "$engine" "$upstream" "$stand_in" </dev/null
done <<<"$IMAGES"

printf '%s\n' "${SUMMARY[@]}"
