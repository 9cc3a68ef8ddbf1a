import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("What the page of an item has told") struct KeptPageTests {
    /// A feed with one item, of which a page was had.
    private let press: Press
    private let text = IngestProse.sentences(20, about: "One")

    init() throws {
        press = try Press(["One"])
        let page = IngestProse.page("One", text, head: "<meta name=\"author\" content=\"Maren Holt\">")
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: page) }
    }

    private func content(_ desk: PollingDesk) async throws -> NewItem {
        try #require(try await desk.store.find("source:wire") { $0.copies = true }.first).content
    }

    /// Moves the item's time stamp, as a counter does.
    private func stamp() { press.date.withLock { $0 = $0.addingTimeInterval(-60) } }

    /// The page shows readers who pay nothing three sentences only.
    private func putUpWall() {
        let head =
            "<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"One\",\"isAccessibleForFree\":false}</script>"
        let teaser = IngestProse.page("One", Array(text.prefix(3)), head: head)
        press.stead.withLock { $0 = .init(headers: [("Content-Type", "text/html")], body: teaser) }
    }

    @Test("stays whole when the page has a pay wall by the time the item changes") func wall() async throws {
        defer { press.stop() }
        let desk = try await press.desk()
        try await desk.poll()
        putUpWall()
        stamp()
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == 2)
        let kept = try await content(desk)
        #expect(kept.text.contains(text[15]))
        #expect(kept.completeness == .full)
        #expect(try await desk.store.find("source:wire").first?.version == 1)
    }

    @Test("is not said to lie behind a pay wall that goes up while the page rests") func lateWall()
        async throws
    {
        defer { press.stop() }
        let desk = try await press.desk()
        try await desk.poll()
        stamp()
        try await desk.poll()
        putUpWall()
        stamp()
        desk.advance(hours: 0.5)
        try await desk.poll()
        #expect(press.pages.count == 2, "it rests")
        desk.advance(hours: 0.5)
        try await desk.poll()
        #expect(press.pages.count == 3)
        let kept = try await content(desk)
        #expect(kept.text.contains(text[15]))
        #expect(kept.completeness == .full)
    }

    @Test("stays when the item changes after its page has become too old to be asked") func old() async throws
    {
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        try await desk.poll()
        desk.advance(hours: 24 * 20)
        stamp()
        try await desk.poll()
        #expect(press.pages.count == 1)
        let kept = try await content(desk)
        #expect(kept.published == press.date.withLock { $0 }, "the change was seen")
        #expect(kept.text.contains(text[15]))
        #expect(kept.authors == ["Maren Holt"])
    }

    @Test("of the author stays when the page fails later, be the feed's text the longer") func failing()
        async throws
    {
        defer { press.stop() }
        press.words.withLock { $0 = IngestProse.sentences(60, about: "One").joined(separator: " ") }
        let desk = try await press.desk()
        for _ in 0..<2 {
            try await desk.poll()
            stamp()
        }
        press.stead.withLock { $0 = .init(status: 500) }
        desk.advance(hours: 1)
        try await desk.poll()
        #expect(press.pages.count == 3)
        let kept = try await content(desk)
        #expect(kept.textFrom == "feed")
        #expect(kept.authors == ["Maren Holt"])
    }

    @Test("is had at last when a poll has no place for the change of an item whose page was left")
    func noPlace() async throws {
        let press = try Press((1...40).map { "Item\($0)" })
        defer { press.stop() }
        let desk = try await press.desk(.auto)
        press.stead.withLock { $0 = .init(status: 403) }
        try await desk.poll()
        let now = desk.now
        let items = try await desk.store.find("source:wire") { $0.copies = true }
        #expect(items.count == 40)
        try await desk.store.store.write { writer in
            for item in items {
                try writer.save(
                    DuePage(
                        item: item.id, host: "127.0.0.46", since: now, notBefore: now,
                        attempts: DuePage.mostAttempts))
            }
        }
        press.stead.withLock { $0 = nil }
        press.date.withLock { $0 = $0.addingTimeInterval(-60) }
        for count in [50, 65, 65] {
            try await desk.poll()
            #expect(press.pages.count == count)
            desk.advance(hours: 1)
        }
        let had = try await desk.store.find("source:wire") { $0.copies = true }
        #expect(had.count { $0.content.textFrom == "page" } == 40)
    }
}
