import Foundation
import Testing

@testable import Aggregator

@Suite("A think tank's text and a trade site that carries its beginning") struct StoriesRepostTests {
    private let full = Prose.article(1, paragraphs: 14)
    private let excerpt =
        "(Source: Meridian Institute; issued April 03, 2026)\n\nBy Lena Hartwig\n\n"
        + Prose.beginning(1, paragraphs: 4) + " (end of excerpt)\n\n"
        + "Click here for the full story, on the Meridian Institute website.\n\nprev next\n\nBreaking News See all"

    @Test("the excerpt that comes second joins the original and stays behind it")
    func excerptSecond() throws {
        let desk = StoryDesk()
        try desk.receive("original", from: "meridian", full)
        let decision = try desk.receive("excerpt", from: "trade", excerpt)
        #expect(decision.relation == .excerptOf)
        #expect(decision.story == desk.story(of: "original"))
        #expect(decision.lead == desk.items["original"])
        #expect(try #require(decision.overlap) > 0.2 && decision.overlap ?? 1 < 0.45)
    }

    @Test("the original that comes second takes the lead, and the excerpt becomes one")
    func originalSecond() throws {
        let desk = StoryDesk()
        try desk.receive("excerpt", from: "trade", excerpt)
        let decision = try desk.receive("original", from: "meridian", hoursLater: 30, full)
        #expect(decision.relation == .fuller)
        #expect(decision.lead == nil)
        let revision = try #require(decision.revised.first)
        #expect(revision.item == desk.items["excerpt"])
        #expect(revision.relation == .excerptOf)
        #expect((0.2...0.45).contains(revision.overlap ?? 0))
        #expect(desk.lead(of: "excerpt") == "original")
    }

    @Test("the link to the original unites them though the text was rewritten")
    func linkAlone() throws {
        let desk = StoryDesk()
        try desk.receive("original", from: "meridian", full)
        let decision = try desk.receive(
            "teaser", from: "trade", Prose.article(99, paragraphs: 1) + " (end of excerpt)"
        ) {
            $0.originalURL = "https://meridian.example/original"
        }
        #expect(decision.story == desk.story(of: "original"))
        #expect(decision.reasons.first?.rule == "original-link")
    }

    @Test("the original finds the excerpt that pointed to it")
    func pointerFirst() throws {
        let desk = StoryDesk()
        try desk.receive("teaser", from: "trade", Prose.article(99, paragraphs: 1) + " (end of excerpt)") {
            $0.originalURL = "https://www.meridian.example/original?utm_source=trade"
        }
        let decision = try desk.receive("original", from: "meridian", full)
        #expect(decision.story == desk.story(of: "teaser"))
        #expect(decision.relation == .fuller)
    }

    @Test("two excerpts of one original are one story before it is seen")
    func twoExcerpts() throws {
        let desk = StoryDesk()
        try desk.receive("one", from: "trade", Prose.article(98, paragraphs: 1) + " Read more") {
            $0.originalURL = "https://meridian.example/original"
        }
        let decision = try desk.receive("two", from: "blog", Prose.article(97, paragraphs: 1) + " […]") {
            $0.originalURL = "https://meridian.example/original"
        }
        #expect(decision.story == desk.story(of: "one"))
    }

    @Test("another text of the same think tank is another story")
    func otherText() throws {
        let desk = StoryDesk()
        try desk.receive("original", from: "meridian", full)
        let decision = try desk.receive("other", from: "meridian", Prose.article(2))
        #expect(decision.relation == .new)
        #expect(decision.story == nil)
    }

    @Test("reasons name the other item and say how much of it was found")
    func reasons() throws {
        let desk = StoryDesk()
        try desk.receive("original", from: "meridian", full)
        let reason = try #require(try desk.receive("excerpt", from: "trade", excerpt).reasons.first)
        #expect(reason.rule == "containment")
        #expect(reason.other == desk.items["original"])
        #expect(reason.detail.contains("sentences"))
        #expect(reason.figures["containment"] ?? 0 > 0.9)
    }
}
