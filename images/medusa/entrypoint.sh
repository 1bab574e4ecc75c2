#!/bin/sh
# serve    the server with its admin (default), once the set-up has ended for this code and these settings
# install  sets the shop up, or brings it up to this image; may be killed and run again
# medusa   Medusa's own command line
set -eu
cd /srv/medusa

case ${1:-serve} in
  serve)
    # The sample products' pictures, on the volume where the server finds the merchant's.
    mkdir -p static/samples
    cp -u pictures/* static/samples/
    exec node src/serve.js
    ;;
  install)
    exec node src/setup/run.js
    ;;
  medusa)
    shift
    exec node node_modules/@medusajs/cli/cli.js "$@"
    ;;
  *)
    echo "medusa: unknown command '$1'; there are serve, install and medusa" >&2
    exit 64
    ;;
esac
