#!/usr/bin/python3
"""Runs `aggd serve` as systemd would and checks what it says on the notify socket and by its signals.

    service-test.py [--binary .build/release/aggd]
"""

import argparse
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Service:
    def __init__(self, binary, work):
        self.work = work
        self.notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notify.bind(f"{work}/notify")
        self.said = []
        environment = dict(os.environ, NOTIFY_SOCKET=f"{work}/notify", WATCHDOG_USEC="2000000",
                           STATE_DIRECTORY=f"{work}/state", CONFIGURATION_DIRECTORY=f"{work}/etc",
                           RUNTIME_DIRECTORY=f"{work}/run")
        for name in ("AGGD_CONFIG", "WATCHDOG_PID"):
            environment.pop(name, None)
        self.process = subprocess.Popen([binary, "serve"], env=environment, stdout=subprocess.DEVNULL,
                                        stderr=open(work / "log", "w"))

    def wait(self, what, seconds=10, after=0):
        """The first message from number `after` on that begins with `what`."""
        end = time.monotonic() + seconds
        while True:
            for said in self.said[after:]:
                if said.startswith(what):
                    return said
            self.notify.settimeout(max(0.01, end - time.monotonic()))
            try:
                self.said += self.notify.recv(4096).decode().splitlines()
            except TimeoutError:
                fail(f"no {what} within {seconds} s; it said {self.said[-5:]}; log:\n{self.log()}")

    def log(self):
        return (self.work / "log").read_text()


def fail(message):
    print(f"service-test: {message}", file=sys.stderr)
    sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / ".build/release/aggd")
    options = parser.parse_args()
    work = pathlib.Path(tempfile.mkdtemp(prefix="aggd-service-"))
    service = None
    try:
        for folder in ("state", "etc", "run"):
            (work / folder).mkdir(mode=0o750)
        good = ('[fetch]\nallow-private = true\n[[source]]\nname = "one"\nurl = "http://127.0.0.1:9/feed"\n'
                '[[digest]]\nname = "daily"\nat = "06:30"\nto = ["file:%s/out"]\n' % work)
        conf = work / "etc/feeds.conf"
        conf.write_text(good)
        service = Service(str(options.binary), work)
        service.wait("READY=1")
        if not (work / "state/aggd.sqlite").exists():
            fail("READY before the store was there")
        mode = (work / "state/aggd.sqlite").stat().st_mode & 0o777
        if mode != 0o640:
            fail(f"the store's permissions are {mode:o}, not 640")
        print("READY after the store was open, mode 0640")
        print(service.wait("STATUS="))
        count = len(service.said)
        service.wait("WATCHDOG=1", seconds=4, after=count)
        print("WATCHDOG is fed")

        count = len(service.said)
        conf.write_text(good.replace("[[source]]", "[[sauce]]"))
        service.process.send_signal(signal.SIGHUP)
        service.wait("RELOADING=1", after=count)
        service.wait("READY=1", after=count)
        time.sleep(0.3)
        if "sauce" not in service.log():
            fail(f"a wrong file was not reported:\n{service.log()}")
        print("a wrong file is reported and changes nothing")

        count = len(service.said)
        conf.write_text(good + '[[source]]\nname = "two"\nurl = "http://127.0.0.1:9/other"\n')
        service.process.send_signal(signal.SIGHUP)
        service.wait("RELOADING=1", after=count)
        service.wait("READY=1", after=count)
        print("reload is announced and ended")

        count = len(service.said)
        begun = time.monotonic()
        service.process.send_signal(signal.SIGTERM)
        service.wait("STOPPING=1", after=count)
        status = service.process.wait(15)
        if status != 0:
            fail(f"SIGTERM ended it with {status}:\n{service.log()}")
        print(f"SIGTERM: exit 0 after {time.monotonic() - begun:.2f} s")

        conf.write_text(good.replace("[[source]]", "[[sauce]]"))
        service = None
        done = subprocess.run([str(options.binary), "serve", "--config", str(conf)], capture_output=True, text=True,
                              timeout=20, env=dict(os.environ, STATE_DIRECTORY=f"{work}/state"))
        if done.returncode != 78:
            fail(f"a wrong configuration at the start ended with {done.returncode}, not 78: {done.stderr}")
        print("a wrong configuration at the start: exit 78")
    finally:
        if service is not None and getattr(service, "process", None) and service.process.poll() is None:
            service.process.kill()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
