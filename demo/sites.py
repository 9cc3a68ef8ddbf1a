"""The sample sites: reads demo/sites/*.txt and knows what stands on which site on which day."""

import datetime
import html
import pathlib
import re

HERE = pathlib.Path(__file__).parent
DAYS = 3

TITLES = {
    "hartwell": "Hartwell Institute Commentary",
    "meridian": "Meridian Endowment for International Affairs",
    "meridian-events": "Meridian Endowment: Events",
    "norwick": "Norwick Ministry of Defence",
    "estmark": "Estmark Ministry of Foreign Affairs",
    "northwire": "Northwire News Agency",
    "harbour-times": "The Harbour Times",
    "defence-courier": "Defence Courier",
    "cabledesk": "Cable Desk",
    "strait-monitor": "Strait Monitor",
    "arms-ledger": "Arms Ledger Project",
    "basin": "Institute for Basin Security",
    "gazette": "The Osk Gazette",
    "fjord-review": "Fjord Review",
    "slow-boat": "Slow Boat",
    "lumen": "Lumen Reports",
}


class Piece:
    """One item of one site, as its text file gives it."""

    def __init__(self, site, day, time, slug, options):
        self.site, self.day, self.time, self.slug = site, day, time, slug
        self.appears = int(options.get("appears", day))
        self.repost = options.get("repost")
        self.excerpt = int(options.get("excerpt", 0))
        self.org = options.get("org", "").replace("_", " ")
        self.update_of = options.get("update-of")
        self.fields = {}
        self.paragraphs = []
        self.base = None

    @property
    def title(self):
        return self.fields.get("title", "")

    @property
    def author(self):
        return self.fields.get("by")

    @property
    def moment(self):
        """When the piece says it was published."""
        hour, minute = map(int, self.time.split(":"))
        return datetime.datetime.combine(
            date_of_day(self.base, self.day), datetime.time(hour, minute), datetime.timezone.utc)

    def text(self):
        """The paragraphs with their dates filled in."""
        written = f"{date_of_day(self.base, self.day):%d %b}"      # always of one width: texts wrap alike
        return [p.replace("{{date}}", written) for p in self.paragraphs]


def date_of_day(base, day):
    """The calendar day of day 1, 2 or 3; the third one is the day before `base`."""
    return base - datetime.timedelta(days=DAYS + 1 - day)


def load(base):
    """All pieces of all sites by name, dated relative to the day `base`."""
    sites = {path.stem: read(path) for path in sorted((HERE / "sites").glob("*.txt"))}
    for pieces in sites.values():
        for piece in pieces:
            piece.base = base
    for pieces in sites.values():
        for piece in pieces:
            if piece.repost:
                borrow(piece, sites)
    return sites


def read(path):
    pieces = []
    for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        head, _, body = block.partition("\n")
        day, time, slug, *rest = head.split()
        piece = Piece(path.stem, int(day), time, slug, dict(r.split("=", 1) for r in rest))
        lines = body.strip().split("\n")
        while lines and (field := re.match(r"([a-z]+): (.*)", lines[0])):
            piece.fields[field[1]] = field[2]
            lines.pop(0)
        piece.paragraphs = [p.strip() for p in "\n".join(lines).split("\n\n") if p.strip()]
        pieces.append(piece)
    return pieces


def borrow(piece, sites):
    """Fills a repost with the text of its original."""
    site, slug = piece.repost.split("/")
    piece.original = next(p for p in sites[site] if p.slug == slug)
    paragraphs = piece.original.text()
    piece.paragraphs = paragraphs[: piece.excerpt] if piece.excerpt else paragraphs


def standing(sites, site, day):
    """What stands on a site at the end of a day, newest first; corrections replace what they correct."""
    shown = {}
    for piece in sorted(sites.get(site, []), key=lambda p: p.appears):
        if piece.appears <= day:
            shown[piece.slug] = piece
    return sorted(shown.values(), key=lambda p: p.moment, reverse=True)


def first_version(sites, piece):
    """The piece as it first stood: its date is the date of publication."""
    return next(p for p in sites[piece.site] if p.slug == piece.slug)


def paragraphs_html(paragraphs):
    return "\n".join(f"<p>{html.escape(p, quote=False)}</p>" for p in paragraphs)
