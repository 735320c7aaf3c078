#!/bin/sh
# SPDX-License-Identifier: Apache-2.0 OR MIT
# Makes the certificates and keys of the TLS tests anew. They protect nothing but those tests.
set -eu
cd "$(dirname "$0")"
days=36500

authority() { # file name
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $days \
        -keyout "$1.key" -out "$1.pem" -subj "/CN=$2" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
}

signed() { # file, name, alternative names, key options...
    file=$1 name=$2 names=$3
    shift 3
    openssl req -new -nodes -newkey "$@" -keyout "$file.key" -out "$file.csr" -subj "/CN=$name"
    printf 'subjectAltName=%s\n' "$names" >"$file.ext"
    openssl x509 -req -in "$file.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days $days \
        -extfile "$file.ext" -out "$file.pem"
    rm "$file.csr" "$file.ext"
}

authority ca "Test CA"
authority other-ca "Other CA"
signed server localhost DNS:localhost,IP:127.0.0.1 ec -pkeyopt ec_paramgen_curve:P-256
signed elsewhere elsewhere DNS:elsewhere.example ec -pkeyopt ec_paramgen_curve:P-256
signed client-rsa client DNS:client rsa:2048
signed client-ec client DNS:client ec -pkeyopt ec_paramgen_curve:P-384
openssl rsa -in client-rsa.key -traditional -out client-rsa-pkcs1.key
openssl ec -in client-ec.key -param_enc named_curve -out client-ec-sec1.body
# As `openssl ecparam -genkey` writes it, with the curve in front.
{ openssl ecparam -name secp384r1; cat client-ec-sec1.body; } >client-ec-sec1.key
openssl pkcs8 -topk8 -in client-rsa.key -passout pass:secret -out client-rsa-encrypted.key
cat other-ca.pem ca.pem >bundle.pem
rm ca.key other-ca.key ca.srl client-ec-sec1.body
