# shellcheck shell=bash
# What sim.sh and node.sh share: settings, daemons, certificates, the control plane. Source it, do not run it.
# Everything lives under $STATE; nothing outside it is written.
set -euo pipefail

# shellcheck disable=SC2034
HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
STATE=${URUMI_CLUSTER_STATE:-$PWD/.cluster}
mkdir -p "$STATE"; STATE=$(cd "$STATE" && pwd)
# What keep_settings wrote at the last `up`: a later call needs to know the state directory only.
if [ -f "$STATE/settings" ]; then . "$STATE/settings"; fi
BIN=${URUMI_CLUSTER_BIN:-$STATE/bin}
PKI=$STATE/pki; LOGS=$STATE/logs; RUN=$STATE/run; ETC=$STATE/etc
API_IP=${API_IP:-127.0.0.1}
API_PORT=${API_PORT:-16443}
ETCD_PORT=${ETCD_PORT:-12379}
ETCD_PEER_PORT=${ETCD_PEER_PORT:-12380}
KCM_PORT=${KCM_PORT:-11257}
SCHED_PORT=${SCHED_PORT:-11259}
SVC_CIDR=${SVC_CIDR:-10.96.0.0/16}
API_SVC_IP=${API_SVC_IP:-10.96.0.1}
DNS_SVC_IP=${DNS_SVC_IP:-10.96.0.10}
POD_CIDR=${POD_CIDR:-10.244.0.0/16}
# Variables that keep_settings keeps; each script adds its own.
SETTINGS=(API_PORT ETCD_PORT ETCD_PEER_PORT KCM_PORT SCHED_PORT)
# Put before every command that has to run where the cluster is; empty when that is here.
ENTER=()

say()  { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
die()  { printf 'error: %s\n' "$*" >&2; exit 1; }
need() { local b; for b in "$@"; do [ -x "$BIN/$b" ] || die "missing $BIN/$b (set URUMI_CLUSTER_BIN)"; done; }

# put FILE < text : write only when the content differs (kube-proxy exits when its file is written).
put() {
  local t; t=$(mktemp "$1.XXXXXX"); cat >"$t"
  if cmp -s "$t" "$1" 2>/dev/null; then rm -f "$t"; else chmod 600 "$t"; mv "$t" "$1"; fi
}
# run_bg NAME CMD... : start a daemon in its own session, log to $LOGS, remember its pid.
run_bg() {
  local name=$1; shift
  if alive "$name"; then return 0; fi
  if [ ${#ENTER[@]} -gt 0 ]; then set -- "${ENTER[@]}" "$@"; fi
  if command -v setsid >/dev/null; then set -- setsid "$@"; fi
  nohup "$@" >"$LOGS/$name.log" 2>&1 </dev/null &
  echo $! >"$RUN/$name.pid"
  disown $!
}
# inside CMD... : run a command to its end where the cluster is.
inside() { if [ ${#ENTER[@]} -gt 0 ]; then "${ENTER[@]}" "$@"; else "$@"; fi; }
# command_line PID : the process's arguments, empty when there is no such process.
command_line() {
  if [ -d /proc/self ]; then tr '\0' ' ' <"/proc/$1/cmdline"; else ps -ww -o args= -p "$1"; fi 2>/dev/null || true
}
# command_of NAME : a part of the daemon's command line that no other process has, whatever was put before it.
command_of() { echo "$BIN/$1 "; }
# alive NAME : whether the recorded pid still is our daemon. After a crash or a reboot the number may be another process's.
alive() {
  [ -f "$RUN/$1.pid" ] || return 1
  case "$(command_line "$(cat "$RUN/$1.pid")")" in *"$(command_of "$1")"*) return 0 ;; *) return 1 ;; esac
}
# signalled PID : what a signal has to be sent to. nsenter stays as the parent of what it starts and passes none on.
signalled() {
  case "$(cat "/proc/$1/comm" 2>/dev/null || true)" in nsenter) cat "/proc/$1/task/$1/children" ;; *) echo "$1" ;; esac
}
# stop_bg NAME [SECONDS] : TERM, wait, KILL - only what `alive` recognises as ours.
stop_bg() {
  local name=$1 i pid n=${2:-10}
  if alive "$name"; then
    pid=$(cat "$RUN/$name.pid")
    # Removed first, so that whoever watches the daemons sees a stop and not a crash.
    rm -f "$RUN/$name.pid"
    # shellcheck disable=SC2046
    kill -TERM $(signalled "$pid") 2>/dev/null || true
    for ((i = 0; i < n * 10; i++)); do kill -0 "$pid" 2>/dev/null || return 0; sleep 0.1; done
    # shellcheck disable=SC2046
    kill -KILL $(signalled "$pid") "$pid" 2>/dev/null || true
  fi
  rm -f "$RUN/$name.pid"
}
# wait_ok NAME SECONDS CMD... : poll until CMD succeeds; stop early when the daemon has died.
wait_ok() {
  local name=$1 secs=$2 i; shift 2
  for ((i = 0; i < secs * 5; i++)); do
    "$@" >/dev/null 2>&1 && return 0
    if [ -f "$RUN/$name.pid" ] && ! kill -0 "$(cat "$RUN/$name.pid")" 2>/dev/null; then tail -n 30 "$LOGS/$name.log" >&2; die "$name exited"; fi
    sleep 0.2
  done
  tail -n 30 "$LOGS/$name.log" >&2 2>/dev/null || true
  die "$name not ready after ${secs}s"
}

# ---------------------------------------------------------------- PKI (openssl or LibreSSL)
gen_key() { [ -s "$1" ] || (umask 077; openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1"); }
mk_ca() { # NAME CN
  gen_key "$PKI/$1.key"
  [ -s "$PKI/$1.crt" ] || openssl req -x509 -new -key "$PKI/$1.key" -days 3650 -subj "/CN=$2" -out "$PKI/$1.crt" 2>/dev/null
}
mk_cert() { # NAME CA CN ORG usages [SAN] : made anew only when one of these has changed
  local n=$1 ca=$2 cn=$3 org=$4 use=$5 san=${6:-} subj="/CN=$3"
  [ -n "$org" ] && subj="/O=$org/CN=$cn"
  { echo "# $ca $subj"; echo "basicConstraints=critical,CA:FALSE"; echo "keyUsage=critical,digitalSignature"; echo "extendedKeyUsage=$use"
    if [ -n "$san" ]; then echo "subjectAltName=$san"; fi; } >"$PKI/$n.new"
  if [ -s "$PKI/$n.crt" ] && cmp -s "$PKI/$n.new" "$PKI/$n.ext"; then rm "$PKI/$n.new"; return 0; fi
  gen_key "$PKI/$n.key"
  openssl req -new -key "$PKI/$n.key" -subj "$subj" -out "$PKI/$n.csr" 2>/dev/null
  openssl x509 -req -in "$PKI/$n.csr" -CA "$PKI/$ca.crt" -CAkey "$PKI/$ca.key" -CAcreateserial -days 3650 \
    -extfile "$PKI/$n.new" -out "$PKI/$n.crt" 2>/dev/null
  rm -f "$PKI/$n.csr"; mv "$PKI/$n.new" "$PKI/$n.ext"
}
mk_pki() { # [NODE_NAME NODE_IP]
  command -v openssl >/dev/null || die 'openssl was not found. Install it, then try again.'
  mkdir -p "$PKI"; chmod 700 "$PKI"
  mk_ca ca urumi-dev-ca
  mk_ca front-proxy-ca urumi-dev-front-proxy-ca
  gen_key "$PKI/sa.key"; [ -s "$PKI/sa.pub" ] || openssl pkey -in "$PKI/sa.key" -pubout -out "$PKI/sa.pub"
  mk_cert apiserver ca kube-apiserver "" serverAuth \
    "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$API_SVC_IP,IP:$API_IP"
  mk_cert apiserver-kubelet-client ca kube-apiserver-kubelet-client "" clientAuth
  mk_cert front-proxy-client front-proxy-ca front-proxy-client "" clientAuth
  mk_cert admin ca kubernetes-admin system:masters clientAuth
  mk_cert kcm ca system:kube-controller-manager "" clientAuth
  mk_cert scheduler ca system:kube-scheduler "" clientAuth
  mk_cert proxy ca system:kube-proxy "" clientAuth
  if [ -n "${1:-}" ]; then
    mk_cert kubelet ca "system:node:$1" system:nodes clientAuth
    mk_cert kubelet-serving ca "system:node:$1" system:nodes serverAuth "DNS:$1,IP:$2,IP:127.0.0.1"
  fi
}
mk_kubeconfig() { # NAME -> $ETC/NAME.kubeconfig (all data embedded)
  local n=$1 b='base64 -w0'
  base64 -w0 </dev/null >/dev/null 2>&1 || b=base64   # macOS
  put "$ETC/$n.kubeconfig" <<E
apiVersion: v1
kind: Config
clusters: [{name: urumi-dev, cluster: {server: "https://$API_IP:$API_PORT", certificate-authority-data: "$($b <"$PKI/ca.crt")"}}]
users: [{name: $n, user: {client-certificate-data: "$($b <"$PKI/$n.crt")", client-key-data: "$($b <"$PKI/$n.key")"}}]
contexts: [{name: urumi-dev, context: {cluster: urumi-dev, user: $n}}]
current-context: urumi-dev
E
}

api_get() { inside curl -sf --max-time 3 --cacert "$PKI/ca.crt" --cert "$PKI/admin.crt" --key "$PKI/admin.key" "https://$API_IP:$API_PORT$1"; }
k() { inside "$BIN/kubectl" --kubeconfig "$ETC/admin.kubeconfig" "$@"; }

# ---------------------------------------------------------------- control plane
keep_settings() {
  local name
  for name in "${SETTINGS[@]}"; do printf ': "${%s:=%s}"\n' "$name" "${!name}"; done | put "$STATE/settings"
  printf ': "${URUMI_CLUSTER_BIN:=%q}"\n' "$BIN" >>"$STATE/settings"
}
# control_plane [extra kube-apiserver flags...]
control_plane() {
  need etcd kube-apiserver kube-controller-manager kube-scheduler
  mkdir -p "$LOGS" "$RUN" "$ETC"
  keep_settings
  local n; for n in admin kcm scheduler proxy; do mk_kubeconfig "$n"; done

  # --unsafe-no-fsync: a throw-away cluster; makes writes several times faster on slow disks.
  run_bg etcd "$BIN/etcd" --name dev --data-dir "$STATE/etcd" --unsafe-no-fsync --log-level warn \
    --listen-client-urls "http://127.0.0.1:$ETCD_PORT" --advertise-client-urls "http://127.0.0.1:$ETCD_PORT" \
    --listen-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" --initial-advertise-peer-urls "http://127.0.0.1:$ETCD_PEER_PORT" \
    --initial-cluster "dev=http://127.0.0.1:$ETCD_PEER_PORT"
  wait_ok etcd 30 inside curl -sf --max-time 2 "http://127.0.0.1:$ETCD_PORT/health"

  run_bg kube-apiserver "$BIN/kube-apiserver" \
    --etcd-servers "http://127.0.0.1:$ETCD_PORT" --bind-address "$API_IP" --advertise-address "$API_IP" --secure-port "$API_PORT" \
    --allow-privileged=true --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
    --client-ca-file "$PKI/ca.crt" --tls-cert-file "$PKI/apiserver.crt" --tls-private-key-file "$PKI/apiserver.key" \
    --kubelet-client-certificate "$PKI/apiserver-kubelet-client.crt" --kubelet-client-key "$PKI/apiserver-kubelet-client.key" \
    --kubelet-certificate-authority "$PKI/ca.crt" --kubelet-preferred-address-types InternalIP,Hostname \
    --service-account-issuer https://kubernetes.default.svc.cluster.local \
    --service-account-key-file "$PKI/sa.pub" --service-account-signing-key-file "$PKI/sa.key" \
    --service-cluster-ip-range "$SVC_CIDR" --event-ttl 1h --profiling=false \
    --requestheader-client-ca-file "$PKI/front-proxy-ca.crt" --requestheader-allowed-names front-proxy-client \
    --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group \
    --requestheader-extra-headers-prefix X-Remote-Extra- \
    --proxy-client-cert-file "$PKI/front-proxy-client.crt" --proxy-client-key-file "$PKI/front-proxy-client.key" "$@"
  wait_ok kube-apiserver 90 api_get /readyz

  run_bg kube-controller-manager "$BIN/kube-controller-manager" \
    --kubeconfig "$ETC/kcm.kubeconfig" --authentication-kubeconfig "$ETC/kcm.kubeconfig" --authorization-kubeconfig "$ETC/kcm.kubeconfig" \
    --bind-address 127.0.0.1 --secure-port "$KCM_PORT" --leader-elect=false --use-service-account-credentials=true \
    --root-ca-file "$PKI/ca.crt" --service-account-private-key-file "$PKI/sa.key" \
    --cluster-signing-cert-file "$PKI/ca.crt" --cluster-signing-key-file "$PKI/ca.key" \
    --allocate-node-cidrs=true --cluster-cidr "$POD_CIDR" --node-cidr-mask-size 24 --service-cluster-ip-range "$SVC_CIDR" --profiling=false
  run_bg kube-scheduler "$BIN/kube-scheduler" \
    --kubeconfig "$ETC/scheduler.kubeconfig" --authentication-kubeconfig "$ETC/scheduler.kubeconfig" --authorization-kubeconfig "$ETC/scheduler.kubeconfig" \
    --bind-address 127.0.0.1 --secure-port "$SCHED_PORT" --leader-elect=false --profiling=false
  wait_ok kube-controller-manager 60 api_get /api/v1/namespaces/default/serviceaccounts/default
  wait_ok kube-scheduler 30 inside curl -sfk --max-time 2 "https://127.0.0.1:$SCHED_PORT/healthz"
}
stop_control_plane() { local p; for p in kube-scheduler kube-controller-manager kube-apiserver etcd; do stop_bg "$p" 15; done; }

# run_leashed DAEMON... -- [ARG...] : up ARG..., print "ready", stay until standard input ends or a daemon dies, then stop.
# Whoever starts it holds the other end of its standard input: when that process ends, however it ends, so does the cluster.
run_leashed() {
  local leash p pid daemons=()
  while [ "$1" != -- ]; do daemons+=("$1"); shift; done
  shift
  trap 'exit 1' TERM INT HUP
  trap stop EXIT
  exec 3<&0
  cat <&3 >/dev/null &
  leash=$!
  up "$@"
  echo ready
  while kill -0 "$leash" 2>/dev/null; do
    for p in "${daemons[@]}"; do
      # A daemon that was stopped on purpose has no pid file.
      pid=$(cat "$RUN/$p.pid" 2>/dev/null) || continue
      kill -0 "$pid" 2>/dev/null || { tail -n 30 "$LOGS/$p.log" >&2; die "$p ended by itself, see $LOGS/$p.log"; }
    done
    sleep 0.5
  done
}
