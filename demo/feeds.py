"""Renders the feeds of the sample sites, each in another format."""

import html
import json
from email.utils import format_datetime

from sites import TITLES, first_version, paragraphs_html


def esc(text):
    return html.escape(text, quote=False)


def rss(root, site, pieces, body="full", generator="Sample CMS 3"):
    """RSS 2.0; `body`: full (content:encoded), summary, or description (the whole text escaped)."""
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
           ' xmlns:dc="http://purl.org/dc/elements/1.1/">', "<channel>",
           f"<title>{esc(TITLES[site])}</title>", f"<link>{root}/</link>",
           f"<description>{esc(TITLES[site])}, latest</description>", "<language>en</language>",
           f"<generator>{generator}</generator>"]
    for p in pieces:
        text = p.text()
        out += ["<item>", f"<title>{esc(p.title)}</title>", f"<link>{root}/{p.slug}.html</link>",
                f'<guid isPermaLink="false">{site}-{p.day}-{p.slug}</guid>',
                f"<pubDate>{format_datetime(p.moment)}</pubDate>"]
        if p.author:
            out.append(f"<dc:creator>{esc(p.author)}</dc:creator>")
        if body == "full":
            out.append(f"<description>{esc(text[0])}</description>")
            out.append(f"<content:encoded><![CDATA[{paragraphs_html(text)}]]></content:encoded>")
        elif body == "summary":
            out.append(f"<description>{esc(p.fields['summary'])}</description>")
        else:
            out.append(f"<description>{esc(paragraphs_html(text))}</description>")
        out.append("</item>")
    return "\n".join(out + ["</channel>", "</rss>", ""]).encode()


def atom(root, site, pieces, sites):
    newest = max((p.moment for p in pieces), default=None)
    out = ['<?xml version="1.0" encoding="utf-8"?>',
           '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">',
           f"<title>{esc(TITLES[site])}</title>", f"<id>{root}/</id>",
           f'<link rel="alternate" href="{root}/"/>', f'<link rel="self" href="{root}/feed.atom"/>']
    if newest:
        out.append(f"<updated>{newest.isoformat()}</updated>")
    for p in pieces:
        first = first_version(sites, p)
        out += ["<entry>", f"<title>{esc(p.title)}</title>", f"<id>tag:{site},2020:{p.slug}</id>",
                f'<link rel="alternate" href="{root}/{p.slug}.html"/>',
                f"<published>{first.moment.isoformat()}</published>",
                f"<updated>{p.moment.isoformat()}</updated>"]
        if p.author:
            out.append(f"<author><name>{esc(p.author)}</name></author>")
        out += [f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
                f"{paragraphs_html(p.text())}</div></content>", "</entry>"]
    return "\n".join(out + ["</feed>", ""]).encode()


def rdf(root, site, pieces):
    seq = "".join(f'<rdf:li rdf:resource="{root}/{p.slug}.html"/>' for p in pieces)
    out = ['<?xml version="1.0" encoding="utf-8"?>',
           '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
           ' xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
           ' xmlns:content="http://purl.org/rss/1.0/modules/content/">',
           f'<channel rdf:about="{root}/"><title>{esc(TITLES[site])}</title><link>{root}/</link>'
           f"<description>Press releases</description><items><rdf:Seq>{seq}</rdf:Seq></items></channel>"]
    for p in pieces:
        out += [f'<item rdf:about="{root}/{p.slug}.html">', f"<title>{esc(p.title)}</title>",
                f"<link>{root}/{p.slug}.html</link>", f"<dc:date>{p.moment.isoformat()}</dc:date>",
                f"<description>{esc(p.text()[0])}</description>",
                f"<content:encoded>{esc(paragraphs_html(p.text()))}</content:encoded>", "</item>"]
    return "\n".join(out + ["</rdf:RDF>", ""]).encode()


def json_feed(root, site, pieces):
    return json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": TITLES[site], "home_page_url": f"{root}/",
        "items": [{"id": f"{root}/{p.slug}.html", "url": f"{root}/{p.slug}.html", "title": p.title,
                   "authors": [{"name": p.author}], "date_published": p.moment.isoformat(),
                   "content_html": paragraphs_html(p.text())} for p in pieces],
    }, ensure_ascii=False, indent=1).encode()


def news_sitemap(root, site, pieces):
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
           ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">']
    for p in pieces:
        section = "markets" if p.title.split()[0] in ("Oil", "Wheat", "Shares", "Defence") else "world"
        out += ["<url>", f"<loc>{root}/{section}/{p.slug}.html</loc>", "<news:news>",
                f"<news:publication><news:name>{TITLES[site]}</news:name>"
                "<news:language>en</news:language></news:publication>",
                f"<news:publication_date>{p.moment.isoformat()}</news:publication_date>",
                f"<news:title>{esc(p.title)}</news:title>", "</news:news>", "</url>"]
    return "\n".join(out + ["</urlset>", ""]).encode()


def damaged(root, site, pieces):
    """RSS as some sites really send it: a blank line first, bare ampersands and brackets, a lost end tag."""
    out = ["", '<?xml version="1.0"?>', '<rss version="2.0"><channel>', f"<title>{TITLES[site]}</title>",
           f"<link>{root}/</link>", "<description>News &nbsp; of the town</description>"]
    for n, p in enumerate(pieces):
        out += ["<item>", f"<title>{p.title}</title>", f"<link>{root}/read.php?id={p.slug}&lang=en</link>",
                f"<pubDate>{format_datetime(p.moment)}</pubDate>"]
        out.append(f"<description>{p.text()[0]}" + ("" if n == 1 else "</description>"))
        out.append("</item>")
    return "\n".join(out).encode()
