import Aggregator
import Foundation
import Logging
import TestSupport
import Testing

@Suite("A digest over SMTP")
struct DigestSMTPTests {
    private let monday = DigestSample.date("2026-11-23 06:30")

    private func withServer(
        features: [String] = ["8BITMIME"], password: Secret? = nil,
        _ answers: @escaping LoopbackMailServer.Answers,
        _ body: (DigestStore, LoopbackMailServer, DigestSender) async throws -> Void
    ) async throws {
        let server = try LoopbackMailServer.start(features: features, answers: answers)
        defer { server.stop() }
        let store = try await DigestStore {
            $0.mail.server = "smtp://127.0.0.1:\(server.port)"
            $0.mail.user = password == nil ? nil : "mara"
            $0.mail.password = password
            $0.digests[0].title = "Überblick, täglich"
            $0.digests[0].sections = [DigestDefinition.Section(title: "Alles", query: "*")]
        }
        try await store.add("wire", "Rüstung – ein Überblick", at: monday.addingTimeInterval(-60))
        let sender = DigestSender(
            store: store.store, configuration: store.configuration,
            transport: SMTPMail(store.configuration.mail), logger: Logger(label: "test"))
        _ = try await sender.makeIssue(of: store.configuration.digests[0], at: monday)
        try await body(store, server, sender)
    }

    @Test("reaches every recipient as one message with two parts")
    func delivered() async throws {
        try await withServer({ _ in nil }) { _, server, sender in
            let results = try await sender.deliver(at: monday)
            #expect(results.allSatisfy { $0.sent != nil })
            #expect(Set(server.mails.flatMap(\.recipients)) == ["mara@example.org", "news@example.org"])
            let mail = try #require(server.mails.first { $0.recipients == ["mara@example.org"] })
            #expect(mail.sender == "digest@monitor.example.org")
            let delivery = try #require(results.first { $0.recipient == "mara@example.org" })
            #expect(mail.text.contains("Message-ID: \(delivery.messageID)\r\n"))
            #expect(mail.text.contains("List-Id: <daily.aggd.monitor.example.org>\r\n"))
            #expect(mail.text.contains("Auto-Submitted: auto-generated\r\n"))
            #expect(mail.text.contains("Date: Mon, 23 Nov 2026 06:30:00 +0000\r\n"))
            #expect(mail.text.contains("Content-Type: multipart/alternative;"))
            #expect(mail.text.contains("Content-Type: text/plain; charset=utf-8; format=flowed\r\n"))
            #expect(mail.text.contains("Content-Type: text/html; charset=utf-8\r\n"))
        }
    }

    @Test("stays as it was when nobody waits any longer for the command that tells its password")
    func stopped() async throws {
        let pipe = try NamedPipe()
        let command = "exec 9>'\(pipe.path)'; echo >&9; sleep 3000"
        try await withServer(password: .command(command), { _ in nil }) { store, server, sender in
            let waiting = try await store.store.read { try $0.pendingDeliveries() }
            #expect(waiting.map(\.attempts) == [0, 0])
            let sending = Task { try await sender.deliver(at: monday) }
            #expect(await pipe.isWritten())
            sending.cancel()
            #expect(try await sending.value.isEmpty)
            #expect(pipe.taken() == "\n")
            #expect(await pipe.isHungUp())
            #expect(server.mails.isEmpty)
            #expect(try await store.store.read { try $0.pendingDeliveries() } == waiting)
        }
    }

    @Test("gives the same bytes when it is sent again")
    func again() async throws {
        try await withServer({ _ in nil }) { store, server, sender in
            let first = try await store.store.read { try $0.pendingDeliveries() }
            _ = try await sender.deliver(at: monday)
            // The process dies before it notes that the server has taken them.
            try await store.store.write { writer in for delivery in first { try writer.save(delivery) } }
            _ = try await sender.deliver(at: monday.addingTimeInterval(900))
            #expect(server.mails.count == 4)
            #expect(Set(server.mails.map(\.text)).count == 2)
        }
    }

    @Test("waits when the server is busy and goes on when a recipient is refused")
    func refusals() async throws {
        try await withServer({ command in
            if command.contains("mara@") { return "550 5.1.1 no such user" }
            if command.contains("news@") { return "450 4.2.1 come back later" }
            return nil
        }) { _, _, sender in
            let results = try await sender.deliver(at: monday)
            let mara = try #require(results.first { $0.recipient == "mara@example.org" })
            #expect(mara.failed)
            #expect(mara.error?.contains("550 5.1.1 no such user") == true)
            let news = try #require(results.first { $0.recipient != "mara@example.org" })
            #expect(!news.failed)
            #expect(news.notBefore == monday.addingTimeInterval(300))
            #expect(news.error?.contains("450 4.2.1 come back later") == true)
        }
    }

    @Test("has its password found once, and not before there is something to send") func password()
        async throws
    {
        let folder = try ConfigFolder()
        let runs = try folder.write("runs", "")
        let command = "echo run >> '\(runs)'; echo pw"
        func count() throws -> Int {
            try String(contentsOfFile: runs, encoding: .utf8).split(separator: "\n").count
        }
        try await withServer(features: ["AUTH PLAIN"], password: .command(command), { _ in nil }) {
            _, server, sender in
            #expect(try count() == 0)
            #expect(try await sender.deliver(at: monday).allSatisfy { $0.sent != nil })
            #expect(server.mails.count == 2)
            #expect(server.mails.allSatisfy { $0.credential?.contains("pw") == true })
            _ = try await sender.deliver(at: monday.addingTimeInterval(900))
            #expect(try count() == 1)
        }
    }

    @Test("waits when its password can't be found, and says why") func noPassword() async throws {
        try await withServer(features: ["AUTH PLAIN"], password: .command("exit 3"), { _ in nil }) {
            _, server, sender in
            let results = try await sender.deliver(at: monday)
            #expect(results.count == 2)
            #expect(
                results.allSatisfy {
                    $0.sent == nil && !$0.failed
                        && $0.error?.contains("The secret's command `exit 3` ended with status 3") == true
                })
            #expect(server.mails.isEmpty)
        }
    }

    @Test("waits when nobody answers at the server's address")
    func noServer() async throws {
        try await withServer({ _ in nil }) { _, server, sender in
            server.stop()
            let results = try await sender.deliver(at: monday)
            #expect(results.allSatisfy { $0.sent == nil && !$0.failed && $0.error != nil })
        }
    }
}
