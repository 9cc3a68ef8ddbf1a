#!/bin/bash
# Man pages must be free of syntax errors and warnings.
set -eu
cd "$(dirname "$0")/.."
for page in docs/man/*.[157]; do
    if command -v mandoc >/dev/null; then
        mandoc -T lint -W warning "$page"
    elif command -v man >/dev/null; then
        printed=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$page" 2>&1 >/dev/null)
        [ -z "$printed" ] || { echo "$page: $printed" >&2; exit 1; }
    else
        echo "neither mandoc nor man is installed: man pages were not checked"; exit 0
    fi
done
echo "man pages: clean"
