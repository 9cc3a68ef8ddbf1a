#!/usr/bin/python3
"""Boots a bare Debian 12 with a systemd of its own, installs the Debian package in it and checks the service there.

    make deb && boot-test.py [--folder /tmp/aggd-boot] [--deb .build/aggd_*.deb]

Needs root, debootstrap, and systemd-nspawn (package systemd-container). What a notify socket alone can't show is
checked here: the sandbox of the unit, the watchdog, restarts, the journal, and who may read the store.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Institute</title>
<link>http://127.0.0.1:8911/</link><item><title>Ports and their defence</title><guid>ports</guid>
<link>http://127.0.0.1:8911/ports</link><description>How harbours are kept open.</description></item>
</channel></rss>
"""
CONF = '[[source]]\nname = "harbour"\nurl = "http://127.0.0.1:8911/feed.xml"\nallow-private = true\n'


def fail(why):
    sys.exit(f"boot-test: {why}")


class Machine:
    """A booted system; commands run in it as root."""

    def __init__(self, folder):
        self.folder = folder
        self.nspawn = subprocess.Popen(
            ["systemd-nspawn", "-q", "-D", folder, "--boot", "--register=no", "--keep-unit"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.leader = None

    def boots(self):
        children = subprocess.run(["pgrep", "-P", str(self.nspawn.pid)], capture_output=True, text=True).stdout.split()
        if not children:
            return False
        self.leader = children[0]
        return self.run("systemctl is-system-running", check=False) in ("running", "degraded")

    def run(self, command, check=True):
        done = subprocess.run(
            ["nsenter", "-t", self.leader, "-a", "-r", "-w", "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
             "HOME=/root", "LC_ALL=C.UTF-8", "bash", "-c", command],
            capture_output=True, text=True)
        if check and done.returncode != 0:
            fail(f"\"{command}\" ended with {done.returncode}: {done.stdout}{done.stderr}")
        return (done.stdout + done.stderr).strip()

    def show(self, name):
        return self.run(f"systemctl show aggd -p {name} --value")

    def wait(self, what, condition, seconds=20):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                fail(f"waited {seconds} s for {what}\n" + (self.run("journalctl -b -u aggd -n 20", False)
                                                           if self.leader else ""))
            time.sleep(0.3)

    def end(self):
        self.nspawn.terminate()
        try:
            self.nspawn.wait(30)
        except subprocess.TimeoutExpired:
            self.nspawn.kill()


def prepare(folder, package):
    if not (folder / "bin/bash").exists():
        subprocess.run(
            ["debootstrap", "--variant=minbase", "--include=systemd,systemd-sysv,dbus,ca-certificates,python3,procps",
             "bookworm", folder, os.environ.get("DEBIAN_MIRROR", "http://deb.debian.org/debian")],
            check=True, stdout=subprocess.DEVNULL)
    shutil.copy(package, folder / "root/aggd.deb")
    command = "rm -rf /var/lib/aggd /etc/aggd; apt-get purge -yqq aggd; apt-get install -yqq /root/aggd.deb"
    done = subprocess.run(["chroot", folder, "bash", "-c", command], capture_output=True, text=True)
    if done.returncode != 0:
        fail(f"the package can't be installed: {done.stdout}{done.stderr}")
    www = folder / "srv/www"
    www.mkdir(exist_ok=True)
    (www / "feed.xml").write_text(FEED)
    (folder / "etc/aggd/feeds.conf").write_text(CONF)
    # the service begins when the site answers
    (folder / "etc/systemd/system/multi-user.target.wants/aggd.service").unlink(missing_ok=True)


def check(machine, conf):
    machine.run("systemd-run --quiet --unit=site --working-directory=/srv/www python3 -m http.server 8911")
    machine.wait("the site", lambda: "Harbour" in machine.run(
        "python3 -c 'import urllib.request as u; print(u.urlopen(\"http://127.0.0.1:8911/feed.xml\").read())'", False))
    machine.run("systemctl enable --quiet --now aggd")
    machine.wait("the first item", lambda: "Ports and their defence" in machine.run("aggd items", False))
    print("started, the feed is read; " + machine.show("StatusText"))

    machine.run("id reader >/dev/null 2>&1 || useradd -m -G aggd reader")
    if "Ports" not in machine.run("su - reader -c 'aggd items'"):
        fail("a member of the group can't read the store")
    if "No permission to write" not in machine.run("su - reader -c 'aggd poll'", False):
        fail("a member of the group is not told that he may not write")
    print("a member of the group reads the store and may not write it")

    conf.write_text(CONF + "colour = 3\n")
    machine.run("systemctl reload aggd")
    machine.wait("the report of a wrong file", lambda: 'unknown key "colour"' in machine.run("journalctl -b -u aggd"))
    if machine.show("ActiveState") != "active":
        fail("a wrong file ended the service")
    conf.write_text(CONF)
    machine.run("systemctl reload aggd")
    print("reloaded: a wrong file is reported and changes nothing")

    lines = machine.run("journalctl -b -u aggd -o json").splitlines()
    polls = [entry for entry in map(json.loads, lines) if entry.get("AGGD_SOURCE") == "harbour"]
    if not polls or not {"AGGD_RESULT", "AGGD_HTTP", "AGGD_NEW", "AGGD_MS"} <= set(polls[0]):
        fail("the journal has no fields of the poll")
    print("the journal has the fields of each poll")

    machine.run("kill -9 $(systemctl show aggd -p MainPID --value)")
    machine.wait("the restart after kill -9", lambda: machine.show("NRestarts") == "1"
                 and machine.show("ActiveState") == "active", 30)
    print("restarted after kill -9")
    machine.run("kill -STOP $(systemctl show aggd -p MainPID --value)")
    machine.wait("the watchdog", lambda: machine.show("NRestarts") == "2"
                 and machine.show("ActiveState") == "active", 120)
    print("restarted by the watchdog after a stop of the process")

    machine.run("systemctl stop aggd")
    if (machine.show("Result"), machine.show("ExecMainStatus")) != ("success", "0"):
        fail("it did not end with 0 when it was stopped")
    if "Ports" not in machine.run("su - reader -c 'aggd items'"):
        fail("a member of the group can't read the store of a stopped daemon")
    print("stopped with exit 0; the store can be read all the same")

    conf.write_text(CONF + "colour = 3\n")
    machine.run("systemctl start aggd", False)
    time.sleep(12)
    if (machine.show("ActiveState"), machine.show("ExecMainStatus")) != ("failed", "78"):
        fail("a wrong configuration at the start is no exit 78 without restarts")
    print("a wrong configuration at the start: exit 78, no restart")

    # A machine that may not raise a limit itself (a container) can't show what the unit's LimitNICE= does.
    conf.write_text(CONF)
    machine.run("systemctl reset-failed aggd; systemctl start aggd")
    limits = machine.run("cat /proc/$(systemctl show aggd -p MainPID --value)/limits")
    allowed = next(line.split()[3] for line in limits.splitlines() if line.startswith("Max nice priority"))
    log = machine.run("journalctl -b -u aggd -o cat").splitlines()
    noise = {line.split(": pqc")[0] + line[line.rfind(" errno"):] for line in log if line.startswith("Failed to set")}
    if allowed == "0":
        noise.discard("Failed to set thread priority for worker thread errno=13")
        print("LimitNICE= can't be set on this machine: what it allows was not checked")
    if noise:
        fail(f"the sandbox forbids something: {noise}")
    print("nothing else in the journal about what the sandbox forbids")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=pathlib.Path("/tmp/aggd-boot"))
    parser.add_argument("--deb", type=pathlib.Path)
    options = parser.parse_args()
    if os.geteuid() != 0:
        fail("debootstrap and systemd-nspawn need root")
    for tool, package in (("debootstrap", "debootstrap"), ("systemd-nspawn", "systemd-container")):
        if not shutil.which(tool):
            fail(f"{tool} is missing; install the package {package}")
    packages = [options.deb] if options.deb else sorted((ROOT / ".build").glob("aggd_*.deb"))
    if not packages:
        fail("there is no package; make deb")
    prepare(options.folder, packages[-1])
    machine = Machine(options.folder)
    try:
        machine.wait("the system to boot", machine.boots, 60)
        check(machine, options.folder / "etc/aggd/feeds.conf")
    finally:
        machine.end()


if __name__ == "__main__":
    main()
