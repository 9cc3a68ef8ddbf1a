#!/bin/bash
# Installs what a build needs and says what it does. Does nothing when nothing is missing.
set -eu

need_swift="6.2"

tell_swift() {
    cat >&2 <<TEXT
$1
aggd needs Swift $need_swift or newer. To get it:
  curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz
  tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init
or take the archive for your system from https://www.swift.org/install/linux/ , unpack it
and put its usr/bin first in PATH. Then run this command again.
TEXT
    exit 69
}

install_missing() {
    command -v dpkg-query >/dev/null || return 0    # not Debian: pkg-config will say what is missing
    local missing=() as_root=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' ||
            missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "Packages are missing. Install them as root: apt-get install ${missing[*]}" >&2
            exit 69
        }
        as_root=(sudo)
    fi
    echo "installing with apt: ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -qq >&2 || true
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null || {
        echo "apt could not install: ${missing[*]}" >&2
        exit 69
    }
}

command -v swift >/dev/null || tell_swift "Swift is not installed."

# libraries of ours, then what Swift itself needs of the system
install_missing libcurl4-openssl-dev libxml2-dev libsqlite3-dev libsystemd-dev zlib1g-dev libbrotli-dev \
    libzstd-dev libtomlplusplus-dev pkg-config python3 git openssl ca-certificates tzdata build-essential libncurses6

have=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -1)
[ -n "$have" ] || tell_swift "Swift does not start: $(swift --version 2>&1 | tail -1)"
lowest=$(printf '%s\n%s\n' "$need_swift" "$have" | sort -V | head -1)
[ "$lowest" = "$need_swift" ] || tell_swift "This is Swift $have."
