#!/bin/bash
# Installs what a build needs and says what it does. Does nothing when nothing is missing.
set -eu

need_swift="6.2"

tell_swift() {
    cat >&2 <<TEXT
$1
aggd needs Swift $need_swift or newer. To get it:
  curl -O https://download.swift.org/swiftly/linux/swiftly-\$(uname -m).tar.gz
  tar zxf swiftly-\$(uname -m).tar.gz && ./swiftly init
or take the archive for your system from https://www.swift.org/install/linux/ , unpack it
and put its usr/bin first in PATH. Then run this command again.
TEXT
    exit 69
}

command -v swift >/dev/null || tell_swift "Swift is not installed."
have=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -1)
[ -n "$have" ] || tell_swift "\`swift --version\` does not answer; the toolchain may lack a library of the system."
lowest=$(printf '%s\n%s\n' "$need_swift" "$have" | sort -V | head -1)
[ "$lowest" = "$need_swift" ] || tell_swift "This is Swift $have."

command -v dpkg-query >/dev/null || exit 0      # not Debian: pkg-config will say what is missing

missing=()
for package in libcurl4-openssl-dev libxml2-dev libsqlite3-dev libsystemd-dev zlib1g-dev libbrotli-dev pkg-config python3 \
    build-essential git ca-certificates; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
        echo "These packages are missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2
        exit 69
    }
    as_root=(sudo)
fi
echo "installing with apt: ${missing[*]}" >&2
"${as_root[@]}" apt-get update -qq >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null
