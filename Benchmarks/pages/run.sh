#!/bin/sh
# Compares the extraction of pages with libxml2's bare parse of the same pages.
#   Benchmarks/pages/run.sh [PAGES [RUNS]]
set -eu
cd "$(dirname "$0")/../.."
pages=${1:-120}
runs=${2:-5}
aggd=.build/release/aggd
[ -x $aggd ] || { echo "build it first: make release" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cc -O2 -o "$work/parse" Benchmarks/pages/parse.c $(xml2-config --cflags --libs)
mkdir "$work/pages"
python3 Benchmarks/pages/generate.py "$work/pages" "$pages"

python3 - "$work" "$aggd" "$runs" <<'PY'
import pathlib, resource, statistics, subprocess, sys, time
work, aggd, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
files = sorted(str(p) for p in pathlib.Path(work, "pages").iterdir())
def run(command):
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, time.monotonic() - begun
parse, one, wall, both = [], [], [], []
for _ in range(runs):
    parse.append(run([f"{work}/parse", *files])[0])
    cpu, seconds = run([aggd, "extract", "--ndjson", "--jobs", "1", *files])
    one.append(cpu); wall.append(seconds)
    both.append(run([aggd, "extract", "--ndjson", "--jobs", "2", *files])[1])
m = statistics.median
size = sum(pathlib.Path(f).stat().st_size for f in files) / len(files) / 1024
print(f"{len(files)} pages of {size:.0f} KB: libxml2 {len(files) / m(parse):.0f} pages/cpu-s, "
      f"aggd {len(files) / m(one):.0f}, ratio {m(one) / m(parse):.2f}; two jobs {m(wall) / m(both):.2f}x")
PY
