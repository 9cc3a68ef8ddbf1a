import Foundation
import TestSupport
import Testing

@testable import Aggregator

@Suite("Items of sources that are polled at the same time") struct StoreOrderTests {
    private static let permutations = [
        [0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0],
    ]

    private func text(_ number: Int, _ range: Range<Int>) -> String {
        range.map { Prose.paragraph(number, $0) }.joined(separator: "\n\n")
    }

    /// By title: whether the item leads, its relation unless it leads, and the share of the lead that it holds.
    private func outcome(_ items: [NewItem], _ kind: TemporaryStore.Kind) async throws -> [String: String] {
        let desk = try await DeskStore(kind)
        var ids: [ItemID] = []
        for item in items { ids.append(try await desk.receive(item)) }
        var outcome: [String: String] = [:]
        for id in ids {
            let item = try await desk.item(id)
            let share = item.overlap.map { "\(Int(($0 * 100).rounded())) %" } ?? "-"
            outcome[item.content.title] = item.isLead ? "leads" : "\(item.relation.rawValue) \(share)"
            let lead = try await desk.item(desk.lead(of: id))
            outcome[item.content.title, default: ""] += ", by \(lead.content.title)"
        }
        #expect(try await desk.store.check() == [])
        return outcome
    }

    private func expectOneOutcome(
        _ items: [NewItem], _ expected: [String: String], _ kind: TemporaryStore.Kind
    )
        async throws
    {
        for order in Self.permutations {
            let found = try await outcome(order.map { items[$0] }, kind)
            #expect(found == expected, "arrived as \(order)")
        }
    }

    @Test(
        "tell the same of an original, its excerpt and a copy in every order",
        arguments: TemporaryStore.Kind.allCases)
    func excerpt(_ kind: TemporaryStore.Kind) async throws {
        try await expectOneOutcome(
            [
                .sample(
                    "Original", source: "lindqvist", text: text(1, 0..<10), guid: "1", published: .hours(0)),
                .sample(
                    "Excerpt", source: "trade", text: text(1, 0..<3) + " (end of excerpt)", guid: "2",
                    published: .hours(1)),
                .sample("Copy", source: "courier", text: text(1, 0..<10), guid: "3", published: .hours(2)),
            ],
            [
                "Original": "leads, by Original", "Excerpt": "excerpt-of 30 %, by Original",
                "Copy": "same 100 %, by Original",
            ], kind)
    }

    @Test(
        "tell the same of an update, what it replaced and a copy of the old text",
        arguments: TemporaryStore.Kind.allCases)
    func update(_ kind: TemporaryStore.Kind) async throws {
        let new = text(4, 0..<1) + "\n\n" + text(3, 0..<9)
        try await expectOneOutcome(
            [
                .sample("Strike", text: text(3, 0..<9), guid: "1", published: .hours(0)),
                .sample("UPDATE 1-Strike", text: new, guid: "2", published: .hours(3)),
                .sample(
                    "Port still", source: "courier", text: text(3, 0..<9), guid: "3", published: .hours(1)),
            ],
            [
                "UPDATE 1-Strike": "leads, by UPDATE 1-Strike",
                "Strike": "version-of 90 %, by UPDATE 1-Strike",
                "Port still": "version-of 90 %, by UPDATE 1-Strike",
            ], kind)
    }

    @Test("tell of copies that bear one date that one leads and the others are the same")
    func oneDate() async throws {
        let items: [NewItem] = ["a", "b", "c"].map {
            .sample("From \($0)", source: $0, text: text(5, 0..<5), guid: $0, published: .hours(0))
        }
        for order in Self.permutations {
            let found = try await outcome(order.map { items[$0] }, .memory)
            #expect(found.values.count { $0.hasPrefix("leads") } == 1)
            #expect(found.values.count { $0.hasPrefix("same 100 %") } == 2)
        }
    }

    @Test("two excerpts and the full text that comes between them are one story")
    func between() async throws {
        try await expectOneOutcome(
            [
                .sample(
                    "First", source: "x", text: text(6, 0..<2) + " [...]", guid: "1", published: .hours(2)),
                .sample("Full", source: "y", text: text(6, 0..<8), guid: "2", published: .hours(0)),
                .sample(
                    "Third", source: "z", text: text(6, 0..<4) + "\n\nRead more", guid: "3",
                    published: .hours(1)),
            ],
            [
                "Full": "leads, by Full", "First": "excerpt-of 25 %, by Full",
                "Third": "excerpt-of 50 %, by Full",
            ], .memory)
    }
}
