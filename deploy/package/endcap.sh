#!/bin/sh
# The command of the package, with the Node that came with it. An administrator finds the service's agent.
if [ -z "${ENDCAP_SOCKET:-}" ] && [ "${1:-}" != run ]; then
  for socket in /run/endcap/agents/*.sock; do
    if [ -S "$socket" ] && [ -w "$socket" ]; then export ENDCAP_SOCKET="$socket"; fi
  done
  # The service reads the same secret as a credential.
  if [ -z "${ENDCAP_KEYRING__SECRET_FILE:-}" ] && [ -r /etc/endcap/keyring ]; then
    export ENDCAP_KEYRING__SECRET_FILE=/etc/endcap/keyring
  fi
fi
here=$(dirname "$(readlink -f "$0")")/../lib/endcap
exec "$here/bin/node" --max-semi-space-size=4 --max-old-space-size=256 "$here/src/cli/endcap.mjs" "$@"
