#!/usr/bin/python3
"""Kills aggd with SIGKILL during polls and digests, and checks that nothing was lost or doubled.

    kill-test.py [--rounds 50] [--binary .build/release/aggd]

Needs Debian's faketime.

After every kill: an item that a reader had seen is still there, none is there twice, and `aggd check --store` is
clean. At the end everything is polled in peace: all items are there once, the issues of the digest are numbered
without gaps, no story is in two of them, and its mailbox holds each issue once.
"""

import argparse
import collections
import json
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
FEEDS, STEP = 120, 6


class Test:
    def __init__(self, options, work):
        self.options, self.work = options, work
        self.binary = str(pathlib.Path(options.binary).resolve())
        self.base = [self.binary]
        self.place = ["--config", f"{work}/feeds.conf"]
        self.seen = {}
        self.chance = random.Random(options.seed)

    def aggd(self, *arguments, ok=(0, 1), before=(), **more):
        done = subprocess.run([*before, *self.base, *arguments, *self.place], capture_output=True, text=True,
                              timeout=120, **more)
        if done.returncode not in ok:
            fail(f"aggd {' '.join(arguments)} ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout

    def items(self):
        lines = self.aggd("items", "--json", "--copies", "--hidden", "--limit", "1000000").splitlines()
        return [json.loads(line) for line in lines]

    def round(self, number):
        urllib.request.urlopen(f"http://127.0.0.1:{self.options.port}/-/round/{number}").read()

    def kill_during(self, *arguments, within):
        process = subprocess.Popen(self.base + list(arguments) + self.place, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        delay = self.chance.uniform(0.005, within)
        try:
            process.wait(delay)
            if process.returncode not in (0, 1, 75):
                fail(f"aggd {' '.join(arguments)} ended with {process.returncode}")
            return False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            return True

    def examine(self):
        """What a reader had seen is still there, and nothing is there twice."""
        now = {}
        counted = collections.Counter()
        for item in self.items():
            key = (item["source"], item["guid"])
            counted[key] += 1
            now[key] = item["id"]
        doubled = [key for key, count in counted.items() if count > 1]
        if doubled:
            fail(f"{len(doubled)} items are there twice, such as {doubled[0]}")
        for key, identifier in self.seen.items():
            if now.get(key) != identifier:
                fail(f"{key} was {identifier} and is now {now.get(key)}")
        self.seen = now
        checked = subprocess.run(self.base + ["check", "--store"] + self.place, capture_output=True, text=True)
        if checked.returncode != 0:
            fail(f"check --store: {checked.stdout}{checked.stderr}")

    def run(self):
        polls = digests = halves = 0
        self.round(1)
        begun = time.monotonic()
        self.aggd("poll", "--force", ok=(0, 75))
        duration = time.monotonic() - begun
        begun = time.monotonic()
        self.aggd("digest", "load", "--send")
        sending = 1.2 * (time.monotonic() - begun)
        attempts = 0
        while polls < self.options.rounds:
            attempts += 1
            if attempts > 20 * self.options.rounds:
                fail("polls end before they can be killed")
            self.round(polls + 2)
            before = len(self.seen)
            killed = self.kill_during("poll", "--force", within=duration)
            polls += killed
            if not killed:
                duration = max(0.02, duration * 0.9)
            self.examine()
            halves += killed and len(self.seen) not in (before, FEEDS * STEP * (polls + 1))
            if polls % 3 == 0:
                digests += self.kill_during("digest", "load", "--send", within=sending)
                self.examine()
        self.aggd("poll", "--force", ok=(0, 75))
        self.aggd("digest", "load", "--send")
        # A delivery that was killed is tried again when its lease is over.
        self.aggd("digest", "--due", before=["faketime", "-f", "+15m"])
        self.examine()
        self.end(polls, halves, digests)

    def end(self, polls, halves, digests):
        last = polls + 1
        missing = [f"load-{feed}-{item}" for feed in range(FEEDS) for item in range(last * STEP)
                   if (f"load-{feed}", f"load-{feed}-{item}") not in self.seen]
        # a feed shows 400 items, so nothing scrolled out of it unseen
        if missing:
            fail(f"{len(missing)} items never arrived, such as {missing[0]}")
        told, issues = {}, 0
        while True:
            printed = self.aggd("digest", "load", "--format", "json", "--issue", str(issues + 1),
                                ok=tuple(range(0, 80)))
            if not printed.strip():
                break
            issues += 1
            issue = json.loads(printed)
            if issue["issue"] != issues:
                fail(f"issue {issues} calls itself {issue['issue']}")
            for section in issue["sections"]:
                for story in section["stories"]:
                    if story["story"] in told:
                        fail(f"story {story['story']} is in issues {told[story['story']]} and {issues}")
                    told[story["story"]] = issues
        mails = list((self.work / "mail").glob("new/*")) + list((self.work / "mail").glob("cur/*"))
        if len(mails) != issues:
            fail(f"{issues} issues, but {len(mails)} mails")
        stories = {item["story"] for item in self.items()}
        if missed := stories - set(told):
            fail(f"{len(missed)} stories are in no issue, such as {sorted(missed)[0]}")
        print(f"killed {polls} polls, {halves} of them with a part of the news stored, and {digests} digests: {len(self.seen)} items, {len(stories)} stories, "
              f"{issues} issues, {len(mails)} mails; nothing lost, nothing doubled")


def fail(message):
    print(f"kill-test: {message}", file=sys.stderr)
    sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--binary", default=ROOT / ".build/release/aggd")
    parser.add_argument("--port", type=int, default=8391)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the store behind")
    options = parser.parse_args()
    if not shutil.which("faketime"):
        fail("apt-get install faketime")
    work = pathlib.Path(tempfile.mkdtemp(prefix="aggd-kill-"))
    sources = "".join(f'[[source]]\nname = "load-{n}"\nurl = "http://127.0.0.1:{options.port}/feed/{n}"\n'
                      for n in range(FEEDS))
    # a section holds 1,000 stories at most, so each source has one
    sections = ", ".join(f'{{ title = "{n}", query = "source:load-{n}", limit = 1000 }}' for n in range(FEEDS))
    (work / "feeds.conf").write_text(
        f'[store]\nurl = "sqlite://{work}/aggd.sqlite"\n'
        '[fetch]\nallow-private = ["127.0.0.0/8"]\nper-host = 8\n[defaults]\nflood = 100000\nfull-text = "never"\n'
        + sources + '[[digest]]\nname = "load"\ntitle = "Load"\nfrom = "aggd <aggd@example.org>"\n'
        f'to = ["maildir:{work}/mail"]\nsection = [{sections}]\n')
    server = subprocess.Popen(
        [sys.executable, ROOT / "Benchmarks/load/serve.py", "--port", str(options.port), "--feeds", str(FEEDS),
         "--items", "400", "--step", str(STEP)], stdout=subprocess.PIPE)
    try:
        server.stdout.readline()
        Test(options, work).run()
    finally:
        server.kill()
        if options.keep:
            print(f"the store is in {work}")
        else:
            shutil.rmtree(work)


if __name__ == "__main__":
    main()
