#!/bin/bash
# The systemd unit: verify must print nothing (it exits 0 on a misspelt key), and its exposure stays low.
set -eu
cd "$(dirname "$0")/.."
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is missing: the unit was not checked"; exit 0; }
unit=packaging/systemd/aggd.service
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
# the binary and the man pages may not be installed here
sed -e "s|^ExecStart=/usr/bin/aggd|ExecStart=/bin/true|" -e '/^Documentation=/d' "$unit" > "$work/aggd.service"
printed=$(systemd-analyze verify --man=no "$work/aggd.service" 2>&1 | grep -F aggd.service || true)
[ -z "$printed" ] || { echo "$printed" >&2; exit 1; }
exposure=$(systemd-analyze security --offline=true --no-pager "$unit" |
    sed -n 's/.*Overall exposure level for aggd.service: \([0-9.]*\).*/\1/p')
awk -v e="$exposure" 'BEGIN { if (e == "" || e > 1.5) exit 1 }' || {
    echo "the unit's exposure is $exposure, more than 1.5" >&2; exit 1; }
echo "unit: verified, exposure $exposure"
