# shellcheck shell=bash disable=SC2034
# Which Debian this stand-in is made of; read by scripts/lib/stand-ins.sh.
# Older Debians have a WordPress that is too old for WooCommerce.
SUITE=forky
PACKAGES=(
  apache2 libapache2-mod-php8.4 php8.4-cli php8.4-curl php8.4-gd php8.4-intl php8.4-mbstring php8.4-mysql php8.4-xml
  php8.4-zip php8.4-bcmath wordpress wordpress-theme-twentytwentyfive ca-certificates curl
)
ACCOUNT='build 1000 /nonexistent'
# shellcheck disable=SC2016
# Debian's WordPress links to libraries of other packages.
CUSTOMIZE='mkdir -p "$1/usr/src" && chroot "$1" cp -rL /usr/share/wordpress /usr/src/wordpress && rm -rf "$1/usr/share/wordpress"'
DROP=(wordpress wordpress-l10n openssl sysvinit-utils)
