#!/usr/bin/env bash
# Builds the S3 server of the tests, once for each user of the machine.
set -euo pipefail
VERSION=v1.8.0

cache="${XDG_CACHE_HOME:-$HOME/.cache}/agent-stack"
program="$cache/versitygw-$VERSION"
[ -x "$program" ] && exit
echo "building the S3 server of the tests, versitygw $VERSION"
mkdir -p "$cache"
building="$(mktemp -d "$cache/building-XXXXXX")"
trap 'chmod -R u+w "$building"; rm -rf "$building"' EXIT

# The version of Go that it wants comes as a module, which also an old Go can fetch.
toolchain=go1.26.8
go=go
if ! command -v go >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go ca-certificates
fi
if ! go version | grep -Eq 'go1\.(2[6-9]|[3-9][0-9])'; then
  system="$(go env GOOS)-$(go env GOARCH)"
  go="$(cd "$building" && GOFLAGS=-modcacherw go mod download -json "golang.org/toolchain@v0.0.1-$toolchain.$system" |
    sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/bin/go"
  chmod -R u+x "$(dirname "$go")" "$(dirname "$go")/../pkg/tool"
fi
env -u GOROOT GOTOOLCHAIN=local GOBIN="$building" "$go" install -trimpath -ldflags=-s "github.com/versity/versitygw/cmd/versitygw@$VERSION"
mv "$building/versitygw" "$program"
