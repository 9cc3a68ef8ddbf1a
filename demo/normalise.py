#!/usr/bin/python3
"""Makes the demo's output comparable: dates become offsets from today, ids and clock times placeholders.

    demo/run.sh --digest | demo/normalise.py
"""

import datetime
import re
import sys

today = datetime.datetime.now(datetime.timezone.utc).date()
names = {}
for offset in range(-40, 41):
    day = today + datetime.timedelta(days=offset)
    token = f"<today{offset:+d}>" if offset else "<today>"
    for form in (f"{day:%a} {day.day} {day:%b} {day.year}", f"{day:%A}, {day.day} {day:%B} {day.year}",
                 f"{day.day} {day:%b} {day.year}", f"{day.day} {day:%B} {day.year}", f"{day:%b} {day.day}, {day.year}",
                 f"{day:%B} {day:%d}, {day.year}", f"{day:%B} {day.day}, {day.year}", day.isoformat(),
                 f"{day:%a} {day.day} {day:%b}", f"{day:%d} {day:%b}", f"{day.day} {day:%b}", f"{day:%b} {day.day}"):
        names[form] = token
pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, names), key=len, reverse=True)) + r")\b")

text = sys.stdin.read()
text = pattern.sub(lambda m: names[m[1]], text)
for back in range(0, 7):
    day = today - datetime.timedelta(days=back)
    token = f"<today-{back}>" if back else "<today>"
    text = re.sub(rf"· {day:%a} (\d\d:\d\d)", rf"· {token} \1", text)
text = re.sub(r"^\w+day <today>, \d\d:\d\d UTC\S*$", "<now>", text, flags=re.M)
text = re.sub(r"since (yesterday|today|<\S+>|\w{3})( \d\d:\d\d)?,", "since <then>,", text)
text = re.sub(r"(· |^ +)[0-9a-z]{6}$", r"\1<id>", text, flags=re.M)
text = re.sub(r"localhost:\d{4,5}", "localhost:PORT", text)
text = re.sub(r"[ \t]+\n", "\n", text)
sys.stdout.write(text)
