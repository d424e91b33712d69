#!/bin/sh
# Installs what the tests use and this machine lacks: install.sh postgresql|strace|chromium|patch|git. The tests call it themselves.
# PostgreSQL: they start a server of their own from its programs. strace: it shows them a hub's system calls, and tampers with them.
# Chromium: it shows them the console as people see it. patch, git: they apply the patches that the console offers.
set -eu
package=$1
case $package in
  postgresql)
    for initdb in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
      if [ -x "$initdb" ]; then exit 0; fi
    done
    ;;
  strace | patch | git) if command -v "$package" > /dev/null; then exit 0; fi ;;
  chromium) if [ -x /usr/bin/chromium ]; then exit 0; fi ;;
  *)
    echo "install.sh knows postgresql, strace, chromium, patch and git, not '$package'." >&2
    exit 2
    ;;
esac
if [ "$(id -u)" -ne 0 ]; then
  echo "$package is missing and only root can install it: run 'sudo apt-get install $package', or tests/install.sh $package as root." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
if [ "$package" = postgresql ]; then
  # Without a cluster of Debian's own, which nobody asked for.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/comethooks-tests.conf
fi
apt-get update -q
apt-get install -q -y --no-install-recommends "$package"
