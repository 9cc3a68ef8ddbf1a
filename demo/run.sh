#!/bin/bash
# The demo: three days of our sample sites through the real pipeline, in a directory of its own.
#   demo/run.sh            build, run, show
#   demo/run.sh --digest   print the digest alone (what .ci/run compares)
set -eu
cd "$(dirname "$0")/.."
digest_only=${1:-}

if [ -z "${AGGD_DEMO_BINARY:-}" ]; then
    echo "building the release binary (the first time takes some minutes)" >&2
    swift build -c release --static-swift-stdlib --product aggd >&2
fi
aggd=${AGGD_DEMO_BINARY:-$PWD/.build/release/aggd}
started=$(date +%s%N)

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

port=8377
/usr/bin/env python3 - "$port" <<'PYTHON' || port=0
import socket, sys
socket.create_server(("127.0.0.1", int(sys.argv[1]))).close()
PYTHON
if [ "$port" = 0 ]; then
    port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
fi
sed "s/:8377/:$port/g" demo/feeds.conf > "$work/feeds.conf"
today=$(date -u +%F)
python3 demo/serve.py --port "$port" --seconds 120 --today "$today" & server=$!
for _ in $(seq 50); do
    python3 demo/turn.py "$port" 1 2>/dev/null && break
    sleep 0.1
done

export AGGD_CONFIG="$work/feeds.conf" TZ=UTC LC_ALL=C.UTF-8
say() { [ -n "$digest_only" ] || printf '\n\033[1m%s\033[0m\n' "\$ $*"; }
quiet() { if [ -n "$digest_only" ]; then "$@" >/dev/null 2>&1; else "$@"; fi; }
run() { say "aggd $*"; "$aggd" --store "$work/aggd.sqlite" --no-pager "$@"; }
poll() {
    python3 demo/turn.py "$port" "$1"
    [ -n "$digest_only" ] || printf '\n\033[1mday %s\033[0m\n' "$1"
    # 75: some sources failed, which is what this sample is for
    quiet run poll --force || [ $? -eq 75 ]
}

poll 1
poll 2
poll 3

if [ -n "$digest_only" ]; then
    run digest daily
    exit 0
fi
run digest daily
run search '"trading them away" OR launcher*' --limit 3
excerpt=$("$aggd" --store "$work/aggd.sqlite" --json items 'source:defence-courier title:"Trading Chips"' --copies |
    python3 -c 'import json, sys; print(json.loads(sys.stdin.readline())["id"])')
run why "$excerpt"
run sources --problems || true
run events
elapsed=$(( ($(date +%s%N) - started) / 1000000 ))
printf '\nThree days, 20 sources, polled, folded and printed in %d.%d s. All of it was invented; feeds.conf is real.\n' \
    $((elapsed / 1000)) $((elapsed % 1000 / 100))
