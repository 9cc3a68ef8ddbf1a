import Foundation
import TestSupport
import Testing

@testable import FeedFetch

@Suite("A mail as bytes") struct MIMEMessageTests {
    private func message(
        subject: String = "Daily: 3 stories", text: String = "Hello\nworld\n", html: String? = "<p>Hello</p>"
    ) throws -> MIMEMessage {
        MIMEMessage(
            from: try #require(Mailbox("aggd <digest@example.org>")),
            to: try #require(Mailbox("Mara Lindt <mara@example.org>")), subject: subject,
            date: 1_795_332_600, messageID: "daily.214.abc@example.org", text: text, html: html)
    }

    private func lines(_ message: MIMEMessage) -> [String] {
        String(decoding: message.render(), as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test("has the headers that mail needs") func headers() throws {
        let lines = lines(try message())
        #expect(
            lines.prefix(6) == [
                "From: aggd <digest@example.org>", "To: Mara Lindt <mara@example.org>",
                "Subject: Daily: 3 stories", "Date: Sun, 22 Nov 2026 07:30:00 +0000",
                "Message-ID: <daily.214.abc@example.org>", "MIME-Version: 1.0",
            ])
        #expect(lines.contains("Content-Type: text/plain; charset=utf-8; format=flowed"))
        #expect(lines.contains("Content-Type: text/html; charset=utf-8"))
    }

    @Test("is the same whenever it is made") func same() throws {
        #expect(try message().render() == message().render())
    }

    @Test("shows its date where the reader is") func zone() throws {
        var mail = try message()
        mail.dateOffset = -(3 * 3600 + 1800)
        #expect(lines(mail).contains("Date: Sun, 22 Nov 2026 04:00:00 -0330"))
        mail.date = 951_782_400
        mail.dateOffset = 0
        #expect(lines(mail).contains("Date: Tue, 29 Feb 2000 00:00:00 +0000"))
    }

    @Test("encodes headers that are not ASCII in words that split no character") func encodedWords() throws {
        let subject = "Überblick — «Täglich»: 41 Geschichten, 3 Ereignisse, 日本語のニュースも少し"
        let mail = try message(subject: subject)
        let rendered = String(decoding: mail.render(), as: UTF8.self)
        #expect(rendered.utf8.allSatisfy { $0 < 0x80 })
        #expect(rendered.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        let words = rendered.matches(of: #/=\?utf-8\?B\?([^?]*)\?=/#).map { match in
            String(decoding: Data(base64Encoded: String(match.1)) ?? Data(), as: UTF8.self)
        }
        #expect(words.joined() == subject)
        #expect(!words.joined().contains("\u{fffd}"))
    }

    @Test("folds long headers and keeps lines short") func folds() throws {
        var mail = try message(subject: String(repeating: "many words ", count: 30))
        mail.headers = [HTTPHeader("List-Unsubscribe", "<mailto:a@example.org>, <https://example.org/u?x=1>")]
        let rendered = String(decoding: mail.render(), as: UTF8.self)
        #expect(rendered.components(separatedBy: "\r\n").allSatisfy { $0.utf8.count <= 78 })
        #expect(rendered.contains("\r\nList-Unsubscribe: <mailto:a@example.org>,"))
    }

    @Test("lets nobody smuggle a header") func smuggling() throws {
        var mail = try message(subject: "a\r\nBcc: x@example.org")
        mail.messageID = "a>\r\nBcc: <x"
        mail.headers = [HTTPHeader("X-A", "b\nBcc: c"), HTTPHeader("Bad Name", "d"), HTTPHeader("", "e")]
        #expect(!lines(mail).contains { $0.hasPrefix("Bcc") || $0.hasPrefix("Bad") || $0.hasPrefix(":") })
    }

    @Test("quotes names that need it") func names() throws {
        var mail = try message()
        mail.from = try #require(Mailbox("\"Lindt, Mara \\\"M\\\"\" <m@example.org>"))
        mail.to = try #require(Mailbox("Zoë <z@example.org>"))
        let lines = lines(mail)
        #expect(lines[0] == "From: \"Lindt, Mara \\\"M\\\"\" <m@example.org>")
        #expect(lines[1] == "To: =?utf-8?B?Wm/Dqw==?= <z@example.org>")
    }

    @Test("carries any text through narrow lines") func quotedPrintable() throws {
        let text = "Grüße = gut\n.\nFrom here on \nx " + String(repeating: "ä", count: 100) + "\nend \n"
        let rendered = String(decoding: try message(text: text, html: nil).render(), as: UTF8.self)
        let parts = rendered.components(separatedBy: "\r\n\r\n")
        #expect(parts[0].contains("Content-Transfer-Encoding: quoted-printable"))
        let body = parts[1...].joined(separator: "\r\n\r\n")
        #expect(
            body.components(separatedBy: "\r\n").allSatisfy {
                $0.utf8.count <= 76 && !$0.hasPrefix("From ") && $0 != "."
            })
        #expect(decode(body) == text.replacing("\n", with: "\r\n"))
    }

    @Test("leaves plain flowed text as it is") func plain() throws {
        let rendered = String(
            decoding: try message(text: "one \ntwo\n-- \n", html: nil).render(), as: UTF8.self)
        #expect(rendered.hasSuffix("\r\n\r\none \r\ntwo\r\n-- \r\n"))
        #expect(rendered.contains("Content-Transfer-Encoding: 7bit"))
    }

    /// Undoes quoted-printable as a reader of mail does.
    private func decode(_ text: String) -> String {
        var bytes: [UInt8] = []
        let source = Array(text.replacing("=\r\n", with: "").utf8)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "=") {
                bytes.append(
                    UInt8(String(decoding: source[index + 1...index + 2], as: UTF8.self), radix: 16) ?? 0)
                index += 3
            } else {
                bytes.append(source[index])
                index += 1
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

@Suite("A mailbox") struct MailboxTests {
    @Test("is read with and without a name") func forms() {
        #expect(Mailbox("a@example.org")?.name == "")
        #expect(Mailbox(" A B <a@example.org> ")?.name == "A B")
        #expect(Mailbox("\"B, A\" <a@example.org>")?.name == "B, A")
        #expect(Mailbox("<a@example.org>")?.address == "a@example.org")
        #expect(Mailbox("a@example.org")?.domain == "example.org")
    }

    @Test(
        "is none without a valid address",
        arguments: ["", "a", "@b", "a@", "a b@c", "a@b@c", "A <a>", "a@b\r\nRCPT TO:<x@y>", "a>@b", "ä@b"])
    func none(_ text: String) {
        #expect(Mailbox(text) == nil)
    }
}

@Suite("Sending a mail") struct SMTPTransportTests {
    private let message = Array("Subject: x\r\n\r\nHello\r\n.dot\r\n..\r\nend\r\n".utf8)

    private func send(_ server: LoopbackMailServer, user: String? = nil, password: String? = nil) async
        -> MailOutcome
    {
        let transport = SMTPTransport(
            server: "smtp://127.0.0.1:\(server.port)", user: user, password: password)
        return await transport.send(message, from: "digest@example.org", to: "mara@example.org")
    }

    @Test("hands over every byte") func accepted() async throws {
        let server = try LoopbackMailServer.start()
        defer { server.stop() }
        #expect(await send(server) == .accepted("250 taken"))
        let mail = try #require(server.mails.first)
        #expect(mail.sender == "digest@example.org")
        #expect(mail.recipients == ["mara@example.org"])
        #expect(mail.message == message)
        #expect(mail.credential == nil)
    }

    @Test("says who it is when it has a password") func credential() async throws {
        let server = try LoopbackMailServer.start(features: ["AUTH PLAIN"])
        defer { server.stop() }
        #expect(await send(server, user: "mara", password: "p:w") == .accepted("250 taken"))
        #expect(server.mails.first?.credential == "mara:p:w")
    }

    @Test("keeps a mail when the password is wrong") func wrongPassword() async throws {
        let server = try LoopbackMailServer.start(features: ["AUTH PLAIN"]) {
            $0.hasPrefix("AUTH") ? "535 wrong" : nil
        }
        defer { server.stop() }
        guard case .temporary(let reason) = await send(server, user: "mara", password: "x") else {
            Issue.record("not temporary")
            return
        }
        #expect(reason.contains("does not accept the user and password"))
        #expect(server.mails.isEmpty)
    }

    @Test("keeps a mail when the server wants a password and there is none") func noPassword() async throws {
        let server = try LoopbackMailServer.start {
            $0.hasPrefix("MAIL") ? "530 5.7.0 first say who you are" : nil
        }
        defer { server.stop() }
        let words = "127.0.0.1 wants a user and a password: 530 5.7.0 first say who you are"
        #expect(await send(server) == .temporary(words))
    }

    @Test(
        "trusts an unproven server with a mail, but not with a password",
        arguments: [
            ("smtp://mail.example.org:25", nil, false), ("smtp://mail.example.org", "secret", true),
            ("smtp://a:b@mail.example.org", nil, true), ("smtps://mail.example.org", nil, true),
            ("smtp://localhost:25", "secret", false), ("smtp://127.0.0.1", "secret", false),
            ("smtps://localhost", "secret", true),
        ] as [(String, String?, Bool)])
    func verifies(_ server: String, _ password: String?, _ expected: Bool) throws {
        let transport = SMTPTransport(server: server, user: "a", password: password)
        #expect(transport.verifies(try #require(WebAddress(server))) == expected)
    }

    @Test(
        "tells what may work later from what never will",
        arguments: ["MAIL", "RCPT", "DATA", "MESSAGE", "GREETING"])
    func refused(_ command: String) async throws {
        for (answer, isPermanent) in [("451 later please", false), ("550 no such person", true)] {
            let server = try LoopbackMailServer.start { $0.hasPrefix(command) ? answer : nil }
            defer { server.stop() }
            switch await send(server) {
            case .permanent(let reason):
                #expect(isPermanent, "\(command): \(reason)")
                #expect(reason.contains("550 no such person"), "\(command): \(reason)")
            case .temporary(let reason):
                #expect(!isPermanent, "\(command): \(reason)")
            case .accepted(let reason):
                Issue.record("accepted: \(reason)")
            }
            #expect(server.mails.isEmpty)
        }
    }

    @Test(
        "keeps a mail when the server goes away",
        arguments: ["GREETING", "EHLO", "MAIL", "RCPT", "DATA", "MESSAGE"])
    func cut(_ command: String) async throws {
        let server = try LoopbackMailServer.start { $0.hasPrefix(command) ? "" : nil }
        defer { server.stop() }
        guard case .temporary = await send(server) else {
            Issue.record("not temporary after \(command)")
            return
        }
    }

    @Test("sends no password, and no mail, where TLS is wanted and not offered") func stripped() async throws
    {
        let server = try LoopbackMailServer.start(features: ["AUTH PLAIN"])
        defer { server.stop() }
        var transport = SMTPTransport(
            server: "smtp://127.0.0.1:\(server.port)", user: "desk", password: "secret")
        transport.caFile = "/etc/ssl/certs/ca-certificates.crt"
        let outcome = await transport.send(
            Array("Subject: x\r\n\r\nx\r\n".utf8), from: "a@example.org", to: "b@example.org")
        #expect(
            outcome
                == .temporary(
                    "127.0.0.1 offers no STARTTLS, and no password is sent without it; write smtps:// if it speaks TLS at once."
                ))
        #expect(server.mails.isEmpty)
        #expect(!server.commands.contains { $0.hasPrefix("AUTH") || $0.hasPrefix("MAIL") })
    }

    @Test("keeps a mail when nobody listens, or the address is none") func unreachable() async throws {
        let server = try LoopbackMailServer.start()
        server.stop()
        guard case .temporary = await send(server) else {
            Issue.record("not temporary")
            return
        }
        let outcome = await SMTPTransport(server: "localhost:25").send(message, from: "a@b", to: "c@d")
        #expect(
            outcome == .temporary("\"localhost:25\" is not a mail server; write e.g. smtp://localhost:25."))
    }

    @Test("goes on with the next mail after a refused one") func next() async throws {
        let server = try LoopbackMailServer.start { $0.contains("bad@") ? "550 no" : nil }
        defer { server.stop() }
        let transport = SMTPTransport(server: "smtp://127.0.0.1:\(server.port)")
        for recipient in ["bad@example.org", "good@example.org"] {
            _ = await transport.send(message, from: "a@example.org", to: recipient)
        }
        #expect(server.mails.map(\.recipients) == [["good@example.org"]])
    }
}
