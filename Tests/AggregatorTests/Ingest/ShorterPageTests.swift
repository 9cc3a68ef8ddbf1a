import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("A page that says less than before, and less than the feed") struct ShorterPageTests {
    private let press: Press
    private let text = IngestProse.sentences(20, about: "One")

    init() throws { press = try Press(["One"]) }

    /// How much of its text a page shows.
    enum Showing: CaseIterable {
        case whole, excerpt, teaser, note, list

        /// What the store calls it.
        var label: Completeness? {
            switch self {
            case .whole: .full
            case .excerpt: .excerpt
            case .teaser: .paywalled
            case .note: .stub
            case .list: nil
            }
        }
    }

    /// The page shows so many sentences.
    private func show(_ count: Int, _ showing: Showing) {
        var (head, told) = ("", Array(text.prefix(count)))
        switch showing {
        case .whole: break
        case .excerpt: told[count - 1] += " […]"
        case .teaser:
            head =
                "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"One\",\"isAccessibleForFree\":false}</script>"
        case .note: told = ["Please switch on your scripts."]
        case .list:
            told = (1...12).map { "<a href=\"/other-\($0)\">Another report of this house, number \($0)</a>" }
        }
        let page = IngestProse.page("One", told, head: head)
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: page) }
    }

    /// The feed says so many sentences.
    private func tell(_ count: Int) {
        press.words.withLock { $0 = text.prefix(count).joined(separator: " ") }
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
    }

    @Test(
        "gives way to the feed's words, unless its old text was more of the whole",
        arguments: [Showing.whole, .excerpt, .teaser], Showing.allCases)
    func shorter(_ before: Showing, _ now: Showing) async throws {
        defer { press.stop() }
        let desk = try await press.desk()
        tell(2)
        show(8, before)
        try await desk.poll()
        let first = try #require(try await desk.store.find("source:wire").first?.content)
        try #require(first.textFrom == "page" && first.completeness == before.label)
        try #require(first.text.contains(text[7]))
        tell(5)
        show(3, now)
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == 2)
        let keeps =
            switch (before, now) {
            case (_, .note), (_, .list), (.whole, .excerpt), (.whole, .teaser): true
            default: false
            }
        let stored = try #require(try await desk.store.find("source:wire").first?.content)
        #expect(stored.textFrom == (keeps ? "page" : "feed"))
        #expect(stored.text.contains(text[keeps ? 7 : 4]))
        #expect(stored.text.contains(text[5]) == keeps)
    }
}
