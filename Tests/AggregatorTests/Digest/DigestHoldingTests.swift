import Aggregator
import FeedParse
import Foundation
import GRDB
import TestSupport
import Testing

@Suite("Stories for which a section has no room") struct DigestHoldingTests {
    private static let monday = DigestSample.date("2026-11-23 06:30")

    private func day(_ count: Double) -> Date { Self.monday.addingTimeInterval(count * 86400) }

    /// A digest with a section for missiles that holds two stories, and one for the rest that holds as many as asked.
    private func store(rest: Int) async throws -> DigestStore {
        try await DigestStore { configuration in
            configuration.digests[0].order = [.date]
            configuration.digests[0].sections = [
                .init(title: "Missiles", query: "missile", limit: 2),
                .init(title: "Everything else", query: "*", limit: rest),
            ]
        }
    }

    private func titles(_ issue: DigestIssue?, _ section: String) -> [String] {
        issue?.sections.first { $0.title == section }?.stories.map(\.title) ?? []
    }

    @Test("stand in the next section that asks for them")
    func nextSection() async throws {
        let digest = try await store(rest: 10)
        for hour in 1...4 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        let issue = try await digest.issue(at: Self.monday)
        #expect(titles(issue, "Missiles") == ["missile 4", "missile 3"])
        #expect(titles(issue, "Everything else") == ["missile 2", "missile 1"])
        #expect(issue?.sections.map(\.more) == [0, 0])
        #expect(issue?.held == nil)
    }

    @Test("are told by the next issue, each in exactly one")
    func nextIssue() async throws {
        let digest = try await store(rest: 1)
        for hour in 1...6 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        let first = try await digest.issue(at: day(0))
        #expect(digest.titles(first) == ["missile 6", "missile 5", "missile 4"])
        #expect(first?.sections.first?.more == 3)
        #expect(first?.sections.last?.more == 0)
        let second = try await digest.issue(at: day(1))
        #expect(digest.titles(second) == ["missile 3", "missile 2", "missile 1"])
        #expect(second?.held == nil)
        #expect(try await digest.issue(at: day(2)) == nil)
    }

    @Test("compete with what is new, by the order of the digest")
    func compete() async throws {
        let digest = try await store(rest: 1)
        for hour in 1...4 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        _ = try await digest.issue(at: day(0))
        try await digest.add("wire", "missile 9", at: day(0.5))
        let second = try await digest.issue(at: day(1))
        #expect(digest.titles(second) == ["missile 9", "missile 1"])
    }

    @Test("are let go after a week in line")
    func patience() async throws {
        let digest = try await store(rest: 1)
        for hour in 1...4 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        let first = try await digest.issue(at: day(0))
        #expect(first?.held?.count == 1)
        #expect(first?.held?.first?.since == Self.monday)
        for number in 1...6 {
            for extra in 1...3 {
                try await digest.add("wire", "missile day \(number) \(extra)", at: day(Double(number) - 0.5))
            }
            let issue = try await digest.issue(at: day(Double(number)))
            #expect(issue?.held?.first?.since == Self.monday)
            #expect(!digest.titles(issue).contains("missile 1"))
        }
        #expect(try await digest.issue(at: day(7.1)) == nil)
    }

    @Test("wait for an issue that goes out although nothing else is new")
    func nothingNew() async throws {
        let digest = try await store(rest: 1)
        for hour in 1...4 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        _ = try await digest.issue(at: day(0))
        let second = try await digest.issue(at: day(1))
        #expect(digest.titles(second) == ["missile 1"])
        #expect(second?.items == 0)
        #expect(second?.number == 2)
    }

    @Test("are not told when their story was told meanwhile by another copy, or is hidden now")
    func overtaken() async throws {
        let digest = try await store(rest: 1)
        var ids: [ItemID] = []
        for hour in 1...5 {
            ids.append(
                try await digest.add(
                    "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60)))
        }
        let first = try await digest.issue(at: day(0))
        #expect(first?.held?.count == 2)
        let hidden = ids[0]
        try await digest.store.write { try $0.hide(hidden, by: "a rule") }
        try await digest.addCopy("mirror", of: ids[1], at: day(0.5))
        let second = try await digest.issue(at: day(1))
        #expect(digest.titles(second) == ["missile 2"])
        #expect(second?.sections.first?.stories.first?.also.count == 1)
    }

    @Test("are counted once, in the first section that had no room")
    func countedOnce() async throws {
        let digest = try await store(rest: 1)
        for hour in 1...5 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        let issue = try await digest.issue(at: day(0))
        #expect(issue?.sections.map(\.more) == [2, 0])
        let text = TextDigest().render(try #require(issue))
        #expect(text.contains("    2 more stories match this section and wait for the next issue.\n"))
        #expect(text.components(separatedBy: "wait for the next issue").count == 2)
    }

    @Test("stay with a section that has gone from the configuration as long as another one asks for them")
    func changedSections() async throws {
        let digest = try await store(rest: 1)
        for hour in 1...4 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        _ = try await digest.issue(at: day(0))
        var other = digest.configuration.digests[0]
        other.sections = [.init(title: "All", query: "*", limit: 20)]
        let second = try await digest.sender.makeIssue(of: other, at: day(1))
        #expect(digest.titles(second) == ["missile 1"])
    }

    @Test("of an agenda are found again while their event is to come, and not held")
    func agenda() async throws {
        let digest = try await DigestStore { configuration in
            configuration.digests[0].sections = [.init(title: "Coming up", query: "coming", limit: 1)]
        }
        for number in 1...2 {
            let start = day(Double(number) + 2)
            try await digest.add("wire", "talk \(number)", at: day(-0.1)) { item in
                item.kind = .event
                var event = Event()
                event.start = start
                item.event = event
            }
        }
        let first = try await digest.issue(at: day(0))
        #expect(digest.titles(first) == ["talk 1"])
        #expect(first?.sections.first?.more == 1)
        #expect(first?.held == nil)
        #expect(digest.titles(try await digest.issue(at: day(1))) == ["talk 2"])
    }

    @Test("survive the store: an issue is printed again with the same bytes")
    func sameBytes() async throws {
        let digest = try await store(rest: 1)
        for hour in 1...5 {
            try await digest.add(
                "wire", "missile \(hour)", at: day(-0.1).addingTimeInterval(Double(hour) * 60))
        }
        let issue = try #require(try await digest.issue(at: day(0)))
        let stored = try #require(try await digest.store.read { try $0.issue(1, of: "daily") })
        let again = try stored.content()
        #expect(again == issue)
        for format in DigestFormat.allCases { #expect(format.render(again) == format.render(issue)) }
    }
}

@Suite("Looking for changed texts") struct DigestChangesIndexTests {
    @Test("uses an index: the whole store isn't read for every issue")
    func index() async throws {
        let temporary = try await TemporaryStore(.file)
        try await temporary.add(.sample("A"))
        let queue = try DatabaseQueue(path: temporary.path)
        let plan = try await queue.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN SELECT c.id FROM item c WHERE c.changed >= 5")
                .map { $0["detail"] as String }
        }
        #expect(plan.contains { $0.contains("item_changed") }, "\(plan)")
    }

    @Test("finds what has changed since, and nothing else")
    func finds() async throws {
        let temporary = try await TemporaryStore()
        var ids: [ItemID] = []
        for number in 1...4 {
            ids.append(try await temporary.add(.sample("Text \(number)", guid: "\(number)")))
        }
        for (place, hours) in [(0, 1.0), (2, 5.0)] {
            let id = ids[place]
            var content = try #require(try await temporary.store.read { try $0.item(id) }).content
            content.text = "changed"
            let final = content
            try await temporary.store.write {
                try $0.update(id, with: final, at: .hours(hours), isRealChange: true)
            }
        }
        #expect(try await temporary.titles("*") { $0.changedSince = .hours(0) } == ["Text 3", "Text 1"])
        #expect(try await temporary.titles("*") { $0.changedSince = .hours(5) } == ["Text 3"])
        #expect(try await temporary.titles("*") { $0.changedSince = .hours(6) }.isEmpty)
    }
}
