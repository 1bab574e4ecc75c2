#!/usr/bin/env bash
# Installs or upgrades the platform in a cluster by its chart, and waits until its pods are ready. Run again, it upgrades.
#
#   scripts/install-platform.sh [--cluster NAME | --kubeconfig FILE] [--values FILE]... [--set KEY=VALUE]... [--build | --push REGISTRY]
#
#   --cluster NAME      one that create-cluster.sh made; by default urumi, where it is
#   --kubeconfig FILE   any other cluster. The current context of your own kubeconfig is never taken by itself
#   --context NAME      of that kubeconfig
#   --values FILE       for the chart; by default values/values-local.yaml (may be given again, the last one counts most)
#   --set KEY=VALUE     for the chart, over all files (may be given again)
#   --build             build the images, where they have changed, and load them into the cluster of --cluster
#   --push REGISTRY     build the images, push them to REGISTRY and take them from there
#   --namespace NAME    platform
#   --release NAME      platform
#   --timeout SECONDS   how long to wait for its pods, 600
#   --no-wait           end when Helm has
#   --token-file FILE   where to leave the API token, readable for you alone; by default with what is known of the cluster
#
# Ends with 0, or 1 on failure with its cause and the next action, 2 on wrong use.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

help_when_asked "$@"
CLUSTER='' FILE='' CONTEXT='' BUILD='' REGISTRY='' NAMESPACE=platform RELEASE=platform TIMEOUT=600 WAIT=yes TOKEN_FILE=''
VALUES=() SETTINGS=()
while [ $# -gt 0 ]; do
  case $1 in
    --build) BUILD=yes; shift; continue ;;
    --no-wait) WAIT=; shift; continue ;;
    --cluster | --kubeconfig | --context | --values | --set | --push | --namespace | --release | --timeout | --token-file)
      need_value "$1" $# "${2:-}" ;;
    *) refuse "Unknown option '$1'." ;;
  esac
  case $1 in
    --cluster) CLUSTER=$2 ;;
    --kubeconfig) FILE=$2 ;;
    --context) CONTEXT=$2 ;;
    --values) VALUES+=(--values "$2"); [ -f "$2" ] || refuse "--values names $2, which is not there." ;;
    --set) SETTINGS+=(--set "$2") ;;
    --push) REGISTRY=${2%/} ;;
    --namespace) NAMESPACE=$2 ;;
    --release) RELEASE=$2 ;;
    --timeout) TIMEOUT=$2 ;;
    --token-file) TOKEN_FILE=$2 ;;
  esac
  shift 2
done
case $TIMEOUT in '' | *[!0-9]* | 0) refuse "--timeout is '$TIMEOUT', which is no number of seconds." ;; esac
[ -z "$CLUSTER" ] || [ -z "$FILE" ] || refuse '--cluster and --kubeconfig exclude each other.'
[ -z "$BUILD" ] || [ -z "$REGISTRY" ] || refuse '--build and --push exclude each other.'

# choose_cluster: sets FILE, and KIND of a cluster of create-cluster.sh.
choose_cluster() {
  KIND=
  if [ -z "$FILE" ]; then
    CLUSTER=${CLUSTER:-urumi}
    KIND=$(record_value "$CLUSTER" KIND)
    [ -n "$KIND" ] || die "There is no cluster $CLUSTER of create-cluster.sh." 'Make one by scripts/create-cluster.sh, or name another by --kubeconfig.'
    FILE=$(cluster_folder "$CLUSTER")/kubeconfig
    local port
    port=$(record_value "$CLUSTER" PORT)
    # Before those of the caller, which count more.
    SETTINGS=(--set "ingress.port=$port,stores.cluster.port=$port,stores.cluster.ingressNamespace=$(record_value "$CLUSTER" INGRESS_NAMESPACE)" ${SETTINGS[@]+"${SETTINGS[@]}"})
  fi
  [ -f "$FILE" ] || die "The kubeconfig $FILE is not there." 'Start the cluster by scripts/create-cluster.sh, or name the right file.'
  [ -z "$BUILD" ] || [ -n "$KIND" ] || refuse '--build loads into a cluster of create-cluster.sh; use --push for any other.'
}

kube() { kubectl --kubeconfig "$FILE" ${CONTEXT:+--context "$CONTEXT"} "$@"; }

# build_images: of the platform, of the stores, and the PostgreSQL among them.
build_images() {
  [ "$(uname -s)" = Linux ] ||
    die 'The image of the platform is built on Linux, as it takes compiled packages from this machine.' \
      'Build and --push it from a Linux machine, then run this without --build.'
  if [ -n "$REGISTRY" ]; then
    "$ROOT/scripts/build-images.sh" --engine woocommerce --engine medusa --engine platform --push "$REGISTRY"
    SETTINGS=(--set "image.repository=$REGISTRY/platform,stores.images.registry=$REGISTRY,postgresql.image=$REGISTRY/postgres:17" ${SETTINGS[@]+"${SETTINGS[@]}"})
    return
  fi
  local folder=${XDG_CACHE_HOME:-$HOME/.cache}/urumi-stores/images/archives loaded archive name version
  "$ROOT/scripts/build-images.sh" --engine woocommerce --engine medusa --engine platform --output "$folder"
  loaded=$(cluster_folder "$CLUSTER")/loaded-images
  touch "$loaded"
  for archive in "$folder"/*.tar; do
    name=$(basename "$archive" .tar)
    version="$name $(cksum <"$archive")"
    if grep -qxF "$version" "$loaded"; then continue; fi
    say "loading the image $name"
    case $KIND in
      k3d) k3d image import --cluster "$CLUSTER" "$archive" >&2 ;;
      kind) kind load image-archive --name "$CLUSTER" "$archive" >&2 ;;
      node) URUMI_CLUSTER_STATE=$(cluster_folder "$CLUSTER")/cluster-state "$ROOT/tools/cluster/node.sh" load "$archive" >&2 ;;
    esac
    printf '%s\n' "$version" >>"$loaded"
  done
}

# explain_pods: why the pods are not ready, as far as the cluster says.
explain_pods() {
  kube -n "$NAMESPACE" get pods -o wide >&2 || true
  kube -n "$NAMESPACE" get events --field-selector type=Warning --sort-by=.lastTimestamp 2>/dev/null | tail -n 10 >&2 || true
}

# keep_token: leaves the API token in a file, and says how the other scripts find the platform.
keep_token() {
  local secret config url
  config=$(kube -n "$NAMESPACE" get configmap "$RELEASE-config" -o 'jsonpath={.data.app-config\.yaml}')
  url=$(printf '%s\n' "$config" | sed -n '/^backend:/,/^[a-z]/s/^  baseUrl: *//p' | tr -d "\"'")
  say "The platform is at $url"
  secret=$(kube -n "$NAMESPACE" get deployment "$RELEASE" -o 'jsonpath={.spec.template.spec.volumes[?(@.name=="secrets")].secret.secretName}')
  if [ -z "$TOKEN_FILE" ]; then
    TOKEN_FILE=${URUMI_STATE:-$ROOT/.local}/platform-api-token
    if [ -n "$CLUSTER" ]; then TOKEN_FILE=$(cluster_folder "$CLUSTER")/api-token; fi
  fi
  mkdir -p "$(dirname "$TOKEN_FILE")"
  # No option of any program: others could read it there.
  if (umask 077 && kube -n "$NAMESPACE" get secret "$secret" -o 'go-template={{index .data "api-token" | base64decode}}' >"$TOKEN_FILE.new"); then
    mv "$TOKEN_FILE.new" "$TOKEN_FILE"
    say "Next: URUMI_BASE_URL=$url URUMI_API_TOKEN_FILE=$TOKEN_FILE scripts/smoke-e2e.sh"
  else
    rm -f "$TOKEN_FILE.new"
    say 'Its API token cannot be read; see apiToken in charts/platform/values.yaml.'
  fi
}

need helm 'Install Helm 4 from https://helm.sh; on macOS see scripts/install-tools-macos.sh.'
need kubectl 'Install it from https://kubernetes.io/docs/tasks/tools; on macOS see scripts/install-tools-macos.sh.'
choose_cluster
kube get --raw /readyz >/dev/null 2>&1 ||
  die "The cluster of $FILE does not answer." 'Start it (scripts/create-cluster.sh), and look at: kubectl --kubeconfig '"$FILE"' get --raw /readyz'
if [ -n "$BUILD$REGISTRY" ]; then build_images; fi
[ ${#VALUES[@]} -gt 0 ] || VALUES=(--values "$ROOT/values/values-local.yaml")

helm upgrade --install "$RELEASE" "$ROOT/charts/platform" --kubeconfig "$FILE" ${CONTEXT:+--kube-context "$CONTEXT"} \
  --namespace "$NAMESPACE" --create-namespace "${VALUES[@]}" ${SETTINGS[@]+"${SETTINGS[@]}"} >&2 ||
  die 'Helm refused, see above.' 'Correct the values. What ran before runs on.'
if [ -n "$WAIT" ]; then
  kube -n "$NAMESPACE" rollout status "deployment/$RELEASE" --timeout="${TIMEOUT}s" >&2 || {
    explain_pods
    die "The platform was not ready after $TIMEOUT s." \
      "Remove the cause and run this again, or go back: helm rollback $RELEASE --namespace $NAMESPACE --kubeconfig $FILE"
  }
fi
keep_token
