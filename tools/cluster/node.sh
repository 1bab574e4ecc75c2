#!/usr/bin/env bash
# Node: a Kubernetes of one node whose containers really run, without Docker, systemd or internet. Linux and root only.
#   node.sh up            start it; volumes, images and API objects of an earlier run are still there
#   node.sh run           up, print "ready", stay until standard input ends or a daemon dies, then stop
#   node.sh stop          power off
#   node.sh down [--all]  stop and remove everything but images; --all removes them as well
#   node.sh load TAR...   import image archives
#   node.sh status | env | ctr ARGS... | exec CMD...
# The node lives in mount, network and pid namespaces of its own. When their first process ends, so do all pods, mounts and
# firewall rules, and nothing has to be hunted down. Outside it has one veth pair ($VETH, $HOST_IP to $NODE_IP), cgroup
# directories named $CGROUP, and its files in $URUMI_CLUSTER_STATE (default ./.cluster); programs are in $URUMI_CLUSTER_BIN.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. "$HERE/node-config.sh"
SETTINGS=(NODE_IP HOST_IP VETH CGROUP SNAPSHOTTER)
# The other end of the veth pair is named ${VETH}n, and 15 characters is the longest name.
NODE_IP=${NODE_IP:-10.231.0.2} HOST_IP=${HOST_IP:-10.231.0.1} VETH=${VETH:-urumi0} CGROUP=${CGROUP:-urumi0}
# The node has its own network: its ports are nobody else's.
API_IP=$NODE_IP API_PORT=6443 ETCD_PORT=2379 ETCD_PEER_PORT=2380 KCM_PORT=10257 SCHED_PORT=10259
NODE=urumi-node
PATH=$PATH:/usr/sbin:/sbin
CNI_BIN=/usr/lib/cni; [ -d "$CNI_BIN" ] || CNI_BIN=/opt/cni/bin
CONTAINERD=$(command -v containerd || true) RUNC=$(command -v runc || true) BUSYBOX=$(command -v busybox || true)
PAUSE_IMAGE=registry.k8s.io/pause:3.10 # only a name: the image is made here
DAEMONS=(etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy netpol volumes)

command_of() {
  case $1 in
    node) echo "$STATE/pause " ;;
    containerd) echo "$CONTAINERD -c $ETC/" ;;
    netpol | volumes) echo "$BIN/addons $1 " ;;
    *) echo "$BIN/$1 " ;;
  esac
}
enter() {
  alive node || die "the node of $STATE is not running"
  ENTER=(nsenter -t "$(cat "$RUN/node.pid")" -m -n -p --wd="$STATE" --)
}

check() {
  local p
  [ "$(uname -s)" = Linux ] || die 'a node needs Linux. Use CLUSTER=sim or CLUSTER=k3d.'
  [ "$(id -u)" = 0 ] || die 'a node needs root. Use CLUSTER=sim or CLUSTER=k3d.'
  need etcd kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy kubectl coredns addons pause
  for p in containerd runc busybox nsenter unshare setsid ip iptables curl openssl tar sha256sum; do
    command -v "$p" >/dev/null || die "$p was not found. Install it, then try again."
  done
  for p in bridge host-local portmap loopback; do [ -x "$CNI_BIN/$p" ] || die "the CNI plugin $CNI_BIN/$p was not found. Install it, then try again."; done
  # A state folder that itself lies on an overlay, as in some containers, takes no other one.
  if [ -z "${SNAPSHOTTER:-}" ]; then
    mkdir -p "$STATE"/overlay/{lower,upper,work,merged}
    SNAPSHOTTER=native
    if (cd "$STATE/overlay" && unshare --mount mount -t overlay overlay -o lowerdir=lower,upperdir=upper,workdir=work merged) 2>/dev/null; then SNAPSHOTTER=overlayfs; fi
    rm -rf "$STATE/overlay"
  fi
}

# ---------------------------------------------------------------- images of what is on this machine
tag_of() { sha256sum "$1" | cut -c1-12; }
# image NAME:TAG PROGRAM ENTRYPOINT_JSON : an archive, in the state, of an image that holds one program
image() {
  local file=$STATE/images/${1//[\/:]/_}.tar d a
  if [ -f "$file" ]; then return 0; fi
  d=$(mktemp -d)
  case $2 in
    "$BUSYBOX")
      mkdir -p "$d"/{bin,tmp,etc,var}; chmod 1777 "$d/tmp"; cp "$BUSYBOX" "$d/bin/busybox"
      for a in $("$BUSYBOX" --list); do [ "$a" = busybox ] || ln -s busybox "$d/bin/$a"; done
      echo 'root:x:0:0:root:/:/bin/sh' >"$d/etc/passwd"; echo 'root:x:0:' >"$d/etc/group" ;;
    *) cp "$2" "$d/" ;;
  esac
  "$HERE/mkimage.sh" "$file.new" "$1" "$d" "$3"; mv "$file.new" "$file"
  rm -rf "$d"
}
make_images() {
  mkdir -p "$STATE/images"
  COREDNS_IMAGE=urumi.local/coredns:$(tag_of "$BIN/coredns") ADDONS_IMAGE=urumi.local/addons:$(tag_of "$BIN/addons")
  image "$PAUSE_IMAGE" "$BIN/pause" '["/pause"]'
  image urumi.local/busybox:1 "$BUSYBOX" '[]'
  image "$COREDNS_IMAGE" "$BIN/coredns" '["/coredns"]'
  image "$ADDONS_IMAGE" "$BIN/addons" '["/addons"]'
}
import_images() {
  local present name
  present=$(inside ctr -n k8s.io images ls -q)
  for name in "$PAUSE_IMAGE" urumi.local/busybox:1 "$COREDNS_IMAGE" "$ADDONS_IMAGE"; do
    case $'\n'$present$'\n' in *$'\n'"$name"$'\n'*) ;; *) import "$STATE/images/${name//[\/:]/_}.tar" ;; esac
  done
}
import() { inside ctr -n k8s.io images import --snapshotter "$SNAPSHOTTER" "$1" >/dev/null; }

# ---------------------------------------------------------------- the node's namespaces
node_create() {
  if alive node; then enter; return 0; fi
  local outer pid='' i
  # A running program must not be written to.
  cmp -s "$BIN/pause" "$STATE/pause" || { rm -f "$STATE/pause"; cp -L "$BIN/pause" "$STATE/pause"; }
  nohup setsid unshare --mount --net --pid --fork --kill-child --mount-proc --propagation private "$STATE/pause" "$NODE" \
    >"$LOGS/node.log" 2>&1 </dev/null &
  outer=$!; disown "$outer"
  for ((i = 0; i < 100; i++)); do
    pid=$(tr -d ' ' <"/proc/$outer/task/$outer/children" 2>/dev/null || true)
    # Before it is that program, its mounts are not made.
    if [ -n "$pid" ] && [ "$(readlink "/proc/$pid/exe")" = "$STATE/pause" ]; then echo "$pid" >"$RUN/node.pid"; break; fi
    sleep 0.05
  done
  alive node || die "the namespaces of a node could not be made: $(tail -n 1 "$LOGS/node.log")"
  enter
  mkdir -p "$STATE"/{kubelet,varlog/pods,varlog/containers,pv,sysctl} /var/lib/kubelet /var/lib/urumi-pv
  # Private copies of the few fixed paths that kubelet, the CRI plugin and the shims insist on; and files in the place of the
  # machine's own settings that kubelet would change: they hold what it wants already.
  inside sh -euc '
    mount --make-rshared /
    for d in /run/containerd /run/netns; do mkdir -p $d; mount -t tmpfs -o mode=755 tmpfs $d; done
    mount --bind "$1/kubelet" /var/lib/kubelet
    mount --bind "$1/varlog" /var/log
    mount --bind "$1/pv" /var/lib/urumi-pv
    shield() { if [ -e /proc/sys/$1 ]; then f=$3/$(echo $1 | tr / _); echo $2 >"$f"; mount --bind "$f" /proc/sys/$1; fi; }
    for each in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
      shield ${each%=*} ${each#*=} "$1/sysctl"
    done
  ' sh "$STATE"
  ip link add "$VETH" type veth peer name "${VETH}n" || die "the network interface $VETH could not be made. Choose another name by VETH."
  # An interface of that name that is somebody else's is left alone.
  : >"$RUN/veth-made"
  ip link set "${VETH}n" netns "$pid"
  ip addr add "$HOST_IP/30" dev "$VETH"; ip link set "$VETH" up
  inside sh -euc '
    ip link set lo up
    ip link set "$1" name eth0; ip addr add "$2/30" dev eth0; ip link set eth0 up; ip route add default via "$3"
    echo 1 >/proc/sys/net/ipv4/ip_forward
    [ ! -e /proc/sys/net/bridge/bridge-nf-call-iptables ] || echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
  ' sh "${VETH}n" "$NODE_IP" "$HOST_IP"
}

# ---------------------------------------------------------------- cgroups, of version 1 or 2: one directory in each hierarchy
cgroup_mounts() { awk '$3 == "cgroup" || $3 == "cgroup2" { print $2 }' /proc/mounts; }
cgroup_create() {
  local m c
  while read -r m; do
    mkdir -p "$m/$CGROUP" 2>/dev/null || continue
    # version 1: nothing can enter a cpuset that is empty
    if [ -f "$m/$CGROUP/cpuset.mems" ] && [ -f "$m/cpuset.mems" ]; then
      for c in cpuset.cpus cpuset.mems; do cat "$m/$c" >"$m/$CGROUP/$c" 2>/dev/null || true; done
    fi
    if [ -f "$m/$CGROUP/cgroup.subtree_control" ] && [ "$(stat -fc %T "$m")" = cgroup2fs ]; then
      for c in $(cat "$m/cgroup.controllers"); do echo "+$c" >"$m/cgroup.subtree_control" 2>/dev/null || true; done
    fi
  done < <(cgroup_mounts)
}
# Directories can be removed once the kernel has let go of the processes in them.
cgroup_remove() {
  local m i left
  for ((i = 0; i < 50; i++)); do
    left=
    while read -r m; do
      [ -d "$m/$CGROUP" ] || continue
      find "$m/$CGROUP" -depth -type d -exec rmdir {} + 2>/dev/null || true
      if [ -d "$m/$CGROUP" ]; then left=$m/$CGROUP; fi
    done < <(cgroup_mounts)
    [ -n "$left" ] || return 0
    sleep 0.1
  done
  say "$left could not be removed: something still runs in it"
}

# ---------------------------------------------------------------- commands
# The manifests that every node has, for this one.
manifests() {
  local file
  for file in node-defaults addon-coredns addon-ingress; do
    sed "s/NODE_IP/$NODE_IP/; s#COREDNS_IMAGE#$COREDNS_IMAGE#; s#ADDONS_IMAGE#$ADDONS_IMAGE#" "$HERE/$file.yaml"
    echo ---
  done
}
# Plays the cloud provider for the ingress controller's Service: kube-proxy then answers for it on the node's address.
publish_ingress() {
  k -n ingress patch service ingress --subresource=status --type=merge \
    -p "{\"status\":{\"loadBalancer\":{\"ingress\":[{\"ip\":\"$NODE_IP\"}]}}}" >/dev/null
}
up() {
  local t0=$SECONDS
  check
  mkdir -p "$LOGS" "$RUN" "$ETC"
  make_images
  mk_pki "$NODE" "$NODE_IP"
  mk_kubeconfig kubelet
  write_config
  keep_settings
  node_create
  cgroup_create
  run_bg containerd "$CONTAINERD" -c "$ETC/containerd.toml"
  control_plane
  k apply --server-side --force-conflicts -f - < <(manifests) >/dev/null
  publish_ingress
  wait_ok containerd 30 inside ctr version
  import_images
  run_bg kubelet "$BIN/kubelet" --config "$ETC/kubelet.yaml" --kubeconfig "$ETC/kubelet.kubeconfig" --root-dir /var/lib/kubelet \
    --cert-dir "$STATE/kubelet/pki" --hostname-override "$NODE" --node-ip "$NODE_IP"
  run_bg kube-proxy "$BIN/kube-proxy" --config "$ETC/kube-proxy.yaml"
  run_bg netpol "$BIN/addons" netpol -kubeconfig "$ETC/admin.kubeconfig"
  run_bg volumes "$BIN/addons" volumes -kubeconfig "$ETC/admin.kubeconfig" -dir /var/lib/urumi-pv
  wait_ok kubelet 60 k wait --for=condition=Ready "node/$NODE" --timeout=2s
  # After a stop the recorded states of pods are the old ones: the services themselves are asked.
  wait_ok kubelet 90 inside "$BUSYBOX" nslookup -type=a kubernetes.default.svc.cluster.local "$DNS_SVC_IP"
  wait_ok kubelet 90 curl -sf -m 2 "http://$NODE_IP/healthz"
  say "node ready in $((SECONDS - t0))s at $NODE_IP: export KUBECONFIG=$ETC/admin.kubeconfig"
}
stop() {
  local p i
  if alive node; then
    p=$(cat "$RUN/node.pid")
    # Removed first, so that whoever watches the daemons sees a stop and not a crash.
    rm -f "$RUN"/*.pid
    kill -KILL "$p"
    for ((i = 0; i < 100; i++)); do kill -0 "$p" 2>/dev/null || break; sleep 0.1; done
  fi
  if [ -f "$RUN/veth-made" ]; then ip link del "$VETH" 2>/dev/null || true; fi
  cgroup_remove
  rm -rf "${STATE:?}"/{run,cni,sysctl}
}
down() {
  stop
  rm -rf "${STATE:?}"/{etcd,logs,etc,pki,kubelet,varlog,pv,settings}
  if [ "${1:-}" = --all ]; then rm -rf "${STATE:?}"/{containerd,images,pause}; fi
}
status() {
  local p
  enter
  for p in "${DAEMONS[@]}"; do if alive "$p"; then echo "$p up"; else echo "$p down, see $LOGS/$p.log"; fi; done
  k get nodes -o wide; k get pods -A
}
case ${1:-} in
  up) up;; run) run_leashed node "${DAEMONS[@]}" --;; stop) stop;; down) down "${2:-}";; status) status;;
  env) echo "export KUBECONFIG=$ETC/admin.kubeconfig";;
  load) shift; enter; for archive in "$@"; do import "$archive"; done;;
  ctr) shift; enter; inside ctr -n k8s.io "$@";;
  exec) shift; enter; inside "$@";;
  *) sed -n '2,11s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2;;
esac
