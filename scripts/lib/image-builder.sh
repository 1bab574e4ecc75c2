# shellcheck shell=bash
# One vocabulary for docker, podman and buildah. Sourced by build-images.sh.

# choose_builder: sets BUILDER to the first one that works. A docker client without an engine does not.
choose_builder() {
  local candidate
  for candidate in ${BUILDER:-docker podman buildah}; do
    command -v "$candidate" >/dev/null || continue
    case $candidate in
      docker | podman) "$candidate" info >/dev/null 2>&1 || continue ;;
      buildah) BUILDER=buildah run_builder images >/dev/null 2>&1 || continue ;;
      *) die "BUILDER is $candidate; use docker, podman or buildah." ;;
    esac
    BUILDER=$candidate
    return
  done
  [ -z "${BUILDER:-}" ] || die "BUILDER is $BUILDER, which is not there or does not work on this machine."
  die 'Neither docker, nor podman, nor buildah works on this machine. Install one (Debian: apt-get install buildah).'
}

# buildah keeps its images in the cache folder of this project, docker and podman where they always do.
run_builder() {
  if [ "$BUILDER" = buildah ]; then
    buildah --root "$CACHE/buildah/storage" --runroot "$CACHE/buildah/run" --storage-driver overlay "$@"
  else
    "$BUILDER" "$@"
  fi
}

# image_label REFERENCE: the inputs that the image was built from; empty when there is no such image.
image_label() {
  local format='{{index .Config.Labels "dev.urumi.inputs"}}'
  case $BUILDER in
    buildah) run_builder inspect --type image --format '{{index .OCIv1.Config.Labels "dev.urumi.inputs"}}' "$1" ;;
    *) run_builder image inspect --format "$format" "$1" ;;
  esac 2>/dev/null || true
}

# build_image CONTEXT REFERENCE INPUTS [OPTION...]
build_image() {
  local context=$1 reference=$2 inputs=$3
  shift 3
  set -- --label "dev.urumi.inputs=$inputs" --tag "$reference" "$@"
  case $BUILDER in
    docker)
      DOCKER_BUILDKIT=1 SOURCE_DATE_EPOCH=$EPOCH run_builder build --build-arg "SOURCE_DATE_EPOCH=$EPOCH" "$@" "$context"
      ;;
    podman)
      run_builder build --format oci --timestamp "$EPOCH" "$@" "$context"
      ;;
    buildah)
      run_builder bud --isolation chroot --format oci --timestamp "$EPOCH" "$@" "$context"
      run_builder rmi --prune --force >/dev/null 2>&1 || true
      ;;
  esac
}

# remove_old_tags NAME TAG: all but this tag of the name. What another image still uses stays.
remove_old_tags() {
  local reference
  run_builder images | awk -v name="$1" -v tag="$2" '$1 == name && $2 != tag { print $1 ":" $2 }' | while read -r reference; do
    run_builder rmi "$reference" || true
  done
}

# save_image REFERENCE FILE: an archive that `ctr -n k8s.io images import` and `k3d image import` read.
save_image() {
  rm -f "$2.part"
  case $BUILDER in
    docker) run_builder save --output "$2.part" "$1" ;;
    podman) run_builder save --quiet --format oci-archive --output "$2.part" "$1" ;;
    buildah) run_builder push --quiet "$1" "oci-archive:$2.part:$1" ;;
  esac
  mv "$2.part" "$2"
}

# push_image REFERENCE TARGET
push_image() {
  if [ "$BUILDER" = buildah ]; then
    run_builder push --quiet "$1" "docker://$2"
  else
    run_builder tag "$1" "$2"
    run_builder push "$2"
  fi
}

# compressed_megabytes FILE: docker writes layers as they are, the others compress them.
compressed_megabytes() {
  local bytes
  if [ "$BUILDER" = docker ]; then bytes=$(gzip -c -1 "$1" | wc -c); else bytes=$(wc -c <"$1"); fi
  printf '%d' $(((bytes + 999999) / 1000000))
}
