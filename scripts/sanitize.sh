#!/bin/bash
# Builds and passes the tests under a sanitizer, in a build folder of its own:
#   scripts/sanitize.sh thread|address
# The thread sanitizer does not see the slow path of Swift's Mutex on Linux (a futex in a library that is not built
# for it), so it reports what is inside `withLock`. Reports are counted by place; those are the ones to ignore.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-}
case $kind in
thread | address) ;;
*)
    echo "scripts/sanitize.sh thread|address" >&2
    exit 64
    ;;
esac
build=.build-$kind
reports=$(mktemp -d)
export SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=4
export TSAN_OPTIONS="exitcode=0 log_path=$reports/report"
export ASAN_OPTIONS="log_path=$reports/report detect_leaks=${LEAKS:-0}"
status=0
swift build --build-tests --sanitize="$kind" --scratch-path "$build"
swift test --skip-build --parallel --sanitize="$kind" --scratch-path "$build" || status=$?
found=$(cat "$reports"/report* 2>/dev/null | grep '^SUMMARY' || true)
if [ -n "$found" ]; then
    echo "reports by place:"
    echo "$found" | sed 's/^SUMMARY: //' | swift demangle | sed 's/ \/.* in / in /' | sort | uniq -c | sort -rn
fi
if grep -q 'AddressSanitizer' "$reports"/report* 2>/dev/null; then status=1; fi
echo "the whole reports are in $reports"
exit $status
