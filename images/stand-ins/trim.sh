#!/bin/sh
# trim.sh ROOTFS PATTERN...: removes from a new Debian what a container does not read: the files of the packages
# with such names, documentation, caches, the package manager's state, and whatever tells of the machine that made it.
set -eu
root=$1
shift
for package in "$@"; do
  # Unquoted: a package may be a pattern.
  # shellcheck disable=SC2086
  cat "$root"/var/lib/dpkg/info/$package.list "$root"/var/lib/dpkg/info/$package:*.list 2>/dev/null || true
done | while read -r path; do
  if [ ! -d "$root$path" ] || [ -L "$root$path" ]; then printf '%s\n' "$root$path"; fi
done | tr '\n' '\0' | xargs -0 -r rm -f
find "$root/usr/lib/python3" "$root/usr/share/perl" "$root/usr/share/perl5" "$root"/usr/lib/*-linux-gnu/perl \
  -depth -type d -empty -exec rmdir {} + 2>/dev/null || true

for folder in usr/share/doc usr/share/doc-base usr/share/info usr/share/lintian usr/share/locale usr/share/man \
  usr/share/bug usr/share/bash-completion usr/share/i18n usr/share/common-licenses usr/lib/locale/locale-archive \
  var/lib/dpkg/info var/lib/dpkg/status-old var/lib/systemd var/lib/ucf var/lib/pam \
  etc/cron.daily etc/init.d etc/logrotate.d etc/systemd etc/ssl/private etc/ssl/certs/ssl-cert-snakeoil.pem \
  etc/machine-id etc/hostname etc/resolv.conf etc/passwd- etc/group- etc/shadow- etc/gshadow-; do
  rm -rf "${root:?}/$folder"
done
find "$root/var/cache" "$root/var/log" "$root/var/lib/apt" "$root/tmp" "$root/run" -mindepth 1 -delete 2>/dev/null || true
# mmdebstrap takes its own file away afterwards, and insists on finding it.
find "$root/etc/apt" -type f ! -name 00mmdebstrap -delete
