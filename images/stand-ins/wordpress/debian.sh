# shellcheck shell=bash disable=SC2034
# Which Debian this stand-in is made of; read by scripts/lib/stand-ins.sh.
# Older Debians have a WordPress that is too old for WooCommerce.
SUITE=forky
PACKAGES=(
  apache2 libapache2-mod-php8.4 php8.4-cli php8.4-curl php8.4-gd php8.4-intl php8.4-mbstring php8.4-mysql php8.4-xml
  php8.4-zip php8.4-bcmath wordpress wordpress-theme-twentytwentyfive ca-certificates curl
)
ACCOUNT='build 1000 /nonexistent'
# Debian's WordPress links to libraries of other packages. Of the modules of Perl that go away, a2enmod needs `if`.
# shellcheck disable=SC2016
CUSTOMIZE='
  set -e
  mkdir -p "$1/usr/src"
  chroot "$1" cp -rL /usr/share/wordpress /usr/src/wordpress
  rm -rf "$1/usr/share/wordpress" "$1/var/lib/wordpress" "$1/etc/wordpress"
  find "$1/usr/src/wordpress" -name "*.map" -delete
  cp "$1"/usr/share/perl/5.*.*/if.pm "$1"/usr/lib/*/perl-base/'
DROP=(wordpress wordpress-l10n 'mariadb-client*' 'libjs-*' 'fonts-*' perl 'perl-modules-*' 'lib*-perl' 'libperl5*' 'libgdbm*'
  libc-gconv-modules-extra openssl sysvinit-utils)
