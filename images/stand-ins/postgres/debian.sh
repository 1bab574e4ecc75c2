# shellcheck shell=bash disable=SC2034
# Which Debian this stand-in is made of; read by scripts/lib/stand-ins.sh.
SUITE=trixie
PACKAGES=(postgresql-17)
ACCOUNT='postgres 999 /var/lib/postgresql'
# The just-in-time compiler (PostgreSQL goes without when it is missing) and Debian's tools for several clusters in Perl.
DROP=(
  libllvm19 libz3-4 libedit2 libperl5.40 perl perl-modules-5.40 libgdbm6t64 libgdbm-compat4t64 libjson-perl libcommon-sense-perl
  libtypes-serialiser-perl libjson-xs-perl libipc-run-perl libio-pty-perl postgresql-common postgresql-client-common
  postgresql-common-dev ssl-cert openssl locales libc-l10n sysvinit-utils
)
