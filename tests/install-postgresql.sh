#!/bin/sh
# Installs PostgreSQL's programs where they are missing. The tests call it; they start a server of their own from them.
set -eu
for initdb in "$(command -v initdb || true)" /usr/lib/postgresql/*/bin/initdb; do
  if [ -x "$initdb" ]; then exit 0; fi
done
if [ "$(id -u)" -ne 0 ]; then
  echo "PostgreSQL is missing and only root can install it: run 'sudo apt-get install postgresql', or tests/install-postgresql.sh as root." >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
# Without a cluster of Debian's own, which nobody asked for.
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/comethooks-tests.conf
apt-get update -q
apt-get install -q -y --no-install-recommends postgresql
