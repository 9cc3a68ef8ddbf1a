#!/usr/bin/python3
"""Polls 10,000 items from 200 feeds on loopback and times the reading verbs on that store.

    load-test.py [--feeds 200] [--items 50] [--binary .build/release/aggd]
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def measured(command):
    """Wall seconds, peak resident MiB, exit status and output of a command."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output = process.stdout.read()
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    return time.monotonic() - begun, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), output, errors, usage


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=50)
    parser.add_argument("--binary", default=ROOT / ".build/release/aggd")
    parser.add_argument("--port", type=int, default=8392)
    parser.add_argument("--limit", type=float, help="fail when a reading verb needs more milliseconds")
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="aggd-load-"))
    (work / "feeds.conf").write_text(
        '[fetch]\nallow-private = ["127.0.0.0/8"]\nper-host = 16\n[defaults]\nflood = 100000\nfull-text = "never"\n'
        + "".join(f'[[source]]\nname = "load-{n}"\nurl = "http://127.0.0.1:{options.port}/feed/{n}"\n'
                  for n in range(options.feeds)))
    server = subprocess.Popen(
        [sys.executable, ROOT / "Benchmarks/load/serve.py", "--port", str(options.port),
         "--feeds", str(options.feeds), "--items", str(options.items), "--step", str(options.items)],
        stdout=subprocess.PIPE)
    place = ["--config", f"{work}/feeds.conf", "--store", f"{work}/aggd.sqlite"]
    binary = str(options.binary)
    slow = []
    try:
        server.stdout.readline()
        wall, memory, status, _, errors, usage = measured([binary, "poll", "--force", "--quiet", *place])
        if status != 0:
            print(errors.decode(), file=sys.stderr)
            sys.exit(f"poll ended with {status}")
        total = options.feeds * options.items
        size = sum(f.stat().st_size for f in work.glob("aggd.sqlite*")) / 2**20
        print(f"poll: {total} items from {options.feeds} feeds in {wall:.2f} s wall, "
              f"{usage.ru_utime + usage.ru_stime:.2f} s CPU, peak {memory:.0f} MiB, {total / wall:.0f} items/s, "
              f"store {size:.1f} MiB")
        wall, memory, status, *_ = measured([binary, "poll", "--force", "--quiet", *place])
        print(f"poll again, nothing new: {wall:.2f} s, peak {memory:.0f} MiB")
        # "missile" stands in every second item, "fonu" in one of a hundred: as a word that people look for.
        for verb in (["--version"], ["items"], ["items", "--json"], ["items", "fonu"], ["search", "fonu"],
                     ["items", "missile"], ["search", "missile treaty"],
                     ["items", "date:2026-01-10..2026-01-12"], ["sources"], ["status"], []):
            extra = [] if verb == ["--version"] else place + ["--no-pager"]
            runs = sorted(measured([binary, *verb, *extra])[:3] for _ in range(7))
            wall, memory, status = runs[len(runs) // 2]
            print(f"aggd {' '.join(verb):30} {wall * 1000:6.1f} ms  peak {memory:4.0f} MiB  exit {status}")
            if options.limit and wall * 1000 > options.limit:
                slow.append(" ".join(verb))
    finally:
        server.kill()
        shutil.rmtree(work)
    if slow:
        sys.exit(f"slower than {options.limit} ms: {', '.join(slow)}")


if __name__ == "__main__":
    main()
