import Aggregator
import Foundation
import Testing

@Suite("An issue as a message")
struct DigestMailTests {
    private var definition: DigestDefinition {
        var definition = DigestDefinition(name: "daily", title: "Defence and policy, daily")
        definition.from = "aggd <digest@monitor.example.org>"
        return definition
    }

    private func message(_ definition: DigestDefinition, to: String = "mara@example.org") throws
        -> OutgoingMail
    {
        try DigestMail(DigestSample.issue, definition: definition, settings: MailSettings())
            .message(to: to, messageID: "<daily.214.x@monitor.example.org>")
    }

    @Test("says in the subject what is inside")
    func subject() throws {
        #expect(
            try message(definition).subject
                == "Defence and policy, daily — Mon 23 Nov 2026: 2 stories, 1 event")
    }

    @Test("carries the header fields of a list")
    func headers() throws {
        let headers = try message(definition).headers
        func value(_ name: String) -> String? { headers.first { $0.name == name }?.value }
        #expect(value("List-Id") == "\"Defence and policy, daily\" <daily.aggd.monitor.example.org>")
        #expect(
            value("List-Unsubscribe") == "<mailto:digest@monitor.example.org?subject=unsubscribe%20daily>")
        #expect(value("List-Unsubscribe-Post") == nil)
        #expect(value("Auto-Submitted") == "auto-generated")
        #expect(value("Precedence") == "bulk")
    }

    @Test("offers one click where an https address is configured")
    func oneClick() throws {
        var definition = definition
        definition.unsubscribe = "https://monitor.example.org/u/daily"
        let headers = try message(definition).headers
        #expect(
            headers.contains(HeaderField(name: "List-Unsubscribe-Post", value: "List-Unsubscribe=One-Click")))
        definition.unsubscribe = "mailto:u@example.org"
        #expect(try !message(definition).headers.contains { $0.name == "List-Unsubscribe-Post" })
    }

    @Test("has a Message-ID that differs by recipient, issue and digest and by nothing else")
    func messageID() {
        func id(_ digest: String, _ issue: Int, _ to: String) -> String {
            DigestMail.messageID(digest: digest, issue: issue, recipient: to, domain: "example.org")
        }
        #expect(id("daily", 214, "Mara <mara@example.org>") == id("daily", 214, "mara@EXAMPLE.org"))
        #expect(id("daily", 214, "mara@example.org") != id("daily", 215, "mara@example.org"))
        #expect(id("daily", 214, "mara@example.org") != id("daily", 214, "news@example.org"))
        #expect(id("daily", 214, "x").hasPrefix("<daily.214."))
        #expect(id("alert:sea launch", 1, "x").hasPrefix("<alert.sea.launch.1."))
        #expect(id("daily", 214, "x").hasSuffix("@example.org>"))
    }

    @Test("asks for a sender in words when none is named")
    func noSender() {
        var nobody = definition
        nobody.from = nil
        #expect(throws: DigestError.self) { try message(nobody) }
    }

    @Test("has a text that a narrow window can break anew")
    func flowed() throws {
        let text = try message(definition).text
        #expect(
            text.contains(
                """
                [1] Bargaining from Strength: Why New Launchers Could Bring a Reluctant\u{20}
                Neighbour to the Table
                Northgate Commentary · Luisa Grund · 06:02 · 1,140 words · 7f3kq2
                If both governments are serious about talks, the first step is\u{20}
                """))
        for line in text.split(separator: "\n") {
            #expect(!line.hasPrefix(" ") && !line.hasPrefix(">"))
            #expect(DisplayWidth.of(line) <= 72 || line.contains("://"))
        }
    }

    @Test("stuffs lines that would be taken for something else")
    func stuffing() throws {
        var issue = DigestSample.issue
        issue.sections[1].stories[0].summary = "> From here on"
        let text = TextDigest(flowed: true).render(issue)
        #expect(text.contains("\n > From here on\n"))
    }

    @Test("dates itself by the issue, not by the attempt")
    func date() throws {
        #expect(try message(definition).date == DigestSample.issue.until)
    }
}

@Suite("A mail address")
struct MailAddressTests {
    @Test("is read with and without a name")
    func forms() {
        #expect(MailAddress("Mara Lindt <mara@example.org>")?.name == "Mara Lindt")
        #expect(MailAddress("\"Lindt, Mara\" <mara@example.org>")?.name == "Lindt, Mara")
        #expect(MailAddress("mara@example.org")?.address == "mara@example.org")
        #expect(MailAddress("mara@example.org")?.domain == "example.org")
    }

    @Test("is refused when it is none", arguments: ["", "mara", "@x", "a@b@c", "a b@c", "<>", "x <y>"])
    func refused(text: String) {
        #expect(MailAddress(text) == nil)
    }
}

@Suite("A Maildir and a file as recipients")
struct DeliveryTargetTests {
    private func withDirectory(_ body: (URL) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "aggd-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory)
    }

    private func files(_ directory: URL, _ part: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appending(path: part).path).sorted()
    }

    @Test("are told from mail addresses by their beginning")
    func forms() {
        #expect(DeliveryTarget("maildir:/var/mail/x") == .maildir("/var/mail/x"))
        #expect(DeliveryTarget("file:///srv/www/d.html") == .file("/srv/www/d.html"))
        #expect(DeliveryTarget("Mara <m@example.org>") == .mail("Mara <m@example.org>"))
    }

    @Test("a Maildir gets a message once, however often it is delivered")
    func onceInMaildir() throws {
        try withDirectory { directory in
            let maildir = MaildirTarget(path: directory.path)
            let date = DigestSample.date("2026-11-23 06:30")
            try maildir.deliver(Array("one".utf8), messageID: "<a@b>", date: date)
            try maildir.deliver(Array("one".utf8), messageID: "<a@b>", date: date)
            #expect(try files(directory, "new").count == 1)
            #expect(try files(directory, "tmp").isEmpty)
            try maildir.deliver(Array("two".utf8), messageID: "<c@b>", date: date)
            #expect(try files(directory, "new").count == 2)
        }
    }

    @Test("a Maildir doesn't get again what its reader has seen")
    func seenInMaildir() throws {
        try withDirectory { directory in
            let maildir = MaildirTarget(path: directory.path)
            let date = DigestSample.date("2026-11-23 06:30")
            try maildir.deliver(Array("one".utf8), messageID: "<a@b>", date: date)
            let name = try #require(try files(directory, "new").first)
            try FileManager.default.moveItem(
                at: directory.appending(path: "new/\(name)"),
                to: directory.appending(path: "cur/\(name):2,S"))
            try maildir.deliver(Array("one".utf8), messageID: "<a@b>", date: date)
            #expect(try files(directory, "new").isEmpty)
        }
    }

    @Test("a file is replaced whole and can be named by issue and date")
    func file() throws {
        try withDirectory { directory in
            let latest = FileTarget(path: directory.appending(path: "www/latest.html").path)
            try latest.deliver(Array("old".utf8), for: DigestSample.issue)
            try latest.deliver(Array("new".utf8), for: DigestSample.issue)
            #expect(try files(directory, "www") == ["latest.html"])
            let text = try String(contentsOf: directory.appending(path: "www/latest.html"), encoding: .utf8)
            #expect(text == "new")
            #expect(
                FileTarget(path: "/x/{date}-{issue}.md").path(for: DigestSample.issue)
                    == "/x/2026-11-23-214.md")
        }
    }

    @Test(
        "a file's name chooses the format",
        arguments: [
            ("a.html", DigestFormat.html), ("a.md", .markdown), ("a.json", .json), ("a.epub", .epub),
            ("a", .text),
        ])
    func format(name: String, format: DigestFormat) {
        #expect(DigestFormat(fileName: name) == format)
    }
}
