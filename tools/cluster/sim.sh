#!/usr/bin/env bash
# Simulated cluster: real etcd, kube-apiserver, controller-manager and scheduler; pods are played by kwok.
#   sim.sh up [NODES]   start what is not running; the state of an earlier run is kept
#   sim.sh run [NODES]  up, print "ready", stay until standard input ends or a daemon dies, then stop
#   sim.sh stop | down  end the daemons; down also removes all state
#   sim.sh stop-api     end the API server only (up starts it again): what an outage looks like
#   sim.sh status | env
# No root, no containers, no network: everything on 127.0.0.1 under $URUMI_CLUSTER_STATE (default ./.cluster), with the
# programs of $URUMI_CLUSTER_BIN.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
KWOK_PORT=${KWOK_PORT:-11247}
SETTINGS+=(KWOK_PORT)

node_yaml() { # NAME INDEX : a Ready node that kwok adopts (annotation), with room for many stores
  cat <<E
apiVersion: v1
kind: Node
metadata:
  name: $1
  annotations: {kwok.x-k8s.io/node: fake}
  labels: {type: kwok, kubernetes.io/hostname: $1, kubernetes.io/os: linux, kubernetes.io/arch: amd64, topology.kubernetes.io/zone: sim-$(($2 % 2))}
status:
  allocatable: {cpu: "32", memory: 256Gi, pods: "250", ephemeral-storage: 500Gi}
  capacity: {cpu: "32", memory: 256Gi, pods: "250", ephemeral-storage: 500Gi}
---
E
}

up() {
  local nodes=${1:-2} i t0=$SECONDS
  need kwok kubectl
  mkdir -p "$LOGS" "$RUN" "$ETC"
  mk_pki
  # 127.0.0.1 may not appear in Endpoints, hence no endpoint reconciler in this tier.
  control_plane --endpoint-reconciler-type=none
  # a kwok of before `stop` still holds its nodes' leases, and the new one would wait 40 s for them
  if ! alive kwok; then k -n kube-node-lease delete leases --all >/dev/null; fi
  run_bg kwok "$BIN/kwok" --kubeconfig "$ETC/admin.kubeconfig" --config "$HERE/kwok-stages.yaml" \
    --manage-all-nodes=false --manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake \
    --node-ip 127.0.0.1 --node-port "$KWOK_PORT" --server-address "127.0.0.1:$KWOK_PORT" \
    --tls-cert-file "$PKI/apiserver.crt" --tls-private-key-file "$PKI/apiserver.key" \
    --cidr "$POD_CIDR" --node-lease-duration-seconds 40
  for ((i = 0; i < nodes; i++)); do node_yaml "sim-$i" "$i"; done | k apply --server-side -f - >/dev/null
  k apply --server-side -f "$HERE/sim-defaults.yaml" >/dev/null
  k wait --for=condition=Ready node -l type=kwok --timeout=60s >/dev/null
  say "simulated cluster ready in $((SECONDS - t0))s: export KUBECONFIG=$ETC/admin.kubeconfig"
}
stop() { stop_bg kwok; stop_control_plane; }
down() { stop; rm -rf "${STATE:?}"/{etcd,run,logs,etc,pki,settings}; }
DAEMONS=(etcd kube-apiserver kube-controller-manager kube-scheduler kwok)
status() { local p; for p in "${DAEMONS[@]}"; do if alive "$p"; then echo "$p up"; else echo "$p down"; fi; done; k get nodes -o wide; }

case ${1:-} in
  up) shift; up "$@";; run) shift; run_leashed "${DAEMONS[@]}" -- "$@";; stop) stop;; down) down;; stop-api) stop_bg kube-apiserver 1;; # it would drain its watches for a minute
  status) status;; env) echo "export KUBECONFIG=$ETC/admin.kubeconfig";;
  *) sed -n '2,8s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2;;
esac
