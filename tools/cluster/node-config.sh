# shellcheck shell=bash
# The configuration files of containerd, its network plugins, kubelet and kube-proxy. Sourced by node.sh.
write_config() {
  mkdir -p "$ETC/cni" "$STATE/containerd"
  put "$ETC/cni/10-urumi.conflist" <<E
{"cniVersion": "1.0.0", "name": "urumi", "plugins": [
  {"type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": true, "hairpinMode": true,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "${POD_CIDR%.*.*}.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "$STATE/cni"}},
  {"type": "portmap", "capabilities": {"portMappings": true}, "snat": true}]}
E
  # containerd 1.6 and 1.7 read this version; 2.x migrates it in memory.
  put "$ETC/containerd.toml" <<E
version = 2
root = "$STATE/containerd"
state = "/run/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.nri.v1.nri"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$STATE/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$PAUSE_IMAGE"
  stream_server_address = "127.0.0.1"
  enable_unprivileged_ports = true
  enable_unprivileged_icmp = true
  # without CAP_SYS_RESOURCE runc may not lower oom_score_adj, and sandboxes ask for -998
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    # REGISTRY/hosts.toml in here says how a registry is reached; it is read at every pull
    config_path = "$ETC/registries"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$CNI_BIN"
    conf_dir = "$ETC/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$SNAPSHOTTER"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        SystemdCgroup = false
        BinaryName = "$RUNC"
E
  # Of pods with dnsPolicy Default: nothing answers there.
  printf 'nameserver 192.0.2.53\noptions ndots:1\n' | put "$ETC/resolv.conf"
  put "$ETC/kubelet.yaml" <<E
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $NODE_IP
port: 10250
readOnlyPort: 0
healthzBindAddress: 127.0.0.1
healthzPort: 10248
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$PKI/ca.crt"}}
authorization: {mode: Webhook}
tlsCertFile: "$PKI/kubelet-serving.crt"
tlsPrivateKeyFile: "$PKI/kubelet-serving.key"
rotateCertificates: false
failCgroupV1: false          # the default is true since 1.35; the code for version 1 is there until 1.37
cgroupDriver: cgroupfs       # used when the runtime cannot answer RuntimeConfig (containerd 1.x)
cgroupRoot: /$CGROUP
failSwapOn: false
clusterDomain: cluster.local
clusterDNS: [$DNS_SVC_IP]
resolvConf: "$ETC/resolv.conf"
podLogsDir: /var/log/pods
imageGCHighThresholdPercent: 100   # off: images that were imported cannot be pulled again
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
maxPods: 200                 # the pod network has 253 addresses
oomScoreAdj: 0               # the default, -999, needs CAP_SYS_RESOURCE
volumePluginDir: "$STATE/kubelet/volumeplugins"
logging: {verbosity: 1}
E
  put "$ETC/kube-proxy.yaml" <<E
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clusterCIDR: $POD_CIDR
hostnameOverride: $NODE
bindAddress: $NODE_IP
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
clientConnection: {kubeconfig: "$ETC/proxy.kubeconfig"}
oomScoreAdj: 0
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}   # the machine's own settings stay
E
}
