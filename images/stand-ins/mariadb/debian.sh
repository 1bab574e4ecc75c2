# shellcheck shell=bash disable=SC2034
# Which Debian this stand-in is made of; read by scripts/lib/stand-ins.sh.
SUITE=trixie
PACKAGES=(mariadb-server-core mariadb-client)
ACCOUNT='mysql 999 /var/lib/mysql'
# shellcheck disable=SC2016
CUSTOMIZE='rm -rf "$1/etc/mysql" "$1/var/lib/mysql" "$1"/usr/bin/mariadb-slap "$1"/usr/bin/mariadb-migrate-config-file "$1"/usr/bin/perror'
# What the client's package brings for its scripts in Perl.
DROP=(perl 'perl-modules-*' 'lib*-perl' 'libperl5*' 'libgdbm*' openssl sysvinit-utils)
