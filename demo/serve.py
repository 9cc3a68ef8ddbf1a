#!/usr/bin/python3
"""Serves the sample sites of the demo on loopback.

    serve.py --port 8377 --seconds 300

Each site is a host name under .localhost, which resolves to this machine everywhere. The day that is shown
begins at 1; `GET /-/day/2` on any host turns to another one. The server ends by itself: after the given
seconds, or when the process that started it is gone.
"""

import argparse
import datetime
import gzip
import hashlib
import http.server
import os
import threading
import time

import feeds
import pages
import sites

SITES = {}
STATE = {"day": 1}
NOT_FOUND = (404, {"Content-Type": "text/html"}, pages.page("Not found", "<h1>Not found</h1>"))


def answer(host, path, query, root):
    """Status, headers and body for one address."""
    name = host.split(".localhost")[0]
    day = STATE["day"]
    now = lambda site: sites.standing(SITES, site, day)
    ok = lambda kind, body: (200, {"Content-Type": kind}, body)

    if name == "polar-digest":
        return 410, {"Content-Type": "text/plain"}, b"Polar Digest has closed. Thank you for reading.\n"
    if name == "guarded-post":
        return 403, {"Content-Type": "text/html", "Server": "cloudflare", "cf-mitigated": "challenge",
                     "CF-RAY": "8a0f00ba5-OSK"}, pages.BOT_WALL
    if path == "/robots.txt":
        return ok("text/plain", b"User-agent: *\nDisallow: /admin/\n") if name == "harbour-times" else NOT_FOUND
    if name == "fjord" and path == "/rss":
        port = root.rpartition(":")[2]
        return 301, {"Location": f"http://fjord-review.localhost:{port}/feed.xml"}, b""
    if name == "quietwater":
        return ok("text/html; charset=utf-8", pages.REDESIGN)
    if name == "slow-boat":
        time.sleep(1.5)

    listings = {
        ("hartwell", "/commentary.xml"): lambda: ("application/rss+xml", feeds.rss(
            root, "hartwell", now("hartwell"), "summary")),
        ("meridian", "/feed.atom"): lambda: ("application/atom+xml", feeds.atom(
            root, "meridian", now("meridian"), SITES)),
        ("meridian", "/events"): lambda: ("text/html", pages.event_list(root, now("meridian-events"))),
        ("norwick", "/press.atom"): lambda: ("application/atom+xml", feeds.atom(
            root, "norwick", now("norwick"), SITES)),
        ("estmark", "/press.rdf"): lambda: ("application/rdf+xml", feeds.rdf(root, "estmark", now("estmark"))),
        ("northwire", "/all.rss"): lambda: ("text/xml", feeds.rss(root, "northwire", now("northwire")[:20])),
        ("harbour-times", "/rss"): lambda: ("text/xml; charset=utf-8", feeds.rss(
            root, "harbour-times", now("harbour-times"), "description")),
        ("cabledesk", "/news-sitemap.xml"): lambda: ("application/xml", feeds.news_sitemap(
            root, "cabledesk", now("cabledesk"))),
        ("strait-monitor", "/feed.json"): lambda: ("application/feed+json", feeds.json_feed(
            root, "strait-monitor", now("strait-monitor"))),
        ("arms-ledger", "/latest.xml"): lambda: ("text/xml", feeds.rss(root, "arms-ledger", now("arms-ledger"))
            .decode().replace('encoding="UTF-8"', 'encoding="ISO-8859-2"')
            .encode("iso-8859-2", "xmlcharrefreplace")),
        ("defence-courier", "/"): lambda: ("text/html", pages.courier_list(root, now("defence-courier"))),
        ("basin", "/analysis/"): lambda: ("text/html", pages.basin_list(root, now("basin"))),
        ("gazette", "/rss.php"): lambda: ("text/html", feeds.damaged(root, "gazette", now("gazette"))),
        ("fjord-review", "/feed.xml"): lambda: ("application/rss+xml", feeds.rss(
            root, "fjord-review", now("fjord-review"))),
        ("slow-boat", "/feed"): lambda: ("application/rss+xml", feeds.rss(root, "slow-boat", now("slow-boat"))),
        ("lumen", "/feed"): lambda: ("text/html", pages.MAINTENANCE) if day == 3 else (
            "application/rss+xml", feeds.rss(root, "lumen", now("lumen"))),
    }
    if make := listings.get((name, path)):
        return ok(*make())

    if path == "/read.php":
        path = "/" + query.partition("id=")[2].partition("&")[0]
    slug = path.rstrip("/").rpartition("/")[2].removesuffix(".html")
    for site in [name, "meridian-events"] if name == "meridian" else [name]:
        for piece in now(site):
            if piece.slug != slug:
                continue
            if site == "meridian-events":
                return ok("text/html", pages.event(piece))
            if site == "defence-courier":
                return ok("text/html", pages.courier_article(piece))
            return ok("text/html", pages.article(site, piece))
    return NOT_FOUND


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self):
        path, _, query = self.path.partition("?")
        if path.startswith("/-/day/"):
            STATE["day"] = int(path.rpartition("/")[2])
            return self.send(200, {"Content-Type": "text/plain"}, b"day %d\n" % STATE["day"])
        host = self.headers.get("Host", "localhost").partition(":")[0]
        root = f"http://{host}:{self.server.server_port}"
        status, headers, body = answer(host, path, query, root)
        if status == 200:
            headers["ETag"] = '"%s"' % hashlib.sha1(body).hexdigest()[:16]
            if self.headers.get("If-None-Match") == headers["ETag"]:
                return self.send(304, {"ETag": headers["ETag"]}, b"")
        self.send(status, headers, body)

    def send(self, status, headers, body):
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 1000:
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = "gzip"
        self.send_response(status)
        for name, value in headers.items():
            if name != "Server":
                self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self):
        return "cloudflare" if "guarded" in self.headers.get("Host", "") else "sample"

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, address):
        """A reader that went away is no fault of ours."""

    request_queue_size = 128


def main():
    parser = argparse.ArgumentParser(description="Serves the sample sites of the demo on loopback.")
    parser.add_argument("--port", type=int, default=8377)
    parser.add_argument("--seconds", type=int, default=300, help="ends by itself after this long")
    parser.add_argument("--day", type=int, default=1, choices=[1, 2, 3])
    parser.add_argument("--today", type=datetime.date.fromisoformat,
                        default=datetime.datetime.now(datetime.timezone.utc).date(),
                        help="the day after the third one of the sample")
    options = parser.parse_args()
    STATE["day"] = options.day
    SITES.update(sites.load(options.today))
    try:
        server = Server(("127.0.0.1", options.port), Handler)
    except OSError as error:
        raise SystemExit(f"port {options.port} on 127.0.0.1 cannot be used: {error.strerror}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    parent, end = os.getppid(), time.monotonic() + options.seconds
    while time.monotonic() < end and os.getppid() == parent:
        time.sleep(0.2)


if __name__ == "__main__":
    main()
