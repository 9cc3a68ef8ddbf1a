import Aggregator
import Foundation
import TestSupport
import Testing

/// The bytes of an issue's message to one recipient, and what a mail program makes of them.
private struct Sent {
    var bytes: [UInt8]
    var mail: ReadMail

    init(
        _ issue: DigestIssue = DigestSample.issue, name: String = "daily",
        to recipient: String = "mara@example.org",
        from: String? = "aggd <digest@monitor.example.org>", settings: MailSettings = MailSettings(),
        unsubscribe: String? = nil
    ) throws {
        var definition = DigestDefinition(name: name, title: issue.title)
        definition.from = from
        definition.unsubscribe = unsubscribe
        let id = DigestMail.messageID(
            digest: name, issue: issue.number, recipient: recipient,
            domain: DigestMail.domain(of: definition, settings: settings))
        let outgoing = try DigestMail(issue, definition: definition, settings: settings)
            .message(to: recipient, messageID: id)
        bytes = try SMTPMail(settings).bytes(of: outgoing)
        mail = try #require(ReadMail(bytes))
    }

    var lines: [String] { String(decoding: bytes, as: UTF8.self).components(separatedBy: "\r\n") }
}

/// Titles that mail programs and mail servers have trouble with.
private let hardTitles = [
    "Daily", "Überblick, täglich", "海上保安会議 日報", "A\r\nBcc: eve@example.org", "Tab\there",
    "\"Quoted\" & <angled>",
    "=?utf-8?B?RXZlCg==?=", "\u{1B}[31mred", "👩‍🚀 news", "e\u{301}te\u{301}", "نشرة يومية",
    String(repeating: "long ", count: 60),
    String(repeating: "ü", count: 200), "ends with \\", "; boundary=\"x\"", ".", "From here",
]

@Suite("The message of an issue, field by field") struct DigestMessageFieldTests {
    @Test("has each field once, and none that nobody asked for")
    func once() throws {
        let names = try Sent().mail.fields.map { $0.name.lowercased() }
        #expect(Set(names).count == names.count)
        #expect(
            Set(names) == [
                "from", "to", "subject", "date", "message-id", "list-id", "list-unsubscribe",
                "auto-submitted",
                "precedence", "x-auto-response-suppress", "mime-version", "content-type",
            ])
    }

    @Test("From and To carry the names that the configuration gives")
    func mailboxes() throws {
        let mail = try Sent(
            to: "\"Lindt, Mara\" <mara@example.org>", from: "Häuser <digest@monitor.example.org>"
        ).mail
        #expect(mail["To"] == "\"Lindt, Mara\" <mara@example.org>")
        #expect(mail.decoded("From") == "Häuser <digest@monitor.example.org>")
        #expect(mail["From"]?.utf8.allSatisfy { $0 < 0x80 } == true)
    }

    @Test("Subject says title, date and counts")
    func subject() throws {
        #expect(
            try Sent().mail.decoded("Subject")
                == "Defence and policy, daily — Mon 23 Nov 2026: 2 stories, 1 event")
    }

    @Test("Subject survives any title, on lines of ASCII that no server has to break", arguments: hardTitles)
    func hardSubjects(title: String) throws {
        var issue = DigestSample.issue
        issue.title = title
        let sent = try Sent(issue)
        let subject = try #require(sent.mail.decoded("Subject"))
        #expect(subject.hasPrefix(PlainLine.clean(title)) || title.contains("=?"))
        #expect(subject.hasSuffix(": 2 stories, 1 event"))
        #expect(sent.mail["Bcc"] == nil)
        let head = sent.lines.prefix { !$0.isEmpty }
        #expect(head.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } })
        #expect(head.allSatisfy { $0.utf8.count <= 78 || $0.hasPrefix("List-Unsubscribe: <") })
        #expect(sent.mail["List-Id"]?.hasSuffix("<daily.aggd.monitor.example.org>") == true)
    }

    @Test("Date is that of the issue, in UTC")
    func date() throws { #expect(try Sent().mail["Date"] == "Mon, 23 Nov 2026 06:30:00 +0000") }

    @Test("Message-ID names digest, issue and recipient, and the sender's domain")
    func messageID() throws {
        let id = try #require(try Sent().mail["Message-ID"])
        #expect(id.wholeMatch(of: /<daily\.214\.[0-9a-f]{16}@monitor\.example\.org>/) != nil)
        var settings = MailSettings()
        settings.domain = "digests.example.net"
        #expect(try Sent(settings: settings).mail["Message-ID"]?.hasSuffix("@digests.example.net>") == true)
        settings = MailSettings()
        settings.from = "aggd <aggd@other.example>"
        #expect(
            try Sent(from: nil, settings: settings).mail["Message-ID"]?.hasSuffix("@other.example>") == true)
    }

    @Test("List-Id stays the same from issue to issue and differs from digest to digest")
    func listID() throws {
        var next = DigestSample.issue
        next.number = 215
        #expect(try Sent().mail["List-Id"] == Sent(next).mail["List-Id"])
        let names = ["daily", "weekly", "Übersicht", "Ärgernis", "日報", "週報", "a.b", "a-b"]
        let ids = try names.map { try Sent(name: $0).mail["List-Id"] }
        #expect(Set(ids).count == names.count)
        for id in ids { #expect(id?.contains("..") == false && id?.contains("<.") == false) }
    }

    @Test(
        "List-Id leaves a title out that would have to be encoded",
        arguments: ["Überblick", "with \"quotes\"", "back\\slash", "=?x"])
    func listTitle(title: String) throws {
        var issue = DigestSample.issue
        issue.title = title
        #expect(try Sent(issue).mail["List-Id"] == "<daily.aggd.monitor.example.org>")
    }

    @Test("List-Unsubscribe writes to the sender, or opens the page, then with one click")
    func unsubscribe() throws {
        let mail = try Sent().mail
        #expect(mail["List-Unsubscribe"] == "<mailto:digest@monitor.example.org?subject=unsubscribe%20daily>")
        #expect(mail["List-Unsubscribe-Post"] == nil)
        let web = try Sent(unsubscribe: "https://monitor.example.org/off?d=daily").mail
        #expect(web["List-Unsubscribe"] == "<https://monitor.example.org/off?d=daily>")
        #expect(web["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
    }

    @Test("List-Unsubscribe is an address that mail can carry, whatever stands in it")
    func unsubscribeAddress() throws {
        let mail = try Sent(unsubscribe: "https://monitor.example.org/abmelden/täglich?d=<a>").mail
        #expect(mail["List-Unsubscribe"] == "<https://monitor.example.org/abmelden/t%C3%A4glich?d=%3Ca%3E>")
    }

    @Test("says that a machine wrote it, so that no other machine answers (RFC 3834)")
    func automatic() throws {
        let mail = try Sent().mail
        #expect(mail["Auto-Submitted"] == "auto-generated")
        #expect(mail["Precedence"] == "bulk")
        #expect(mail["X-Auto-Response-Suppress"] == "All")
        #expect(mail["MIME-Version"] == "1.0")
    }

    @Test("asks for a sender that is one, in words", arguments: ["nobody", "a@", "two@a.org, three@b.org"])
    func wrongSender(sender: String) {
        #expect(
            throws: DigestError("digest daily: the sender \"\(sender)\" is no mail address")
        ) { try Sent(from: sender) }
    }
}

@Suite("The identity of a message") struct DigestMessageIdentityTests {
    private func id(_ digest: String, _ recipient: String = "mara@example.org", issue: Int = 1) -> String {
        DigestMail.messageID(digest: digest, issue: issue, recipient: recipient, domain: "example.org")
    }

    @Test("differs for two digests whose names look alike in an address, so that no server drops one of them")
    func alike() {
        let names = [
            "a.b", "a-b", "a_b", "a..b", "ab", "äb", "öb", "alert:launch", "alert.launch", "日報", "週報", "...",
            "-",
        ]
        #expect(Set(names.map { id($0) }).count == names.count)
    }

    @Test(
        "is a valid one whatever the digest is called",
        arguments: [
            "daily", "a.b", "a..b", "Łódź", "日報", "alert:launch", "alert:ein start", "...", "9", "a_b-c",
        ])
    func valid(name: String) {
        #expect(
            id(name).wholeMatch(of: /<[A-Za-z0-9_\-]+(\.[A-Za-z0-9_\-]+)*@example\.org>/) != nil,
            "\(id(name))")
    }

    @Test("is the same for one address in whatever spelling, with or without a name")
    func spelling() {
        #expect(id("d", "Mara <mara@example.org>") == id("d", "MARA@Example.ORG"))
        #expect(id("d", "maildir:/var/mail/a") != id("d", "maildir:/var/mail/A"))
        #expect(id("d", issue: 1) != id("d", issue: 11))
    }

    @Test("is that of earlier versions for the usual names, so that what waits in a queue is sent once")
    func stable() {
        #expect(id("daily", issue: 214) == "<daily.214.86e7e0ca83f7e87c@example.org>")
    }
}

@Suite("The body of an issue's message") struct DigestMessageBodyTests {
    @Test("is two alternatives, the plain one first, never a digest of messages")
    func alternatives() throws {
        let mail = try Sent().mail
        #expect(mail["Content-Type"]?.hasPrefix("multipart/alternative;") == true)
        #expect(
            mail.parts.map { $0["Content-Type"] } == [
                "text/plain; charset=utf-8; format=flowed", "text/html; charset=utf-8",
            ])
    }

    @Test("brings text and page back byte for byte after decoding", arguments: hardTitles)
    func decoded(title: String) throws {
        var issue = DigestSample.issue
        issue.title = title
        issue.sections[1].stories[0].title = title
        issue.sections[1].stories[0].summary = title
        let mail = try Sent(issue).mail
        #expect(mail.parts.count == 2)
        #expect(mail.parts.first?.text == TextDigest(flowed: true).render(issue))
        #expect(mail.parts.last?.text == HTMLDigest().render(issue))
    }

    @Test("has lines that every server takes, CRLF at the end of each and nothing of 8 bits")
    func lines() throws {
        var issue = DigestSample.issue
        issue.sections[1].stories[0].url = "https://example.org/" + String(repeating: "a", count: 1500)
        issue.sections[1].stories[0].title = "From the sea"
        issue.sections[1].stories[1].title = "."
        let sent = try Sent(issue)
        #expect(sent.bytes.allSatisfy { $0 < 0x80 })
        #expect(sent.lines.allSatisfy { $0.utf8.count <= 76 || $0.hasPrefix("List-") || $0.utf8.count <= 78 })
        #expect(!sent.lines.contains { $0.contains("\n") || $0.contains("\r") })
        #expect(!sent.lines.contains { $0.hasPrefix("From ") || $0 == "." })
    }

    @Test("has a boundary that stands in no part, the same at every attempt")
    func boundary() throws {
        var issue = DigestSample.issue
        let mark = try #require(
            try Sent(issue).mail["Content-Type"]?.components(separatedBy: "\"").dropFirst().first)
        issue.sections[1].stories[0].summary = "--\(mark) and --\(mark)--"
        let sent = try Sent(issue)
        #expect(sent.mail.parts.count == 2)
        #expect(sent.mail.parts.first?.text.contains("--\(mark)") == true)
        #expect(try Sent(issue).bytes == sent.bytes)
    }

    @Test("of a long issue keeps the page small for mail programs that clip, and tells the rest in the text")
    func size() throws {
        var issue = DigestSample.issue
        issue.sections = [
            DigestIssue.Section(
                title: "Missiles",
                stories: (1...300).map { number in
                    var entry = DigestSample.commentary
                    entry.title = "Story number \(number)"
                    return entry
                })
        ]
        let parts = try Sent(issue).mail.parts
        #expect(parts.last?.text.utf8.count ?? .max <= HTMLDigest.sizeLimit)
        #expect(parts.last?.text.contains("more in the text part") == true)
        for number in [1, 150, 300] {
            #expect(parts.first?.text.contains("Story number \(number)\n") == true)
        }
    }

    @Test("of an empty issue says so in both parts")
    func empty() throws {
        var issue = DigestSample.issue
        issue.sections = []
        issue.problems = []
        let parts = try Sent(issue).mail.parts
        #expect(parts.allSatisfy { $0.text.contains("Nothing new.") })
    }

    @Test("can be joined again by a window of any width: a line that goes on ends with a blank")
    func flowed() throws {
        var issue = DigestSample.issue
        issue.sections[1].stories[0].summary = (1...60).map { "word\($0)" }.joined(separator: " ")
        let text = try #require(try Sent(issue).mail.parts.first?.text)
        var joined = ""
        for line in text.components(separatedBy: "\n") {
            let plain = line.hasPrefix(" ") ? String(line.dropFirst()) : line
            joined += plain.hasSuffix(" ") ? plain : plain + "\n"
        }
        #expect(joined.contains("\n" + issue.sections[1].stories[0].summary + "\n"))
    }
}
