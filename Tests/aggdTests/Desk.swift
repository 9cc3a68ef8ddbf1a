import Aggregator
import FeedParse
import Foundation
import TestSupport

/// Stores the news of ``Newsroom`` as the daemon would.
struct Desk {
    let store: SQLiteStore
    let now: Date
    var ids: [String: String] = [:]
    private var numbers: [String: ItemID] = [:]

    init(store: SQLiteStore, now: Date) {
        self.store = store
        self.now = now
    }

    private func hours(_ count: Double) -> Date { now.addingTimeInterval(count * 3600) }

    private mutating func add(
        _ name: String, _ item: NewItem, seen: Double, copyOf lead: String? = nil,
        relation: Relation = .new, overlap: Double? = nil, hiddenBy: String? = nil
    ) async throws {
        var decision = Decision(
            story: nil, relation: .new, lead: nil, score: 0,
            reasons: [.init(rule: "none", detail: "no earlier item shares its text")])
        if let lead, let leader = numbers[lead] {
            let story = try await store.read { try $0.item(leader) }?.story
            decision = Decision(
                story: story, relation: relation, lead: leader, score: 0.93, overlap: overlap,
                reasons: [
                    .init(
                        rule: "containment", other: leader, detail: "5 of 5 paragraphs contained",
                        figures: ["containment": 0.97])
                ])
        }
        let time = hours(seen)
        let final = decision
        let id = try await store.write { writer in
            let id = try writer.insert(item, seen: time, decision: final, hiddenBy: hiddenBy)
            try writer.append(
                LogEntry(at: time, topic: "fetched", message: "\(item.source) answered 200"), to: id)
            if let hiddenBy {
                try writer.append(LogEntry(at: time, topic: "rule", message: "hidden by \(hiddenBy)"), to: id)
            }
            return id
        }
        ids[name] = id.text
        numbers[name] = id
    }

    private func item(
        _ source: String, _ title: String, published: Double?, text: String,
        change: (inout NewItem) -> Void = { _ in }
    ) -> NewItem {
        var item = NewItem(source: source)
        item.title = title
        item.text = text
        item.html = "<p>\(text.replacing("\n", with: "</p><p>"))</p>"
        let slug = title.lowercased().split { !$0.isASCII || !$0.isLetter }.prefix(4).joined(separator: "-")
        item.url = "https://\(source).example.org/\(slug)"
        item.canonicalURL = item.url
        item.guid = "tag:\(source),2026:\(slug)"
        item.published = published.map(hours)
        item.publishedFrom = published == nil ? .none : .feed
        item.language = "en"
        change(&item)
        return item
    }

    /// What came in before the last issue of the digest.
    mutating func storeOldNews() async throws {
        try await add(
            "grain",
            item(
                "northwire", "Grain prices steady in the ports", published: -45 * 24,
                text: "Traders in three ports said that grain prices were steady this week."), seen: -45 * 24)
        try await add(
            "chips",
            item(
                "harbour", "Trading Chips: Why Build Missiles to Scrap Them", published: -50, text: Self.paper
            ) {
                $0.authors = ["Anna Weller", "Jan van der Berg"]
                $0.summary = "<p>Launchers that don't exist yet are the cheapest chips.</p>"
                $0.tags = ["paper"]
                $0.enclosures = [
                    Enclosure(url: "https://harbour.example.org/chips.pdf", type: "application/pdf")
                ]
            }, seen: -49)
        try await add(
            "excerpt",
            item(
                "courier", "Trading Chips, by the Harbour Institute", published: -47,
                text: String(Self.paper.prefix(260))
            ) {
                $0.completeness = .excerpt
                $0.org = "Harbour Institute"
                $0.originalURL = "https://harbour.example.org/trading-chips-why-build"
                $0.issued = hours(-50)
            }, seen: -46, copyOf: "chips", relation: .excerptOf, overlap: 0.31)
    }

    /// The first issue of the digest, sent to one of its two recipients.
    func makeIssue(of configuration: Configuration) async throws {
        guard let daily = configuration.digests.first else { return }
        let builder = DigestBuilder(daily, configuration: configuration, now: hours(-30))
        try await store.write { writer in
            let draft = try builder.build(from: writer)
            let first = Delivery(
                digest: "daily", issue: 1, recipient: "mara@example.org", messageID: "<daily.1.a@example.org>"
            )
            var second = Delivery(
                digest: "daily", issue: 1, recipient: "Desk <desk@example.org>",
                messageID: "<daily.1.b@example.org>")
            try writer.append(draft.stored, deliveries: [first, second])
            second.attempts = 2
            second.error = "451 4.7.1 try again later"
            second.notBefore = hours(24)
            try writer.save(second)
            var sent = first
            sent.attempts = 1
            sent.sent = hours(-30)
            try writer.save(sent)
        }
    }

    /// What came in since.
    mutating func storeNewNews() async throws {
        try await add(
            "test",
            item(
                "northwire", "Karvia tests missile over 1,900 kilometres, Estmark protests", published: -20,
                text:
                    "Karvia has tested a missile. It flew 1,900 kilometres and fell into the Sable Sea.\nEstmark protests."
            ) { $0.authors = ["Ola Brandt"] }, seen: -20)
        try await add(
            "test-copy",
            item(
                "courier", "Karvia tests missile over 1,900 kilometres", published: -18,
                text:
                    "Karvia has tested a missile. It flew 1,900 kilometres and fell into the Sable Sea.\nEstmark protests."
            ), seen: -18, copyOf: "test", relation: .same, overlap: 1)
        try await add(
            "statement",
            item(
                "ministry", "Statement on the freedom of the strait", published: -6,
                text: "The strait is open to all ships.\nThe ministry regrets the incident of Monday."),
            seen: -6)
        try await add(
            "vacancy",
            item(
                "ministry", "Vacancy: harbour master", published: -5,
                text: "The ministry looks for a harbour master."), seen: -5,
            hiddenBy: "hide of ministry: title:vacancy")
        try await add("talk", talk(), seen: -4)
        try await add("cancelled", cancelledTalk(), seen: -4)
        try await add(
            "red",
            item(
                "northwire", "\u{1B}[31mRed\u{1B}[0m alert\u{7} in the \u{202E}port", published: -3,
                text: "A \u{1B}]0;owned\u{7}headline tried to drive the terminal."
            ) { $0.completeness = .paywalled }, seen: -3)
        try await add(
            "brest",
            item(
                "harbour", "Écoles navales à Brest · 海上保安会議", published: -2, text: "La mer est calme à Brest."
            ) {
                $0.language = "fr"
            }, seen: -2)
        try await add(
            "undated",
            item(
                "courier", "A note without a date", published: nil, text: "Somebody forgot to date this note."
            ),
            seen: -1)
        guard let statement = numbers["statement"],
            var changed = try await store.read({ try $0.item(statement) })?.content
        else { return }
        changed.text =
            "The strait is open to all ships of peaceful states.\nThe ministry regrets the incident."
        let final = changed
        let time = hours(-1)
        try await store.write { try $0.update(statement, with: final, at: time, isRealChange: true) }
    }

    private func talk() -> NewItem {
        item(
            "meridian", "Early Warning and Stability at Sea", published: -4,
            text: "Two researchers discuss what early warning at sea means for crises."
        ) {
            $0.kind = .event
            var event = Event()
            event.start = day(5, hour: 6)
            event.end = day(5, hour: 7).addingTimeInterval(1800)
            event.timeZone = "Asia/Hong_Kong"
            event.venue = "Harbour Hall, 7th Floor"
            event.speakers = [Speaker(name: "Lin Wei", affiliation: "Institute for Harbour Studies")]
            event.organiser = "Meridian Endowment"
            event.offTheRecord = true
            $0.event = event
        }
    }

    private func cancelledTalk() -> NewItem {
        item(
            "meridian", "Minefields of the North", published: -4,
            text: "A lecture on mines and how to sweep them."
        ) {
            $0.kind = .event
            var event = Event()
            event.start = day(40, hour: 0)
            event.hasTime = false
            event.status = "cancelled"
            $0.event = event
        }
    }

    /// So many days after today, at an hour of UTC.
    private func day(_ count: Int, hour: Int) -> Date {
        let today = Int(now.timeIntervalSince1970) / 86400
        return Date(timeIntervalSince1970: TimeInterval((today + count) * 86400 + hour * 3600))
    }

    /// How the sources are.
    func noteHealth() async throws {
        func state(_ health: Health, _ change: (inout PollState) -> Void = { _ in }) -> PollState {
            var state = PollState()
            state.health = health
            state.healthSince = hours(-10)
            state.lastPoll = hours(-1)
            state.lastStatus = 200
            state.nextPoll = hours(2)
            state.nextPollReason = "learnt: an item every 3 h"
            state.lastSuccess = hours(-1)
            change(&state)
            return state
        }
        let states: [(String, PollState)] = [
            (
                "harbour",
                state(.ok) {
                    $0.etag = "\"v7\""; $0.feedTitle = "Harbour"; $0.lastNew = hours(-2)
                }
            ),
            ("northwire", state(.ok) { $0.lastModified = "Sat, 21 Nov 2026 10:00:00 GMT" }),
            ("courier", state(.quiet) { $0.reason = "nothing for 9 days, usually every 1.3 days" }),
            ("ministry", state(.ok) { $0.hub = "https://hub.example.org/" }),
            (
                "guarded",
                state(.blocked) {
                    $0.reason = "guarded.example.org answered with a wall: Cloudflare (HTTP 403)."
                    $0.error = "Cloudflare (HTTP 403)"
                    $0.lastStatus = 403
                    $0.lastSuccess = nil
                }
            ),
            (
                "vanished",
                state(.gone) {
                    $0.reason = "410: it is gone for good"
                    $0.disabled = true
                }
            ),
            (
                "moving",
                state(.moved) {
                    $0.reason = "moved to https://new.example.org/feed"
                    $0.configuredURL = "https://old.example.org/feed"
                    $0.adoptedURL = "https://new.example.org/feed"
                }
            ),
        ]
        try await store.write { writer in
            for (source, state) in states { try writer.save(state, of: source) }
        }
    }

    private static let paper = """
        If the government of Estmark is serious about arms control, it could build missiles in order to trade them away.
        Launchers that don't exist yet are the cheapest chips on the table, and both capitals know it well enough.
        There is no precedent for such talks, but there has never been a precedent for anything that came first.
        Négociations of this kind take years; the paper proposes a calendar of eighteen months and three rounds.
        """
}
