import Foundation
import Testing

@testable import Aggregator

/// Two items as real wires and think tanks send them, and what the second is to the first.
struct NewsPair: Sendable, CustomTestStringConvertible {
    let name: String
    let first: NewsItem
    let second: NewsItem
    /// Nil: another story.
    let relation: Relation?

    var testDescription: String { name }

    init(_ name: String, _ first: NewsItem, _ second: NewsItem, is relation: Relation?) {
        self.name = name
        self.first = first
        self.second = second
        self.relation = relation
    }
}

/// One item of a pair.
struct NewsItem: Sendable {
    var source = "wire"
    var title = ""
    var text = ""
    var hours = 1.0
    var url: String?
    var original: String?

    init(
        _ text: String, title: String = "", from source: String = "wire", hours: Double = 1,
        url: String? = nil,
        original: String? = nil
    ) {
        self.text = text
        self.title = title
        self.source = source
        self.hours = hours
        self.url = url
        self.original = original
    }
}

@Suite("Pairs of items as newsrooms and think tanks send them") struct StoriesNewsroomTests {
    @Test("the second item is what an editor would call it", arguments: NewsPairs.all)
    func relation(_ pair: NewsPair) throws {
        let desk = StoryDesk()
        try receive(pair.first, "first", desk)
        let decision = try receive(pair.second, "second", desk)
        if let relation = pair.relation {
            #expect(desk.story(of: "first") == desk.story(of: "second"))
            #expect(decision.relation == relation, "\(decision.reasons.map(\.rule))")
        } else {
            #expect(
                desk.story(of: "first") != desk.story(of: "second"),
                "\(decision.reasons.map { ($0.rule, $0.detail) })")
        }
    }

    @Test("the same pair gives the same decision under any seed", arguments: [1, 2, 3, 4, 5] as [UInt64])
    func seeds(_ seed: UInt64) throws {
        for pair in NewsPairs.all {
            let desk = StoryDesk(seed: seed &* 0x1234_5678_9ABC_DEF1)
            try receive(pair.first, "first", desk)
            try receive(pair.second, "second", desk)
            #expect(
                (desk.story(of: "first") == desk.story(of: "second")) == (pair.relation != nil),
                "\(pair.name)")
        }
    }

    @discardableResult
    private func receive(_ item: NewsItem, _ name: String, _ desk: StoryDesk) throws -> Decision {
        try desk.receive(name, from: item.source, title: item.title, hoursLater: item.hours, item.text) {
            if let url = item.url { $0.canonicalURL = url }
            $0.originalURL = item.original
        }
    }
}
