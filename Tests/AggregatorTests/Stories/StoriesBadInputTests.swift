import Foundation
import Testing

@testable import Aggregator

@Suite("Input that nobody should send") struct StoriesBadInputTests {
    @Test("empty texts with empty titles are stories of their own")
    func empty() throws {
        let desk = StoryDesk()
        try desk.receive("one", "")
        let decision = try desk.receive("two", "")
        #expect(decision.story == nil)
    }

    @Test("one word a million times gives one fingerprint and an answer")
    func oneWord() throws {
        let desk = StoryDesk()
        let text = String(repeating: "war ", count: 1_000_000)
        let profile = TextProfile(
            IndexedDocument(source: "a", title: "", text: text, date: .distantPast), seed: 1)
        #expect(profile.fingerprints.count == 1)
        try desk.receive("one", text)
        let decision = try desk.receive("two", from: "other", text)
        #expect(decision.story == desk.story(of: "one"))
    }

    @Test("five megabytes are read up to a limit")
    func huge() throws {
        let desk = StoryDesk()
        let text = (0..<560).map { Prose.article($0, paragraphs: 24) }.joined(separator: "\n\n")
        #expect(text.utf8.count > 5_000_000)
        try desk.receive("one", text)
        let decision = try desk.receive("two", from: "other", text)
        #expect(decision.story == desk.story(of: "one"))
        let profile = TextProfile(
            IndexedDocument(source: "a", title: "", text: text, date: .distantPast), seed: 1)
        #expect(profile.wordCount <= StoryThresholds.maximumWords)
        #expect(profile.fingerprints.count <= StoryThresholds.headPrints + StoryThresholds.restPrints)
    }

    @Test("pages that hold nothing but the site's boilerplate are not folded into each other")
    func boilerplate() throws {
        let desk = StoryDesk()
        let footer = Prose.article(5, paragraphs: 2)
        for number in 0..<6 {
            try desk.receive("full\(number)", Prose.article(100 + number) + "\n\n" + footer)
        }
        let decision = try desk.receive("bare", title: "A page of its own kind", footer)
        #expect(decision.story == nil)
    }

    @Test("a template filled a thousand times stays a thousand stories, in bounded work")
    func template() throws {
        let desk = StoryDesk()
        var joined = 0
        for number in 0..<1000 {
            let text = """
                The harbour office registered \(number * 37 + 11) arrivals and \(number * 53 + 29) departures on this day.
                Ships above the length limit must announce themselves two days in advance by telephone or by letter.
                The highest water stood at \(number * 7 + 13) centimetres and the lowest at \(number * 3 + 17) centimetres.
                Visitors find the tide tables at the gate house and in the reading room of the public library.
                """
            let decision = try desk.receive(
                "day\(number)", from: "harbour", title: "Harbour report \(number)", text)
            if number >= 3, decision.story != nil { joined += 1 }
        }
        #expect(joined == 0)
    }

    @Test("a date in the far future neither expires the past nor hides anything")
    func clockJump() throws {
        let desk = StoryDesk()
        try desk.receive("one", Prose.article(1))
        try desk.receive("jump", Prose.article(2)) { $0.date = Date(timeIntervalSince1970: 9e9) }
        let decision = try desk.receive("copy", from: "other", Prose.article(1))
        #expect(decision.story == desk.story(of: "one"))
    }

    @Test("bytes that are no UTF-8 text make no harm")
    func strangeBytes() throws {
        let bytes = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 131 ^ ($0 >> 3)) }
        let words = Normaliser.read(bytes, seed: 1).words
        #expect(words.count < bytes.count)
    }

    @Test("who knows the hash of one store can't aim at another")
    func seeds() {
        let document = IndexedDocument(source: "a", title: "t", text: Prose.article(1), date: .distantPast)
        let one = Set(TextProfile(document, seed: 1).fingerprints)
        let two = Set(TextProfile(document, seed: 2).fingerprints)
        #expect(one.isDisjoint(with: two))
    }
}
