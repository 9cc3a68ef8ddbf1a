import Aggregator
import Foundation
import Testing

@Suite("Sending an issue")
struct DigestSenderTests {
    private let monday = DigestSample.date("2026-11-23 06:30")

    private func storeWithIssue(
        _ change: (inout Configuration) -> Void = { _ in }
    ) async throws -> DigestStore {
        let store = try await DigestStore(change)
        try await store.add("wire", "A budget was passed", at: monday.addingTimeInterval(-3600))
        _ = try await store.issue(at: monday)
        return store
    }

    private func pending(_ store: DigestStore) async throws -> [Delivery] {
        try await store.store.read { try $0.pendingDeliveries() }
    }

    @Test("goes to every recipient once")
    func everyRecipient() async throws {
        let store = try await storeWithIssue()
        let results = try await store.sender.deliver(at: monday)
        #expect(results.count == 2)
        #expect(results.allSatisfy { $0.sent == monday })
        #expect(Set(store.mail.sent.map(\.to)) == ["mara@example.org", "Newsdesk <news@example.org>"])
        #expect(Set(store.mail.sent.map(\.messageID)).count == 2)
        #expect(try await store.sender.deliver(at: monday.addingTimeInterval(86400)).isEmpty)
        #expect(store.mail.sent.count == 2)
    }

    @Test("is stored before it is sent: what wasn't noted is sent again with the same Message-ID")
    func crashBetweenSendingAndNoting() async throws {
        let store = try await storeWithIssue()
        let first = try await pending(store)
        // The process dies after the server has taken it; the claim runs out.
        try await store.store.write { writer in
            for var delivery in first {
                delivery.attempts = 1
                delivery.notBefore = monday.addingTimeInterval(600)
                try writer.save(delivery)
            }
        }
        #expect(try await store.sender.deliver(at: monday.addingTimeInterval(599)).isEmpty)
        _ = try await store.sender.deliver(at: monday.addingTimeInterval(600))
        #expect(Set(store.mail.sent.map(\.messageID)) == Set(first.map(\.messageID)))
    }

    @Test("is tried again later, with the same Message-ID, when the server is busy")
    func temporaryFailure() async throws {
        let store = try await storeWithIssue()
        store.mail.answer(.temporary("450 mailbox busy"), to: "mara@example.org")
        let results = try await store.sender.deliver(at: monday)
        let waiting = try #require(results.first { $0.sent == nil })
        #expect(waiting.error == "450 mailbox busy")
        #expect(waiting.notBefore == monday.addingTimeInterval(300))
        #expect(try await store.sender.deliver(at: monday.addingTimeInterval(299)).isEmpty)
        store.mail.answer(nil, to: "mara@example.org")
        let again = try await store.sender.deliver(at: monday.addingTimeInterval(300))
        #expect(again.map(\.recipient) == ["mara@example.org"])
        #expect(again[0].sent != nil)
        #expect(again[0].attempts == 2)
        let ids = store.mail.sent.filter { $0.to == "mara@example.org" }.map(\.messageID)
        #expect(ids.count == 2)
        #expect(Set(ids).count == 1)
    }

    @Test("waits longer after each failure, and is given up after five days")
    func patience() async throws {
        let store = try await storeWithIssue { $0.digests[0].to = ["mara@example.org"] }
        store.mail.answer(.temporary("no connection"), to: "mara@example.org")
        var now = monday
        var pauses: [TimeInterval] = []
        while let delivery = try await store.sender.deliver(at: now).first, !delivery.failed {
            let next = try #require(delivery.notBefore)
            pauses.append(next.timeIntervalSince(now))
            now = next
        }
        #expect(pauses.prefix(4) == [300, 600, 1200, 2400])
        #expect(pauses.max() == 14400.0)
        #expect(now.timeIntervalSince(monday) > 5 * 86400)
        #expect(now.timeIntervalSince(monday) < 5.5 * 86400)
        #expect(try await pending(store).isEmpty)
    }

    @Test("isn't stopped by one recipient who is refused for good")
    func permanentFailure() async throws {
        let store = try await storeWithIssue()
        store.mail.answer(.permanent("550 no such user"), to: "mara@example.org")
        let results = try await store.sender.deliver(at: monday)
        #expect(results.first { $0.recipient == "mara@example.org" }?.failed == true)
        #expect(results.first { $0.recipient != "mara@example.org" }?.sent != nil)
        #expect(try await pending(store).isEmpty)
    }

    @Test("refuses what is no address without asking the server")
    func noAddress() async throws {
        let store = try await storeWithIssue { $0.digests[0].to = ["mara"] }
        let results = try await store.sender.deliver(at: monday)
        #expect(results.map(\.error) == ["\"mara\" is no mail address"])
        #expect(store.mail.sent.isEmpty)
    }

    @Test("waits with a word when nobody is named as the sender")
    func noSender() async throws {
        let store = try await storeWithIssue { $0.mail.from = nil }
        let results = try await store.sender.deliver(at: monday)
        #expect(results.allSatisfy { $0.error?.contains("has no sender") == true && !$0.failed })
    }

    @Test("reaches a Maildir and a file without a mail server")
    func targets() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "aggd-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let store = try await storeWithIssue {
            $0.digests[0].to = ["maildir:\(directory.path)/box", "file:\(directory.path)/latest.json"]
            $0.mail.from = nil
        }
        let results = try await store.sender.deliver(at: monday)
        #expect(results.allSatisfy { $0.sent != nil })
        #expect(store.mail.sent.isEmpty)
        let json = try String(contentsOf: directory.appending(path: "latest.json"), encoding: .utf8)
        #expect(json.contains("\"issue\":1"))
        let box = try FileManager.default.contentsOfDirectory(
            atPath: directory.appending(path: "box/new").path)
        #expect(box.count == 1)
    }

    @Test("tells the same issue when it is sent late")
    func lateDelivery() async throws {
        let store = try await storeWithIssue()
        store.mail.answer(.temporary("busy"), to: "mara@example.org")
        _ = try await store.sender.deliver(at: monday)
        try await store.add("wire", "Another story", at: monday.addingTimeInterval(60))
        store.mail.answer(nil, to: "mara@example.org")
        _ = try await store.sender.deliver(at: monday.addingTimeInterval(3600))
        let mails = store.mail.sent.filter { $0.to == "mara@example.org" }
        #expect(mails.count == 2)
        #expect(mails[0] == mails[1])
    }

    @Test("waits when it can't be read, and holds no other back")
    func unreadable() async throws {
        let store = try await DigestStore { $0.digests[0].to = ["mara@example.org"] }
        let strange = StoredIssue(
            digest: "another", number: 1, made: monday, after: ItemID(0), upTo: ItemID(0), stories: [],
            body: "{}")
        try await store.store.write { writer in
            try writer.append(
                strange,
                deliveries: [
                    Delivery(
                        digest: "another", issue: 1, recipient: "ann@example.org",
                        messageID: "<1@example.org>")
                ])
        }
        try await store.add("wire", "A budget was passed", at: monday.addingTimeInterval(-3600))
        _ = try await store.issue(at: monday)
        let results = try await store.sender.deliver(at: monday)
        let kept = try #require(results.first { $0.digest == "another" })
        #expect(kept.sent == nil)
        #expect(!kept.failed)
        #expect(kept.error == "issue 1 of digest another can't be read; it was kept by another aggd")
        #expect(results.first { $0.digest == "daily" }?.sent == monday)
        #expect(store.mail.sent.map(\.to) == ["mara@example.org"])
        let late = try await store.sender.deliver(at: monday.addingTimeInterval(6 * 86400))
        #expect(late.map(\.failed) == [true])
    }
}

@Suite("The rounds of digests and alerts")
struct DigestRoundsTests {
    // A Sunday, before the digest's first working day.
    private let sunday = DigestSample.date("2026-11-22 10:00")
    private let monday = DigestSample.date("2026-11-23 06:30")

    private func rounds(_ store: DigestStore) -> DigestRounds {
        DigestRounds(store: store.store, configuration: store.configuration, sender: store.sender)
    }

    @Test("make a digest when it is due, once")
    func due() async throws {
        let store = try await DigestStore()
        #expect(try await rounds(store).run(at: sunday).isEmpty)
        try await store.add("wire", "A budget was passed", at: sunday.addingTimeInterval(60))
        #expect(try await rounds(store).run(at: monday.addingTimeInterval(-1)).isEmpty)
        #expect(try await rounds(store).run(at: monday).map(\.number) == [1])
        try await store.add("wire", "Another one", at: monday.addingTimeInterval(60))
        #expect(try await rounds(store).run(at: monday.addingTimeInterval(120)).isEmpty)
    }

    @Test("catch up missed days by one issue")
    func missed() async throws {
        let store = try await DigestStore()
        _ = try await rounds(store).run(at: sunday)
        try await store.add("wire", "A budget was passed", at: sunday.addingTimeInterval(60))
        let thursday = monday.addingTimeInterval(3 * 86400 + 5000)
        #expect(try await rounds(store).run(at: thursday).count == 1)
        #expect(try await rounds(store).run(at: thursday.addingTimeInterval(60)).isEmpty)
    }

    @Test("don't try an empty digest again before its next time")
    func emptyOnce() async throws {
        let store = try await DigestStore()
        _ = try await rounds(store).run(at: sunday)
        #expect(try await rounds(store).run(at: monday).isEmpty)
        try await store.add("wire", "Too late for today", at: monday.addingTimeInterval(60))
        #expect(try await rounds(store).run(at: monday.addingTimeInterval(120)).isEmpty)
        #expect(try await rounds(store).run(at: monday.addingTimeInterval(86400)).count == 1)
    }

    @Test("go on with the others when one can't be made, name it, and tell no old news as new")
    func oneBroken() async throws {
        let store = try await DigestStore { configuration in
            var weekly = DigestStore.daily
            weekly.name = "another"
            configuration.digests.append(weekly)
        }
        #expect(try await rounds(store).run(at: sunday).isEmpty)
        try await store.add("wire", "A budget was passed", at: sunday.addingTimeInterval(60))
        try await store.store.write { try $0.set("{\"begun\": 7", of: "digest.daily") }
        var failed: [String: String] = [:]
        let issues = try await rounds(store).run(at: monday) { failed[$0] = "\($1)" }
        #expect(issues.map(\.digest) == ["another"])
        #expect(failed.keys.sorted() == ["daily"])
        #expect(failed["daily"]?.hasPrefix("how far digest daily has come can't be read") ?? false)
        #expect(try await store.store.read { try $0.value(of: "digest.daily") } == "{\"begun\": 7")
        await #expect(throws: DigestError.self) { try await rounds(store).run(at: monday) }
        failed = [:]
        let due = try await rounds(store).due(at: monday.addingTimeInterval(86400)) { failed[$0] = "\($1)" }
        #expect(due == ["another"])
        #expect(failed.keys.sorted() == ["daily"])
    }

    @Test("name the digest that goes out next")
    func next() async throws {
        let store = try await DigestStore()
        let next = rounds(store).next(after: sunday)
        #expect(next?.digest == "daily")
        #expect(next?.at == monday)
    }

    private func alertStore(atMost: Duration = .zero) async throws -> DigestStore {
        try await DigestStore { configuration in
            configuration.digests = []
            var alert = AlertDefinition(
                name: "launch", title: "Launches", query: "missile", to: ["mara@example.org"])
            alert.atMost = atMost
            configuration.alerts = [alert]
        }
    }

    @Test("send an alert for what matches, once, and not for what was there before")
    func alert() async throws {
        let store = try await alertStore()
        try await store.add("wire", "An old missile", at: sunday.addingTimeInterval(-600))
        #expect(try await rounds(store).run(at: sunday).isEmpty)
        #expect(try await rounds(store).run(at: sunday.addingTimeInterval(30)).isEmpty)
        try await store.add("wire", "A budget was passed", at: sunday.addingTimeInterval(40))
        let text = String(repeating: "Nothing of note happened. ", count: 40) + "Then a Missile was shown."
        try await store.add("wire", "A missile was shown", text: text, at: sunday.addingTimeInterval(50))
        let issues = try await rounds(store).run(at: sunday.addingTimeInterval(60))
        #expect(issues.map { store.titles($0) } == [["A missile was shown"]])
        let entry = issues[0].sections[0].stories[0]
        #expect(entry.hits == ["missile"])
        #expect(entry.summary.hasSuffix("Then a Missile was shown."))
        #expect(DigestFormat.text.render(issues[0]).contains("\n    Matches: missile\n"))
        #expect(try await rounds(store).run(at: sunday.addingTimeInterval(90)).isEmpty)
        _ = try await store.sender.deliver(at: sunday.addingTimeInterval(90))
        #expect(store.mail.sent.map(\.to) == ["mara@example.org"])
        #expect(store.mail.sent[0].subject == "Launches — Sun 22 Nov 2026: 1 story")
    }

    @Test("collect what matches while an alert must not be sent again")
    func atMost() async throws {
        let store = try await alertStore(atMost: .seconds(3600))
        _ = try await rounds(store).run(at: sunday)
        func add(_ title: String, minute: Double) async throws {
            try await store.add("wire", title, at: sunday.addingTimeInterval(minute * 60))
        }
        try await add("Missile one", minute: 1)
        #expect(try await rounds(store).run(at: sunday.addingTimeInterval(120)).count == 1)
        try await add("Missile two", minute: 3)
        try await add("Missile three", minute: 4)
        #expect(try await rounds(store).run(at: sunday.addingTimeInterval(300)).isEmpty)
        let issues = try await rounds(store).run(at: sunday.addingTimeInterval(120 + 3600))
        #expect(issues.map { store.titles($0) } == [["Missile three", "Missile two"]])
    }
}
