#!/usr/bin/env bash
# Makes simulated pods fail on purpose, for tests: a mutating admission policy writes the fault onto new pods, so that no
# API parameter and no chart value of the product needs to know about it.
#   test-faults.sh set NAME NAMESPACE_LABEL=VALUE POD_LABEL=VALUE FAULT
#   test-faults.sh clear NAME
#   test-faults.sh clear-all
# FAULT: image-pull | crash-loop | never-ready | job (see kwok-stages.yaml). It reaches pods that are made after the call
# returns, in namespaces with the first label (one namespace: kubernetes.io/metadata.name=...), whose own labels match the
# second. A broken pod stays broken after `clear` until it is deleted and made anew.
# Uses KUBECONFIG, or the cluster in URUMI_CLUSTER_STATE.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
kubectl() { "$BIN/kubectl" --kubeconfig "${KUBECONFIG:-$ETC/admin.kubeconfig}" "$@"; }
usage() { sed -n '4,10s/^# *//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

set_fault() { # NAME NAMESPACE_LABEL=VALUE POD_LABEL=VALUE FAULT
  local name=test-fault-$1 namespace_label=$2 pod_label=$3 fault=$4
  case $fault in image-pull | crash-loop | never-ready | job) ;; *) usage ;; esac
  kubectl apply --server-side -f - >/dev/null <<Y
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata: {name: $name, labels: {urumi.dev/test-fault: "true"}}
spec:
  failurePolicy: Fail
  reinvocationPolicy: Never
  matchConstraints:
    namespaceSelector: {matchLabels: {"${namespace_label%%=*}": "${namespace_label#*=}"}}
    objectSelector: {matchLabels: {"${pod_label%%=*}": "${pod_label#*=}"}}
    resourceRules:
    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
  mutations:
  - patchType: ApplyConfiguration
    applyConfiguration:
      expression: 'Object{metadata: Object.metadata{annotations: {"sim.urumi.dev/fail": "$fault"}}}'
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata: {name: $name, labels: {urumi.dev/test-fault: "true"}}
spec: {policyName: $name}
Y
  settle
}
clear_fault() { # NAME
  kubectl delete mutatingadmissionpolicybinding,mutatingadmissionpolicy "test-fault-$1" --ignore-not-found >/dev/null
  settle
}
clear_all() {
  kubectl delete mutatingadmissionpolicybinding,mutatingadmissionpolicy -l urumi.dev/test-fault=true >/dev/null
  settle
}
# The API server takes policies up from a watch, within a second; nothing tells when it has.
settle() { sleep 2; }

case ${1:-}-$# in
  set-5) set_fault "$2" "$3" "$4" "$5" ;;
  clear-2) clear_fault "$2" ;;
  clear-all-1) clear_all ;;
  *) usage ;;
esac
