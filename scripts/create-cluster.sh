#!/usr/bin/env bash
# Makes a Kubernetes cluster on this machine that install-platform.sh can install into. One that is there is started, or
# left as it is.
#
#   scripts/create-cluster.sh [--kind k3d|kind|node] [--name NAME] [--port PORT] [--delete]
#
#   --kind KIND   k3d (default): k3s in Docker. kind: Kubernetes in Docker, with ingress-nginx. node: containerd and kubelet
#                 of this machine, Linux as root without Docker; it stays in the foreground until Ctrl-C, and keeps its state
#   --name NAME   of the cluster, urumi
#   --port PORT   at which the shops and the platform answer on this machine, 8080
#   --delete      remove the cluster with everything in it
#
# What is known of it is kept in .local/clusters/NAME (or URUMI_STATE/clusters/NAME): its kubeconfig, readable for you
# alone, and the file cluster, which install-platform.sh reads. Your own kubeconfig is not touched.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

help_when_asked "$@"
KIND=k3d NAME=urumi PORT=8080 DELETE=
while [ $# -gt 0 ]; do
  case $1 in
    --kind | --name | --port) need_value "$1" $# "${2:-}" ;;
    --delete) DELETE=yes; shift; continue ;;
    *) refuse "Unknown option '$1'." ;;
  esac
  case $1 in
    --kind) KIND=$2 ;;
    --name) NAME=$2 ;;
    --port) PORT=$2 ;;
  esac
  shift 2
done
case $KIND in k3d | kind | node) ;; *) refuse "--kind is $KIND, which is none of k3d, kind, node." ;; esac
case $NAME in '' | -* | *[!a-z0-9-]*) refuse "--name is '$NAME': use small letters, digits and dashes." ;; esac
case $PORT in '' | *[!0-9]*) refuse "--port is '$PORT', which is no number." ;; esac

FOLDER=$(cluster_folder "$NAME")
INGRESS_NGINX=https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.13.3/deploy/static/provider/kind/deploy.yaml

need_docker() {
  need docker 'Install Docker; on macOS see scripts/install-tools-macos.sh.'
  docker info >/dev/null 2>&1 || die 'Docker does not run.' 'Start it, then run this again.'
}

# write_record INGRESS_NAMESPACE: what install-platform.sh has to know.
write_record() {
  printf 'KIND=%s\nNAME=%s\nPORT=%s\nINGRESS_NAMESPACE=%s\n' "$KIND" "$NAME" "$PORT" "$1" >"$FOLDER/cluster"
}

# keep_kubeconfig COMMAND...: its output.
keep_kubeconfig() {
  (umask 077 && "$@" >"$FOLDER/kubeconfig.new") || die "$1 gave no kubeconfig."
  mv "$FOLDER/kubeconfig.new" "$FOLDER/kubeconfig"
}

# require_same_port: neither k3d nor kind changes the port of a cluster that is there.
require_same_port() {
  local had
  had=$(record_value "$NAME" PORT)
  [ -z "$had" ] || [ "$had" = "$PORT" ] ||
    die "The cluster $NAME was made for port $had." "Give --port $had, or make it anew: --delete first."
}

create_k3d() {
  need_docker
  need k3d 'Install it from https://k3d.io; on macOS see scripts/install-tools-macos.sh.'
  if k3d cluster list "$NAME" >/dev/null 2>&1; then
    require_same_port
    say "$NAME is there, starting it"
    k3d cluster start "$NAME" >&2
  else
    k3d cluster create "$NAME" --port "127.0.0.1:$PORT:80@loadbalancer" \
      --kubeconfig-update-default=false --kubeconfig-switch-context=false --wait >&2
  fi
  keep_kubeconfig k3d kubeconfig get "$NAME"
  write_record kube-system
}

create_kind() {
  need_docker
  need kind 'Install it from https://kind.sigs.k8s.io; on macOS: scripts/install-tools-macos.sh --with-kind.'
  need kubectl 'Install it from https://kubernetes.io/docs/tasks/tools.'
  if kind get clusters 2>/dev/null | grep -qx "$NAME"; then
    require_same_port
    say "$NAME is there"
  else
    # Its own kubeconfig: kind would change that of the user.
    kind create cluster --name "$NAME" --kubeconfig "$FOLDER/kubeconfig" --config - >&2 <<END
kind: Cluster
apiVersion: kind.x-k8s.io/v1alpha4
nodes:
  - role: control-plane
    labels: { ingress-ready: 'true' }
    extraPortMappings:
      - { containerPort: 80, hostPort: $PORT, listenAddress: 127.0.0.1 }
END
  fi
  keep_kubeconfig kind get kubeconfig --name "$NAME"
  kubectl --kubeconfig "$FOLDER/kubeconfig" apply -f "$INGRESS_NGINX" >&2
  kubectl --kubeconfig "$FOLDER/kubeconfig" -n ingress-nginx rollout status deployment/ingress-nginx-controller --timeout=300s >&2
  write_record ingress-nginx
}

create_node() {
  [ "$(uname -s)" = Linux ] || die 'A node of our own needs Linux.' 'Use --kind k3d.'
  [ "$(id -u)" = 0 ] || die 'A node of our own needs root.' 'Run this as root, or use --kind k3d.'
  write_record ingress
  exec "$ROOT/tools/bootstrap.sh" node --disable-warning=ExperimentalWarning "$ROOT/tools/nodeOnly.mjs" "$FOLDER" "$PORT"
}

delete_cluster() {
  case $KIND in
    k3d)
      need k3d 'Install it from https://k3d.io.'
      if k3d cluster list "$NAME" >/dev/null 2>&1; then k3d cluster delete "$NAME" >&2; fi
      ;;
    kind)
      need kind 'Install it from https://kind.sigs.k8s.io.'
      if kind get clusters 2>/dev/null | grep -qx "$NAME"; then kind delete cluster --name "$NAME" --kubeconfig "$FOLDER/kubeconfig" >&2; fi
      ;;
    node)
      if [ -f "$FOLDER/cluster-state/settings" ]; then
        URUMI_CLUSTER_STATE=$FOLDER/cluster-state "$ROOT/tools/cluster/node.sh" down --all >&2
      fi
      ;;
  esac
  rm -rf "$FOLDER"
  say "$NAME is removed"
}

had=$(record_value "$NAME" KIND)
if [ -n "$had" ] && [ "$had" != "$KIND" ]; then
  die "$NAME is a cluster of the kind $had." "Give --kind $had, or another --name."
fi
if [ -n "$DELETE" ]; then
  delete_cluster
  exit 0
fi
mkdir -p "$FOLDER"
chmod 700 "$FOLDER"
"create_$KIND"
say "The cluster $NAME is ready. kubeconfig: $FOLDER/kubeconfig"
say "Next: scripts/install-platform.sh --cluster $NAME --build"
