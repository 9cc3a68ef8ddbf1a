import Aggregator
import ArgumentParser
import FeedParse
import Foundation

/// The verb `aggd why`.
struct WhyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Tell every decision about an item: fetch, date, text, story, rules, digests.",
        discussion: "Example: aggd why 7f3kq2")

    /// All that is known about one item.
    private struct Account: Sendable {
        var item: Item
        var story: Story?
        var log: [LogEntry]
        var issues: [StoredIssue]
        var topics: [String]
        /// The decision that put another item beside this one, by that item.
        var otherDecisions: [ItemID: Decision]
        /// What the item has in common with those that a reason compares it with, word for word.
        var passages: [ItemID: SharedPassages]
    }

    @OptionGroup var common: CommonOptions
    @Argument(help: "Ids, or their unique beginnings.") var ids: [String]

    func run() async throws {
        let session = try Session(common)
        let store = try session.openForReading()
        let topics = try session.topicQueries()
        let accounts = try await store.read { reader in
            try ids.map { try account(of: session.item($0, in: reader), topics: topics, reader: reader) }
        }
        try await store.close()
        let printer = Printer(terminal: session.terminal, paged: !common.noPager && !session.printsObjects)
        for (index, account) in accounts.enumerated() {
            if session.printsObjects {
                try session.print(Self.json(account, zone: session.zone), to: printer)
            } else {
                if index > 0 { printer.line() }
                print(account, session: session, printer: printer)
            }
        }
        printer.finish()
    }

    private func account(
        of id: ItemID, topics: [(name: String, query: Query)], reader: any StoreReader
    ) throws -> Account {
        guard let item = try reader.item(id) else { throw Failure(.nothingFound) }
        let story = try reader.story(item.story)
        var selection = ItemSelection()
        selection.copies = true
        selection.hidden = true
        selection.after = ItemID(id.number - 1)
        selection.upTo = id
        var others: [ItemID: Decision] = [:]
        for other in ItemListing.others(of: item, in: story) {
            others[other.id] = try reader.log(of: other.id).last { $0.decision != nil }?.decision
        }
        let log = try reader.log(of: id)
        var passages: [ItemID: SharedPassages] = [:]
        for reason in log.compactMap(\.decision).flatMap(\.reasons) where !reason.figures.isEmpty {
            guard let other = reason.other, passages[other] == nil,
                let text = try reader.item(other)?.content.text
            else { continue }
            passages[other] = SharedPassages(item.content.text, and: text)
        }
        return Account(
            item: item, story: story, log: log, issues: try reader.issues(carrying: item.story),
            topics: try TopicNames.of([item], in: selection, topics: topics, reader: reader)[id] ?? [],
            otherDecisions: others, passages: passages)
    }

    private func print(_ account: Account, session: Session, printer: Printer) {
        let item = account.item
        let content = item.content
        printer.line(session.terminal.bold(Terminal.safe(content.title)))
        row("fetched", content.source + "  " + CivilTime(item.seen, in: session.zone).exact, printer)
        for entry in account.log where entry.topic == "fetched" { row("", entry.message, printer) }
        row("date", Self.dateSentence(item, zone: session.zone), printer)
        for entry in account.log where entry.topic == "date" { row("", entry.message, printer) }
        row("text", Self.textSentence(item), printer)
        for entry in account.log where entry.topic == "text" { row("", entry.message, printer) }
        printStory(account, session: session, printer: printer)
        let rules = account.log.filter { $0.topic == "rule" || $0.topic == "mark" }.map(\.message)
        row(
            "rules", item.hiddenBy.map { "hidden by \($0)" } ?? (rules.isEmpty ? "none touched it" : ""),
            printer)
        for rule in rules { row("", rule, printer) }
        row("topics", account.topics.isEmpty ? "none" : account.topics.joined(separator: ", "), printer)
        let issues = account.issues.map {
            "\($0.digest) #\($0.number), " + CivilTime($0.made, in: session.zone).exact
        }
        row("digests", issues.isEmpty ? "not told yet" : issues[0], printer)
        for issue in issues.dropFirst() { row("", issue, printer) }
    }

    private func printStory(_ account: Account, session: Session, printer: Printer) {
        let item = account.item
        let others = ItemListing.others(of: item, in: account.story)
        let held = item.overlap.map { ", holds \(Int(($0 * 100).rounded())) % of the lead" } ?? ""
        let role = item.isLead ? "leads" : item.relation.rawValue + held
        row(
            "story", "\(item.story.text), \(others.count + 1) \(others.isEmpty ? "item" : "items"); \(role)",
            printer)
        for entry in account.log where entry.topic == "story" {
            row("", CivilTime(entry.at, in: session.zone).exact + "  " + entry.message, printer)
            for reason in entry.decision?.reasons ?? [] {
                let words = sentence(reason)
                if !entry.message.hasSuffix(": \(words)") { row("", "  " + words, printer) }
                guard !reason.figures.isEmpty, let other = reason.other, let shared = account.passages[other],
                    let text = ReasonWording.passages(shared)
                else { continue }
                row("", "  " + text, printer)
            }
        }
        for other in others {
            let name = session.title(ofSource: other.content.source)
            let role = other.isLead ? "leads" : other.relation.rawValue
            let share = other.overlap.map { ", holds \(Int(($0 * 100).rounded())) % of the lead" } ?? ""
            row("", "\(other.id.text)  \(name): \(role)\(share)", printer)
            for reason in account.otherDecisions[other.id]?.reasons ?? [] {
                row("", "        " + sentence(reason), printer)
            }
        }
    }

    private func sentence(_ reason: Decision.Reason) -> String {
        ReasonWording.sentence(reason, withFigures: common.verbose)
    }

    private static func dateSentence(_ item: Item, zone: TimeZone) -> String {
        guard let published = item.content.published else {
            return CivilTime(item.seen, in: zone).exact + ", first seen: no believable date was stated"
        }
        let origin =
            switch item.content.publishedFrom {
            case .feed: "from the feed"
            case .list: "from the list page"
            case .page: "from the item's page"
            case .none: "of unknown origin"
            }
        return CivilTime(published, in: zone).exact + ", " + origin
    }

    private static func textSentence(_ item: Item) -> String {
        "\(item.content.completeness.rawValue), \(item.words) words, from the \(item.content.textFrom)"
    }

    private func row(_ name: String, _ text: String, _ printer: Printer) {
        guard !text.isEmpty else { return }
        printer.line(DisplayWidth.pad(name, to: 11) + Terminal.safe(text))
    }

    private static func json(_ account: Account, zone: TimeZone) -> JSONValue {
        let item = account.item
        // What is printed first under a topic stands in the item itself; what the log adds follows.
        func entries(_ topics: String..., first: String? = nil) -> JSONValue {
            let told = account.log.filter { topics.contains($0.topic) }.map { ($0.at, $0.message) }
            return .array(
                ((first.map { [(item.seen, $0)] } ?? []) + told).map {
                    .object([("at", JSONLines.time($0.0, in: zone)), ("message", .string($0.1))])
                })
        }
        func reasons(_ decisions: [Decision]) -> JSONValue {
            .array(decisions.flatMap(\.reasons).map(reason))
        }
        func reason(_ reason: Decision.Reason) -> JSONValue {
            .object([
                ("rule", .string(reason.rule)), ("other", .string(orNull: reason.other?.text)),
                ("detail", .string(reason.detail)),
                (
                    "passages",
                    .array(
                        (reason.other.flatMap { account.passages[$0] }?.passages ?? []).map {
                            .object([("words", .int(Int64($0.words))), ("text", .string($0.text))])
                        })
                ),
                (
                    "figures",
                    .object(reason.figures.sorted { $0.key < $1.key }.map { ($0.key, .double($0.value)) })
                ),
            ])
        }
        let others = ItemListing.others(of: item, in: account.story).map { other in
            JSONValue.object([
                ("id", .string(other.id.text)), ("source", .string(other.content.source)),
                ("lead", .bool(other.isLead)), ("relation", .string(other.relation.rawValue)),
                ("overlap", other.overlap.map { .double($0) } ?? .null),
                ("reasons", reasons([account.otherDecisions[other.id]].compactMap { $0 })),
            ])
        }
        return .object([
            ("id", .string(item.id.text)),
            ("title", .string(item.content.title)),
            ("fetched", entries("fetched", first: item.content.source)),
            ("date", entries("date", first: dateSentence(item, zone: zone))),
            ("text", entries("text", first: textSentence(item))),
            (
                "story",
                .object([
                    ("story", .string(item.story.text)),
                    ("lead", .string(orNull: account.story?.lead.id.text)),
                    ("relation", .string(item.relation.rawValue)),
                    ("score", .double(item.score)),
                    ("overlap", item.overlap.map { .double($0) } ?? .null),
                    ("reasons", reasons(account.log.compactMap(\.decision))),
                    ("history", entries("story")),
                    ("others", .array(others)),
                ])
            ),
            ("rules", entries("rule", "mark")),
            ("hidden_by", .string(orNull: item.hiddenBy)),
            ("topics", .strings(account.topics)),
            (
                "digests",
                .array(
                    account.issues.map {
                        .object([
                            ("digest", .string($0.digest)), ("issue", .int(Int64($0.number))),
                            ("made", JSONLines.time($0.made, in: zone)),
                        ])
                    })
            ),
        ])
    }
}
