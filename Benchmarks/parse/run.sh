#!/bin/sh
# CPU of `aggd parse --count` against libxml2's bare SAX2 parse of the same generated feeds, one core.
#   Benchmarks/parse/run.sh [RUNS]
# Prints the ratio for many small feeds and for one of 50 MB, what a second thread brings, then time and memory for
# 5, 50 and 500 MB (GROWTH=1).
set -eu
cd "$(dirname "$0")/../.."
runs=${1:-5}
aggd=${AGGD:-.build/release/aggd}
here=Benchmarks/parse
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -w -o "$work/sax" $here/sax.c $(xml2-config --cflags --libs)

mkdir "$work/small"
awk -v dir="$work/small" -v files=300 -f $here/generate.awk
find "$work/small" -name '*.xml' > "$work/once"
for again in 1 2 3 4; do cat "$work/once"; done > "$work/small.list"
awk -v big="$work/big.xml" -v mb=50 -f $here/generate.awk
echo "$work/big.xml" > "$work/big.list"

# user and system time of a command in hundredths of a second
cpu() {
    /usr/bin/time -f '%U %S %M' -o "$work/time" "$@" > "$work/out"
    awk '{ print ($1 + $2), $3 }' "$work/time"
}
median() { sort -n | awk '{ v[NR] = $1; m[NR] = $2 } END { i = int((NR + 1) / 2); print v[i], m[i] }'; }

for kind in small big; do
    for run in $(seq "$runs"); do
        cpu "$work/sax" "$work/$kind.list" >> "$work/$kind.sax"
        cpu "$aggd" parse --count --list "$work/$kind.list" >> "$work/$kind.aggd"
    done
    size=$(xargs -a "$work/$kind.list" du -cb | awk 'END { print $1 / 1e6 }')
    echo "$kind $size $(median < "$work/$kind.sax") $(median < "$work/$kind.aggd")" | awk '{
        printf "%s: %.1f MB, libxml2 %.2f s, aggd %.2f s (%.0f MB/s), ratio %.2f, peak %.0f MB\n", $1, $2, $3, $5, $2 / $5, $5 / $3, $6 / 1024 }'
done

for again in 1 2 3 4; do cat "$work/small.list"; done > "$work/many.list"
for run in $(seq "$runs"); do
    for jobs in 1 2; do
        /usr/bin/time -a -f '%e 0' -o "$work/jobs.$jobs" \
            "$aggd" parse --count --jobs $jobs --list "$work/many.list" > "$work/out"
    done
done
echo "$(median < "$work/jobs.1") $(median < "$work/jobs.2")" | awk '{
    printf "one thread %.2f s, two %.2f s by the clock: %.2f times as fast\n", $1, $3, $1 / $3 }'

if [ "${GROWTH:-}" ]; then
    for mb in 5 50 500; do
        awk -v big="$work/big.xml" -v mb=$mb -f $here/generate.awk
        for run in 1 2 3; do cpu "$aggd" parse --count --list "$work/big.list"; done | median |
            awk -v mb=$mb '{ printf "%d MB: %.2f s, peak %.0f MB\n", mb, $1, $2 / 1024 }'
    done
fi
