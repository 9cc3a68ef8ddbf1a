#!/bin/bash
# Runs `make demo` and `make test` from a clean clone in a bare Debian 12 (debootstrap), as root:
#   scripts/bare-test.sh [FOLDER]
# The Swift toolchain of this machine is bind-mounted read-only; everything else comes from the clone and apt.
set -eu
cd "$(dirname "$0")/.."
bare=${1:-/tmp/bare}
[ "$(id -u)" -eq 0 ] || { echo "debootstrap and chroot need root" >&2; exit 77; }
toolchain=$(dirname "$(dirname "$(readlink -f "$(command -v swift)")")")
[ -x "$bare/bin/bash" ] || debootstrap --variant=minbase --include=ca-certificates,git,make,curl,python3 \
    bookworm "$bare" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}"
for name in proc sys dev; do mountpoint -q "$bare/$name" || mount --rbind "/$name" "$bare/$name"; done
mkdir -p "$bare/opt/swift" "$bare/root"
mountpoint -q "$bare/opt/swift" || mount --bind -o ro "$toolchain/.." "$bare/opt/swift"
trap 'umount -R "$bare/opt/swift" "$bare/proc" "$bare/sys" "$bare/dev" 2>/dev/null || true' EXIT
cp /etc/resolv.conf "$bare/etc/resolv.conf"
# packages that were fetched before need no network
if [ -d "$HOME/.cache/org.swift.swiftpm" ] && [ ! -d "$bare/root/.cache/org.swift.swiftpm" ]; then
    mkdir -p "$bare/root/.cache" && cp -a "$HOME/.cache/org.swift.swiftpm" "$bare/root/.cache/"
fi
rm -rf "$bare/root/aggd"
git clone -q . "$bare/root/aggd"
for target in demo test; do
    chroot "$bare" env -i HOME=/root PATH=/opt/swift/usr/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
        bash -c "cd /root/aggd && time make $target"
done
