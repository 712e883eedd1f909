#!/usr/bin/env bash
# What the tests use beyond npm: Debian's chromium and PostgreSQL. Installed when this is Debian and we
# are root; otherwise the tests that need them skip and say so.
set -u
need=()
command -v chromium >/dev/null 2>&1 || need+=(chromium fonts-noto-cjk)
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || need+=(postgresql)
if [ ${#need[@]} -eq 0 ]; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing for the tests: ${need[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null 2>&1 || true
  apt-get install -y -qq "${need[@]}" >/dev/null 2>&1 || echo "could not install ${need[*]}: tests that need them will be skipped"
else
  echo "not installed: ${need[*]}. Tests that need them will be skipped."
fi
exit 0
