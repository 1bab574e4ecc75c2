#!/usr/bin/env bash
# Makes one server with Debian or Ubuntu, as root, a home of the platform: k3s, cert-manager, certificates, the platform by
# values/values-vps.yaml, and a nightly backup of its database. Run again, it changes what differs. See docs/vps-runbook.md.
#
#   scripts/vps-install.sh --host HOST --domain DOMAIN --registry REGISTRY --email MAIL
#                          (--cloudflare-token-file FILE | --issuer NAME) [--values FILE]...
#
#   --host HOST         of the platform, such as platform.example.com
#   --api-host HOST     of its API; by default the same
#   --domain DOMAIN     of the stores, such as stores.example.com: *.DOMAIN has to lead here as well
#   --registry REGISTRY where scripts/build-images.sh --push has put the images
#   --registries FILE   for k3s: /etc/rancher/k3s/registries.yaml, with the login of that registry where it needs one
#   --email MAIL        for Let's Encrypt
#   --cloudflare-token-file FILE
#                       an API token of Cloudflare that may edit the zone: a wildcard certificate is proven by DNS
#   --issuer NAME       a ClusterIssuer of your own, for any other DNS; see the runbook
#   --values FILE       for the chart, over values/values-vps.yaml: sign-in above all (may be given again)
#   --backup-dir DIR    /var/backups/urumi
#   --keep-backups N    14
#   --skip-dns-check    the records are not there yet
#
# DESTDIR is put before /etc and /usr/local of what is written. Versions: K3S_VERSION, CERT_MANAGER_VERSION.
# Ends with 0, or 1 on failure with its cause and the next action, 2 on wrong use.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"

help_when_asked "$@"
K3S_VERSION=${K3S_VERSION:-v1.34.1+k3s1}
CERT_MANAGER_VERSION=${CERT_MANAGER_VERSION:-v1.18.2}
HOST='' API_HOST='' DOMAIN='' REGISTRY='' REGISTRIES='' EMAIL='' TOKEN_FILE='' ISSUER='' BACKUPS=/var/backups/urumi KEEP=14 CHECK_DNS=yes
VALUES=()
while [ $# -gt 0 ]; do
  case $1 in
    --skip-dns-check) CHECK_DNS=; shift; continue ;;
    --host | --api-host | --domain | --registry | --registries | --email | --cloudflare-token-file | --issuer | --values | --backup-dir | --keep-backups)
      need_value "$1" $# "${2:-}" ;;
    *) refuse "Unknown option '$1'." ;;
  esac
  case $1 in
    --host) HOST=$2 ;;
    --api-host) API_HOST=$2 ;;
    --domain) DOMAIN=$2 ;;
    --registry) REGISTRY=${2%/} ;;
    --registries) REGISTRIES=$2 ;;
    --email) EMAIL=$2 ;;
    --cloudflare-token-file) TOKEN_FILE=$2 ;;
    --issuer) ISSUER=$2 ;;
    --values) VALUES+=(--values "$2") ;;
    --backup-dir) BACKUPS=$2 ;;
    --keep-backups) KEEP=$2 ;;
  esac
  shift 2
done
[ -n "$HOST" ] || refuse '--host is needed.'
[ -n "$DOMAIN" ] || refuse '--domain is needed.'
[ -n "$REGISTRY" ] || refuse '--registry is needed.'
if [ -n "$ISSUER" ]; then
  [ -z "$TOKEN_FILE" ] || refuse '--issuer and --cloudflare-token-file exclude each other.'
else
  [ -n "$TOKEN_FILE" ] || refuse '--cloudflare-token-file or --issuer is needed.'
  [ -n "$EMAIL" ] || refuse '--email is needed.'
fi
case $HOST$API_HOST$DOMAIN in *[!a-zA-Z0-9.-]*) refuse '--host, --api-host and --domain are host names.' ;; esac
case $KEEP in '' | *[!0-9]* | 0) refuse "--keep-backups is '$KEEP', which is no number of backups." ;; esac
for file in "$TOKEN_FILE" "$REGISTRIES"; do
  [ -z "$file" ] || [ -f "$file" ] || refuse "$file is not there."
done
API_HOST=${API_HOST:-$HOST}
ISSUER=${ISSUER:-letsencrypt}
ETC=${DESTDIR:-}/etc
KUBECONFIG_FILE=$ETC/rancher/k3s/k3s.yaml

kube() { k3s kubectl --kubeconfig "$KUBECONFIG_FILE" "$@"; }

check_machine() {
  [ "$(uname -s)" = Linux ] || die 'This is not Linux.' 'Run this on the server itself.'
  [ "$(id -u)" = 0 ] || die 'This needs root.' 'Run it by sudo.'
  need systemctl 'Take a server with systemd, such as Debian or Ubuntu.'
  need curl 'apt-get install curl'
  need helm 'Install Helm 4 from https://helm.sh/docs/intro/install.'
}

# check_dns: names that lead nowhere get no certificate, and no customer.
check_dns() {
  local name address own
  need getent 'apt-get install libc-bin'
  own=" $(hostname -I 2>/dev/null || true) "
  for name in "$HOST" "$API_HOST" "any-store.$DOMAIN"; do
    address=$(getent ahosts "$name" | awk 'NR == 1 { print $1 }' || true)
    [ -n "$address" ] ||
      die "$name has no address." "Make the records $HOST, $API_HOST and *.$DOMAIN, or give --skip-dns-check."
    case $own in
      *" $address "*) ;;
      *) say "note: $name is $address, which is no address of this server itself. Behind a NAT that is as it should be." ;;
    esac
  done
}

install_k3s() {
  local installer
  if [ -n "$REGISTRIES" ] && ! cmp -s "$REGISTRIES" "$ETC/rancher/k3s/registries.yaml"; then
    mkdir -p "$ETC/rancher/k3s"
    install -m 600 "$REGISTRIES" "$ETC/rancher/k3s/registries.yaml"
    if command -v k3s >/dev/null 2>&1; then systemctl restart k3s; fi
  fi
  if command -v k3s >/dev/null 2>&1 && k3s --version | grep -qF "$K3S_VERSION"; then
    say "k3s $K3S_VERSION is there"
  else
    say "k3s: installing $K3S_VERSION"
    # The whole script first: half of one must not run. It checks the sum of the program that it downloads.
    installer=$(mktemp)
    curl --fail --silent --show-error --location --output "$installer" https://get.k3s.io ||
      die 'https://get.k3s.io does not answer.' 'See whether this server reaches the internet, then run this again.'
    INSTALL_K3S_VERSION=$K3S_VERSION sh "$installer" server --secrets-encryption --write-kubeconfig-mode 600 >&2 ||
      die 'k3s was not installed, see above.' 'journalctl -u k3s'
    rm -f "$installer"
  fi
  kube wait --for=condition=Ready node --all --timeout=180s >&2 || die 'The node is not ready.' 'journalctl -u k3s'
}

install_cert_manager() {
  helm upgrade --install cert-manager oci://quay.io/jetstack/charts/cert-manager --version "$CERT_MANAGER_VERSION" \
    --kubeconfig "$KUBECONFIG_FILE" --namespace cert-manager --create-namespace --set crds.enabled=true --wait --timeout 5m >&2 ||
    die 'cert-manager was not installed, see above.' 'Remove the cause, then run this again.'
  [ -n "$TOKEN_FILE" ] || return 0
  kube -n cert-manager create secret generic cloudflare --from-file=token="$TOKEN_FILE" --dry-run=client -o yaml | kube apply -f - >&2
  kube apply -f - >&2 <<END
apiVersion: cert-manager.io/v1
kind: ClusterIssuer
metadata:
  name: $ISSUER
spec:
  acme:
    server: https://acme-v02.api.letsencrypt.org/directory
    email: $EMAIL
    privateKeySecretRef: { name: $ISSUER-account }
    solvers:
      - dns01:
          cloudflare:
            apiTokenSecretRef: { name: cloudflare, key: token }
END
}

# certify_stores: one certificate for all stores, which Traefik shows for every host that has none of its own.
certify_stores() {
  kube apply -f - >&2 <<END
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: stores
  namespace: kube-system
spec:
  secretName: stores-tls
  dnsNames: ['*.$DOMAIN']
  issuerRef: { kind: ClusterIssuer, name: $ISSUER }
---
apiVersion: traefik.io/v1alpha1
kind: TLSStore
metadata:
  name: default
  namespace: kube-system
spec:
  defaultCertificate: { secretName: stores-tls }
END
  kube -n kube-system wait --for=condition=Ready certificate/stores --timeout=600s >&2 ||
    die "There is no certificate for *.$DOMAIN yet." 'k3s kubectl -n kube-system describe certificate,challenge says what it waits for. Then run this again.'
}

install_platform() {
  "$ROOT/scripts/install-platform.sh" --kubeconfig "$KUBECONFIG_FILE" --token-file "$ETC/urumi/api-token" \
    --values "$ROOT/values/values-vps.yaml" ${VALUES[@]+"${VALUES[@]}"} \
    --set "ingress.host=$HOST,ingress.backendHost=$API_HOST,stores.cluster.baseDomain=$DOMAIN" \
    --set "ingress.annotations.cert-manager\.io/cluster-issuer=$ISSUER" \
    --set "image.repository=$REGISTRY/platform,stores.images.registry=$REGISTRY,postgresql.image=$REGISTRY/postgres:17"
}

schedule_backups() {
  local units=$ETC/systemd/system program=${DESTDIR:-}/usr/local/sbin/urumi-backup
  mkdir -p "$units" "$(dirname "$program")"
  cat "$ROOT/scripts/vps-backup.sh" >"$program"
  chmod 755 "$program"
  cat >"$units/urumi-backup.service" <<END
[Unit]
Description=Backup of the database of Urumi Stores

[Service]
Type=oneshot
ExecStart=/usr/local/sbin/urumi-backup --dir $BACKUPS --keep $KEEP
END
  cat >"$units/urumi-backup.timer" <<END
[Unit]
Description=Nightly backup of the database of Urumi Stores

[Timer]
OnCalendar=*-*-* 02:30:00
RandomizedDelaySec=15m
Persistent=true

[Install]
WantedBy=timers.target
END
  systemctl daemon-reload
  systemctl enable --now urumi-backup.timer >&2
  # The first one shows that there can be any.
  systemctl start urumi-backup.service ||
    die 'The first backup failed.' 'journalctl -u urumi-backup'
}

check_machine
if [ -n "$CHECK_DNS" ]; then check_dns; fi
install_k3s
install_cert_manager
certify_stores
install_platform
schedule_backups
say "Done. Backups are in $BACKUPS each night: take them, and the volumes of the stores, to another machine (docs/vps-runbook.md)."
