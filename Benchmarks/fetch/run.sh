#!/bin/sh
# Compares fetching with bare libcurl: the same addresses, the same server, one after the other.
#   Benchmarks/fetch/run.sh [HOSTS [RUNS]]
set -eu
cd "$(dirname "$0")/../.."
hosts=${1:-2000}
runs=${2:-5}
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$work"' EXIT
cc -O2 -o "$work/limit" Benchmarks/fetch/limit.c -lcurl
cc -O2 -o "$work/server" Benchmarks/fetch/server.c
swift build -c release --product bench-fetch >/dev/null
bench=$(swift build -c release --show-bin-path)/bench-fetch

# a feed of 32 KB, packed
awk 'BEGIN { srand(7); print "<rss version=\"2.0\"><channel><title>Bench</title>";
    for (i = 0; i < 30; i++) { printf "<item><title>Item %d</title><description>", i;
        for (j = 0; j < 150; j++) printf "w%d ", int(rand() * 3000); print "</description></item>" }
    print "</channel></rss>" }' | gzip -9 > "$work/feed.gz"

mkfifo "$work/stdin" "$work/port"
exec 3<> "$work/stdin"
"$work/server" 0 "$work/feed.gz" gzip < "$work/stdin" > "$work/port" 3>&- &
server=$!
read -r port < "$work/port"

# every host its own loopback address
awk -v n="$hosts" -v port="$port" 'BEGIN { for (i = 0; i < n; i++)
    printf "http://127.%d.%d.%d:%d/feed.xml\n", 1 + i / 62500, int(i / 250) % 250, 1 + i % 250, port }' > "$work/urls"

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
cpu() { sed 's/.*"cpu":\([0-9.]*\).*/\1/' "$1" | median; }
wall() { sed 's/.*"wall":\([0-9.]*\).*/\1/' "$1" | median; }
for mode in cold warm; do
    flag=; [ $mode = cold ] || flag=--warm
    for run in $(seq "$runs"); do
        "$work/limit" $flag "$work/urls" >> "$work/limit.$mode"
        "$bench" $flag "$work/urls" >> "$work/bench.$mode"
    done
    echo "$mode, $hosts hosts, median of $runs: CPU $(cpu "$work/bench.$mode") s, libcurl alone $(cpu "$work/limit.$mode") s;" \
        "wall $(wall "$work/bench.$mode") s, libcurl alone $(wall "$work/limit.$mode") s" \
        "$(awk -v a="$(cpu "$work/bench.$mode")" -v b="$(cpu "$work/limit.$mode")" 'BEGIN { printf "(CPU %.2f times)", a / b }')"
done
