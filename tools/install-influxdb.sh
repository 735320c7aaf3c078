#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0 OR MIT
#
# Builds an InfluxDB server from its Go module and puts it into the user's cache, for the tests and the demo.
# Progress goes to stderr; the path of the server is the only line on stdout.
set -euo pipefail

usage() {
  cat >&2 <<'EOF'
Usage: tools/install-influxdb.sh 1|2

  1   influxd 1.8.10: needs Go; about a minute
  2   influxd 2.9.1:  needs Go, Rust, pkg-config and a C compiler; about five minutes

The server is built from source, as a Go module, into
  ${XDG_CACHE_HOME:-~/.cache}/flink-connector-influxdb/influxd-VERSION/influxd
A version that is already there is left alone.
EOF
  exit 2
}

[ $# -eq 1 ] || usage
case $1 in
  1) version=1.8.10 ;;
  2) version=2.9.1 ;;
  *)
    echo "install-influxdb.sh: unknown argument '$1'" >&2
    usage
    ;;
esac
generation=$1
tools_dir=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache_dir=${XDG_CACHE_HOME:-${HOME:?neither XDG_CACHE_HOME nor HOME says where the cache is}/.cache}/flink-connector-influxdb
target_dir=$cache_dir/influxd-$version
lock=$cache_dir/influxd-$version.lock
# One folder per process: a build that was interrupted, or ran beside another, can never be taken for done.
build_dir=$cache_dir/influxd-$version.build-$$
lock_is_ours=no

step() {
  printf '[%4d s] %s\n' "$SECONDS" "$1" >&2
}

fail() {
  printf '\ninstall-influxdb.sh: %s\n' "$1" >&2
  exit 1
}

# Go marks what it downloads as read-only, and the Rust sources are a copy of that.
remove_build() {
  if [ -d "$1" ]; then
    chmod -R u+w "$1"
    rm -rf "$1"
  fi
}

cleanup() {
  remove_build "$build_dir"
  if [ "$lock_is_ours" = yes ]; then
    rm -f "$lock"
  fi
}

# Names everything that is missing at once, each with the way to get it.
check_tools() {
  local missing=''
  command -v go >/dev/null ||
    missing+=$'\n  Go (command "go"): https://go.dev/doc/install'
  if [ "$generation" = 2 ]; then
    command -v cargo >/dev/null ||
      missing+=$'\n  Rust 1.83 or newer (command "cargo"): https://rustup.rs'
    command -v pkg-config >/dev/null ||
      missing+=$'\n  pkg-config: "apt-get install pkg-config", "dnf install pkgconf-pkg-config" or "brew install pkg-config"'
    command -v "${CC:-cc}" >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null ||
      missing+=$'\n  a C compiler: "apt-get install gcc libc6-dev", "dnf install gcc" or "xcode-select --install"'
  fi
  [ -z "$missing" ] || fail "influxd $version cannot be built, because these tools are not on PATH:$missing

Tests and demo also take a server of your own (INFLUXDB_V$generation""_URL) or Docker instead."
}

# The lock is a symbolic link to the owner's process id: made at once or not at all. Of several processes that
# wait for a dead owner one moves its lock away. Nothing depends on it but work done twice: each builds in its own
# folder, and the last rename wins.
take_lock() {
  local owner told=no
  until ln -s "$$" "$lock" 2>/dev/null; do
    owner=$(readlink "$lock" || true)
    if [ -n "$owner" ] && ! kill -0 "$owner" 2>/dev/null; then
      if mv "$lock" "$lock.$$" 2>/dev/null; then
        # The owner changed since it was read: this is a living one's lock.
        [ "$(readlink "$lock.$$")" = "$owner" ] || ln -s "$(readlink "$lock.$$")" "$lock" || true
        rm -f "$lock.$$"
      fi
      continue
    fi
    if [ -n "$owner" ] && [ "$told" = no ]; then
      step "Waiting for process $owner, which is installing influxd $version (its lock: $lock)"
      told=yes
    fi
    sleep 1
  done
  lock_is_ours=yes
}

# What killed builds left behind.
remove_dead_builds() {
  local folder
  for folder in "$cache_dir/influxd-$version.build-"*; do
    kill -0 "${folder##*-}" 2>/dev/null || remove_build "$folder"
  done
}

# Runs one step quietly; what it said is shown only if it fails.
run() {
  local what=$1 log=$build_dir/log
  shift
  step "$what"
  "$@" >"$log" 2>&1 || {
    local code=$?
    echo "--- the last lines of: $*" >&2
    tail -n 40 "$log" >&2
    fail "influxd $version: the step \"$what\" failed with exit code $code after $SECONDS s; its last output is above."
  }
}

build_1() {
  export CGO_ENABLED=0
  GOBIN=$build_dir run "Downloading and compiling influxd $version" \
    go install -ldflags "-s -w -X main.version=$version" "github.com/influxdata/influxdb/cmd/influxd@v$version"
}

build_2() {
  local tags=sqlite_foreign_keys,sqlite_json flux sources rust minor library
  export CGO_ENABLED=1
  cd "$tools_dir/influxd2"
  run "Downloading the Go modules of influxd $version" \
    go list -deps -tags "$tags" github.com/influxdata/influxdb/v2/cmd/influxd github.com/influxdata/pkg-config

  # InfluxData's own pkg-config builds the Rust library libflux when Go asks for its flags. It keeps sources and
  # library in Go's build cache, and takes a half-copied source folder for a whole one: so we copy it, at once.
  run "Compiling InfluxData's pkg-config" \
    go build -o "$build_dir/bin/pkg-config" github.com/influxdata/pkg-config
  export PATH=$build_dir/bin:$PATH PKG_CONFIG=''
  flux=$(go list -m -f '{{.Path}}@{{.Version}}' github.com/influxdata/flux)
  sources=$(go env GOCACHE)/pkgconfig/$flux
  if [ ! -d "$sources" ]; then
    mkdir -p "$(dirname "$sources")"
    cp -R "$(go list -m -f '{{.Dir}}' github.com/influxdata/flux)" "$sources.$$"
    chmod -R u+w "$sources.$$"
    mv "$sources.$$" "$sources"
  fi
  # The Flux module pins an old toolchain, which rustup would download beside the one that is there.
  if [ -z "${RUSTUP_TOOLCHAIN:-}" ] && command -v rustup >/dev/null; then
    RUSTUP_TOOLCHAIN=$(cd / && rustup show active-toolchain 2>/dev/null | cut -d' ' -f1) || true
    [ -n "$RUSTUP_TOOLCHAIN" ] || fail 'rustup has no default toolchain: run "rustup default stable"'
    export RUSTUP_TOOLCHAIN
  fi
  rust=$(cd / && cargo --version) || fail 'the command "cargo" does not run: see https://rustup.rs'
  minor=${rust#cargo 1.}
  minor=${minor%%.*}
  case $minor in
    '' | *[!0-9]*) ;; # A numbering this script does not know: let the build decide.
    *) [ "$minor" -ge 83 ] || fail "influxd $version needs Rust 1.83 or newer, this is $rust: see https://rustup.rs" ;;
  esac
  run "Compiling the Rust library libflux ($rust)" pkg-config --libs flux

  # Go's cache does not see which library it linked, and would look for one that is long gone. A macro that
  # nobody reads makes it part of the key.
  library=$(pkg-config --libs flux | cksum | cut -d' ' -f1)
  CGO_CFLAGS="${CGO_CFLAGS:--O2 -g} -DLIBFLUX=$library" \
    run "Compiling influxd $version (the longest step: a few minutes)" \
    go build -tags "$tags" -ldflags "-s -w -X main.version=$version" -o "$build_dir/influxd" \
    github.com/influxdata/influxdb/v2/cmd/influxd
}

if [ -x "$target_dir/influxd" ]; then
  step "influxd $version is already there"
  echo "$target_dir/influxd"
  exit 0
fi
check_tools
mkdir -p "$cache_dir" && [ -w "$cache_dir" ] || fail "cannot write into $cache_dir: set XDG_CACHE_HOME to a folder of yours"
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
take_lock
remove_dead_builds
if [ ! -x "$target_dir/influxd" ]; then
  mkdir "$build_dir"
  # The user's settings must not change what is built: go.sum is complete and stays as it is.
  export GOFLAGS=-mod=readonly GOWORK=off
  step "Installing influxd $version into $target_dir"
  "build_$generation"
  "$build_dir/influxd" version | grep -qF "$version" ||
    fail "the server that was built calls itself '$("$build_dir/influxd" version)', not $version"
  mkdir "$build_dir/done"
  mv "$build_dir/influxd" "$build_dir/done/influxd"
  rm -rf "$target_dir"
  mv "$build_dir/done" "$target_dir"
fi
step "influxd $version is ready"
echo "$target_dir/influxd"
