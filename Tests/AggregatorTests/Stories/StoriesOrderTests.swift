import Foundation
import Testing

@testable import Aggregator

/// Items that were published at fixed times and may arrive in any order.
struct OrderCase: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let items: [OrderItem]
    /// The stories: of each the lead and, by name, what the others are to it.
    let stories: [(lead: String, others: [String: Relation])]

    init(
        _ name: String, _ items: [OrderItem], are stories: [(lead: String, others: [String: Relation])]
    ) {
        testDescription = name
        self.items = items
        self.stories = stories
    }
}

/// One item of an ``OrderCase``.
struct OrderItem: Sendable {
    let name: String
    let text: String
    var source = "wire"
    var title = ""
    var hour = 0.0
    var rank = 50
    var url: String?
    var original: String?
    var origin: String?
}

@Suite("Items of the same hour, in whichever order they arrive") struct StoriesOrderTests {
    @Test("have the same stories, leads and relations", arguments: OrderCases.all)
    func permutations(_ example: OrderCase) throws {
        for order in Self.permutations(Array(example.items.indices)) {
            let desk = StoryDesk()
            for index in order { try Self.receive(example.items[index], desk) }
            let names = order.map { example.items[$0].name }
            var seen: Set<StoryID> = []
            for story in example.stories {
                let number = try #require(desk.story(of: story.lead))
                #expect(seen.insert(number).inserted, "\(names): \(story.lead) is not a story of its own")
                #expect(desk.lead(of: story.lead) == story.lead, "\(names)")
                for (name, relation) in story.others {
                    #expect(desk.story(of: name) == number, "\(names): \(name) is not with \(story.lead)")
                    #expect(desk.relation(of: name) == relation, "\(names): \(name)")
                }
            }
        }
    }

    @Test("have the same stories under any seed", arguments: [3, 5, 8] as [UInt64])
    func seeds(_ seed: UInt64) throws {
        for example in OrderCases.all {
            for order in [Array(example.items.indices), example.items.indices.reversed()] {
                let desk = StoryDesk(seed: seed &* 0x9E37_79B9_7F4A_7C15)
                for index in order { try Self.receive(example.items[index], desk) }
                for story in example.stories {
                    #expect(desk.lead(of: story.lead) == story.lead, "\(example.testDescription)")
                    for (name, relation) in story.others {
                        #expect(desk.story(of: name) == desk.story(of: story.lead), "\(name)")
                        #expect(desk.relation(of: name) == relation, "\(example.testDescription): \(name)")
                    }
                }
            }
        }
    }

    @Test("have the same lead when nothing but their sources tells them apart")
    func sources() throws {
        var leads: Set<String> = []
        for order in Self.permutations([0, 1, 2, 3]) {
            let desk = StoryDesk()
            for place in order {
                let item = OrderItem(
                    name: "from \(place)", text: Prose.article(1, paragraphs: 4), source: "s\(place)", hour: 1
                )
                try Self.receive(item, desk)
            }
            leads.insert(try #require(desk.lead(of: "from 0")))
        }
        #expect(leads.count == 1)
    }

    @Test("make a pair the same, whichever of the two came first", arguments: NewsPairs.all)
    func pairs(_ pair: NewsPair) throws {
        var outcomes: [(isSame: Bool, lead: String?)] = []
        for isReversed in [false, true] {
            let desk = StoryDesk()
            let (first, second) = (
                OrderItem(pair.first, "first", hour: 0),
                OrderItem(pair.second, "second", hour: pair.second.hours)
            )
            for item in isReversed ? [second, first] : [first, second] { try Self.receive(item, desk) }
            let isSame = desk.story(of: "first") == desk.story(of: "second")
            outcomes.append((isSame, isSame ? desk.lead(of: "first") : nil))
        }
        #expect(outcomes[0].isSame == outcomes[1].isSame)
        #expect(outcomes[0].lead == outcomes[1].lead)
    }

    private static func receive(_ item: OrderItem, _ desk: StoryDesk) throws {
        let date = Date(timeIntervalSince1970: 1_790_000_000 + item.hour * 3600)
        try desk.receive(item.name, from: item.source, title: item.title, hoursLater: 0.001, item.text) {
            $0.date = date
            $0.rank = item.rank
            if let url = item.url { $0.canonicalURL = url }
            $0.originalURL = item.original
            $0.origin = item.origin
        }
    }

    private static func permutations(_ places: [Int]) -> [[Int]] {
        guard let first = places.first else { return [[]] }
        return permutations(Array(places.dropFirst())).flatMap { rest in
            (0...rest.count).map { Array(rest[..<$0]) + [first] + rest[$0...] }
        }
    }
}

extension OrderItem {
    fileprivate init(_ item: NewsItem, _ name: String, hour: Double) {
        self.init(
            name: name, text: item.text, source: item.source, title: item.title, hour: hour, url: item.url,
            original: item.original)
    }
}

/// The cases of ``StoriesOrderTests``, all written for them.
enum OrderCases {
    private static func text(_ number: Int, _ range: Range<Int>) -> String {
        range.map { Prose.paragraph(number, $0) }.joined(separator: "\n\n")
    }

    private static func bill(_ millions: Int) -> String {
        "\n\nThe council put the bill for the bridge at \(millions) million crowns, road included."
    }

    private static let release = """
        The inquiry into the accident at the Kroken range has ended earlier than planned. A fuse from a lot made \
        nine years ago was set off by a spark from a nylon coat. Nobody had broken a rule.

        All 1,800 fuses of the lot have been taken from the depots. Exercises with live charges begin again on Tuesday \
        with fuses of other lots.
        """
    private static let essay = """
        The shared patrol boat of three navies was meant to be cheap. Eight years later no hull is afloat, and a new \
        look at the accounts shows that each boat will cost a quarter more than a boat of one's own would have.

        Work went by shares and not by skill. Plates are cut in one country, welded in a second and painted in a third, \
        and every voyage between them takes six weeks. The mast exists in four versions.

        Whoever tries again should agree on the boat first and on the shares afterwards.
        """

    static let all: [OrderCase] = [
        OrderCase(
            "an original, its excerpt, a reprint and a summary",
            [
                OrderItem(
                    name: "original", text: text(1, 0..<10), source: "lindqvist",
                    title: "Harbours under pressure"
                ),
                OrderItem(
                    name: "excerpt",
                    text: "(Source: Lindqvist Inst.; issued April 03, 2026)\n" + text(1, 0..<3)
                        + " (end of excerpt)\n\nClick here for the full story, on the Lindqvist Inst. website.",
                    source: "trade", title: "Harbours under pressure", hour: 5),
                OrderItem(
                    name: "reprint", text: "By Anna Keller\n\n" + text(1, 0..<10), source: "courier",
                    title: "Ports in trouble", hour: 9),
                OrderItem(
                    name: "summary", text: String(text(1, 0..<1).prefix(260)) + " […]", source: "planet",
                    title: "Harbours under pressure", hour: 12),
            ],
            are: [("original", ["excerpt": .excerptOf, "reprint": .same, "summary": .excerptOf])]),
        OrderCase(
            "a release and the trade page that carries it under another headline",
            [
                OrderItem(
                    name: "release", text: release, source: "ministry",
                    title: "Inquiry on Kroken finds faulty fuse", rank: 95),
                OrderItem(
                    name: "carried", text: "(Source: Ministry of Defence; issued Nov. 3)\n\n" + release,
                    source: "trade", title: "Faulty Fuse Behind Kroken Accident", hour: 1, rank: 20,
                    origin: "Ministry of Defence"),
                OrderItem(
                    name: "other", text: essay, source: "lindqvist", title: "Three Navies, One Boat", rank: 90
                ),
                OrderItem(
                    name: "part",
                    text: "(Source: Lindqvist Inst.)\n\n"
                        + essay.components(separatedBy: "\n\n").prefix(2)
                        .joined(separator: "\n\n") + " (end of excerpt)",
                    source: "trade", title: "Three Navies, One Boat", hour: 1, rank: 20,
                    original: "https://lindqvist.example/other"),
            ],
            are: [
                ("release", ["carried": .same]), ("other", ["part": .excerptOf]),
            ]),
        OrderCase(
            "a correction, what it corrects and a paper's copy of the old version",
            [
                OrderItem(name: "old", text: text(3, 0..<8) + bill(412), title: "Council delays bridge"),
                OrderItem(
                    name: "corrected",
                    text: "(Corrects figure in last paragraph)\n" + text(3, 0..<8) + bill(421),
                    title: "CORRECTED-Council delays bridge", hour: 3),
                OrderItem(
                    name: "copy", text: text(3, 0..<8) + bill(412), source: "courier",
                    title: "Bridge has to wait", hour: 6),
                OrderItem(
                    name: "copy of the correction", text: text(3, 0..<8) + bill(421), source: "ledger",
                    title: "Bridge has to wait, says council", hour: 7),
            ],
            are: [
                (
                    "corrected",
                    ["old": .versionOf, "copy": .versionOf, "copy of the correction": .same]
                )
            ]),
        OrderCase(
            "a headline, the article and an excerpt that names it",
            [
                OrderItem(
                    name: "headline", text: "", source: "desk",
                    title: "Ferry to Ekvall will sail through the winter - Desk"),
                OrderItem(
                    name: "article", text: text(4, 0..<7),
                    title: "Ferry to Ekvall will sail through the winter",
                    hour: 1),
                OrderItem(
                    name: "excerpt", text: text(4, 0..<2) + " [...]", source: "planet",
                    title: "Ferry to Ekvall will sail through the winter", hour: 2),
            ],
            are: [("article", ["headline": .excerptOf, "excerpt": .excerptOf])]),
        OrderCase(
            "two papers of one house with one About paragraph, and an excerpt of each",
            [
                OrderItem(name: "one", text: text(5, 0..<6) + "\n\n" + text(90, 0..<1), source: "lindqvist"),
                OrderItem(
                    name: "two", text: text(6, 0..<6) + "\n\n" + text(90, 0..<1), source: "lindqvist", hour: 1
                ),
                OrderItem(
                    name: "of one", text: text(5, 0..<2) + " (end of excerpt)", source: "trade", hour: 2),
                OrderItem(
                    name: "of two", text: text(6, 0..<2) + " (end of excerpt)", source: "trade", hour: 3),
            ],
            are: [("one", ["of one": .excerptOf]), ("two", ["of two": .excerptOf])]),
        OrderCase(
            "copies of one text and of one minute, of which the source with the highest rank leads",
            [
                OrderItem(name: "high", text: text(7, 0..<6), source: "agency", rank: 90),
                OrderItem(name: "middle", text: text(7, 0..<6), source: "courier", rank: 60),
                OrderItem(name: "low", text: text(7, 0..<6), source: "trade", rank: 20),
            ],
            are: [("high", ["middle": .same, "low": .same])]),
        OrderCase(
            "an update, the text it grew from and copies of both",
            [
                OrderItem(name: "early", text: text(8, 0..<6), title: "Strike in Halmund"),
                OrderItem(
                    name: "update", text: text(80, 0..<1) + "\n\n" + text(8, 0..<6),
                    title: "UPDATE 1-Strike in Halmund", hour: 4),
                OrderItem(
                    name: "early copy", text: text(8, 0..<6), source: "ledger", title: "Port stands still",
                    hour: 2),
                OrderItem(
                    name: "late copy", text: text(80, 0..<1) + "\n\n" + text(8, 0..<6), source: "courier",
                    title: "Port still stands still", hour: 6),
            ],
            are: [
                ("update", ["early": .versionOf, "early copy": .versionOf, "late copy": .same])
            ]),
    ]
}
