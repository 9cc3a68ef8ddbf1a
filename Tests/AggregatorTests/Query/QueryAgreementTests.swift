import Aggregator
import FeedParse
import Foundation
import TestSupport
import Testing

/// Makes items and queries of few words, so that they often meet.
private struct Generator {
    var random: SplitMix

    private static let words = [
        "missile", "missiles", "launch", "China", "café", "naïve", "U.S.", "Łódź", "Straße", "南海", "南海军事",
        "ракета",
        "Ёлка", "صاروخ", "미사일을", "ﬁre", "indo-pacific", "x", "2026", "it’s", "ガザ", "한국",
    ]
    private static let sources = ["rand", "rand-blog", "uk-mod", "ap"]
    private static let tags = ["wire", "US", "press"]

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int(random.next() % UInt64(values.count))]
    }
    mutating func chance(_ share: UInt64) -> Bool { random.next() % share == 0 }

    mutating func text(_ most: UInt64) -> String {
        (0..<Int(random.next() % most)).map { _ in
            pick(Self.words) + pick([" ", " ", " ", ", ", "\n\n", " — "])
        }.joined()
    }

    static func allSources() -> [Source] {
        sources.enumerated().map { index, name in
            var source = Source(name: name, urls: [])
            source.org = index == 0 ? ["RAND Corporation", "Rand. Corp."] : []
            source.tags = index % 2 == 0 ? ["wire"] : ["us", "gov"]
            return source
        }
    }

    mutating func item(_ number: Int) -> NewItem {
        let hasURL = !chance(5)
        let url = hasURL ? "https://\(pick(["a", "b"])).example/\(pick(["World", "news"]))/\(number)" : nil
        return .sample(
            text(4), source: pick(Self.sources), text: text(30), guid: "g\(number)", url: url,
            published: chance(4) ? nil : .hours(-Double(random.next() % 400))
        ) { item in
            if chance(3) {
                item.authors = [pick(["Ada Example", "Bo Łuk"]), pick(["Cy Example", "Straße"])]
            }
            if chance(4) { item.org = pick(["RAND Corporation", "Institute"]) }
            if chance(3) { item.tags = [pick(Self.tags)] }
            item.language = pick([nil, "en", "en-GB", "zh-Hant", "EN-us"])
            item.completeness = pick(Completeness.allCases)
            if chance(5) {
                item.kind = .event
                var event = Event()
                event.start = chance(3) ? nil : .hours(Double(random.next() % 400) - 200)
                item.event = event
            }
        }
    }

    mutating func term() -> Query.TextTerm {
        let word = pick(Self.words)
        switch random.next() % 4 {
        case 0: return .phrase([word, pick(Self.words)])
        case 1: return .prefix(String(word.prefix(Int(1 + random.next() % 4))))
        default: return .word(word)
        }
    }

    mutating func query(_ depth: Int) -> Query {
        if depth > 0, !chance(3) {
            let parts = (0..<Int(1 + random.next() % 3)).map { _ in query(depth - 1) }
            switch random.next() % 5 {
            case 0, 1: return .and(parts)
            case 2, 3: return .or(parts)
            default: return .not(parts[0])
            }
        }
        let field: Query.TextField? = pick([nil, nil, .title, .text])
        switch random.next() % 20 {
        case 0...6: return .text(term(), in: field)
        case 7, 8:
            return .near(
                (0..<Int(2 + random.next() % 2)).map { _ in term() }, distance: Int(random.next() % 5),
                in: field)
        case 9: return .source(pick(["rand", "rand*", "RAND-blog", "none"]))
        case 10: return .org(pick(["rand corp", "RAND Corporation", "corporation", "institute", "ration"]))
        case 11: return .author(pick(["ada", "example", "Ada Example", "Example Cy", "luk", "strasse"]))
        case 12: return .tag(pick(["wire", "us", "press", "none"]))
        case 13: return .url(pick(["/world/", "A.EXAMPLE", "7", "none"]))
        case 14: return .language(pick(["en", "EN-gb", "zh", "de"]))
        case 15: return .date(from: chance(3) ? nil : .hours(-150), to: chance(3) ? nil : .hours(50))
        case 16: return .seen(from: chance(2) ? nil : .hours(-5), to: .hours(-2))
        case 17: return .words(Int(random.next() % 10)...(10 + Int(random.next() % 10)))
        case 18: return .state(pick(Query.State.allCases))
        default: return .all
        }
    }
}

@Suite("The store and a match in memory") struct QueryAgreementTests {
    @Test("find the same items for any query", arguments: [1, 2, 3] as [UInt64])
    func agree(_ seed: UInt64) async throws {
        var generator = Generator(random: SplitMix(seed: seed))
        let sources = Generator.allSources()
        let temporary = try await TemporaryStore(.memory, sources: sources)
        var lead: ItemID?
        for number in 0..<120 {
            var decision = Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: [])
            if let lead, generator.chance(4) {
                decision = Decision(
                    story: try await temporary.store.read { try $0.item(lead) }?.story, relation: .same,
                    lead: lead,
                    score: 1, reasons: [])
            }
            let id = try await temporary.add(
                generator.item(number), seen: .hours(-Double(number % 10)), decision: decision,
                hiddenBy: generator.chance(6) ? "rule" : nil)
            if decision.story == nil { lead = id }
            if generator.chance(5) {
                let removed = generator.chance(2) ? ["wire"] : []
                try await temporary.store.write {
                    try $0.mark(id, kept: true, read: nil, addTags: ["us"], removeTags: removed)
                }
            }
        }
        let all = try await temporary.find("*") {
            $0.copies = true; $0.hidden = true; $0.sort = .arrival
        }
        #expect(all.count == 120)
        for _ in 0..<250 {
            let query = generator.query(3)
            var selection = ItemSelection()
            selection.query = query
            selection.copies = true
            selection.hidden = true
            selection.sort = .arrival
            let asked = selection
            let found = try await temporary.store.read { try $0.items(asked) }.map(\.id)
            let matched = all.filter { item in
                query.matches(QuerySubject(item, source: sources.first { $0.name == item.content.source }))
            }.map(\.id)
            #expect(found == matched, "\(query)")
            #expect(try await temporary.store.read { try $0.count(asked) } == matched.count)
        }
    }

    @Test("fold copies in the same way as a straightforward reading of the rule")
    func folding() async throws {
        var generator = Generator(random: SplitMix(seed: 11))
        let temporary = try await TemporaryStore(.memory, sources: Generator.allSources())
        var leads: [ItemID] = []
        for number in 0..<100 {
            var decision = Decision(story: nil, relation: .new, lead: nil, score: 1, reasons: [])
            if !leads.isEmpty, !generator.chance(3) {
                let lead = generator.pick(leads)
                let story = try await temporary.store.read { try $0.item(lead) }?.story
                decision = Decision(story: story, relation: .same, lead: lead, score: 1, reasons: [])
            }
            let id = try await temporary.add(generator.item(number), decision: decision)
            if decision.story == nil { leads.append(id) }
        }
        for _ in 0..<120 {
            let query = generator.query(2)
            if query.mentionsCopiesOrHidden { continue }
            var selection = ItemSelection()
            selection.query = query
            selection.sort = .arrival
            var wide = selection
            wide.copies = true
            let (folded, unfolded) = (selection, wide)
            let shown = try await temporary.store.read { try $0.items(folded) }.map(\.id)
            let matches = try await temporary.store.read { try $0.items(unfolded) }
            let best = Dictionary(grouping: matches, by: \.story).values.compactMap { members in
                members.max {
                    ($0.isLead ? 1 : 0, $0.words, -$0.id.number) < (
                        $1.isLead ? 1 : 0, $1.words, -$1.id.number
                    )
                }
            }
            #expect(shown == best.map(\.id).sorted(), "\(query)")
            selection.sort = .relevance
            let ranked = selection
            let sorted = try await temporary.store.read { try $0.items(ranked) }.map(\.id)
            #expect(sorted.sorted() == shown, "\(query), best match first")
        }
    }
}

extension Query {
    fileprivate var mentionsCopiesOrHidden: Bool {
        switch self {
        case .state(let state): state == .copy || state == .hidden
        case .and(let parts), .or(let parts): parts.contains { $0.mentionsCopiesOrHidden }
        case .not(let part): part.mentionsCopiesOrHidden
        default: false
        }
    }
}
