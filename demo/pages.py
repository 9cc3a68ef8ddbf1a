"""Renders the pages of the sample sites: lists, articles and events, with the clutter of real ones."""

import datetime
import html

from sites import TITLES, paragraphs_html

esc = html.escape


def page(title, body, head=""):
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{esc(title)}</title>'
            f"{head}</head>\n<body>\n{body}\n</body></html>\n").encode()


def article(site, p):
    """An ordinary article page: navigation, text, related links, sharing, footer."""
    byline = f'<p class="byline">By {esc(p.author)}</p>' if p.author else ""
    return page(f"{p.title} | {TITLES[site]}", f"""
<header><nav><a href="/">Home</a> <a href="/about">About</a> <a href="/subscribe">Subscribe</a></nav></header>
<main><article><h1>{esc(p.title)}</h1>{byline}
<time datetime="{p.moment.isoformat()}">{p.moment:%B} {p.moment.day}, {p.moment.year}</time>
<div class="body-text">
{paragraphs_html(p.text())}
</div></article>
<aside class="related"><h2>Related</h2><ul><li><a href="/a">Why deterrence is boring</a></li>
<li><a href="/b">Ten charts about harbours</a></li></ul></aside></main>
<div class="share">Share this: <a href="#">Mail</a> <a href="#">Print</a></div>
<footer>© {p.moment.year} {esc(TITLES[site])}. All rights reserved. By using this site you agree to our cookie
policy. Sign up to receive our newsletter.</footer>""",
                f'<meta property="og:title" content="{esc(p.title)}">'
                f'<meta property="article:published_time" content="{p.moment.isoformat()}">')


def courier_list(root, pieces):
    blocks = "\n".join(f'<article><h2><a href="/news/{p.slug}.html">{esc(p.title)}</a></h2></article>'
                       for p in pieces)
    return page(TITLES["defence-courier"], f"<h1>Defence Courier</h1>\n{blocks}\n<p>prev next</p>")


def courier_article(p):
    """A repost as reposters print it: source line, byline, text, end marker, link line, and the tail."""
    issued = p.original.moment
    line = f"(Source: {p.org}; issued {issued:%B} {issued:%d}, {issued.year})"
    author = p.original.author
    text = list(p.paragraphs)
    tail = ""
    if p.excerpt:
        text[-1] += " (end of excerpt)"
        tail = f'<p><a href="#">Click here</a> for the full story, on the {esc(p.org)} website.</p>'
    by = f"<p>By {esc(author)}</p>" if author else ""
    return page(p.title, f"""
<div id="menu"><a href="/">Defence Courier</a> | <a href="/archive">Archive</a> | <a href="/ads">Advertise</a></div>
<div class="story"><h1>{esc(p.title)}</h1>
<p>{esc(line)}</p>{by}
{paragraphs_html(text)}
{tail}
</div>
<div class="pager"><a href="#">prev</a> <a href="#">next</a></div>
<div class="box"><h4>Breaking News from Northwire <a href="#">See all</a></h4></div>
<div class="box"><h4>Official reports <a href="#">See all</a></h4></div>""")


def basin_list(root, pieces):
    blocks = "\n".join(
        f'<li class="teaser"><h3><a href="/analysis/{p.slug}">{esc(p.title)}</a></h3>'
        f'<time datetime="{p.moment:%Y-%m-%dT%H:%M:00Z}">{p.moment.day} {p.moment:%B}</time>'
        f'<p class="standfirst">{esc(p.fields["standfirst"])}</p></li>' for p in pieces)
    return page("Analysis", f'<h1>Analysis</h1><ul class="teasers">\n{blocks}\n</ul>')


def event_day(p):
    return p.base + datetime.timedelta(days=int(p.fields["date"]))


def event_list(root, pieces):
    blocks = "\n".join(
        f'<li class="event-card"><h3><a href="/events/{p.slug}">{esc(p.title)}</a></h3>'
        f'<p class="date">{event_day(p):%B} {event_day(p).day}, {event_day(p).year}</p>'
        f'<p class="location">{esc(p.fields["place"])}</p></li>' for p in pieces)
    return page("Events", f"<h1>Events</h1><ul>\n{blocks}\n</ul>")


def event(p):
    """An event page as think tanks build them: no machine-readable data, much invitation to sign up."""
    day = event_day(p)
    people = p.fields["speakers"].split(" | ")
    speakers = "\n".join(f"<h4>{esc(name)}</h4><p>{esc(what)}</p>"
                         for name, what in zip(people[::2], people[1::2]))
    past = int(p.fields["date"]) < 0
    heading = "DISCUSSION HIGHLIGHTS" if past else "SPEAKERS"
    record = "<p>This event was off the record.</p>" if p.fields.get("record") == "off" else ""
    missed = "<h3>Missed the event?</h3>" if past else ""
    return page(p.title, f"""
<nav><a href="/">Programmes</a> <a href="/experts">Experts</a> <a href="/events">Events</a></nav>
<main><h1>{esc(p.title)}</h1>
<div class="when">{day:%B} {day.day}, {day.year}</div>
<div class="hours">{esc(p.fields["time"])}</div>
<div class="where">{esc(p.fields["place"])}</div>
<div class="description">
{paragraphs_html(p.text())}
{record}
</div>
<h2>{heading}</h2>
{speakers}
{missed}<p>Sign up to receive emails from the Meridian Endowment.</p>
<a href="#">SIGN UP FOR FUTURE EVENT INVITATIONS</a></main>
<footer><h3>CONNECT WITH US</h3><p>In a crowded and contested world the Meridian Endowment offers decision makers
independent insight. Join our mailing list.</p><a href="#">Subscribe Today</a>
<p>PRIVACY STATEMENT</p><p>CONTACT &amp; FEEDBACK</p><p>Quay 4, Port Osk</p>
<p>© {day.year} All Rights Reserved</p><p>By using this website, you agree to our cookie policy.</p>
<p>Share this selection</p><p>Tweet</p><p>Facebook</p></footer>""")


MAINTENANCE = page("Down for maintenance", "<h1>We will be back soon</h1><p>Our site is being looked after.</p>")
REDESIGN = page("Quietwater Quarterly", """<div id="app"><header>Quietwater Quarterly, now with a new look!</header>
<section class="tile-2"><span>Essays</span></section><section class="tile-2"><span>Letters</span></section></div>""")
BOT_WALL = page("Just a moment...", """<noscript><h2>Enable JavaScript and cookies to continue</h2></noscript>
<div id="challenge-error-text">Checking if the site connection is secure</div>
<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>""")
