import Aggregator
import Foundation
import Logging
import TestSupport
import Testing

/// Moments from Monday, 23 November 2026, 06:30 UTC on.
private let monday = DigestSample.date("2026-11-23 06:30")

private func day(_ count: Double) -> Date { monday.addingTimeInterval(count * 86400) }

private func rounds(_ store: DigestStore) -> DigestRounds {
    DigestRounds(store: store.store, configuration: store.configuration, sender: store.sender)
}

@Suite("The watermark of a digest") struct DigestWatermarkTests {
    /// A digest of everything, in the order of arrival.
    private func everything(_ change: (inout Configuration) -> Void = { _ in }) async throws -> DigestStore {
        try await DigestStore { configuration in
            configuration.digests[0].sections = [.init(title: "All", query: "*", limit: 1000)]
            configuration.digests[0].order = [.arrival]
            change(&configuration)
        }
    }

    @Test("lets no item fall between two issues, however they come in", arguments: [1, 2, 3] as [UInt64])
    func everyItemOnce(seed: UInt64) async throws {
        var random = SplitMix(seed: seed)
        let digest = try await everything()
        var added: [String] = []
        var told: [String] = []
        for round in 0..<12 {
            for _ in 0..<Int(random.next() % 4) {
                let title = "Item \(added.count)"
                let age = Double(random.next() % 30)
                try await digest.add("wire", title, at: day(Double(round) - 0.1)) {
                    $0.published = day(Double(round) - age)
                }
                added.append(title)
            }
            told += digest.titles(try await digest.issue(at: day(Double(round))))
        }
        #expect(told == added)
        let issues = try await digest.store.read { try $0.issues(of: "daily", limit: 100) }
        #expect(issues.map(\.number) == Array((1...max(1, issues.count)).reversed()))
        for (newer, older) in zip(issues, issues.dropFirst()) { #expect(newer.after >= older.upTo) }
    }

    @Test("is kept for each digest on its own")
    func twoDigests() async throws {
        let digest = try await everything { configuration in
            var weekly = configuration.digests[0]
            weekly.name = "weekly"
            configuration.digests.append(weekly)
        }
        let weekly = digest.configuration.digests[1]
        try await digest.add("wire", "One", at: day(0.1))
        #expect(digest.titles(try await digest.issue(at: day(0.2))) == ["One"])
        try await digest.add("wire", "Two", at: day(0.5))
        #expect(digest.titles(try await digest.issue(at: day(1))) == ["Two"])
        let issue = try await digest.sender.makeIssue(of: weekly, at: day(1))
        #expect(issue?.number == 1)
        #expect(digest.titles(issue) == ["One", "Two"])
    }

    @Test("moves on over what had nothing to tell, so that it isn't looked at again")
    func nothingToTell() async throws {
        let digest = try await DigestStore {
            $0.digests[0].sections = [.init(title: "Missiles", query: "missile", limit: 5)]
        }
        try await digest.add("wire", "Budget", at: day(-0.1))
        #expect(try await digest.issue(at: day(0)) == nil)
        let seen = try await digest.store.read { try DigestProgress.of("daily", in: $0) }
        #expect(seen.upTo == ItemID(1))
        #expect(seen.ran == day(0))
        try await digest.add("wire", "A missile", at: day(0.5))
        let issue = try #require(try await digest.issue(at: day(1)))
        #expect(issue.number == 1)
        #expect(issue.items == 1)
        let stored = try await digest.store.read { try $0.issue(1, of: "daily") }
        #expect(stored?.after == ItemID(1))
        #expect(stored?.upTo == ItemID(2))
    }

    @Test("doesn't move when an issue is only printed")
    func printing() async throws {
        let digest = try await everything()
        try await digest.add("wire", "One", at: day(-0.1))
        let builder = DigestBuilder(
            digest.configuration.digests[0], configuration: digest.configuration, now: day(0))
        for _ in 0..<3 {
            let draft = try await digest.store.read { try builder.build(from: $0) }
            #expect(draft.issue.number == 1)
            #expect(digest.titles(draft.issue) == ["One"])
        }
        #expect(digest.titles(try await digest.issue(at: day(0))) == ["One"])
    }

    @Test("is that of the issue that was stored first when two processes make one at the same time")
    func twoProcesses() async throws {
        let digest = try await everything()
        try await digest.add("wire", "One", at: day(-0.1))
        let builder = DigestBuilder(
            digest.configuration.digests[0], configuration: digest.configuration, now: day(0))
        let first = try await digest.store.read { try builder.build(from: $0) }
        let second = try await digest.store.read { try builder.build(from: $0) }
        try await digest.store.write { try $0.append(first.stored, deliveries: []) }
        await #expect(throws: StoreError.self) {
            try await digest.store.write { try $0.append(second.stored, deliveries: []) }
        }
        #expect(try await digest.store.read { try $0.issues(of: "daily", limit: 9) }.count == 1)
    }

    @Test(
        "survives a change of the sections: what an earlier issue told isn't told again under another heading"
    )
    func otherSections() async throws {
        let digest = try await everything()
        try await digest.add("wire", "A missile", at: day(-0.1))
        _ = try await digest.issue(at: day(0))
        var other = digest.configuration.digests[0]
        other.sections = [
            .init(title: "Missiles", query: "missile", limit: 5), .init(title: "Rest", query: "*"),
        ]
        try await digest.add("wire", "Another missile", at: day(0.5))
        let second = try await digest.sender.makeIssue(of: other, at: day(1))
        #expect(digest.titles(second) == ["Another missile"])
        #expect(second?.number == 2)
    }

    @Test("stays when items are pruned: nothing that was told comes back")
    func pruned() async throws {
        let digest = try await everything()
        try await digest.add("wire", "One", at: day(-0.1))
        _ = try await digest.issue(at: day(0))
        _ = try await digest.store.write { try $0.prune(before: day(0), dryRun: false) }
        #expect(try await digest.issue(at: day(1)) == nil)
        try await digest.add("wire", "Two", at: day(1.5))
        #expect(digest.titles(try await digest.issue(at: day(2))) == ["Two"])
    }

    @Test("doesn't go back with the clock")
    func clockSetBack() async throws {
        let digest = try await everything()
        try await digest.add("wire", "One", at: day(-0.1))
        _ = try await digest.issue(at: day(0))
        try await digest.add("wire", "Two", at: day(-1))
        let second = try await digest.issue(at: day(-0.5))
        #expect(digest.titles(second) == ["Two"])
        #expect(second?.number == 2)
    }
}

@Suite("A crash around an issue") struct DigestCrashTests {
    private func withIssue() async throws -> DigestStore {
        let digest = try await DigestStore()
        try await digest.add("wire", "One", at: day(-0.1))
        _ = try await digest.issue(at: day(0))
        return digest
    }

    @Test("before anything was sent loses no recipient")
    func beforeSending() async throws {
        let digest = try await withIssue()
        #expect(digest.mail.sent.isEmpty)
        // Another process finds what is stored.
        let results = try await digest.sender.deliver(at: day(0.1))
        #expect(results.count == 2)
        #expect(results.allSatisfy { $0.sent != nil && $0.attempts == 1 })
    }

    @Test("between two recipients sends to the second only")
    func betweenRecipients() async throws {
        let digest = try await withIssue()
        let pending = try await digest.store.read { try $0.pendingDeliveries() }
        var first = try #require(pending.first)
        first.sent = day(0)
        first.attempts = 1
        let noted = first
        try await digest.store.write { try $0.save(noted) }
        let results = try await digest.sender.deliver(at: day(0.1))
        #expect(results.map(\.recipient) == pending.dropFirst().map(\.recipient))
        #expect(digest.mail.sent.count == 1)
    }

    @Test("while a message is on its way keeps others from sending it for ten minutes")
    func lease() async throws {
        let digest = try await withIssue()
        try await digest.store.write { writer in
            for var delivery in try writer.pendingDeliveries() {
                delivery.attempts += 1
                delivery.notBefore = day(0).addingTimeInterval(600)
                try writer.save(delivery)
            }
        }
        #expect(try await digest.sender.deliver(at: day(0).addingTimeInterval(1)).isEmpty)
        #expect(try await digest.sender.deliver(at: day(0).addingTimeInterval(600)).count == 2)
        #expect(try await digest.sender.deliver(at: day(0).addingTimeInterval(601)).isEmpty)
    }

    @Test("sends the same bytes afterwards, also when the source's title has changed meanwhile")
    func sameBytes() async throws {
        let digest = try await withIssue()
        let first = try await digest.sender.deliver(at: day(0))
        try await digest.store.write { writer in
            for var delivery in first {
                delivery.sent = nil
                delivery.notBefore = nil
                try writer.save(delivery)
            }
        }
        var changed = digest.configuration
        changed.sources[1].title = "Another Wire"
        changed.digests[0].title = "Another title"
        let again = DigestSender(
            store: digest.store, configuration: changed, transport: digest.mail, logger: Logger(label: "test")
        )
        _ = try await again.deliver(at: day(1))
        let mails = Dictionary(grouping: digest.mail.sent, by: \.to)
        #expect(mails.count == 2)
        for (_, pair) in mails {
            #expect(pair.count == 2)
            #expect(pair.first?.text == pair.last?.text)
            #expect(pair.first?.subject == pair.last?.subject)
            #expect(pair.first?.messageID == pair.last?.messageID)
        }
    }

    @Test("leaves an issue printable and sendable whose digest is configured no more")
    func removedDigest() async throws {
        let digest = try await withIssue()
        var without = digest.configuration
        without.digests = []
        let sender = DigestSender(
            store: digest.store, configuration: without, transport: digest.mail, logger: Logger(label: "test")
        )
        let results = try await sender.deliver(at: day(0))
        #expect(results.count == 2)
        #expect(results.allSatisfy { $0.sent != nil })
        #expect(digest.mail.sent.first?.subject.hasPrefix("Daily — ") == true)
    }

    @Test("and one who is named twice, in whatever spelling, gets one message")
    func namedTwice() async throws {
        let digest = try await DigestStore {
            $0.digests[0].to = [
                "mara@example.org", "Mara <mara@example.org>", "MARA@EXAMPLE.ORG", "maildir:/tmp/x",
                "maildir:/tmp/x",
                "ada@example.org",
            ]
        }
        try await digest.add("wire", "One", at: day(-0.1))
        _ = try await digest.issue(at: day(0))
        let pending = try await digest.store.read { try $0.pendingDeliveries() }
        #expect(Set(pending.map(\.recipient)) == ["mara@example.org", "maildir:/tmp/x", "ada@example.org"])
    }
}

@Suite("What is due, asked without doing it") struct DigestDueTests {
    @Test("is nothing for a digest that was never seen: it waits for its next time")
    func neverSeen() async throws {
        let digest = try await DigestStore()
        #expect(try await rounds(digest).due(at: day(0)) == [])
        // Asking remembers nothing.
        #expect(try await digest.store.read { try $0.value(of: "digest.daily") } == nil)
    }

    @Test("is a digest from its time on until it was made")
    func fromItsTime() async throws {
        let digest = try await DigestStore()
        _ = try await rounds(digest).run(at: day(-1))
        #expect(try await rounds(digest).due(at: day(0).addingTimeInterval(-1)) == [])
        #expect(try await rounds(digest).due(at: day(0)) == ["daily"])
        #expect(try await rounds(digest).due(at: day(0.9)) == ["daily"])
        _ = try await rounds(digest).run(at: day(0.9))
        #expect(try await rounds(digest).due(at: day(0.95)) == [])
        #expect(try await rounds(digest).due(at: day(1)) == ["daily"])
    }

    @Test("is an alert when something came in, unless it must wait")
    func alerts() async throws {
        let digest = try await DigestStore { configuration in
            configuration.digests = []
            var alert = AlertDefinition(
                name: "launch", title: "Launches", query: "missile", to: ["a@example.org"])
            alert.atMost = .seconds(3600)
            configuration.alerts = [alert]
        }
        _ = try await rounds(digest).run(at: day(0))
        #expect(try await rounds(digest).due(at: day(0.01)) == [])
        try await digest.add("wire", "A missile", at: day(0.01))
        #expect(try await rounds(digest).due(at: day(0.02)) == ["alert:launch"])
        _ = try await rounds(digest).run(at: day(0.02))
        try await digest.add("wire", "Another missile", at: day(0.03))
        #expect(try await rounds(digest).due(at: day(0.03)) == [])
        #expect(try await rounds(digest).due(at: day(0.02).addingTimeInterval(3600)) == ["alert:launch"])
    }

    @Test("never is a digest that goes out only when asked for")
    func onRequest() async throws {
        let digest = try await DigestStore { $0.digests[0].at = nil }
        _ = try await rounds(digest).run(at: day(0))
        #expect(try await rounds(digest).due(at: day(30)) == [])
        #expect(rounds(digest).next(after: day(0)) == nil)
    }
}
