#!/usr/bin/python3
"""Writes events as iCalendar and reads them again with the Python package icalendar.

    calendar-test.py [--binary .build/release/aggd]

A page of events on loopback is polled; one event then changes and the page is polled again. The calendar must be
read by icalendar without an error, give every instant back in its zone, keep each UID and raise SEQUENCE for the
event that changed. Needs the package: pip install icalendar.
"""

import argparse
import datetime
import http.server
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import zoneinfo

try:
    import icalendar
except ImportError:
    sys.exit("calendar-test.py needs the Python package icalendar: pip install icalendar")

ROOT = pathlib.Path(__file__).resolve().parent.parent
DAY = datetime.date.today() + datetime.timedelta(days=10)
EVENTS = [
    ("dams", "Dams and Treaties", "T14:00:00+08:00", "T15:30:00+08:00", "Asia/Hong_Kong",
     "Room A; 7th floor, Harbour Hotel"),
    ("quays", "Quays, Piers and Moles: a long talk about the shore and those who live by it, in two parts",
     "T18:30:00{berlin}", "T20:00:00{berlin}", "Europe/Berlin", "Haus am Kai"),
]


def offset(zone):
    moment = datetime.datetime.combine(DAY, datetime.time(12), zoneinfo.ZoneInfo(zone))
    return moment.isoformat()[-6:]


class Site(http.server.BaseHTTPRequestHandler):
    """The list of events and a page for each."""
    venue = {name: venue for name, *_, venue in EVENTS}
    # Two pages with one text would be one story.
    text = {"dams": "The panel asks what dams upstream mean for old treaties about the water of a river. ",
            "quays": "Builders and fishermen talk about the shore, its walls and what winter storms do to them. "}

    def do_GET(self):
        name = self.path.strip("/")
        if name == "robots.txt":
            return self.answer(404, "")
        if not name:
            rows = "".join(f'<li class="event"><h3><a href="/{n}">{t}</a></h3><p class="place">{self.venue[n]}</p></li>'
                           for n, t, *_ in EVENTS)
            return self.answer(200, f"<html><body><h1>Events</h1><ul>{rows}</ul></body></html>")
        for own, title, start, end, zone, _ in EVENTS:
            if own == name:
                begin, stop = (f"{DAY}{t.format(berlin=offset('Europe/Berlin'))}" for t in (start, end))
                hours = f"{begin[11:16]} - {stop[11:16]} ({zone})"
                return self.answer(200, f"""<html lang="en"><head><title>{title}</title>
<script type="application/ld+json">{{"@type": "Event", "name": "{title}", "startDate": "{begin}",
"endDate": "{stop}", "location": {{"@type": "Place", "name": "{self.venue[own]}"}}}}</script></head>
<body><h1>{title}</h1><p>{DAY:%B} {DAY.day}, {DAY.year}</p><p>{hours}</p>
<p>{self.text[own] * 3}</p></body></html>""")
        return self.answer(404, "")

    def answer(self, status, text):
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def calendar(binary, place):
    subprocess.run([binary, "poll", "--force", "--quiet", *place], check=True)
    text = subprocess.run([binary, "events", "--ics", "--to", "+60d", *place], check=True,
                          stdout=subprocess.PIPE).stdout
    assert all(len(line) <= 75 for line in text.split(b"\r\n")), "a line is longer than 75 octets"
    return icalendar.Calendar.from_ical(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / ".build/release/aggd")
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    work = pathlib.Path(tempfile.mkdtemp(prefix="aggd-calendar-"))
    (work / "feeds.conf").write_text(f"""[fetch]
allow-private = ["127.0.0.0/8"]
[[source]]
name = "events"
type = "page"
kind = "event"
full-text = "always"
url = "http://127.0.0.1:{server.server_port}/"
items = "li.event"
item = {{ title = "h3", link = "h3 a@href", place = ".place" }}
""")
    place = ["--config", f"{work}/feeds.conf", "--store", f"{work}/aggd.sqlite"]
    try:
        first = {str(e["UID"]): e for e in calendar(str(options.binary), place).walk("VEVENT")}
        assert len(first) == len(EVENTS), f"{len(first)} events of {len(EVENTS)}"
        for _, title, start, end, zone, venue in EVENTS:
            event = next(e for e in first.values() if str(e["SUMMARY"]) == title)
            for key, clock in (("DTSTART", start), ("DTEND", end)):
                wanted = datetime.datetime.fromisoformat(f"{DAY}{clock.format(berlin=offset('Europe/Berlin'))}")
                assert event[key].dt == wanted, f"{key} of {title}: {event[key].dt}, not {wanted}"
            assert str(event["LOCATION"]) == venue, f"place of {title}: {event['LOCATION']}"
            assert int(event["SEQUENCE"]) == 0, f"SEQUENCE of {title}: {event['SEQUENCE']}"
        Site.venue["dams"] = "Room B"
        second = {str(e["UID"]): e for e in calendar(str(options.binary), place).walk("VEVENT")}
        assert second.keys() == first.keys(), "a UID changed"
        for uid, event in second.items():
            wanted = 1 if str(event["SUMMARY"]).startswith("Dams") else 0
            assert int(event["SEQUENCE"]) == wanted, f"SEQUENCE of {event['SUMMARY']}: {event['SEQUENCE']}"
        print(f"calendar: {len(second)} events read back, SEQUENCE raised for the one that changed")
    finally:
        server.shutdown()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
