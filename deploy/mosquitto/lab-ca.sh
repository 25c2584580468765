#!/bin/sh
# Makes a certificate authority for a lab, and certificates for the broker, the authority and gateways:
#   lab-ca.sh DIRECTORY BROKER-HOST [GATEWAY…]
# A second call adds gateways with the authority that is there. Nothing that exists is made anew. Not for production: the
# authority's key lies unencrypted beside what it signs.
set -eu
umask 077

if [ $# -lt 2 ]; then
  echo "usage: lab-ca.sh DIRECTORY BROKER-HOST [GATEWAY...]" >&2
  exit 2
fi
directory=$1
broker=$2
shift 2
for name in "$broker" "$@"; do
  case $name in
    '' | -* | *[!a-zA-Z0-9.:-]*) echo "lab-ca.sh: '$name' cannot be a name" >&2; exit 2 ;;
  esac
done
mkdir -p "$directory"
cd "$directory"

new_key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:prime256v1 -out "$1" 2>/dev/null; }

if [ ! -e ca.pem ]; then
  new_key ca.key
  openssl req -x509 -new -key ca.key -out ca.pem -days 3650 -subj "/CN=Endcap lab authority" \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign,cRLSign
fi

# FILE COMMON-NAME USAGE [ALTERNATIVE-NAME]
certify() {
  [ ! -e "$1.pem" ] || return 0
  new_key "$1.key"
  openssl req -new -key "$1.key" -out "$1.csr" -subj "/CN=$2"
  {
    echo "basicConstraints=critical,CA:FALSE"
    echo "keyUsage=critical,digitalSignature"
    echo "extendedKeyUsage=$3"
    [ -z "${4-}" ] || echo "subjectAltName=$4"
  } >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 825 -extfile "$1.ext" -out "$1.new" 2>/dev/null
  mv "$1.new" "$1.pem"
  rm "$1.csr" "$1.ext"
}

case $broker in
  *[!0-9.]*) place="DNS:$broker" ;;
  *) place="IP:$broker" ;;
esac
certify broker "$broker" serverAuth "$place"
certify authority authority clientAuth
for gateway in "$@"; do certify "$gateway" "$gateway" clientAuth; done
