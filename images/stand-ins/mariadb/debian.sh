# shellcheck shell=bash disable=SC2034
# Which Debian this stand-in is made of; read by scripts/lib/stand-ins.sh.
SUITE=trixie
PACKAGES=(mariadb-server-core mariadb-client)
ACCOUNT='mysql 999 /var/lib/mysql'
# What the client's package brings for its scripts in Perl.
DROP=(
  libperl5.40 perl perl-modules-5.40 libgdbm6t64 libgdbm-compat4t64 libdbi-perl libdbd-mariadb-perl libterm-readkey-perl
  libconfig-inifiles-perl openssl sysvinit-utils
)
