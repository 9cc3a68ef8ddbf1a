import Aggregator
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("An item whose publisher changes it") struct DiffVerbTests {
    private let aggd: BuiltBinary
    private let server: LoopbackServer
    private let edition: Edition

    /// Which text the publisher shows now.
    private final class Edition: Sendable {
        private let number = Mutex(0)
        var now: Int { number.withLock { $0 } }
        func turn(to edition: Int) { number.withLock { $0 = edition } }
    }

    private static let texts = [
        """
        The council will decide on Monday about the bridge over the Velma, and about 40 crowns a ticket for the ferry. \
        Residents asked for a hearing, which the mayor promised for the last week of the month.
        """,
        // Another counter only.
        """
        The council will decide on Monday about the bridge over the Velma, and about 40 crowns a ticket for the ferry. \
        Residents asked for a hearing, which the mayor promised for the last week of the month. 1,204 views
        """,
        """
        The council will decide on Friday about the bridge over the Velma, and about 45 crowns a ticket for the ferry. \
        Residents asked for a hearing, which the mayor promised for the last week of the month. The harbour master \
        said that he would resign if the ferry went.
        """,
    ]

    init() throws {
        aggd = try BuiltBinary()
        let edition = Edition()
        self.edition = edition
        server = try LoopbackServer.start { _ in
            .init(
                headers: [("Content-Type", "application/rss+xml")],
                body: """
                    <?xml version="1.0"?><rss version="2.0"><channel><title>Council</title><link>http://x.example/</link>
                    <item><title>Bridge and ferry</title><guid isPermaLink="false">1</guid>
                    <description>\(Self.texts[edition.now])</description></item></channel></rss>
                    """)
        }
        try aggd.write(
            configuration: """
                [fetch]
                allow-private = true
                [[source]]
                name = "council"
                url  = "\(server.url("/feed.xml"))"
                """)
    }

    private func poll(_ edition: Int) throws {
        self.edition.turn(to: edition)
        #expect(try aggd("poll", "--force").status == 0)
    }

    private func id() throws -> String {
        try #require(try aggd("items", "--json").objects.first?["id"] as? String)
    }

    private func end() {
        server.stop()
        aggd.remove()
    }

    @Test("has one version and is not changed while only a counter turns")
    func counter() throws {
        defer { end() }
        try poll(0)
        try poll(1)
        #expect(try aggd("items", "is:changed", "--json").objects.isEmpty)
        let diff = try aggd("diff", id())
        #expect(diff.status == 1)
        #expect(diff.output.isEmpty)
    }

    @Test("is changed after a real change, and the difference is shown word by word")
    func change() throws {
        defer { end() }
        try poll(0)
        try poll(2)
        #expect(try aggd("items", "is:changed", "--json").objects.count == 1)
        let diff = try aggd("diff", id()).output
        #expect(diff.contains("[-Monday-]"))
        #expect(diff.contains("{+Friday+}"))
        #expect(diff.contains("[-40-]") && diff.contains("{+45+}"))
        #expect(diff.contains("bridge over the Velma"))
        let stat = try aggd("diff", id(), "--stat").output
        #expect(stat.split(separator: "\n").count == 1)
        #expect(stat.contains("2 words removed"))
    }

    @Test("shows the new hours, hall and status of an event whose text is the same")
    func event() async throws {
        defer { end() }
        let store = try SQLiteStore(path: aggd.folder.appending(path: "aggd.sqlite").path, access: .readWrite)
        let id = try await store.write { writer in
            var item = NewItem(source: "hall")
            item.kind = .event
            item.title = "An evening on ferries"
            var event = Event()
            event.start = Date(timeIntervalSince1970: 1_795_716_000)
            event.timeZone = "Europe/Oslo"
            event.venue = "Old Hall"
            item.event = event
            let new = Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: [])
            let id = try writer.insert(item, seen: .reference, decision: new, hiddenBy: nil)
            item.event?.start = Date(timeIntervalSince1970: 1_795_721_400)
            item.event?.venue = "Opera Hall"
            item.event?.status = "moved-online"
            try writer.update(id, with: item, at: .reference, isRealChange: true)
            return id
        }
        try await store.close()
        let diff = try aggd("diff", id.text).output
        #expect(diff.contains("[-19:00-]") && diff.contains("{+20:30+}"))
        #expect(diff.contains("[-Old-]") && diff.contains("{+Opera+}") && diff.contains("{+moved-online+}"))
    }

    @Test("tells the difference to programs too")
    func json() throws {
        defer { end() }
        try poll(0)
        try poll(2)
        let object = try #require(try aggd("diff", id(), "--json").objects.first)
        #expect(object["from"] as? Int == 1)
        #expect(object["to"] as? Int == 2)
        #expect(object["removed"] as? Int == 2)
        #expect((object["added"] as? Int ?? 0) > 10)
        #expect(object["at"] != nil)
        #expect(object["diff"] != nil)
        let stat = try #require(try aggd("diff", id(), "--json", "--stat").objects.first)
        #expect(stat["added"] as? Int == object["added"] as? Int)
        #expect(stat["diff"] == nil)
    }

    @Test("and changes it back keeps every version")
    func back() throws {
        defer { end() }
        try poll(0)
        try poll(2)
        try poll(0)
        #expect(try aggd("diff", id(), "--json").objects.count == 2)
    }
}
