#!/usr/bin/python3
"""Serves made-up feeds on loopback for load and kill tests.

    serve.py --port 8390 --feeds 200 --items 50

Feed n is http://127.0.0.1:PORT/feed/n. In round r (`GET /-/round/r`; 1 at the start) it shows the newest --items of
its first r × --step items. One item in five is another feed's text under another headline. The text depends on
nothing but its numbers, so two runs serve the same bytes. Ends by itself, or with the process that started it.
"""

import argparse
import datetime
import functools
import hashlib
import http.server
import os
import random
import threading
import time

EPOCH = datetime.datetime(2026, 1, 5, tzinfo=datetime.timezone.utc)
FIRM = ("missile treaty strait minister fleet budget harbour election drone radar sanction convoy border talks "
        "parliament satellite reactor summit embargo brigade").split()


@functools.cache
def vocabulary():
    """4,000 pronounceable words and weights as natural text has them."""
    chance = random.Random(7)
    syllables = [c + v for c in "b c d f g l m n p r s t v st tr".split() for v in "a e i o u ea".split()]
    words = list(dict.fromkeys("".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 4)))) for _ in range(9000)))
    words = FIRM + words[:4000]
    total, sums = 0.0, []
    for rank in range(1, len(words) + 1):
        total += 1 / (rank + 30)
        sums.append(total)
    return words, sums


@functools.lru_cache(maxsize=20000)
def text(feed, item):
    words, sums = vocabulary()
    chance = random.Random(feed * 100003 + item)
    chosen = chance.choices(words, cum_weights=sums, k=chance.randint(120, 280))
    return [" ".join(chosen[i:i + 60]).capitalize() + "." for i in range(0, len(chosen), 60)]


def origin(feed, item, feeds):
    """The feed and item whose text this one carries: mostly itself."""
    if feeds > 1 and item and random.Random(feed * 31 + item).random() < 0.2:
        return (feed * 7 + item) % feeds, max(0, item - 1)
    return feed, item


def rss(feed, shown, options):
    out = [f'<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
           f"<channel><title>Load {feed}</title><link>http://load-{feed}.example/</link>"
           "<description>Made up</description>"]
    for item in sorted(shown, reverse=True):
        of, which = origin(feed, item, options.feeds)
        body = text(of, which)
        moment = EPOCH + datetime.timedelta(minutes=item * 37 + feed)
        title = " ".join(text(feed, item)[0].split()[:8])
        out.append(f"<item><title>{title}</title><link>http://load-{feed}.example/{item}</link>"
                   f'<guid isPermaLink="false">load-{feed}-{item}</guid>'
                   f"<pubDate>{moment:%a, %d %b %Y %H:%M:%S} +0000</pubDate><content:encoded><![CDATA["
                   + "".join(f"<p>{p}</p>" for p in body) + "]]></content:encoded></item>")
    return ("".join(out) + "</channel></rss>").encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        options = self.server.options
        kind, _, number = self.path.strip("/").rpartition("/")
        if kind == "-/round":
            options.round = int(number)
            return self.send(200, b"ok", None)
        if kind != "feed":
            return self.send(404, b"", None)
        end = options.round * options.step
        body = self.server.feed(int(number), range(max(0, end - options.items), end))
        tag = '"%s"' % hashlib.sha1(body).hexdigest()[:16]
        if self.headers.get("If-None-Match") == tag:
            return self.send(304, b"", tag)
        self.send(200, body, tag)

    def send(self, status, body, tag):
        self.send_response(status)
        if tag:
            self.send_header("ETag", tag)
        if status != 304:
            self.send_header("Content-Type", "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        """A reader that went away is no fault of ours."""

    request_queue_size = 512

    @functools.lru_cache(maxsize=1000)
    def feed(self, number, shown):
        return rss(number, shown, self.options)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8390)
    parser.add_argument("--feeds", type=int, default=200)
    parser.add_argument("--items", type=int, default=50, help="items that a feed shows")
    parser.add_argument("--step", type=int, default=50, help="new items in a feed each round")
    parser.add_argument("--seconds", type=int, default=900)
    options = parser.parse_args()
    options.round = 1
    server = Server(("127.0.0.1", options.port), Handler)
    server.options = options
    for feed in range(options.feeds):       # so that a measurement does not pay for making the text
        server.feed(feed, range(max(0, options.step - options.items), options.step))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready", flush=True)
    parent, end = os.getppid(), time.monotonic() + options.seconds
    while time.monotonic() < end and os.getppid() == parent:
        time.sleep(0.2)


if __name__ == "__main__":
    main()
