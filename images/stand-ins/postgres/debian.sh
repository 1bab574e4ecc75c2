# shellcheck shell=bash disable=SC2034
# Which Debian this stand-in is made of; read by scripts/lib/stand-ins.sh.
SUITE=trixie
PACKAGES=(postgresql-17)
ACCOUNT='postgres 999 /var/lib/postgresql'
# shellcheck disable=SC2016
CUSTOMIZE='rm -rf "$1/var/lib/postgresql" "$1"/usr/lib/postgresql/17/lib/bitcode "$1"/usr/lib/postgresql/17/lib/llvmjit*'
# The just-in-time compiler (PostgreSQL goes without when it is missing) and Debian's tools for several clusters in Perl.
DROP=('libllvm*' 'libz3-*' 'postgresql*-common' postgresql-common-dev perl 'perl-modules-*' 'lib*-perl' 'libperl5*' 'libgdbm*'
  ssl-cert openssl locales libc-l10n sysvinit-utils)
