import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

@Suite("Making the issues of a digest")
struct DigestBuilderTests {
    private let monday = DigestSample.date("2026-11-23 06:30")
    private let tuesday = DigestSample.date("2026-11-24 06:30")
    private let wednesday = DigestSample.date("2026-11-25 06:30")
    private func hours(_ hours: Double, before date: Date) -> Date { date.addingTimeInterval(-hours * 3600) }

    @Test("tells each story once, in the first section that it matches")
    func onceEach() async throws {
        let store = try await DigestStore()
        try await store.add("wire", "A missile was shown", at: hours(2, before: monday))
        try await store.add("wire", "A budget was passed", at: hours(1, before: monday))
        let issue = try #require(try await store.issue(at: monday))
        #expect(issue.number == 1)
        #expect(issue.sections.map(\.title) == ["Missiles", "Everything else"])
        #expect(
            issue.sections.map { $0.stories.map(\.title) } == [
                ["A missile was shown"], ["A budget was passed"],
            ])
        #expect(issue.items == 2)
        #expect(issue.folded == 0)
    }

    @Test("shows a story by its lead and names the others")
    func foldsCopies() async throws {
        let store = try await DigestStore()
        let lead = try await store.add(
            "northgate", "A missile was shown", text: "The missile stood in the square.",
            at: hours(3, before: monday))
        try await store.addCopy("mirror", of: lead, relation: .excerptOf, at: hours(2, before: monday))
        try await store.addCopy("wire", of: lead, at: hours(1, before: monday))
        let issue = try #require(try await store.issue(at: monday))
        #expect(issue.storyCount == 1)
        #expect(issue.items == 3)
        #expect(issue.folded == 2)
        let entry = issue.sections[0].stories[0]
        #expect(entry.sourceTitle == "Northgate Commentary")
        #expect(entry.summary == "The missile stood in the square.")
        #expect(entry.also.map(\.source) == ["mirror", "wire"])
        #expect(entry.also.map(\.relation) == [.excerptOf, .same])
    }

    @Test("looks at each item in exactly one issue, also at those that come late")
    func watermark() async throws {
        let store = try await DigestStore()
        try await store.add("wire", "First", at: hours(1, before: monday))
        let first = try await store.issue(at: monday)
        // Published long ago, but seen only now.
        try await store.add("wire", "Late", at: hours(10, before: tuesday)) {
            $0.published = DigestSample.date("2026-11-01 00:00")
        }
        let second = try await store.issue(at: tuesday)
        #expect(store.titles(first) == ["First"])
        #expect(store.titles(second) == ["Late"])
        #expect(second?.number == 2)
        #expect(second?.from == monday)
        let stored = try await store.store.read { try $0.issues(of: "daily", limit: 10) }
        #expect(stored.map(\.after) == [ItemID(1), ItemID(0)])
        #expect(stored.map(\.upTo) == [ItemID(2), ItemID(1)])
    }

    @Test("makes no issue when there is nothing to tell, and counts without a gap")
    func emptyIsSkipped() async throws {
        let store = try await DigestStore()
        try await store.add("wire", "First", at: hours(1, before: monday))
        _ = try await store.issue(at: monday)
        #expect(try await store.issue(at: tuesday) == nil)
        try await store.add("wire", "Second", at: hours(1, before: wednesday))
        #expect(try await store.issue(at: wednesday)?.number == 2)
    }

    @Test("makes an empty issue where that is wanted")
    func sendEmpty() async throws {
        let store = try await DigestStore { $0.digests[0].sendEmpty = true }
        #expect(try await store.issue(at: monday)?.sections.isEmpty == true)
        #expect(try await store.issue(at: tuesday)?.number == 2)
    }

    @Test("doesn't begin with the whole past of the store")
    func firstIssue() async throws {
        let store = try await DigestStore()
        try await store.add("wire", "Long ago", at: hours(24 * 40, before: monday))
        try await store.add("wire", "Yesterday", at: hours(20, before: monday))
        #expect(store.titles(try await store.issue(at: monday)) == ["Yesterday"])
    }

    @Test("says nothing of new copies of a story that was told")
    func silentCopies() async throws {
        let store = try await DigestStore()
        let lead = try await store.add("northgate", "A missile was shown", at: hours(3, before: monday))
        _ = try await store.issue(at: monday)
        try await store.addCopy("wire", of: lead, at: hours(3, before: tuesday))
        #expect(try await store.issue(at: tuesday) == nil)
    }

    @Test("tells a story again when its text has really changed")
    func updates() async throws {
        let store = try await DigestStore()
        let lead = try await store.add("northgate", "A missile was shown", at: hours(3, before: monday))
        _ = try await store.issue(at: monday)
        try await store.rewrite(lead, at: hours(3, before: tuesday)) {
            $0.text = "It was a mock-up, it turned out."
        }
        let issue = try #require(try await store.issue(at: tuesday))
        #expect(issue.sections[0].stories[0].isUpdate)
        #expect(issue.sections[0].title == "Missiles")
        #expect(try await store.issue(at: wednesday) == nil)
    }

    @Test("says nothing of a change that is none")
    func trivialChange() async throws {
        let store = try await DigestStore()
        let lead = try await store.add("northgate", "A missile was shown", at: hours(3, before: monday))
        _ = try await store.issue(at: monday)
        try await store.rewrite(lead, at: hours(3, before: tuesday), isRealChange: false) {
            $0.modified = monday
        }
        #expect(try await store.issue(at: tuesday) == nil)
    }

    @Test("tells a story again when the whole text of an excerpt arrives")
    func excerptBecomesFull() async throws {
        let store = try await DigestStore()
        let excerpt = try await store.add("mirror", "A missile was shown", at: hours(3, before: monday)) {
            $0.completeness = .excerpt
        }
        _ = try await store.issue(at: monday)
        try await store.addCopy(
            "northgate", of: excerpt, relation: .fuller, leads: true, at: hours(3, before: tuesday)
        ) {
            $0.completeness = .full
            $0.text = "The whole text, which is much longer than the excerpt was."
        }
        let issue = try #require(try await store.issue(at: tuesday))
        let entry = issue.sections[0].stories[0]
        #expect(entry.isUpdate)
        #expect(entry.source == "northgate")
        #expect(entry.also.map(\.source) == ["mirror"])
    }

    @Test("orders a section by rank, then by date")
    func order() async throws {
        let store = try await DigestStore()
        try await store.add("mirror", "Low and new", at: hours(1, before: monday))
        try await store.add("northgate", "High and old", at: hours(9, before: monday))
        try await store.add("wire", "Middle and old", at: hours(8, before: monday))
        try await store.add("wire", "Middle and new", at: hours(2, before: monday))
        #expect(
            store.titles(try await store.issue(at: monday))
                == ["High and old", "Middle and new", "Middle and old", "Low and new"])
    }

    @Test("cuts a section at its limit, says how many are left, and doesn't count them as told")
    func limits() async throws {
        let store = try await DigestStore {
            $0.digests[0].sections = [.init(title: "Missiles", query: "missile", limit: 3)]
        }
        for number in 1...5 {
            try await store.add("wire", "Missile \(number)", at: hours(Double(number), before: monday))
        }
        let issue = try #require(try await store.issue(at: monday))
        #expect(issue.sections[0].stories.map(\.title) == ["Missile 1", "Missile 2", "Missile 3"])
        #expect(issue.sections[0].more == 2)
        try await store.addCopy("mirror", of: ItemID(5), at: hours(1, before: tuesday))
        let second = try await store.issue(at: tuesday)
        #expect(store.titles(second) == ["Missile 4", "Missile 5"])
        #expect(second?.sections.first?.stories.last?.also.count == 1)
    }

    @Test("leaves out what a rule hides")
    func hidden() async throws {
        let store = try await DigestStore()
        let time = hours(1, before: monday)
        try await store.store.write { writer in
            var item = NewItem(source: "wire")
            item.title = "Hidden"
            _ = try writer.insert(
                item, seen: time,
                decision: Decision(story: nil, relation: .new, lead: nil, score: 0, reasons: []),
                hiddenBy: "hide")
        }
        #expect(try await store.issue(at: monday) == nil)
    }

    @Test("names the section and the place of a wrong query")
    func wrongQuery() async throws {
        let store = try await DigestStore { $0.digests[0].sections[1].query = "broken" }
        await #expect(
            throws: DigestError(
                "digest daily, section \"Missiles\": the query is wrong at character 4: a parenthesis is open"
            )
        ) { try await store.issue(at: monday) }
    }

    @Test(
        "prints an issue that is kept with the same bytes as when it was made",
        arguments: DigestFormat.allCases)
    func sameBytes(format: DigestFormat) async throws {
        let store = try await DigestStore()
        let lead = try await store.add("northgate", "A missile was shown", at: hours(3.0001, before: monday))
        try await store.addCopy("mirror", of: lead, relation: .excerptOf, at: hours(2.9999, before: monday))
        let made = try #require(try await store.issue(at: monday.addingTimeInterval(0.75)))
        let printed = format.render(made)
        try await store.rewrite(lead, at: tuesday) { $0.title = "Another title" }
        let kept = try await store.store.read { try $0.issue(1, of: "daily")?.content() }
        #expect(kept.map(format.render) == printed)
        #expect(kept == made)
    }
}

@Suite("Events in a digest")
struct DigestAgendaTests {
    private let monday = DigestSample.date("2026-11-23 06:30")
    private let tuesday = DigestSample.date("2026-11-24 06:30")

    private func addEvent(_ store: DigestStore, start: Date, at time: Date) async throws -> ItemID {
        try await store.add("northgate", "A talk", at: time) { item in
            var event = Event()
            event.start = start
            event.timeZone = "Asia/Hong_Kong"
            item.kind = .event
            item.event = event
        }
    }

    @Test("stand in the section of coming events")
    func comingUp() async throws {
        let store = try await DigestStore()
        _ = try await addEvent(
            store, start: DigestSample.date("2026-11-26 06:00"), at: monday.addingTimeInterval(-3600))
        let issue = try #require(try await store.issue(at: monday))
        #expect(issue.sections.map(\.title) == ["Coming up"])
        #expect(issue.eventCount == 1)
        #expect(try await store.issue(at: tuesday) == nil)
    }

    @Test("that were announced long before come up once more when they are near")
    func reminder() async throws {
        let store = try await DigestStore()
        _ = try await addEvent(
            store, start: DigestSample.date("2026-12-20 06:00"), at: monday.addingTimeInterval(-3600))
        #expect(try await store.issue(at: monday)?.sections.map(\.title) == ["Everything else"])
        #expect(try await store.issue(at: tuesday) == nil)
        let near = DigestSample.date("2026-12-10 06:30")
        let issue = try #require(try await store.issue(at: near))
        #expect(issue.sections.map(\.title) == ["Coming up"])
        #expect(issue.sections[0].stories[0].isUpdate == false)
        #expect(try await store.issue(at: near.addingTimeInterval(86400)) == nil)
    }

    @Test("are told again when they move or are cancelled")
    func moved() async throws {
        let store = try await DigestStore()
        let talk = try await addEvent(
            store, start: DigestSample.date("2026-11-26 06:00"), at: monday.addingTimeInterval(-3600))
        _ = try await store.issue(at: monday)
        try await store.rewrite(talk, at: monday.addingTimeInterval(3600)) { $0.event?.status = "cancelled" }
        let issue = try #require(try await store.issue(at: tuesday))
        #expect(issue.sections[0].stories[0].isUpdate)
        #expect(DigestFormat.text.render(issue).contains("Cancelled: A talk"))
    }
}

@Suite("Troubled sources in a digest")
struct DigestProblemTests {
    private let monday = DigestSample.date("2026-11-23 06:30")

    private func issue(_ store: DigestStore, _ health: Health, day: Double) async throws -> DigestIssue {
        let now = monday.addingTimeInterval(day * 86400)
        try await store.store.write { writer in
            var state = PollState()
            state.health = health
            state.reason = health == .ok ? nil : "nobody answers at mirror.example.com"
            state.healthSince = now.addingTimeInterval(-3600)
            try writer.save(state, of: "mirror")
        }
        try await store.add("wire", "Story \(day)", at: now.addingTimeInterval(-60))
        return try #require(try await store.issue(at: now))
    }

    @Test("get a sentence once, then a place in one line, then a word when they are well again")
    func lifeOfAProblem() async throws {
        let store = try await DigestStore()
        let first = try await issue(store, .failing, day: 0)
        #expect(first.problems.map(\.isNew) == [true])
        #expect(first.problems[0].reason == "nobody answers at mirror.example.com")
        let second = try await issue(store, .failing, day: 1)
        #expect(second.problems.map(\.isNew) == [false])
        #expect(DigestFormat.text.render(second).contains("As before: mirror (failing since 24 Nov 2026)"))
        let third = try await issue(store, .ok, day: 2)
        #expect(third.problems.map(\.reason) == ["answers again"])
        let fourth = try await issue(store, .ok, day: 3)
        #expect(fourth.problems.isEmpty)
    }

    @Test("are told anew when the trouble is another one")
    func otherTrouble() async throws {
        let store = try await DigestStore()
        _ = try await issue(store, .failing, day: 0)
        #expect(try await issue(store, .blocked, day: 1).problems.map(\.isNew) == [true])
    }

    @Test("that have only moved are told once")
    func moved() async throws {
        let store = try await DigestStore()
        #expect(try await issue(store, .moved, day: 0).problems.count == 1)
        #expect(try await issue(store, .moved, day: 1).problems.isEmpty)
    }

    @Test("aren't told while the configuration pauses them")
    func paused() async throws {
        let store = try await DigestStore { $0.sources[2].paused = true }
        #expect(try await issue(store, .failing, day: 0).problems.isEmpty)
    }
}
