#!/usr/bin/python3
"""Sends digests to a real SMTP server (aiosmtpd) on loopback, and kills aggd at every step of the sending.

    mail-test.py [--binary .build/release/aggd]

Needs Debian's python3-aiosmtpd and faketime. Each mail is read back with Python's email package: it must have no
defect, every header that a digest promises, and both texts. After a kill at EHLO, MAIL, RCPT, before and after the
answer to the message, the next run of the sender must hand over what is missing under the same Message-ID.
"""

import argparse
import collections
import email
import email.policy
import http.server
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading

try:
    from aiosmtpd.controller import Controller
except ImportError:
    sys.exit("mail-test: apt-get install python3-aiosmtpd faketime")

ROOT = pathlib.Path(__file__).resolve().parent.parent
READERS = ["Mara Lindt <mara@example.org>", "desk@example.org", "Jörg Weiß <joerg@example.net>"]


def words(number):
    """A text that no other number has."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices("abcdefghiklmnoprstu", k=chance.randint(3, 9))) for _ in range(80))


class Feed(http.server.BaseHTTPRequestHandler):
    """A feed that has three more items in each round."""

    round = 1

    def do_GET(self):
        items = "".join(
            f"<item><guid>{n}</guid><title>Item {n}: Überblick, 概要 &amp; «reste»</title>"
            f"<link>http://www.example.org/{n}</link><description>{words(n)}</description></item>"
            for n in range(self.round * 3))
        body = f'<rss version="2.0"><channel><title>Sample</title>{items}</channel></rss>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Mailbox:
    """Takes mails, and kills the sender when told to."""

    def __init__(self):
        self.mails, self.kill_at, self.sender = [], None, None

    def reach(self, step):
        if step == self.kill_at and self.sender:
            self.kill_at = None
            self.sender.send_signal(signal.SIGKILL)
            self.sender.wait()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.reach("EHLO")
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.reach("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.reach("RCPT")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        # the server has the mail, the sender does not know it
        self.mails.append((envelope.rcpt_tos[0], envelope.content))
        self.reach("DATA")
        return "250 taken"


class Test:
    def __init__(self, binary, work, mailbox):
        self.binary, self.work, self.mailbox = binary, work, mailbox

    def aggd(self, *arguments, later=None, ok=(0,)):
        command = [self.binary, *arguments, "--config", f"{self.work}/feeds.conf"]
        if later:
            command = ["faketime", "-f", later, *command]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.mailbox.sender = process
        out, errors = process.communicate(timeout=60)
        check(process.returncode in ok, f"{' '.join(arguments)} ended with {process.returncode}: {errors.decode()}")
        return out

    def examine(self, content, reader, issue):
        mail = email.message_from_bytes(content, policy=email.policy.default)
        parts = list(mail.walk())
        check(not any(part.defects for part in parts), f"defects: {[part.defects for part in parts]}")
        check(mail.get_content_type() == "multipart/alternative", mail.get_content_type())
        check([part.get_content_type() for part in parts[1:]] == ["text/plain", "text/html"],
              "the parts are not text and HTML")
        plain = parts[1]
        check(plain.get_param("format") == "flowed", "the text is not format=flowed")
        text = plain.get_content()
        check(all(len(line.rstrip()) <= 78 for line in text.splitlines()), "a line of the text is too long")
        check("Überblick, 概要 & «reste»" in text, "a title is damaged")
        check("<img" not in parts[2].get_content(), "an image in the HTML")
        check(len(parts[2].get_content().encode()) <= 90_000, "the HTML is over 90 kB")
        for name, value in {"Auto-Submitted": "auto-generated", "Precedence": "bulk"}.items():
            check(mail[name] == value, f"{name}: {mail[name]}")
        for name in ("From", "To", "Date", "Message-ID", "List-Id", "List-Unsubscribe", "Subject"):
            check(mail[name], f"there is no {name}")
        check(mail["Message-ID"].startswith(f"<daily.{issue}."), f"Message-ID: {mail['Message-ID']}")
        check("stories" in mail["Subject"], f"Subject: {mail['Subject']}")
        check(reader in mail["To"].addresses[0].addr_spec, f"To: {mail['To']}")
        check(content.isascii() and all(len(line) <= 998 for line in content.splitlines()), "not fit for SMTP")

    def news(self):
        Feed.round += 1
        self.aggd("poll", "--force")

    def run(self):
        self.aggd("poll", "--force")
        self.aggd("digest", "daily", "--send")
        check(len(self.mailbox.mails) == len(READERS), f"{len(self.mailbox.mails)} mails instead of {len(READERS)}")
        for reader, content in self.mailbox.mails:
            self.examine(content, reader, 1)
        first = self.aggd("digest", "daily", "--issue", "1")
        check(first == self.aggd("digest", "daily", "--issue", "1"), "issue 1 is printed in two ways")
        issue = 1
        for step in ("EHLO", "MAIL", "RCPT", "DATA"):
            for _ in range(2):
                issue += 1
                self.news()
                self.mailbox.kill_at = step
                self.aggd("digest", "daily", "--send", ok=(-signal.SIGKILL,))
                # the next run of cron, when the lease of the killed one is over
                self.aggd("digest", "--due", later=f"+{issue * 15}m", ok=(0, 1))
        ids = collections.defaultdict(set)
        for reader, content in self.mailbox.mails:
            ids[reader].add(email.message_from_bytes(content)["Message-ID"])
        check(len(ids) == len(READERS), f"mails went to {sorted(ids)}")
        for reader, got in ids.items():
            check(len(got) == issue, f"{reader} has {len(got)} of {issue} issues")
        for number in range(1, issue + 1):
            self.aggd("digest", "daily", "--issue", str(number))
        copies = len(self.mailbox.mails) - issue * len(READERS)
        print(f"{issue} issues to {len(READERS)} readers: {len(self.mailbox.mails)} mails, {copies} of them again "
              "under the Message-ID of one that had come; none lost")


def check(is_true, words):
    if not is_true:
        print(f"mail-test: {words}", file=sys.stderr)
        os._exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default=ROOT / ".build/release/aggd")
    options = parser.parse_args()
    if not shutil.which("faketime"):
        sys.exit("mail-test: apt-get install python3-aiosmtpd faketime")
    work = pathlib.Path(tempfile.mkdtemp(prefix="aggd-mail-"))
    feed = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=feed.serve_forever, daemon=True).start()
    mailbox = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    smtp = Controller(mailbox, hostname="127.0.0.1", port=port)
    smtp.start()
    readers = ", ".join(f'"{reader}"' for reader in READERS)
    (work / "feeds.conf").write_text(
        f'[store]\nurl = "sqlite://{work}/aggd.sqlite"\n[fetch]\nallow-private = ["127.0.0.0/8"]\n'
        f'[mail]\nserver = "smtp://127.0.0.1:{port}"\nfrom = "aggd <digest@example.org>"\n'
        f'[defaults]\nfull-text = "never"\n[[source]]\nname = "sample"\n'
        f'url = "http://127.0.0.1:{feed.server_address[1]}/feed"\n'
        f'[[digest]]\nname = "daily"\ntitle = "Täglich"\nto = [{readers}]\n'
        'section = [{ title = "All", query = "*" }]\n')
    try:
        Test(str(pathlib.Path(options.binary).resolve()), work, mailbox).run()
    finally:
        smtp.stop()
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
