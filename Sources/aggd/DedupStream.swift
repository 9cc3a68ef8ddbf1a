import Aggregator
import Foundation

/// The stream of `aggd dedup --ndjson`: items in, decisions out, the final state at the end.
struct DedupStream {
    private let file: StoryFile
    private var dates: [Double] = []
    private var clock = 0.0
    private var sinceExpiry = 0
    private var unsettled = 0
    private var ledger: Ledger?
    private let explains: Bool

    /// A stream over a story file.
    ///
    /// - Parameter keepsLedger: whether ``clusters()`` will be asked for.
    /// - Parameter explains: whether every decision carries its reasons.
    init(file: StoryFile, keepsLedger: Bool, explains: Bool = false) {
        self.file = file
        self.explains = explains
        ledger = keepsLedger ? Ledger() : nil
    }

    /// Decides about the items of some lines; the answer has one line for each.
    mutating func decide(_ bytes: [UInt8], lines: [Range<Int>], firstLine: Int) throws -> [UInt8] {
        var items: [StoryFile.StreamItem] = []
        items.reserveCapacity(lines.count)
        for (offset, line) in lines.enumerated() {
            guard let fields = JSONLineReader.strings(bytes, line), let name = fields["id"] else {
                throw Failure(
                    .badData, "Line \(firstLine + offset) of the input is not a JSON object with an \"id\".")
            }
            items.append(item(name, fields))
        }
        let outcomes = try file.decide(items, keepsOpen: true)
        unsettled += items.count
        sinceExpiry += items.count
        if sinceExpiry >= 1000 {
            sinceExpiry = 0
            try file.expire(before: Date(timeIntervalSince1970: clock - StoryThresholds.window))
            unsettled = 0
        }
        if unsettled >= Self.settledTogether { try settle() }
        var answer: [UInt8] = []
        answer.reserveCapacity(items.count * 120)
        for (item, outcome) in zip(items, outcomes) {
            ledger?.enter(item.name, outcome)
            let score =
                outcome.decision.story == nil ? outcome.decision.score : max(0.5, outcome.decision.score)
            answer.append(contentsOf: "{\"id\":".utf8)
            JSONValue.write(item.name, to: &answer)
            answer.append(contentsOf: ",\"cluster\":\"\(outcome.story.text)\",\"relation\":\"".utf8)
            answer.append(contentsOf: outcome.decision.relation.rawValue.utf8)
            answer.append(contentsOf: "\",\"canonical\":".utf8)
            JSONValue.write(outcome.lead, to: &answer)
            answer.append(contentsOf: ",\"score\":\(Double(Int(score * 1000)) / 1000)".utf8)
            if explains, let reasons = try? JSONEncoder().encode(outcome.decision.reasons) {
                answer.append(contentsOf: ",\"reasons\":".utf8)
                answer.append(contentsOf: reasons)
            }
            answer.append(contentsOf: "}\n".utf8)
        }
        return answer
    }

    /// Items that go into the file in one transaction at most.
    private static let settledTogether = 512

    /// Whether decisions were made that aren't in the file yet.
    var hasUnsettled: Bool { unsettled > 0 }

    /// Puts what was decided into the file.
    mutating func settle() throws {
        try file.settle()
        unsettled = 0
    }

    /// The final state of every item of this stream.
    func clusters() -> [UInt8] { ledger?.lines() ?? [] }

    private mutating func item(_ name: String, _ fields: [String: String]) -> StoryFile.StreamItem {
        var text = fields["text"] ?? ""
        var links: [String] = []
        if fields["text"] == nil, let html = fields["html"] {
            let plain = MarkupText(html)
            text = plain.text
            links = plain.links
        }
        let published = fields["published"].flatMap { DedupStream.seconds($0) }
        tick(published)
        var document = IndexedDocument(
            source: fields["source"] ?? "", title: fields["title"] ?? "", text: text,
            date: Date(timeIntervalSince1970: published ?? clock))
        let url = fields["url"].map(StoryFile.plainAddress)
        if let final = fields["final_url"].map(StoryFile.plainAddress) {
            document.canonicalURL = final
            document.otherURLs = [url].compactMap(\.self)
        } else {
            document.canonicalURL = url
        }
        // A page with one link or two points to its original; one with many is a page like any other.
        if let link = links.last, links.count <= 3 { document.originalURL = link }
        return .init(name: name, document: document, seen: Date(timeIntervalSince1970: clock))
    }

    /// Moves the stream's clock: the median of the latest 31 dates, so that one wrong date moves nothing.
    private mutating func tick(_ published: Double?) {
        guard let published else { return }
        dates.append(published)
        if dates.count > 31 { dates.removeFirst() }
        clock = max(clock, dates.sorted()[dates.count / 2])
    }

    /// Reads `2026-01-31T12:00:00Z` and offsets; nil when it is no such date.
    static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for index in range {
                guard (0x30...0x39).contains(bytes[index]) else { return nil }
                value = value * 10 + Int(bytes[index] - 0x30)
            }
            return value
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        // Days from civil (Howard Hinnant).
        let years = month <= 2 ? year - 1 : year
        let era = (years >= 0 ? years : years - 399) / 400
        let yearOfEra = years - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        var offset = 0
        if let sign = bytes.dropFirst(19).firstIndex(where: { $0 == 0x2B || $0 == 0x2D }),
            let hours = number(sign + 1..<sign + 3), let minutes = number(sign + 4..<sign + 6)
        {
            offset = (hours * 3600 + minutes * 60) * (bytes[sign] == 0x2B ? 1 : -1)
        }
        return Double(days * 86_400 + hour * 3600 + minute * 60 + second - offset)
    }

    /// Where every item of the stream stands now.
    private struct Ledger {
        private var names: [String] = []
        private var stories: [StoryID] = []
        private var relations: [Relation] = []
        private var places: [ItemID: Int] = [:]
        private var leads: [StoryID: String] = [:]
        private var parents: [StoryID: StoryID] = [:]

        mutating func enter(_ name: String, _ outcome: StoryFile.Outcome) {
            places[outcome.item] = names.count
            names.append(name)
            stories.append(outcome.story)
            relations.append(outcome.decision.relation)
            leads[outcome.story] = outcome.lead
            for other in outcome.decision.unites { parents[other] = outcome.story }
            for revision in outcome.decision.revised {
                if let place = places[revision.item] { relations[place] = revision.relation }
            }
        }

        func lines() -> [UInt8] {
            var bytes: [UInt8] = []
            for place in names.indices {
                var story = stories[place]
                while let parent = parents[story] { story = parent }
                let lead = leads[story] ?? names[place]
                let relation = lead == names[place] ? Relation.new : relations[place]
                bytes.append(contentsOf: "{\"id\":".utf8)
                JSONValue.write(names[place], to: &bytes)
                bytes.append(
                    contentsOf: ",\"cluster\":\"\(story.text)\",\"relation\":\"\(relation.rawValue)\"".utf8)
                bytes.append(contentsOf: ",\"canonical\":".utf8)
                JSONValue.write(lead, to: &bytes)
                bytes.append(contentsOf: "}\n".utf8)
            }
            return bytes
        }
    }
}
