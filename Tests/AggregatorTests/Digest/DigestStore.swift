import Aggregator
import FeedParse
import Foundation
import Logging
import Synchronization
import TestSupport

/// A store in memory with what digests are made of, and a mail server that remembers.
final class DigestStore: Sendable {
    let store: SQLiteStore
    let configuration: Configuration
    let mail = RecordingTransport()

    init(_ change: (inout Configuration) -> Void = { _ in }) async throws {
        store = try SQLiteStore()
        var configuration = Configuration()
        var northgate = Source(name: "northgate", urls: ["https://northgate.example.org/feed"])
        northgate.title = "Northgate Commentary"
        northgate.rank = 90
        northgate.tags = ["think-tank"]
        var wire = Source(name: "wire", urls: ["https://wire.example.com/sitemap.xml"])
        wire.title = "The Wire"
        wire.tags = ["wire"]
        var mirror = Source(name: "mirror", urls: ["https://mirror.example.com/"])
        mirror.rank = 20
        configuration.sources = [northgate, wire, mirror]
        configuration.mail.from = "aggd <digest@monitor.example.org>"
        configuration.digests = [Self.daily]
        change(&configuration)
        self.configuration = configuration
        try await store.write { [configuration] in try $0.register(configuration.sources) }
    }

    static var daily: DigestDefinition {
        var daily = DigestDefinition(name: "daily", title: "Daily")
        daily.days = [1, 2, 3, 4, 5]
        daily.at = 390
        daily.timeZone = "Europe/London"
        daily.to = ["mara@example.org", "Newsdesk <news@example.org>"]
        daily.sections = [
            DigestDefinition.Section(title: "Coming up", query: "coming", limit: 5),
            DigestDefinition.Section(title: "Missiles", query: "missile", limit: 3),
            DigestDefinition.Section(title: "Everything else", query: "*", limit: 20),
        ]
        return daily
    }

    var sender: DigestSender {
        DigestSender(
            store: store, configuration: configuration, transport: mail, logger: Logger(label: "test"),
            query: { now in
                { text in
                    switch text {
                    case "*": .all
                    case "coming":
                        .and([.state(.event), .date(from: now, to: now.addingTimeInterval(14 * 86400))])
                    case "broken": throw QueryError("a parenthesis is open", offset: 3)
                    default: .text(.word(text), in: nil)
                    }
                }
            })
    }

    @discardableResult
    func add(
        _ source: String, _ title: String, text: String = "Nothing to see.", at time: Date,
        change: @Sendable (inout NewItem) -> Void = { _ in }
    ) async throws -> ItemID {
        var item = NewItem(source: source)
        item.title = title
        item.text = text
        item.guid = title
        item.url = "https://\(source).example.org/\(title.filter { $0.isLetter || $0.isNumber })"
        item.published = time
        change(&item)
        return try await store.write { [item] writer in
            try writer.insert(
                item, seen: time,
                decision: Decision(story: nil, relation: .new, lead: nil, score: 0, reasons: []),
                hiddenBy: nil)
        }
    }

    @discardableResult
    func addCopy(
        _ source: String, of lead: ItemID, relation: Relation = .same, leads: Bool = false, at time: Date,
        change: @Sendable (inout NewItem) -> Void = { _ in }
    ) async throws -> ItemID {
        let original = try await item(lead)
        var item = original.content
        item.source = source
        item.guid = "\(source) \(item.title)"
        item.url = "https://\(source).example.org/copy-\(lead.text)"
        item.published = time
        change(&item)
        return try await store.write { [item] writer in
            try writer.insert(
                item, seen: time,
                decision: Decision(
                    story: original.story, relation: relation, lead: leads ? nil : lead, score: 1,
                    overlap: 0.31,
                    reasons: []), hiddenBy: nil)
        }
    }

    func item(_ id: ItemID) async throws -> Item {
        try await store.read { reader in
            guard let item = try reader.item(id) else { throw DigestError("no item \(id.text)") }
            return item
        }
    }

    func rewrite(_ id: ItemID, at time: Date, isRealChange: Bool = true, _ change: (inout NewItem) -> Void)
        async throws
    {
        var content = try await item(id).content
        change(&content)
        try await store.write { [content] in
            try $0.update(id, with: content, at: time, isRealChange: isRealChange)
        }
    }

    func issue(at now: Date) async throws -> DigestIssue? {
        try await sender.makeIssue(of: configuration.digests[0], at: now)
    }

    func titles(_ issue: DigestIssue?) -> [String] {
        issue?.sections.flatMap { $0.stories.map(\.title) } ?? []
    }
}

/// A mail server that does what a test says and remembers what it was given.
final class RecordingTransport: MailTransport {
    private struct State {
        var sent: [OutgoingMail] = []
        var answers: [String: DeliveryOutcome] = [:]
    }
    private let state = Mutex(State())

    var sent: [OutgoingMail] { state.withLock { $0.sent } }

    func answer(_ outcome: DeliveryOutcome?, to recipient: String) {
        state.withLock { $0.answers[recipient] = outcome }
    }

    func send(_ mail: OutgoingMail) async -> DeliveryOutcome {
        state.withLock { state in
            state.sent.append(mail)
            return state.answers[mail.to] ?? .accepted
        }
    }

    func bytes(of mail: OutgoingMail) throws -> [UInt8] { Array(mail.text.utf8) }
}
