import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

private let monday = DigestSample.date("2026-11-23 06:30")

private func day(_ count: Double) -> Date { monday.addingTimeInterval(count * 86400) }

@Suite("A story as an issue shows it") struct DigestEntryTests {
    /// The only entry of an issue over one item.
    private func entry(_ change: @Sendable @escaping (inout NewItem) -> Void) async throws
        -> DigestIssue.Entry
    {
        let digest = try await DigestStore { $0.digests[0].sections = [.init(title: "All", query: "*")] }
        try await digest.add("wire", "A budget was passed", at: day(-0.1), change: change)
        let issue = try #require(try await digest.issue(at: day(0)))
        return try #require(issue.sections.first?.stories.first)
    }

    @Test("is headed by its title, else by its address, else by a word")
    func title() async throws {
        #expect(try await entry { _ in }.title == "A budget was passed")
        #expect(try await entry { $0.title = "" }.title == "https://wire.example.org/Abudgetwaspassed")
        let bare = try await entry {
            $0.title = ""
            $0.url = nil
        }
        #expect(bare.title == "(without a title)")
        #expect(bare.url == nil)
    }

    @Test("links to the page, else to the original")
    func link() async throws {
        #expect(
            try await entry { $0.originalURL = "https://o.example.org/" }.url
                == "https://wire.example.org/Abudgetwaspassed")
        let without = try await entry {
            $0.url = nil
            $0.originalURL = "https://o.example.org/"
        }
        #expect(without.url == "https://o.example.org/")
    }

    @Test(
        "is summed up by the beginning of its text, without a line that only repeats the title or names somebody"
    )
    func summary() async throws {
        func summary(_ text: String) async throws -> String { try await entry { $0.text = text }.summary }
        #expect(
            try await summary("It was passed by a narrow majority.") == "It was passed by a narrow majority.")
        #expect(try await summary("A budget was passed\nIt was close.") == "It was close.")
        #expect(try await summary("By Ada Quill\nIt was close.") == "It was close.")
        #expect(
            try await summary("ESTMARK, 23 Nov (Wire)\n\nIt was close.\nVery close.")
                == "It was close. Very close.")
        #expect(try await summary("A budget was passed") == "")
        #expect(try await summary("") == "")
        #expect(try await summary("Stop!\nNow.") == "Stop! Now.")
    }

    @Test(
        "is summed up in about three lines, whatever the length of the text", arguments: [200, 2000, 200_000])
    func length(count: Int) async throws {
        let text = String(repeating: "The ship left at noon; nobody saw it go. ", count: count / 40)
        let summary = try await entry { $0.text = text }.summary
        #expect(summary.count <= 242)
        #expect(summary.count > 100)
        #expect(summary.hasSuffix(".") || summary.hasSuffix("…"))
    }

    @Test("names the source by its configured title, else by the feed's own, else by its name")
    func source() async throws {
        #expect(try await entry { _ in }.sourceTitle == "The Wire")
        let digest = try await DigestStore { $0.digests[0].sections = [.init(title: "All", query: "*")] }
        try await digest.add("mirror", "One", at: day(-0.1))
        #expect(try await digest.issue(at: day(0))?.sections.first?.stories.first?.sourceTitle == "mirror")
        try await digest.store.write { writer in
            var state = PollState()
            state.feedTitle = String(repeating: "Defence Mirror ", count: 20)
            try writer.save(state, of: "mirror")
        }
        try await digest.add("mirror", "Two", at: day(0.5))
        let title = try await digest.issue(at: day(1))?.sections.first?.stories.first?.sourceTitle
        #expect(title?.hasPrefix("Defence Mirror Defence") == true)
        #expect(title?.count == 60)
    }

    @Test("is carried by others in the order in which they published it")
    func carriers() async throws {
        let digest = try await DigestStore { $0.digests[0].sections = [.init(title: "All", query: "*")] }
        let lead = try await digest.add("northgate", "One", at: day(-0.5))
        try await digest.addCopy("wire", of: lead, at: day(-0.1))
        try await digest.addCopy("mirror", of: lead, relation: .excerptOf, at: day(-0.3))
        let entry = try await digest.issue(at: day(0))?.sections.first?.stories.first
        #expect(entry?.also.map(\.source) == ["mirror", "wire"])
        #expect(entry?.also.map(\.overlap) == [0.31, 0.31])
        #expect(entry?.rank == 90)
    }

    @Test("is told by another item when a rule hides its lead, and not at all when it hides all")
    func hidden() async throws {
        let digest = try await DigestStore { $0.digests[0].sections = [.init(title: "All", query: "*")] }
        let lead = try await digest.add("northgate", "One", at: day(-0.5))
        let copy = try await digest.addCopy("wire", of: lead, at: day(-0.1))
        let other = try await digest.add("northgate", "Two", at: day(-0.4))
        try await digest.store.write { writer in
            try writer.hide(lead, by: "rule")
            try writer.hide(other, by: "rule")
        }
        let issue = try await digest.issue(at: day(0))
        #expect(issue?.storyCount == 1)
        #expect(issue?.sections.first?.stories.first?.id == copy.text)
        #expect(issue?.sections.first?.stories.first?.also == [])
    }

    @Test(
        "says what of the text could be had",
        arguments: [
            (Completeness.full, nil), (.excerpt, "excerpt"), (.paywalled, "behind a pay wall"),
            (.stub, "headline only"),
            (.failed, nil),
        ] as [(Completeness, String?)])
    func completeness(value: Completeness, word: String?) async throws {
        let entry = try await entry { $0.completeness = value }
        #expect(entry.completeness == value.rawValue)
        var issue = DigestSample.issue
        issue.sections = [DigestIssue.Section(title: "S", stories: [entry])]
        let text = TextDigest().render(issue)
        for phrase in ["excerpt", "behind a pay wall", "headline only"] {
            #expect(text.contains(" · \(phrase) · ") == (phrase == word), "\(phrase)")
        }
    }

    @Test(
        "counts words only when there are some to speak of",
        arguments: [(0, false), (49, false), (50, true), (1140, true)])
    func words(count: Int, isTold: Bool) async throws {
        let text = Array(repeating: "word", count: count).joined(separator: " ")
        let entry = try await entry { $0.text = text }
        #expect(entry.words == count)
        var issue = DigestSample.issue
        issue.sections = [DigestIssue.Section(title: "S", stories: [entry])]
        #expect(TextDigest().render(issue).contains(" words · ") == isTold)
    }

    @Test("names three authors, of more the first two")
    func authors() {
        func line(_ authors: [String]) -> String {
            var issue = DigestSample.issue
            issue.sections[1].stories[1].authors = authors
            return TextDigest(width: 200).render(issue).components(separatedBy: "\n")
                .first { $0.contains("410 words") }?.trimmingCharacters(in: .whitespaces) ?? ""
        }
        #expect(line([]).hasPrefix("The Wire · Fri 17:40"))
        #expect(line(["A", "B", "C"]).hasPrefix("The Wire · A, B, C · Fri"))
        #expect(line(["A", "B", "C", "D"]).hasPrefix("The Wire · A, B and others · Fri"))
        // Who only repeats the source is no author.
        #expect(line(["The Wire", " "]).hasPrefix("The Wire · Fri"))
    }
}

@Suite("The order of a section") struct DigestOrderTests {
    private func titles(_ order: [ItemSelection.Sort]) async throws -> [String] {
        let digest = try await DigestStore {
            $0.digests[0].sections = [.init(title: "All", query: "*")]
            $0.digests[0].order = order
        }
        // Ranks: northgate 90, wire 50, mirror 20. Arrival, date and rank run against each other.
        for (source, title, seen, published) in [
            ("mirror", "m-new", -0.9, -0.1), ("northgate", "n-old", -0.8, -3.0),
            ("wire", "w-mid", -0.7, -0.5),
            ("northgate", "n-new", -0.6, -0.2), ("wire", "w-mid2", -0.5, -0.5),
        ] {
            try await digest.add(source, title, at: day(seen)) { $0.published = day(published) }
        }
        return digest.titles(try await digest.issue(at: day(0)))
    }

    @Test("is by rank and then by date, unless the digest says otherwise")
    func orders() async throws {
        #expect(try await titles([.rank, .date]) == ["n-new", "n-old", "w-mid", "w-mid2", "m-new"])
        #expect(try await titles([.date]) == ["m-new", "n-new", "w-mid", "w-mid2", "n-old"])
        #expect(try await titles([.date, .rank]) == ["m-new", "n-new", "w-mid", "w-mid2", "n-old"])
        #expect(try await titles([.arrival]) == ["m-new", "n-old", "w-mid", "n-new", "w-mid2"])
        #expect(try await titles([.rank]) == ["n-old", "n-new", "w-mid", "w-mid2", "m-new"])
        #expect(try await titles([.relevance]) == ["m-new", "n-old", "w-mid", "n-new", "w-mid2"])
    }
}

@Suite("What an issue says of its sources") struct DigestSourceTroubleTests {
    private func problems(
        _ digest: DigestStore, _ states: [(String, Health, String?)], since: Double, at count: Double
    ) async throws -> [DigestIssue.Problem] {
        try await digest.store.write { writer in
            for (source, health, reason) in states {
                var state = PollState()
                state.health = health
                state.reason = reason
                state.healthSince = day(since)
                try writer.save(state, of: source)
            }
        }
        try await digest.add("wire", "Story \(count)", at: day(count - 0.01))
        return try #require(try await digest.issue(at: day(count))).problems
    }

    @Test(
        "is a sentence of its own where the poll left none",
        arguments: [
            (Health.slow, "answers slowly"), (.quiet, "has brought nothing for longer than usual"),
            (.blocked, "a wall against robots answers instead of the site"),
            (.broken, "what it answers can't be read any more"),
            (.moved, "has moved to a new address, which is used now"),
            (.gone, "is gone for good and isn't asked any more"),
            (.failing, "doesn't answer"),
        ])
    func sentences(health: Health, words: String) async throws {
        let digest = try await DigestStore()
        let told = try await problems(digest, [("mirror", health, nil)], since: -0.5, at: 0)
        #expect(told.map(\.reason) == [words])
        #expect(told.map(\.isNew) == [true])
        #expect(told.map(\.since) == [day(-0.5)])
    }

    @Test("is nothing of those that are well or paused", arguments: [Health.ok, .paused])
    func well(health: Health) async throws {
        let digest = try await DigestStore()
        #expect(try await problems(digest, [("mirror", health, "x")], since: -0.5, at: 0) == [])
    }

    @Test("is told in the order of the file, new troubles first")
    func order() async throws {
        let digest = try await DigestStore()
        _ = try await problems(digest, [("wire", .failing, "w")], since: -0.5, at: 0)
        let told = try await problems(
            digest, [("mirror", .blocked, "m"), ("northgate", .quiet, "n")], since: 0.5, at: 1)
        #expect(told.map(\.source) == ["northgate", "mirror", "wire"])
        #expect(told.map(\.isNew) == [true, true, false])
    }

    @Test(
        "is a good word once when the trouble is over",
        arguments: [
            (Health.failing, "answers again"), (.blocked, "answers again"),
            (.quiet, "has brought something new again"), (.broken, "can be read again"),
        ])
    func recovered(health: Health, words: String) async throws {
        let digest = try await DigestStore()
        _ = try await problems(digest, [("mirror", health, "x")], since: -0.5, at: 0)
        let better = try await problems(digest, [("mirror", .ok, nil)], since: 0.5, at: 1)
        #expect(better.map(\.reason) == [words])
        #expect(better.map(\.state) == [.ok])
        #expect(try await problems(digest, [("mirror", .ok, nil)], since: 0.5, at: 2) == [])
    }

    @Test(
        "leaves out a move or slowness that an earlier issue could have told",
        arguments: [Health.moved, .slow])
    func oldNews(health: Health) async throws {
        let digest = try await DigestStore()
        _ = try await problems(digest, [], since: 0, at: 0)
        #expect(try await problems(digest, [("mirror", health, "x")], since: -5, at: 1) == [])
        #expect(
            try await problems(digest, [("mirror", health, "x")], since: 1.5, at: 2).map(\.state) == [health])
    }

    @Test("never names a source that the file doesn't")
    func archived() async throws {
        let digest = try await DigestStore { $0.sources.removeLast() }
        #expect(try await problems(digest, [("wire", .ok, nil)], since: 0, at: 0) == [])
    }
}
