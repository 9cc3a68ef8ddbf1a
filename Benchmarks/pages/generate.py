#!/usr/bin/python3
"""Writes pages like those of news sites, the same ones each time: generate.py FOLDER [PAGES]

Half of them are light (about 150 KB of markup around 6 KB of text), half heavy (about 330 KB with large scripts).
"""

import pathlib
import random
import sys

WORDS = ("harbour council quay ferry pile tide basin mole dredger engineer winter hearing cost town light keeper "
         "boat shore water treaty dam river report committee member vote budget plan street bridge rail freight "
         "the a of to and in for on with that was were has had its their from by at as which when after").split()


def sentence(rng, words):
    return (" ".join(rng.choice(WORDS) for _ in range(words)) + ".").capitalize()


def paragraph(rng):
    return " ".join(sentence(rng, rng.randint(8, 24)) for _ in range(rng.randint(2, 5)))


def teaser(rng, n):
    return (f'<div class="teaser teaser--{n % 7} grid__cell"><a class="teaser__link" href="/news/{n}" data-track="t{n}">'
            f'<picture class="teaser__media"><source srcset="/i/{n}-640.webp 640w, /i/{n}-320.webp 320w">'
            f'<img loading="lazy" src="/i/{n}.jpg" alt="{sentence(rng, 4)}"></picture>'
            f'<h3 class="teaser__title">{sentence(rng, 8)}</h3><p class="teaser__text">{sentence(rng, 12)}</p></a></div>\n')


def page(rng, heavy):
    title = sentence(rng, 9)
    menu = "".join(f'<li class="menu__item"><a class="menu__link" href="/s/{n}"><span>{rng.choice(WORDS)}</span></a></li>'
                   for n in range(120))
    body = "".join(f"<p>{paragraph(rng)}</p>\n" + ('<div class="ad-slot" data-ad="x"></div>\n' if n % 4 == 3 else "")
                   for n in range(18))
    state = ",".join(f'"k{n}":{{"id":{n},"label":"{rng.choice(WORDS)}","on":true}}' for n in range(5000 if heavy else 900))
    icons = "".join(f'<svg class="icon" viewBox="0 0 24 24"><path d="M{n} 1L2 {n}Z"/></svg>' for n in range(160))
    related = "".join(teaser(rng, n) for n in range(160 if heavy else 60))
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Harbour Post</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="Harbour Post">
<meta property="article:published_time" content="2026-04-{rng.randint(1, 28):02}T08:00:00+02:00">
<style>{".a{color:red}" * 900}</style><script>window.state = {{{state}}};</script></head>
<body><header class="site-header"><nav class="main-menu"><ul>{menu}</ul></nav>{icons}</header>
<main><article class="article"><h1 class="headline">{title}</h1><p class="byline">By Ada Quill</p>
<div class="article-body">{body}</div></article>
<section class="related">{related}</section></main>
<footer class="site-footer"><ul>{menu}</ul><p>All rights reserved.</p></footer></body></html>
"""


def main():
    folder = pathlib.Path(sys.argv[1])
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 120
    rng = random.Random(2026)
    for n in range(count):
        (folder / f"{n:03}.html").write_text(page(rng, n % 2 == 1), encoding="utf-8")


if __name__ == "__main__":
    main()
