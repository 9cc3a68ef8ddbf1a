#!/usr/bin/python3
"""Polls many feeds of one host that speaks HTTP/2 (nginx on loopback) and reads from its log how that went.

    http2-test.py [--binary .build/release/aggd] [--feeds 60]

Needs nginx and openssl. All feeds must come in over HTTP/2, side by side on no more connections than `per-host` allows;
the second round must be answered with 304.
"""

import argparse
import collections
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CONFIGURATION = """
pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 512; }}
http {{
  log_format one '$server_protocol $status $connection $ssl_session_reused';
  access_log {folder}/access.log one; gzip on; gzip_types application/xml;
  types {{ application/xml xml; }}
  client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl http2; root {folder}/feeds;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
  }}
}}
"""


def run(*words):
    """Runs a program that must succeed and gives what it wrote."""
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"http2-test: {' '.join(map(str, words))} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def feed(number):
    """A feed with one item."""
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><link>https://wire.example/</link>'
        f"<item><title>Report {number}</title><guid isPermaLink='false'>{number}</guid>"
        f"<description>What was said about matter {number}.</description></item></channel></rss>"
    )


def prepare(folder, port, feeds):
    """Writes the feeds, a certificate, nginx's configuration and ours."""
    (folder / "feeds").mkdir()
    for number in range(feeds):
        (folder / f"feeds/{number}.xml").write_text(feed(number))
    run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "key.pem", "-out", folder / "cert.pem")
    (folder / "nginx.conf").write_text(CONFIGURATION.format(folder=folder, port=port))
    lines = [
        f'[store]\nurl = "sqlite://{folder}/aggd.sqlite"\n[fetch]\nper-host = 8\nallow-private = true',
        f'ca-file = "{folder}/cert.pem"\n[defaults]\nfull-text = "never"',
    ]
    for number in range(feeds):
        lines.append(f'[[source]]\nname = "f{number}"\nurl = "https://127.0.0.1:{port}/{number}.xml"\ntype = "feed"')
    (folder / "feeds.conf").write_text("\n".join(lines) + "\n")


def free_port():
    """A port nobody has."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until_gone(file, seconds=20):
    """nginx takes its pid file away when it has ended, which is after it was told to."""
    end = time.monotonic() + seconds
    while file.exists():
        if time.monotonic() > end:
            sys.exit(f"http2-test: nginx has not ended within {seconds} s")
        time.sleep(0.05)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=ROOT / ".build/release/aggd")
    parser.add_argument("--feeds", type=int, default=60)
    options = parser.parse_args()
    nginx = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
    if nginx is None:
        sys.exit("http2-test: apt-get install nginx-light")
    folder = pathlib.Path(tempfile.mkdtemp(prefix="aggd-http2-"))
    folder.chmod(0o755)
    prepare(folder, free_port(), options.feeds)
    run(nginx, "-c", folder / "nginx.conf")
    try:
        for status in ("200", "304"):
            (folder / "access.log").write_text("")
            run(options.binary, "poll", "--config", folder / "feeds.conf", "--force")
            rows = [line.split() for line in (folder / "access.log").read_text().splitlines()]
            connections = len({row[2] for row in rows})
            answers = collections.Counter((row[0], row[1]) for row in rows)
            print(f"{options.feeds} feeds of one host: {dict(answers)} on {connections} connections")
            if answers != {("HTTP/2.0", status): options.feeds}:
                sys.exit("http2-test: not all came over HTTP/2 as they should")
            if connections > 2:
                sys.exit("http2-test: the transfers did not share connections")
    finally:
        run(nginx, "-c", folder / "nginx.conf", "-s", "stop")
        wait_until_gone(folder / "nginx.pid")
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
