#!/bin/bash
# Makes aggd_VERSION_ARCH.deb from the release binary: make deb
set -eu
cd "$(dirname "$0")/../.."
version=$(.build/release/aggd version | sed 's/^aggd //; s/-/~/')
architecture=$(dpkg --print-architecture)
root=$(mktemp -d); chmod 755 "$root"; trap 'rm -rf "$root"' EXIT
make -s install PREFIX=/usr DESTDIR="$root"
gzip -9n "$root"/usr/share/man/man?/*
install -d "$root/etc/aggd" "$root/DEBIAN"
install -m644 LICENSE "$root/usr/share/doc/aggd/copyright"
install -m755 packaging/debian/postinst packaging/debian/prerm packaging/debian/postrm "$root/DEBIAN/"
size=$(du -sk "$root/usr" | cut -f1)
sed -e "s/@VERSION@/$version/; s/@ARCHITECTURE@/$architecture/; s/@SIZE@/$size/" packaging/debian/control \
    > "$root/DEBIAN/control"
output=.build/aggd_${version}_$architecture.deb
dpkg-deb --root-owner-group --build "$root" "$output" >/dev/null
echo "$output"
