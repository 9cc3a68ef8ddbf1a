import FeedParse
import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("Items on their way into the store")
struct IngestorTests {
    private let temporary: TemporaryStore
    private let source: Source

    init() async throws {
        source = Source(name: "tank", urls: ["https://tank.example/feed"])
        temporary = try await TemporaryStore(.memory, sources: [source])
    }

    private func item(
        _ title: String, _ text: String, guid: String? = nil, _ change: (inout NewItem) -> Void = { _ in }
    ) -> Draft {
        var item = NewItem.sample(
            title, source: "tank", text: text, guid: guid ?? "guid-\(title)",
            url: "https://tank.example/\(title.filter { $0.isLetter || $0.isNumber }.lowercased())",
            published: .hours(-5))
        change(&item)
        item.sentHash = Int64(truncatingIfNeeded: "\(item.title)\n\(item.text)".hashValue)
        return Draft(item: item)
    }

    @discardableResult
    private func ingest(
        _ drafts: [Draft], after hours: Double = 0, lastSuccess: Date? = nil,
        _ change: (inout Source) -> Void = { _ in }
    ) async throws -> Ingestor.Result {
        var source = source
        change(&source)
        let now = Date.hours(hours)
        let ingestor = Ingestor(
            source: source, rules: SourceRules(source, context: QueryContext(now: now)),
            deduplicator: Deduplicator(), now: now)
        return try await temporary.store.write {
            try ingestor.ingest(drafts, lastSuccess: lastSuccess, into: $0)
        }
    }

    private func only(_ query: String = "*") async throws -> Item {
        let found = try await temporary.find(query) {
            $0.copies = true
            $0.hidden = true
        }
        #expect(found.count == 1)
        return try #require(found.first)
    }

    private let text = IngestProse.sentences(12, about: "harbour").joined(separator: " ")

    @Test("are counted as new once, and as known when they come again")
    func counts() async throws {
        let drafts = [item("One", text), item("Two", "Something else entirely, said briefly.")]
        let first = try await ingest(drafts)
        #expect(first.newItems.count == 2)
        #expect(first.known == 0)
        let second = try await ingest(drafts, after: 1)
        #expect(second.newItems.isEmpty)
        #expect(second.known == 2)
        #expect(second.updated == 0)
    }

    @Test("leave no version behind with their page that is due when they move to another address")
    func movedPage() async throws {
        try await ingest([item("One", text)])
        let id = try await only().id
        try await temporary.store.write {
            var page = DuePage(item: id, host: "tank.example", since: .reference, notBefore: .reference)
            (page.had, page.timesHad, page.etag, page.lastModified) = (.reference, 1, "\"e\"", "a day")
            try $0.save(page)
        }
        var moved = item("One", text + " More.") { $0.url = "https://tank.test/one" }
        moved.page = .missed(.hasNoPlace)
        try await ingest([moved], after: 1)
        let page = try #require(try await temporary.store.read { try $0.duePage(of: id) })
        #expect(page.host == "tank.test")
        #expect(page.etag == nil && page.lastModified == nil)
        #expect(page.had == .reference)
    }

    @Test("that stand twice in one document are stored once, with the later text")
    func twins() async throws {
        let result = try await ingest([
            item("One", "An early text of this item."),
            item("One", "A late text of this item, with a correction that matters to its readers."),
        ])
        #expect(result.newItems.count == 1)
        #expect(try await only().content.text.hasPrefix("A late text"))
    }

    @Test("are known by what they say now when another takes over their address in the same document")
    func takenAddress() async throws {
        let old = item("Old headline", text) { $0.url = "https://tank.example/today" }
        try await ingest([old])
        let moved = item("Old headline", text + " A word was added.", guid: "guid-Old headline") {
            $0.url = "https://tank.example/archive/1"
        }
        let newcomer = item("New headline", "A text about something else altogether.") {
            $0.guid = nil
            $0.url = "https://tank.example/today"
        }
        let result = try await ingest([moved, newcomer], after: 1)
        #expect(result.newItems.count == 1)
        #expect(result.known == 1)
    }

    @Test("keep the old text as a version when the publisher rewrites them")
    func version() async throws {
        try await ingest([item("One", text)])
        let rewritten = text + " The authority has since withdrawn three of its findings after an appeal."
        let result = try await ingest([item("One", rewritten)], after: 2)
        #expect(result.updated == 1)
        let stored = try await only()
        #expect(stored.version == 2)
        #expect(stored.changed == .hours(2))
        let versions = try await temporary.store.read { try $0.versions(of: stored.id) }
        #expect(versions.map(\.text) == [text])
        let log = try await temporary.store.read { try $0.log(of: stored.id) }
        #expect(log.contains { $0.topic == "text" && $0.message.contains("version 2") })
    }

    @Test("don't count as changed when only a counter moved, but keep what was sent last")
    func counter() async throws {
        try await ingest([item("One", text + " Read 17 times.")])
        let result = try await ingest([item("One", text + " Read 18 times.")], after: 2)
        #expect(result.updated == 0)
        let stored = try await only()
        #expect(stored.version == 1)
        #expect(stored.changed == nil)
        #expect(stored.content.text.hasSuffix("18 times."))
    }

    @Test("keep the page's full text when the feed sends its excerpt again")
    func excerptAgain() async throws {
        try await ingest([
            item("One", text) {
                $0.textFrom = "page"
                $0.completeness = .full
            }
        ])
        try await ingest(
            [
                item("One (updated)", "A short excerpt.", guid: "guid-One") {
                    $0.url = "https://tank.example/one"
                }
            ], after: 1)
        let stored = try await only()
        #expect(stored.content.title == "One (updated)")
        #expect(stored.content.text == text)
        #expect(stored.content.textFrom == "page")
        #expect(stored.content.completeness == .full)
    }

    @Test("keep the event of a page that nobody asks any more until the feed tells of one")
    func eventStays() async throws {
        func event(_ hours: Double) -> Event {
            var event = Event()
            event.start = .hours(hours)
            return event
        }
        try await ingest([
            item("One", text) {
                $0.textFrom = "page"
                ($0.kind, $0.event) = (.event, event(48))
            }
        ])
        try await ingest([item("One", "A short excerpt.")], after: 1)
        #expect(try await only().content.kind == .event)
        #expect(try await only().content.event == event(48))
        try await ingest(
            [item("One", "A short excerpt anew.") { ($0.kind, $0.event) = (.event, event(49)) }], after: 2)
        #expect(try await only().content.event == event(49))
    }

    @Test(
        "take over the few words that the page of an event says now, of an article not",
        arguments: ItemKind.allCases)
    func fewWords(_ kind: ItemKind) async throws {
        for (hours, words, completeness) in [(0.0, text, Completeness.full), (1, "Called off.", .stub)] {
            try await ingest(
                [
                    item("One", words) {
                        ($0.kind, $0.textFrom, $0.completeness) = (kind, "page", completeness)
                    }
                ], after: hours)
        }
        #expect(try await only().content.text == (kind == .event ? "Called off." : text))
        #expect(try await only().content.completeness == (kind == .event ? .stub : .full))
    }

    @Test(
        "keep what more their page said of the whole, and take over what says as little",
        arguments: [Completeness.full, .excerpt, .paywalled, .stub],
        [Completeness.full, .excerpt, .paywalled, .stub])
    func wholeness(_ before: Completeness, _ now: Completeness) async throws {
        let shorter = IngestProse.sentences(9, about: "harbour").joined(separator: " ")
        for (hours, words, completeness) in [(0.0, text, before), (1, shorter, now)] {
            try await ingest(
                [item("One", words) { ($0.textFrom, $0.completeness) = ("page", completeness) }], after: hours
            )
        }
        let keeps =
            switch (before, now) {
            case (.full, .excerpt), (.full, .paywalled), (.full, .stub): true
            case (.excerpt, .stub), (.paywalled, .stub): true
            default: false
            }
        #expect(try await only().content.text == (keeps ? text : shorter))
        #expect(try await only().content.completeness == (keeps ? before : now))
    }

    @Test("keep the date that was found once when the feed has none any more")
    func dateStays() async throws {
        try await ingest([item("One", text) { $0.publishedFrom = .page }])
        try await ingest(
            [
                item("One", text + " One more sentence that changes what the reader knows about it.") {
                    $0.published = nil
                    $0.publishedFrom = .none
                }
            ], after: 1)
        let stored = try await only()
        #expect(stored.content.published == .hours(-5))
        #expect(stored.content.publishedFrom == .page)
    }

    @Test("are folded into one story when one repeats the other")
    func folded() async throws {
        try await ingest([item("One", text)])
        try await ingest(
            [item("One, reprinted", text, guid: "other") { $0.url = "https://wire.example/reprint" }],
            after: 1)
        let shown = try await temporary.find("*")
        #expect(shown.count == 1)
        let all = try await temporary.find("*") { $0.copies = true }
        #expect(Set(all.map(\.story)).count == 1)
        #expect(all.count == 2)
    }

    @Test(
        "that all link to the home page, or to parts of one page, stay apart",
        arguments: ["https://tank.example/", "https://tank.example/log#v"])
    func sharedAddress(address: String) async throws {
        for number in 1...3 {
            try await ingest(
                [
                    item("Release \(number)", "Release \(number) is out.") {
                        $0.url = address.hasSuffix("#v") ? address + "\(number)" : address
                        $0.canonicalURL = CanonicalURL.normalise(address)
                    }
                ], after: Double(number))
        }
        #expect(try await temporary.titles("*").sorted() == ["Release 1", "Release 2", "Release 3"])
    }

    @Test("are hidden by the source's rules, and say by which", arguments: [true, false])
    func rules(byHide: Bool) async throws {
        try await ingest([item("Weekly quiz", text), item("Analysis", "Quite another text, on fisheries.")]) {
            if byHide { $0.hide = "title:quiz" } else { $0.keep = "title:analysis" }
        }
        #expect(try await temporary.titles("*") == ["Analysis"])
        let hidden = try #require(
            try await temporary.find("title:quiz") { $0.hidden = true }.first)
        #expect(hidden.hiddenBy == (byHide ? "hide = 'title:quiz'" : "keep = 'title:analysis'"))
        let log = try await temporary.store.read { try $0.log(of: hidden.id) }
        #expect(log.contains { $0.topic == "rule" })
    }

    @Test("of a migrated site are held back by the flood guard and stay in the store")
    func flood() async throws {
        let old = (0..<8).map { number in
            item("Paper \(number)", "Text number \(number) on a matter of its own.") {
                $0.published = .hours(-24 * 300)
            }
        }
        let result = try await ingest(old, after: 1, lastSuccess: .reference) { $0.flood = 5 }
        #expect(result.newItems.count == 8)
        #expect(try await temporary.titles("*") == [])
        let hidden = try await temporary.find("*") {
            $0.hidden = true
            $0.limit = nil
        }
        #expect(hidden.count == 8)
        #expect(hidden.allSatisfy { $0.hiddenBy?.contains("flood guard") == true })
    }

    @Test("tell their story from the first line of the log on")
    func log() async throws {
        try await ingest([item("One", text)])
        let stored = try await only()
        let log = try await temporary.store.read { try $0.log(of: stored.id) }
        #expect(log.first?.topic == "story")
        #expect(log.first?.message.hasPrefix("begins story S") == true)
        #expect(log.first?.decision?.relation == .new)
    }

    @Test("without a page's change are not decided about again when another item joins")
    func lead() async throws {
        let excerpt = IngestProse.sentences(4, about: "harbour").joined(separator: " ")
        try await ingest([
            item("One", excerpt) {
                $0.completeness = .excerpt
                $0.url = "https://wire.example/one"
            }
        ])
        try await ingest([item("One in full", text, guid: "full")], after: 3)
        let shown = try await temporary.find("*")
        #expect(shown.map(\.content.title) == ["One in full"])
        let copies = try await temporary.store.read { try $0.story(shown[0].story) }?.copies ?? []
        #expect(copies.map(\.content.title) == ["One"])
        #expect(copies.map(\.relation) == [.excerptOf])
    }
}
