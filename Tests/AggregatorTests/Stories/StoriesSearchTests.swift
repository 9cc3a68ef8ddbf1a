import Foundation
import Testing

@testable import Aggregator

@Suite("Looking for older items that share passages") struct StoriesSearchTests {
    private let desk = StoryDesk(seed: 5)

    private func text(_ number: Int, _ range: Range<Int>) -> String {
        range.map { Prose.paragraph(number, $0) }.joined(separator: "\n\n")
    }

    private func search(_ text: String, except: ItemID? = nil) throws -> CandidateSearch {
        try CandidateSearch(TextProfile(.test(text), seed: desk.index.seed), except: except, in: desk.index)
    }

    @Test("finds nothing for a text without words, and for one that nobody shares")
    func nothing() throws {
        try desk.receive("one", text(1, 0..<4))
        #expect(try search("").items.isEmpty)
        #expect(try search("one two").items.isEmpty)
        #expect(try search(text(2, 0..<4)).items.isEmpty)
    }

    @Test("finds the text itself, but not under its own number")
    func itself() throws {
        try desk.receive("one", text(1, 0..<4))
        #expect(try search(text(1, 0..<4)).items == [ItemID(1)])
        #expect(try search(text(1, 0..<4), except: ItemID(1)).items.isEmpty)
    }

    @Test("puts the one that shares most first")
    func order() throws {
        try desk.receive("part", from: "a", text(1, 0..<2))
        try desk.receive("whole", from: "b", text(1, 0..<6))
        try desk.receive("other", from: "c", text(2, 0..<6))
        #expect(try search(text(1, 0..<6)).items.first == ItemID(2))
    }

    @Test("takes three items of a story at most, and eight in all")
    func bounds() throws {
        for copy in 0..<10 { try desk.receive("copy\(copy)", from: "s\(copy)", text(1, 0..<4)) }
        #expect(try search(text(1, 0..<4)).items.count == StoryThresholds.candidatesPerStory)
        let patchwork = (10..<24).map { text($0, 0..<1) }.joined(separator: "\n\n")
        for number in 10..<24 { try desk.receive("one\(number)", from: "s\(number)", text(number, 0..<1)) }
        #expect(try search(patchwork).items.count <= StoryThresholds.maximumCandidates)
    }

    @Test("passes an item by that shares less than a tenth of the shorter one")
    func share() throws {
        try desk.receive("long", text(1, 0..<10))
        let quote = String(text(1, 4..<5).prefix(90))
        #expect(try search(text(3, 0..<8) + "\n\n" + quote).items.isEmpty)
    }

    @Test("takes an item that shares nothing but boilerplate only when it is half of it")
    func boilerplate() throws {
        let about = text(90, 0..<1)
        for number in 1...4 {
            try desk.receive("n\(number)", from: "h", text(number, 0..<1) + "\n\n" + about)
        }
        #expect(try search(text(7, 0..<5) + "\n\n" + about).items.isEmpty)
        #expect(try !search(about).items.isEmpty)
    }

    @Test("counts stories and not items: a text with many copies is no boilerplate")
    func stories() throws {
        for copy in 0..<12 { try desk.receive("copy\(copy)", from: "s\(copy)", text(1, 0..<4)) }
        let found = try search(text(1, 0..<4))
        #expect(found.storyCounts.allSatisfy { $0 == 1 })
        #expect(!found.isBoilerplate.contains(true))
    }

    @Test("reads the newest copies of a story that has more of them than are ever read")
    func manyCopies() throws {
        for copy in 0..<(StoryThresholds.postingCap + 20) {
            try desk.receive("copy\(copy)", from: "s\(copy)", hoursLater: 0.01, text(1, 0..<4))
        }
        let found = try search(text(1, 0..<4))
        #expect(found.items.first == ItemID(Int64(StoryThresholds.postingCap + 20)))
        #expect(Set(desk.stories.keys.compactMap { desk.story(of: $0) }).count == 1)
    }

    @Test("doesn't read what three stories and more items than the cap have")
    func tooCommon() throws {
        let about = text(90, 0..<1)
        for number in 0..<(StoryThresholds.postingCap + 5) {
            try desk.receive(
                "n\(number)", from: "h\(number)", hoursLater: 0.01, text(100 + number, 0..<4) + "\n\n" + about
            )
        }
        let prints = TextProfile(.test(about), seed: desk.index.seed).fingerprints
        let answers = desk.index.postings(of: prints, cap: StoryThresholds.postingCap)
        #expect(answers.contains { $0.items.isEmpty && $0.storyCount >= StoryThresholds.boilerplateStories })
        #expect(try search(about).items.count <= StoryThresholds.maximumCandidates)
    }

    @Test("knows a roundup by the stories that its passages come from")
    func roundup() throws {
        for number in 1...6 { try desk.receive("s\(number)", from: "w\(number)", text(number, 0..<5)) }
        let roundup = (1...6).map { text($0, 0..<1) }.joined(separator: "\n\n")
        #expect(try search(roundup).isRoundup)
        #expect(try !search(text(1, 0..<5)).isRoundup)
        #expect(try !search(text(1, 0..<3) + "\n\n" + text(2, 0..<1)).isRoundup)
        let decision = try desk.receive("roundup", from: "blog", roundup)
        #expect(decision.story == nil)
    }

    @Test("tells which passages are boilerplate once the item is remembered")
    func future() throws {
        let about = text(90, 0..<1)
        for number in 1...2 {
            try desk.receive("n\(number)", from: "h", text(number, 0..<5) + "\n\n" + about)
        }
        let profile = TextProfile(.test(text(3, 0..<5) + "\n\n" + about), seed: desk.index.seed)
        let found = try CandidateSearch(profile, except: nil, in: desk.index)
        #expect(!found.isBoilerplate.contains(true))
        #expect(!found.boilerplate(of: profile, beginsStory: true).isEmpty)
        #expect(found.boilerplate(of: profile, beginsStory: false).isEmpty)
    }

    @Test("gives the same answer each time", arguments: [1, 2, 3] as [UInt64])
    func same(_ seed: UInt64) throws {
        func run() throws -> [[ItemID]] {
            let desk = StoryDesk(seed: seed)
            for number in 0..<30 {
                try desk.receive("n\(number)", from: "s\(number % 4)", text(number % 9, 0..<(2 + number % 5)))
            }
            return try (0..<9).map {
                try CandidateSearch(
                    TextProfile(.test(text($0, 0..<4)), seed: seed), except: nil, in: desk.index
                ).items
            }
        }
        #expect(try run() == run())
    }
}

@Suite("A story looked at anew") struct StoriesSurveyTests {
    private let desk = StoryDesk(seed: 5)

    private func text(_ number: Int, _ range: Range<Int>) -> String {
        range.map { Prose.paragraph(number, $0) }.joined(separator: "\n\n")
    }

    @Test("has the lead and the relations that it had when its items came")
    func survey() throws {
        try desk.receive("excerpt", from: "trade", text(1, 0..<2) + " (end of excerpt)")
        try desk.receive("original", from: "lindqvist", text(1, 0..<8))
        try desk.receive("copy", from: "courier", text(1, 0..<8))
        let story = try #require(desk.story(of: "original"))
        let survey = try #require(try Deduplicator().survey(of: story, index: desk.index))
        #expect(survey.lead == desk.items["original"])
        #expect(survey.others.map(\.item) == [ItemID(1), ItemID(3)])
        #expect(survey.others.map(\.relation) == [desk.relation(of: "excerpt"), desk.relation(of: "copy")])
        let shares = survey.others.map { $0.overlap ?? -1 }
        #expect(shares[0] > 0.2 && shares[0] < 0.3)
        #expect(shares[1] == 1)
    }

    @Test("chooses another lead after the old one went to another story")
    func afterMove() throws {
        try desk.receive("original", from: "lindqvist", text(1, 0..<8))
        try desk.receive("copy", from: "courier", text(1, 0..<7))
        let story = try #require(desk.story(of: "original"))
        desk.index.move(ItemID(1), to: StoryID(99))
        let survey = try #require(try Deduplicator().survey(of: story, index: desk.index))
        #expect(survey.lead == ItemID(2))
        #expect(survey.others.isEmpty)
    }

    @Test("is nothing when the index knows no item of it")
    func unknown() throws {
        #expect(try Deduplicator().survey(of: StoryID(404), index: desk.index) == nil)
    }

    @Test("of hundreds of copies is looked at in bounded work")
    func bounded() throws {
        for copy in 0..<60 {
            try desk.receive("copy\(copy)", from: "s\(copy)", hoursLater: 0.01, text(1, 0..<3))
        }
        let story = try #require(desk.story(of: "copy0"))
        let survey = try #require(try Deduplicator().survey(of: story, index: desk.index))
        #expect(survey.others.count == StoryThresholds.membersConsidered - 1)
    }
}
