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
        case whole, excerpt, teaser, note, notice, bareNotice, list

        /// What the store calls it.
        var label: Completeness? {
            switch self {
            case .whole: .full
            case .excerpt: .excerpt
            case .teaser: .paywalled
            case .note: .stub
            case .notice, .bareNotice, .list: nil
            }
        }
    }

    /// What a site says in place of a text, at a length that could be one.
    private let notice = """
        Please switch on the scripts of your browser and agree to our terms, since what you have asked for is shown to \
        readers who accept them, and is not to be had in any other way at present.
        """

    /// The page shows so many sentences, perhaps of an event.
    private func show(_ count: Int, _ showing: Showing, ofEvent isEvent: Bool = false) {
        var (head, told) = ("", Array(text.prefix(count)))
        switch showing {
        case .whole: break
        case .excerpt: told[count - 1] += " […]"
        case .teaser:
            head =
                "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"One\",\"isAccessibleForFree\":false}</script>"
        case .note: told = ["Please switch on your scripts."]
        case .notice, .bareNotice: told = [notice]
        case .list:
            told = (1...12).map { "<a href=\"/other-\($0)\">Another report of this house, number \($0)</a>" }
        }
        if isEvent {
            head = """
                <script type="application/ld+json">{"@context":"https://schema.org","@type":"Event","name":"One",
                "startDate":"\(Date.hours(120).ISO8601Format())"}</script>
                """
        }
        let page =
            showing == .bareNotice
            ? "<html><head><title>One</title></head><body><p>\(notice)</p></body></html>"
            : IngestProse.page("One", told, head: head)
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: page) }
    }

    /// The feed says so many sentences.
    private func tell(_ count: Int) {
        press.words.withLock { $0 = text.prefix(count).joined(separator: " ") }
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
    }

    /// The item changes, and its page fails for an hour, so that it is asked when it is due.
    private func fail(_ desk: PollingDesk) async throws {
        press.stead.withLock { $0 = .init(status: 500) }
        try await desk.poll()
        #expect(press.pages.count == 2)
    }

    @Test(
        "gives way to the feed's words, unless its old text was more of the whole",
        arguments: [Showing.whole, .excerpt, .teaser], Showing.allCases)
    func shorter(_ before: Showing, _ now: Showing) async throws {
        try await replace(before, now, atOnce: true)
    }

    @Test(
        "gives way as it does at once when it is had only after a fault",
        arguments: [Showing.whole, .excerpt, .teaser], Showing.allCases)
    func shorterLater(_ before: Showing, _ now: Showing) async throws {
        try await replace(before, now, atOnce: false)
    }

    private func replace(_ before: Showing, _ now: Showing, atOnce: Bool) async throws {
        defer { press.stop() }
        let desk = try await press.desk()
        tell(2)
        show(8, before)
        try await desk.poll()
        let first = try #require(try await desk.store.find("source:wire").first?.content)
        try #require(first.textFrom == "page" && first.completeness == before.label)
        try #require(first.text.contains(text[7]))
        tell(6)
        if !atOnce { try await fail(desk) }
        show(5, now)
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == (atOnce ? 2 : 3))
        let keeps =
            switch (before, now) {
            case (_, .note), (_, .bareNotice), (_, .list): true
            case (.whole, .excerpt), (.whole, .teaser), (.whole, .notice): true
            default: false
            }
        let stored = try #require(try await desk.store.find("source:wire").first?.content)
        #expect(stored.textFrom == (keeps ? "page" : "feed"))
        #expect(stored.text.contains(text[keeps ? 7 : 5]))
        #expect(stored.text.contains(text[6]) == keeps)
    }

    @Test(
        "keeps what it told of an event when it says less of it than the feed, in few words",
        arguments: [Showing.whole, .excerpt], [true, false])
    func event(_ before: Showing, _ atOnce: Bool) async throws {
        defer { press.stop() }
        let desk = try await press.desk { $0.kind = .event }
        tell(2)
        show(8, before, ofEvent: true)
        try await desk.poll()
        let first = try #require(try await desk.store.find("source:wire").first?.content)
        try #require(first.textFrom == "page" && first.completeness == before.label && first.event != nil)
        tell(6)
        if !atOnce { try await fail(desk) }
        show(1, .note, ofEvent: true)
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == (atOnce ? 2 : 3))
        let stored = try #require(try await desk.store.find("source:wire").first?.content)
        #expect(stored.textFrom == "page")
        #expect(stored.text.contains(text[7]))
    }
}
