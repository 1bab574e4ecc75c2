#!/usr/bin/env bash
# Shows that the running node of $URUMI_CLUSTER_STATE does what a cluster must: pods, DNS, volumes, ingress, network policies,
# memory limits. Takes half a minute, needs curl, and leaves nothing.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
IP=$NODE_IP
pass=0; fail=0
passed() { pass=$((pass + 1)); echo "ok   $1"; }
failed() { fail=$((fail + 1)); echo "FAIL $1"; }
# ok WHAT CMD... : CMD has to succeed, within some seconds; no WHAT CMD... : it has to fail.
ok() {
  local i
  for ((i = 0; i < 10; i++)); do
    if "${@:2}" >/dev/null 2>&1; then passed "$1"; return 0; fi
    sleep 0.5
  done
  failed "$1"
}
no() { if "${@:2}" >/dev/null 2>&1; then failed "$1"; else passed "$1"; fi; }
trap 'k delete ns st-a st-b --wait=false >/dev/null 2>&1 || true' EXIT
for n in st-a st-b; do
k apply -f - >/dev/null <<Y
apiVersion: v1
kind: Namespace
metadata: {name: $n}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: $n}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: $n}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 1
      securityContext: {runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000, seccompProfile: {type: RuntimeDefault}}
      containers:
      - name: web
        image: urumi.local/busybox:1
        command: [sh, -c, 'echo $n >/data/index.html; exec httpd -f -p 8080 -h /data']
        ports: [{name: http, containerPort: 8080}]
        readinessProbe: {httpGet: {path: /, port: http}, periodSeconds: 1}
        volumeMounts: [{name: data, mountPath: /data}]
        resources: {limits: {memory: 64Mi}}
        securityContext: {allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: {drop: [ALL]}}
      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: $n}
spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: $n}
spec: {rules: [{host: $n.example, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http}}}}]}}]}
Y
done
for n in st-a st-b; do k -n $n rollout status deployment/web --timeout=60s >/dev/null; done
in_a() { k -n st-a exec deploy/web -- "$@"; }
fetch_b() { in_a timeout 4 wget -q -O- http://web.st-b/; }
pod_b=$(k -n st-b get pod -l app=web -o jsonpath='{.items[0].status.podIP}')
ok "DNS and Service between namespaces" fetch_b
ok "ingress by host name" sh -c "curl -sf -m 5 -H 'Host: st-a.example' http://$IP/ | grep -qx st-a"
no "ingress: unknown host is 404" curl -sf -m 5 -H 'Host: other.example' "http://$IP/"
ok "ingress over TLS" sh -c "curl -skf -m 5 --resolve st-b.example:443:$IP https://st-b.example/ | grep -qx st-b"
ok "ingress status published" sh -c "'$BIN/kubectl' --kubeconfig '$ETC/admin.kubeconfig' -n st-a get ingress web -o jsonpath='{.status.loadBalancer.ingress[0].ip}' | grep -qx $IP"
ok "pod reaches the API server" in_a sh -c "timeout 4 nc -w 3 10.96.0.1 443 </dev/null"
k apply -f - >/dev/null <<'Y'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: st-b}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
  - {from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: ingress}}}], ports: [{port: http}]}
  egress:
  - {to: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: kube-system}}}], ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]}
Y
sleep 2
no "policy: other namespace by Service" fetch_b
no "policy: other namespace by pod address" in_a timeout 4 wget -q -O- "http://$pod_b:8080/"
ok "policy: ingress namespace still let in" sh -c "curl -sf -m 5 -H 'Host: st-b.example' http://$IP/ | grep -qx st-b"
no "policy: egress to the API server" k -n st-b exec deploy/web -- sh -c "timeout 4 nc -w 3 10.96.0.1 443 </dev/null"
no "policy: egress to another namespace" k -n st-b exec deploy/web -- timeout 4 wget -q -O- http://web.st-a/
ok "policy: DNS still answers" k -n st-b exec deploy/web -- timeout 4 nslookup web.st-b.svc.cluster.local
k -n st-b delete networkpolicy deny >/dev/null; sleep 2
ok "policy removed: open again" fetch_b
k -n st-a run oom --image=urumi.local/busybox:1 --restart=Never --overrides='{"spec":{"containers":[{"name":"oom","image":"urumi.local/busybox:1","command":["sh","-c","dd if=/dev/zero of=/dev/shm/x bs=1M count=200; x=$(head -c 100000000 /dev/zero | tr \"\\\\0\" a); echo $x | wc -c"],"resources":{"limits":{"memory":"16Mi"}}}]}}' >/dev/null
oomed() { for _ in $(seq 30); do k -n st-a get pod oom -o jsonpath='{.status.containerStatuses[0].state.terminated.reason}' | grep -qx OOMKilled && return 0; sleep 0.5; done; return 1; }
ok "memory limit kills" oomed
k delete ns st-a st-b >/dev/null
ok "volumes gone with their namespace" sh -c "for i in \$(seq 20); do ! '$BIN/kubectl' --kubeconfig '$ETC/admin.kubeconfig' get pv -o jsonpath='{.items[*].spec.claimRef.namespace}' | grep -q st- && exit 0; sleep 0.5; done; exit 1"
echo "$pass passed, $fail failed"; [ "$fail" = 0 ]
