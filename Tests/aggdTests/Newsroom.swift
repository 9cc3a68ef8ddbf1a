import Aggregator
import FeedParse
import Foundation
import Synchronization
import TestSupport

/// A folder with a configuration and a store in which a few days of news have come in.
///
/// Reading verbs share one; a test that changes something takes a copy. All of it is invented.
struct Newsroom: Sendable {
    /// The program with the folder as its home.
    let aggd: BuiltBinary
    /// The ids of the items by a short name.
    let ids: [String: String]
    /// When it was seeded: dates of items count from here.
    let now: Date

    /// The newsroom that all reading tests share.
    static func shared() async throws -> Newsroom { try await seeding.value }

    private static let seeding = Task {
        let newsroom = try await Newsroom()
        removeAtExit(newsroom.aggd.folder)
        return newsroom
    }

    /// A newsroom of its own with the same news; `remove()` on its binary takes it away.
    func copy() throws -> Newsroom {
        let other = try BuiltBinary()
        for name in ["feeds.conf", "aggd.sqlite"] {
            try FileManager.default.copyItem(
                at: aggd.folder.appending(path: name), to: other.folder.appending(path: name))
        }
        return Newsroom(aggd: other, ids: ids, now: now)
    }

    /// The id of an item by its short name.
    func id(_ name: String) -> String { ids[name] ?? "no-item-\(name)" }

    private init(aggd: BuiltBinary, ids: [String: String], now: Date) {
        self.aggd = aggd
        self.ids = ids
        self.now = now
    }

    private init() async throws {
        aggd = try BuiltBinary()
        now = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
        try aggd.write(configuration: Self.configuration)
        let (configuration, errors) = FeedsConf.load(path: aggd.configuration.path)
        guard errors.isEmpty else { throw Unusable(reason: errors.map(\.description).joined()) }
        let store = try SQLiteStore(
            path: aggd.folder.appending(path: "aggd.sqlite").path, access: .readWrite)
        try await store.write { try $0.register(configuration.sources) }
        var desk = Desk(store: store, now: now)
        try await desk.storeOldNews()
        try await desk.makeIssue(of: configuration)
        try await desk.storeNewNews()
        try await desk.noteHealth()
        ids = desk.ids
        try await store.close()
    }

    /// Why the newsroom can't be used.
    struct Unusable: Error {
        var reason: String
    }

    private static func removeAtExit(_ folder: URL) {
        doomed.withLock { $0 = folder }
        atexit {
            guard let folder = Newsroom.doomed.withLock({ $0 }) else { return }
            try? FileManager.default.removeItem(at: folder)
        }
    }

    private static let doomed = Mutex<URL?>(nil)

    static let configuration = """
        # The newsroom of the tests.
        [fetch]
        allow-private = true

        [mail]
        from     = "aggd <digest@monitor.example.org>"
        password = { file = "/nonexistent/smtp-password" }

        [[source]]
        name  = "harbour"
        title = "Harbour Institute"
        url   = "https://harbour.example.org/feed.xml"
        org   = ["Harbour Institute", "Harbour Inst."]
        tags  = ["think-tank", "sea"]
        rank  = 90

        [[source]]
        name  = "northwire"
        title = "Northwire"
        url   = "https://northwire.example.org/news.xml"
        tags  = ["wire"]
        rank  = 60

        [[source]]
        name  = "courier"
        title = "Defence Courier"
        url   = "https://courier.example.com/"
        tags  = ["repost"]
        rank  = 20

        [[source]]
        name  = "ministry"
        title = "Ministry of the Sea"
        url   = ["https://ministry.example.gov/news.atom", "https://ministry.example.gov/speeches.atom"]
        tags  = ["government"]
        rank  = 95
        hide  = "title:vacancy"

        [[source]]
        name  = "meridian"
        title = "Meridian Endowment"
        kind  = "event"
        url   = "https://meridian.example.org/events"
        tags  = ["think-tank", "event"]

        [[source]]
        name = "guarded"
        url  = "https://guarded.example.org/feed"

        [[source]]
        name = "vanished"
        url  = "https://vanished.example.org/feed"

        [[source]]
        name = "moving"
        url  = "https://old.example.org/feed"  # the old place

        [[source]]
        name   = "resting"
        url    = "https://resting.example.org/feed"
        paused = true

        [[topic]]
        name  = "missiles"
        title = "Missiles and arms control"
        query = 'missile* OR "arms control"'

        [[topic]]
        name  = "strait"
        query = "strait"

        [[digest]]
        name    = "daily"
        title   = "Sable Sea, daily"
        at      = "06:30"
        to      = ["mara@example.org", "Desk <desk@example.org>"]
        section = [
          { title = "Coming up", query = "is:event date:today..+14d" },
          { title = "Missiles", query = "topic:missiles" },
          { title = "The rest", query = "*" },
        ]

        [[digest]]
        name    = "weekly"
        title   = "The week"
        section = { title = "All", query = "tag:government" }

        [[alert]]
        name  = "launch"
        title = "Launches"
        query = "launch*"
        to    = ["file:/nonexistent/launch.txt"]
        """ + "\n"
}
